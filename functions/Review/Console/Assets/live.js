// Live pages: each asks for itself again and again, and shows what is new.
import { $, $$, dress, main, say } from "./dom.js";
import { morph } from "./morph.js";
import { bar, isSignedOut, lapse, onLocked, show, warn } from "./session.js";

const REFRESH_EVERY = 1_000;
let polls = null, isPaused = false, isNews = false;

/** Asks nothing while a post is on its way: its answer is newer than what comes meanwhile. */
export const pause = isOn => { isPaused = isOn; };

/** Takes a page that came in the place of the one that is shown; false where it can't be. */
export function adopt(html, isPolled) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const next = $("main[data-live]", page);
  if (!next || !main.hasAttribute("data-live")) return false;
  const before = new Set($$("[data-row]", main).map(row => row.id));
  morph(main, next, isPolled);
  if (isNews) bar.hidden = true;
  isNews = false;
  const fresh = $$("[data-row]", main).filter(row => row.id && !before.has(row.id));
  for (const row of fresh) row.classList.add("fresh");
  if (fresh.length) say(fresh.length === 1 ? "1 new entry" : `${fresh.length} new entries`);
  document.title = page.title;
  const badge = $(".sections", page);
  if (badge) morph($(".sections"), badge, isPolled);
  dress();
  return true;
}

async function poll() {
  if (document.hidden || isPaused) return;
  // The page carries its own tag, so that the first question after it was loaded costs no second reading.
  const { tag } = main.dataset;
  const headers = { "X-Hotline-Background": "1", ...(tag && { "If-None-Match": tag }) };
  try {
    const answer = await fetch(location.href, { headers, redirect: "manual", cache: "no-store" });
    if (isSignedOut(answer)) return lapse(answer);
    if (answer.status === 205) news(answer.headers.get("ETag"), answer.headers.get("X-Hotline-Holder"));
    if (answer.status === 200) {
      const html = await answer.text();
      if (isPaused) return;
      adopt(html, true);
    }
    const isUp = answer.ok || answer.status === 304;
    show(isUp ? "Live" : "Not live", !isUp);
  } catch {
    show("Offline", true);
  }
}

// What nobody has shown this reviewer yet is shown when they ask: that they saw it is an event, and a page left open saw nothing.
function news(tag, holder) {
  main.dataset.tag = tag;
  const isTaken = holder && $(".claimbar.mine", main);
  if (isNews && !isTaken) return;
  isNews = true;
  warn(isTaken ? `${decodeURIComponent(holder)} holds this tip now. What you write is kept.` : "This tip has changed.", "Show it");
  $("a", bar).addEventListener("click", showNews);
}

async function showNews(event) {
  event.preventDefault();
  try {
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
    if (isSignedOut(answer)) return lapse(answer);
    if (answer.ok) adopt(await answer.text(), true);
  } catch {
    show("Offline", true);
  }
}

export function startPolling() {
  if (!main.hasAttribute("data-live") || polls) return;
  polls = true;
  again();
  show("Live", false);
}

// One after the other: a slow line is not asked twice at once.
async function again() {
  await poll();
  if (polls) polls = setTimeout(again, REFRESH_EVERY);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden && polls) poll(); });
onLocked(() => {
  clearTimeout(polls);
  polls = null;
});
