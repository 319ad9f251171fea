// What is said and done in a call, as it is read.
import { append, find, follow, make } from "/phone/page.js";

const list = find("talk");
const deeds = { calls: "call", speaks: "speak,", "says nothing": "say nothing", "hangs up": "hang up" };

export class Talk {
  #tongue = "en-US";

  constructor() {
    follow(list);
    find("details").addEventListener("change", e => list.classList.toggle("plain", !e.target.checked));
  }

  /** Another call begins. */
  begin() {
    this.#tongue = "en-US";
    list.replaceChildren();
    list.dataset.read = "end";
  }

  /** A line of the conversation, as `./hotline call` prints it. */
  line({ who, does, text }) {
    const [, language] = /^says \((.+)\)$/.exec(does) ?? [];
    if (language) return this.#bubble(who, text, language);
    append(list, make("p", { className: "note" }, ...this.#note(who, does, text)));
  }

  /** What a listener need not know: not read out. */
  detail(text, status) {
    const item = make("p", { className: "detail" }, make("span", { textContent: text }), make("b", { textContent: status }));
    item.setAttribute("aria-live", "off");
    append(list, item);
  }

  wrong(words) { append(list, make("p", { className: "wrong", textContent: words })); }

  #note(who, does, text) {
    if (who === "caller" && does === "presses") return ["You press ", make("kbd", { textContent: text })];
    if (who === "caller") return [`You ${deeds[does] ?? does} ${text}`];
    if (does === "keeps a recording") return [`Recorded: ${text.split(", ")[1]}`];
    if (does === "beeps") return ["Tone"];
    return [`${who === "hotline" ? "The line" : "Twilio"} ${does} ${text}`];
  }

  #bubble(who, text, language) {
    const bubble = make("p", { className: who === "caller" ? "you" : "line", lang: language });
    bubble.append(make("span", { className: "vh", lang: "en", textContent: who === "caller" ? "You: " : "The line: " }), text);
    if (language !== this.#tongue) bubble.append(make("span", { className: "tongue", lang: "en", textContent: language }));
    this.#tongue = language;
    append(list, bubble);
  }
}
