// Selection of many.
import { $, $$, onShown, say } from "./dom.js";

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

onShown(countPicked);
