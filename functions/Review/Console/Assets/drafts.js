// Drafts: every textarea, until the line has taken it.
import { $, $$, formKey, isDirty, make, onShown, storage } from "./dom.js";
import { isLocked } from "./session.js";

const drafts = storage("sessionStorage");
const draftOf = area => `draft ${formKey(area.form)} ${area.name}`;

function keepDraft(area) {
  if (isDirty(area)) drafts?.setItem(draftOf(area), area.value);
  else drafts?.removeItem(draftOf(area));
}

/** Forgets what a form had in its fields: the line has it. */
export function forgetDrafts(form) {
  for (const area of $$("textarea", form)) drafts?.removeItem(draftOf(area));
}

function restoreDrafts() {
  for (const area of $$("main form[data-post] textarea:not([data-restored])")) {
    area.dataset.restored = "";
    const draft = drafts?.getItem(draftOf(area));
    if (!draft || draft === area.value) continue;
    area.value = draft;
    const folded = area.closest("details");
    if (folded) folded.open = true;
  }
}

// Words whose field has gone with the claim are shown beside the tip until their writer throws them away.
const NAMES = { close: "closing", escalate: "asking a supervisor", priority: "the priority", question: "the reporter", transcript: "a transcript" };

function showStrayDrafts() {
  const kept = $("#kept"), fields = new Set($$("main form[data-post] textarea").map(draftOf));
  const path = `draft ${location.pathname}/`;
  const strays = isLocked || $("[data-lost]") || !drafts || !$(".tipview") ? []
    : Object.keys(drafts).filter(key => key.startsWith(path) && !fields.has(key)).sort();
  const state = strays.map(key => key + drafts.getItem(key)).join("\n");
  if (kept.dataset.state === state) return;
  kept.dataset.state = state;
  kept.hidden = !strays.length;
  const discard = make("button", { type: "button", class: "button" }, "Throw it away");
  discard.addEventListener("click", () => { for (const key of strays) drafts.removeItem(key); showStrayDrafts(); });
  kept.replaceChildren(make("h2", { id: "kept-title" }, "What you were writing when this tip went on without you"), ...strays.flatMap(key => {
    const act = key.slice(path.length).split(" ")[0];
    return [make("h3", {}, `For ${NAMES[act] ?? act}`), make("p", { class: "words" }, drafts.getItem(key))];
  }), discard);
}

document.addEventListener("input", event => { if (event.target.matches("main form[data-post] textarea")) keepDraft(event.target); });
onShown(restoreDrafts);
onShown(showStrayDrafts);
