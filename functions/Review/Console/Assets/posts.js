// Posts: sent without leaving the page, so that nothing typed can be lost on the way.
import { $, $$, say } from "./dom.js";
import { forgetDrafts } from "./drafts.js";
import { adopt, pause } from "./live.js";
import { bar, lapse, warn } from "./session.js";

let isPosting = false;

document.addEventListener("submit", async event => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("main[data-live] form[data-post]:not(.tip *)")) return;
  event.preventDefault();
  if (isPosting) return;
  const button = event.submitter;
  const fields = new URLSearchParams(new FormData(form, button));
  isPosting = true;
  pause(true);
  button?.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields });
    const landed = new URL(answer.url);
    if (answer.status === 401 || landed.origin !== location.origin || !landed.pathname.startsWith("/review")) return lapse(answer);
    arrive(form, answer, landed, await answer.text());
  } catch {
    warn("This was not sent: the line can’t be reached. Your text is kept; try again.");
  } finally {
    isPosting = false;
    pause(false);
    button?.removeAttribute("aria-disabled");
  }
});

function arrive(form, answer, landed, html) {
  const isTaken = answer.ok;
  if (isTaken) {
    forgetDrafts(form);
    form.reset();
    for (const box of $$("input[name=ids]:checked")) box.checked = false;
    const folded = form.closest("details");
    if (folded) folded.open = false;
    bar.hidden = true;
  }
  if (answer.redirected && landed.pathname !== location.pathname) return location.assign(landed);
  const y = scrollY;
  if (adopt(html, false)) {
    scrollTo({ top: y });
    const told = $("main .note[role]");
    if (told) say(told.textContent.trim());
    if (!isTaken) $("[data-refused]")?.scrollIntoView({ block: "center" });
  } else if (isTaken) location.assign(landed);
  else {
    const lead = $("main .lead", new DOMParser().parseFromString(html, "text/html"))?.textContent;
    const isLine = answer.headers.get("Content-Type")?.startsWith("text/plain");
    warn(`${lead ?? (isLine ? html.trim() : "The line refused this.")} Your text is kept.`);
  }
}
