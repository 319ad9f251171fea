// The session: an unattended screen shows nothing to people passing by.
import { $, $$, main, make } from "./dom.js";

const RENEW_BEFORE = 5 * 60_000;
const WARN_BEFORE = 120_000;
const state = $("#live");

/** The bar on top, for what the reviewer must know at once. */
export const bar = $("#lapse");
export let isLocked = false;

let locksAt = Infinity, worked = Date.now(), watch = null;
const lockers = [];

/** Registers what ends when the page is locked. */
export const onLocked = locker => { lockers.push(locker); };
export const isSignedOut = answer => answer.type === "opaqueredirect" || answer.status === 401;

/** Says beside the reviewer's name whether the page is live. */
export function show(words, isOff) {
  if (!state) return;
  state.hidden = false;
  state.classList.toggle("off", isOff);
  state.textContent = words;
}

export function warn(words, link) {
  bar.replaceChildren(words);
  if (link) {
    const a = document.createElement("a");
    a.href = location.href;
    a.textContent = link;
    bar.append(a);
  }
  bar.hidden = false;
}

/** Covers the page. What was typed stays beneath, and in the drafts. */
export async function lapse(answer) {
  if (isLocked) return;
  isLocked = true;
  for (const locker of lockers) locker();
  for (const media of $$("audio, video")) media.pause();
  for (const shown of [main, $("#kept"), $("#stay"), bar]) shown.hidden = true;
  $("dialog[open]")?.close();
  [document.title, document.body.className] = ["Locked · Hotline", ""];
  show("Signed out", true);
  const why = make("p", {}, "You have been signed out.");
  $("#locked").replaceChildren(
    make("h1", {}, "Locked"), why, make("p", {}, "What you wrote is kept."),
    make("a", { class: "button primary", href: location.href }, "Sign in again"));
  $("#locked").hidden = false;
  // Hidden first: an answer that stalls leaves nothing to read.
  if (answer?.status === 401 && answer.headers.get("Content-Type")?.startsWith("text/plain"))
    why.textContent = (await answer.text().catch(() => "")).trim() || why.textContent;
}

// Typing or listening sends nothing by itself, so activity is reported, at most once a minute.
function work() {
  if (isLocked || Date.now() - worked < Math.max(1_000, Math.min(60_000, locksAt - Date.now() - WARN_BEFORE))) return;
  worked = Date.now();
  watchSession(true);
}

function warnOfLock() {
  const left = locksAt - Date.now(), stay = $("#stay");
  if (left > WARN_BEFORE) stay.hidden = true;
  else if (stay.hidden) {
    const button = make("button", { type: "button", class: "button" }, "Stay");
    button.addEventListener("click", () => { worked = Date.now(); watchSession(true); });
    stay.replaceChildren(`This page locks ${left > 90_000 ? "in two minutes" : "soon"} unless you keep working.`, button);
    stay.hidden = false;
  }
}

export async function watchSession(isWork) {
  clearTimeout(watch);
  let wait = 60_000;
  try {
    const headers = isWork === true ? {} : { "X-Hotline-Background": "1" };
    const answer = await fetch("/review/session", { headers, redirect: "manual", cache: "no-store" });
    if (isSignedOut(answer)) return lapse(answer);
    if (answer.ok) {
      const { expires, locksIn } = await answer.json();
      const left = Date.parse(expires) - Date.now();
      if (left <= 0) return lapse();
      if (left > RENEW_BEFORE) wait = left - RENEW_BEFORE;
      else await fetch("/.auth/refresh", { headers: { "X-Hotline-Background": "1" }, redirect: "manual", cache: "no-store" });
      locksAt = locksIn === undefined ? Infinity : Date.now() + locksIn * 1000;
      warnOfLock();
    } else if (Date.now() >= locksAt) return lapse();
  } catch {
    // Offline: the next look tells. What is locked there is not readable here either.
    if (Date.now() >= locksAt) return lapse();
  }
  const untilLock = locksAt - Date.now();
  watch = setTimeout(watchSession, Math.max(1_000, Math.min(wait, untilLock > WARN_BEFORE ? untilLock - WARN_BEFORE : untilLock, 0x7fffffff)));
}

for (const name of ["input", "timeupdate", "play"]) document.addEventListener(name, work, true);
