// The console's script. Every page works without it; it adds live pages, keys, selection, the player, drafts and the session's care.
import "./player.js";
import "./drafts.js";
import "./selection.js";
import "./posts.js";
import "./keys.js";
import { $, $$, dress, main, onShown, storage } from "./dom.js";
import { startPolling } from "./live.js";
import { watchSession } from "./session.js";

document.documentElement.classList.add("js");

// Times in the reader's own zone.
const local = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

function sayTimes() {
  for (const time of $$("time[datetime]", main)) {
    const words = local.format(new Date(time.dateTime));
    if (time.title !== words && time.title.includes("UTC")) time.title = `${words} (${time.title})`;
  }
}

// The way back from a tip leads to the view that one came from.
function leadBack() {
  const views = storage("sessionStorage");
  if ($(".rail")) views?.setItem("view", location.search);
  const back = $(".crumb a");
  if (back) back.search = views?.getItem("view") ?? "";
}

onShown(sayTimes);
onShown(leadBack);
dress();
startPolling();
if ($(".me")) watchSession();
