// The player of recordings, and what files say that can't be shown.
import { $, $$, main, make, onShown, settings } from "./dom.js";

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const PLAY = "M4 2.5v11l9-5.5z", PAUSE = "M4 2.5h3v11H4zM9 2.5h3v11H9z";
/** The player that plays, or did last; null before. */
export let playing = null;

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

export function togglePlay(root) {
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
    if (answer.status < 500) return "The line can’t open the file. It is kept; the person who runs the line can look into it.";
  } catch {
    // Offline.
  }
  return "The line can’t be reached, or not read from its storage. The file is kept: try again later.";
}

async function explain(place, address, type, put) {
  if (place.isExplained) return;
  place.isExplained = true;
  put(make("p", { class: "trouble", role: "alert", "data-once": "", id: `trouble ${address}` }, await whyNot(address, type)));
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

export const seekBy = step => { if (playing) seek(playing, playing.audio.currentTime + step); };

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

onShown(() => {
  for (const root of $$("[data-player]:not(.ready)", main)) buildPlayer(root);
  for (const root of $$("[data-player].ready", main)) markSentence(root, root.audio.currentTime);
});
