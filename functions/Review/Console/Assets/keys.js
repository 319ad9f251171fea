// Keys: single ones act, where nothing is being typed.
import { $, $$, main, settings } from "./dom.js";
import { playing, seekBy, togglePlay } from "./player.js";

const help = $("#help");
const keysOn = $("#keys-on");
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
