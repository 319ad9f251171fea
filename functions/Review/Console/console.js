// The console's one script. Every page works without it; it adds live pages, keys, selection, the player, drafts and the session's care.
const REFRESH_EVERY = 1_000;
const RENEW_BEFORE = 5 * 60_000;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const main = $("main");
const storage = kind => { try { return window[kind]; } catch { return null; } };
const say = words => { $("#said").textContent = words; };
document.documentElement.classList.add("js");

// ---- One page becomes another: elements stay where they are, so that focus, selection, scroll and sound go on.

const isTyped = field => field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio]), select");
const isDirty = field => !field.matches("select") && field.value !== field.defaultValue;

// What was said once, in the answer to a post, stays until the next post: a refresh does not know of it.
let isRefresh = false;
const isKept = node => isRefresh && node.nodeType === 1 && node.hasAttribute("data-once");

function drop(node) {
  const next = node.nextSibling;
  if (!isKept(node)) node.remove();
  return next;
}

// Who is writing saw the version that they began on: what changes under their hands must still be told.
const isWriting = form => [...form?.elements ?? []].some(field => isTyped(field) && isDirty(field));

function morph(from, to) {
  if (isRefresh && from.name === "version" && isWriting(from.form)) return;
  if (from.isEqualNode(to) || from.hasAttribute("data-keep") || isKept(from)) return;
  syncAttributes(from, to);
  if (from.matches("textarea")) {
    const wasDirty = isDirty(from), typed = from.value;
    from.defaultValue = to.defaultValue;
    if (wasDirty) from.value = typed;
    return;
  }
  morphChildren(from, to);
}

function syncAttributes(from, to) {
  const own = from.matches("details, dialog") ? ["open"] : from.matches("input") ? ["checked"] : from.matches("img") ? ["src", "hidden"] : [];
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && !own.includes(name) && !(name === "class" && from.matches("li"))) from.removeAttribute(name);
  for (const { name, value } of [...to.attributes]) {
    if (own.includes(name) || from.getAttribute(name) === value) continue;
    const typed = name === "value" && isTyped(from) && isDirty(from) ? from.value : null;
    from.setAttribute(name, value);
    if (typed !== null) from.value = typed;
  }
}

const formKey = form => `${form?.getAttribute("action")} ${form?.dataset.key ?? ""}`;
const keyOf = node => node.nodeType !== 1 ? null : node.id || (node.matches("form") ? formKey(node) : null);
const isAlike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

function morphChildren(from, to) {
  const keyed = new Map([...from.children].filter(keyOf).map(child => [keyOf(child), child]));
  const wanted = new Set([...to.children].map(keyOf).filter(Boolean));
  let at = from.firstChild;
  for (const next of [...to.childNodes]) {
    const known = keyOf(next) ? keyed.get(keyOf(next)) : null;
    while (at && !known && keyOf(at) && !wanted.has(keyOf(at))) at = drop(at);
    const match = known ?? (at && isAlike(at, next) ? at : null);
    if (!match) { from.insertBefore(document.adoptNode(next), at); continue; }
    if (match !== at) from.insertBefore(match, at);
    at = match.nextSibling;
    if (match.nodeType === 1) morph(match, next);
    else if (match.nodeValue !== next.nodeValue) match.nodeValue = next.nodeValue;
  }
  while (at) at = drop(at);
}

function adopt(html, isPolled) {
  isRefresh = isPolled;
  const page = new DOMParser().parseFromString(html, "text/html");
  const next = $("main[data-live]", page);
  if (!next || !main.hasAttribute("data-live")) return false;
  const before = new Set($$("[data-row]", main).map(row => row.id));
  morph(main, next);
  if (isNews) bar.hidden = true;
  isNews = false;
  const fresh = $$("[data-row]", main).filter(row => row.id && !before.has(row.id));
  for (const row of fresh) row.classList.add("fresh");
  if (fresh.length) say(fresh.length === 1 ? "1 new entry" : `${fresh.length} new entries`);
  document.title = page.title;
  const badge = $(".sections", page);
  if (badge) morph($(".sections"), badge);
  dress();
  return true;
}

// ---- Live pages

const live = $("#live");
let polls = null, isPosting = false, isNews = false;

function show(words, isOff) {
  if (!live) return;
  live.hidden = false;
  live.classList.toggle("off", isOff);
  live.textContent = words;
}

async function poll() {
  if (document.hidden || isPosting) return;
  // The page carries its own tag, so that the first question after it was loaded costs no second reading.
  const { tag } = main.dataset;
  const headers = { "X-Hotline-Background": "1", ...(tag && { "If-None-Match": tag }) };
  try {
    const answer = await fetch(location.href, { headers, redirect: "manual", cache: "no-store" });
    if (isSignedOut(answer)) return lapse(answer);
    if (answer.status === 205) news(answer.headers.get("ETag"), answer.headers.get("X-Hotline-Holder"));
    if (answer.status === 200) {
      const html = await answer.text();
      if (isPosting) return;
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

function startPolling() {
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

// ---- The session

const bar = $("#lapse");

function warn(words, link) {
  bar.replaceChildren(words);
  if (link) {
    const a = document.createElement("a");
    a.href = location.href;
    a.textContent = link;
    bar.append(a);
  }
  bar.hidden = false;
}

const isSignedOut = answer => answer.type === "opaqueredirect" || answer.status === 401;
const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

// Whoever passes an unattended screen reads nothing on it; what was typed stays beneath, and in the drafts.
async function lapse(answer) {
  if (isLocked) return;
  clearTimeout(polls);
  polls = null;
  isLocked = true;
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

// Nothing else says that somebody works who types or listens for half an hour: it is told at most once a minute.
const WARN_BEFORE = 120_000;
let isLocked = false, locksAt = Infinity, worked = Date.now(), watch = null;

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

async function watchSession(isWork) {
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

// ---- Drafts: every textarea, until the line has taken it

const drafts = storage("sessionStorage");
const draftOf = area => `draft ${formKey(area.form)} ${area.name}`;

function keepDraft(area) {
  if (isDirty(area)) drafts?.setItem(draftOf(area), area.value);
  else drafts?.removeItem(draftOf(area));
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

// ---- Posts: sent without leaving the page, so that nothing typed can be lost on the way

document.addEventListener("submit", async event => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("main[data-live] form[data-post]:not(.tip *)")) return;
  event.preventDefault();
  if (isPosting) return;
  const button = event.submitter;
  const fields = new URLSearchParams(new FormData(form, button));
  isPosting = true;
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
    button?.removeAttribute("aria-disabled");
  }
});

function arrive(form, answer, landed, html) {
  const isTaken = answer.ok;
  if (isTaken) {
    for (const area of $$("textarea", form)) drafts?.removeItem(draftOf(area));
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

// ---- Keys

const help = $("#help");
const keysOn = $("#keys-on");
const settings = storage("localStorage");
const FLOATING = ".filters[open], .claimbar details[open], .letter details[open]";
const areKeysOn = () => settings?.getItem("keys") !== "off";
const rows = () => $$("[data-row]", main);
const focusOf = row => $("a.go", row) ?? row;
let current = null;

function move(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex(row => row.contains(document.activeElement) || row.id === current);
  const row = all[Math.max(0, Math.min(all.length - 1, here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step))];
  current = row.id;
  focusOf(row).focus();
  row.scrollIntoView({ block: "nearest" });
}

const rowHere = () => document.activeElement.closest?.("[data-row]") ?? (current && document.getElementById(current));

function goTo(field) {
  const folded = field?.closest("details");
  if (folded) folded.open = true;
  field?.focus();
  return !!field;
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => $("input[name=ids]", rowHere() || main)?.click(),
  c: () => (($(".tip", main) ? rowHere() : main) || main).querySelector("form.claim")?.requestSubmit(),
  n: () => goTo($("#note-text")),
  u: () => { const back = $(".crumb a"); if (back) location.assign(back.href); },
  "/": () => goTo($("#filters :is(select, input:not([type=hidden]))")),
  "?": () => help?.showModal(),
  ArrowLeft: () => seekBy(-5),
  ArrowRight: () => seekBy(5),
  " ": () => { const player = playing ?? $(".player.ready"); if (player) togglePlay(player); return !!player; },
};

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target;
  if (event.key === "Escape") {
    const open = target.closest("details[open]") ?? $(FLOATING);
    if (open) { open.open = false; $("summary", open).focus(); }
    else if (target.matches("input, textarea, select")) target.blur();
    return;
  }
  if (help?.open || target.matches("input:not([type=checkbox]), textarea, select, audio, [role=slider]")) return;
  if (event.key === " " && target.closest("button, summary, a, input, [tabindex='0']")) return;
  if (event.key.startsWith("Arrow") && !playing) return;
  if (!areKeysOn() && event.key.length === 1) return;
  if (Object.hasOwn(keys, event.key) && keys[event.key]() !== false) event.preventDefault();
});

if (help) {
  $("#keys").hidden = false;
  $("#keys").addEventListener("click", () => help.showModal());
  keysOn.checked = areKeysOn();
  keysOn.addEventListener("change", () => settings?.setItem("keys", keysOn.checked ? "on" : "off"));
}
document.addEventListener("click", event => {
  for (const open of $$(FLOATING)) if (!open.contains(event.target)) open.open = false;
});

// ---- Selection of many

let lastPicked = null;
document.addEventListener("click", event => {
  const box = event.target;
  if (!box.matches?.("input[name=ids]")) return;
  const all = $$("input[name=ids]");
  if (event.shiftKey && lastPicked?.isConnected) {
    const [from, to] = [all.indexOf(lastPicked), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  lastPicked = box;
  countPicked();
});

function countPicked() {
  const words = $("[data-picked]");
  if (!words) return;
  const count = $$("input[name=ids]:checked").length;
  const next = count === 1 ? "1 tip selected" : `${count} tips selected`;
  if (count && words.textContent !== next) say(next);
  if (count) words.textContent = next;
}

// ---- The player

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const PLAY = "M4 2.5v11l9-5.5z", PAUSE = "M4 2.5h3v11H4zM9 2.5h3v11H9z";
let playing = null;

const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
function makeIcon() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg"), path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PLAY);
  svg.append(path);
  return svg;
}

function buildPlayer(root) {
  const audio = $("audio", root);
  const toggle = make("button", { type: "button", class: "toggle", "aria-label": "Play" }, makeIcon());
  const track = make(
    "div", { class: "track", role: "slider", tabindex: "0", "aria-label": "Position", "aria-valuemin": "0" }, make("canvas", {}));
  const time = make("span", { class: "time" });
  const speed = make("select", { "aria-label": "Speed" }, ...SPEEDS.map(value => make("option", { value: `${value}` }, `${value}×`)));
  speed.value = settings?.getItem("speed") ?? "1";
  root.append(toggle, track, make("div", { class: "dial" }, time, speed));
  root.classList.add("ready");
  root.setAttribute("data-keep", "");
  Object.assign(root, { audio, track, time, peaks: [] });
  toggle.addEventListener("click", () => togglePlay(root));
  speed.addEventListener("change", () => { audio.playbackRate = +speed.value; settings?.setItem("speed", speed.value); });
  track.addEventListener("pointerdown", event => drag(root, event));
  track.addEventListener("keydown", event => slide(root, event));
  for (const name of ["timeupdate", "loadedmetadata", "durationchange", "seeked"]) audio.addEventListener(name, () => paint(root));
  for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => turn(root, toggle));
  audio.addEventListener("play", () => { audio.playbackRate = +speed.value; });
  audio.addEventListener("error", () => trouble(root));
  new ResizeObserver(() => paint(root)).observe(track);
  loadPeaks(root);
}

async function loadPeaks(root) {
  try {
    const answer = await fetch(root.dataset.wave, { headers: { "X-Hotline-Background": "1" } });
    if (answer.ok) root.peaks = await answer.json();
  } catch {
    // Without peaks the track is a plain line; the sound is what counts.
  }
  paint(root);
}

const lengthOf = root => Number.isFinite(root.audio.duration) ? root.audio.duration : +root.dataset.seconds || 0;

function turn(root, toggle) {
  const isPlaying = !root.audio.paused;
  $("path", toggle).setAttribute("d", isPlaying ? PAUSE : PLAY);
  toggle.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  if (isPlaying) {
    if (playing && playing !== root) playing.audio.pause();
    playing = root;
  }
}

function togglePlay(root) {
  if (root.audio.paused) root.audio.play().catch(() => trouble(root));
  else root.audio.pause();
}

// A media error does not say why. The line knows whether it can answer the file; if it can, it is the browser that can't show it.
async function whyNot(address, type) {
  const isKnown = !type || document.createElement(type.split("/")[0] === "video" ? "video" : "audio").canPlayType(type) !== "";
  try {
    const answer = await fetch(address, { headers: { "X-Hotline-Background": "1", Range: "bytes=0-0" } });
    if (answer.ok)
      return isKnown ? "This browser can’t read the file: it may be damaged. Download the original."
        : "This browser doesn’t play this kind of file, now or later. Download the original.";
    if (answer.status === 401) return "You have been signed out. Sign in again to open it.";
    if (answer.status === 415) return (await answer.text()).trim();
    if (answer.status < 500) return "The line can’t open the file. It is kept; whoever runs the line can look into it.";
  } catch {
    // Offline.
  }
  return "The line can’t be reached, or not read from its storage. The file is kept: try again later.";
}

async function explain(place, address, type, put) {
  if (place.isExplained) return;
  place.isExplained = true;
  put(make("p", { class: "trouble", role: "alert", "data-once": "" }, await whyNot(address, type)));
}

const trouble = root => explain(root, root.audio.src, root.dataset.type, words => root.append(words));

// Such an error does not bubble.
document.addEventListener("error", event => {
  const file = event.target.closest?.(".file");
  if (!file || !event.target.matches("video, img")) return;
  event.target.hidden ||= event.target.matches("img");
  explain(file, event.target.currentSrc || event.target.src, event.target.dataset.type, words => $(".original", file).before(words));
}, true);

// A picture is fetched when somebody unfolds it, and by nothing else: that is noted as opening it.
document.addEventListener("toggle", event => {
  const picture = event.target.matches(".picture[open]") && $("img[data-src]:not([src])", event.target);
  if (!picture) return;
  picture.hidden = false;
  picture.src = picture.dataset.src;
}, true);

function seek(root, seconds, play) {
  const to = Math.max(0, Math.min(lengthOf(root), seconds));
  if (root.audio.readyState === 0) {
    root.audio.addEventListener("loadedmetadata", () => { root.audio.currentTime = to; }, { once: true });
    root.audio.load();
  } else root.audio.currentTime = to;
  if (play) root.audio.play().catch(() => trouble(root));
  playing ??= root;
}

const seekBy = step => { if (playing) seek(playing, playing.audio.currentTime + step); };

function drag(root, start) {
  const move = event => {
    const box = root.track.getBoundingClientRect();
    seek(root, (event.clientX - box.left) / box.width * lengthOf(root));
  };
  root.track.setPointerCapture(start.pointerId);
  move(start);
  root.track.addEventListener("pointermove", move);
  root.track.addEventListener("pointerup", () => root.track.removeEventListener("pointermove", move), { once: true });
}

function slide(root, event) {
  const steps = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 };
  if (event.key in steps) seek(root, root.audio.currentTime + steps[event.key]);
  else if (event.key === "Home") seek(root, 0);
  else if (event.key === "End") seek(root, lengthOf(root));
  else if (event.key === " ") togglePlay(root);
  else return;
  event.preventDefault();
}

function paint(root) {
  const { audio, track, time, peaks } = root;
  const length = lengthOf(root), at = audio.currentTime;
  time.textContent = `${clock(at)} / ${clock(length)}`;
  track.setAttribute("aria-valuemax", `${Math.round(length)}`);
  track.setAttribute("aria-valuenow", `${Math.round(at)}`);
  track.setAttribute("aria-valuetext", `${clock(at)} of ${clock(length)}`);
  const canvas = $("canvas", track);
  const scale = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  if (!width) return;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d"), style = getComputedStyle(canvas);
  pen.scale(scale, scale);
  const bars = Math.max(1, Math.floor(width / 4));
  for (let i = 0; i < bars; i++) {
    const from = Math.floor(i * peaks.length / bars), to = Math.max(from + 1, Math.floor((i + 1) * peaks.length / bars));
    const tall = Math.max(2, height * .94 * Math.max(0, ...peaks.slice(from, to)));
    pen.fillStyle = length && i / bars < at / length ? style.accentColor : style.color;
    pen.beginPath();
    pen.roundRect(i * 4, (height - tall) / 2, 2.5, tall, 1.25);
    pen.fill();
  }
  if (at > 0 && length) {
    pen.fillStyle = style.accentColor;
    pen.fillRect(Math.min(width - 1.5, at / length * width), 0, 1.5, height);
  }
  markSentence(root, at);
}

function markSentence(root, at) {
  const isOn = at > 0;
  for (const sentence of $$(`[data-for="${CSS.escape(root.id)}"] > li`)) {
    const next = sentence.nextElementSibling;
    const end = next ? +next.dataset.start : +sentence.dataset.end;
    const isNow = isOn && at >= +sentence.dataset.start - .05 && at < end - .05;
    if (isNow !== sentence.classList.contains("now")) sentence.classList.toggle("now", isNow);
    if (isNow) sentence.setAttribute("aria-current", "true");
    else sentence.removeAttribute("aria-current");
  }
}

document.addEventListener("click", event => {
  const sentence = event.target.closest?.("[data-for] > li");
  const root = sentence && document.getElementById(sentence.parentElement.dataset.for);
  if (!root?.audio || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isLink = !!event.target.closest("a.at");
  if (!isLink && String(getSelection()) !== "") return;
  event.preventDefault();
  seek(root, +sentence.dataset.start, true);
});

// ---- Times in the reader's own zone, and what each new piece of a page needs

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

// The way back from a tip leads to the view that one came from.
function leadBack() {
  if ($(".rail")) drafts?.setItem("view", location.search);
  const back = $(".crumb a");
  if (back) back.search = drafts?.getItem("view") ?? "";
}

function dress() {
  for (const time of $$("time[datetime]", main)) {
    const words = local.format(new Date(time.dateTime));
    if (time.title !== words && time.title.includes("UTC")) time.title = `${words} (${time.title})`;
  }
  for (const root of $$("[data-player]:not(.ready)", main)) buildPlayer(root);
  for (const root of $$("[data-player].ready", main)) markSentence(root, root.audio.currentTime);
  leadBack();
  restoreDrafts();
  showStrayDrafts();
  countPicked();
}

dress();
startPolling();
if ($(".me")) watchSession();
