// A call: what the simulator tells of it becomes lines and sound; keys and words are posted to it.
import { find, postJson } from "/phone/page.js";
import { Speaking } from "/phone/speaking.js";
import { Talk } from "/phone/talk.js";
import { Voice } from "/phone/voice.js";

const endings = { "the hotline hung up": "The line hung up", "the caller hung up": "You hung up" };

export class Call {
  #from; #sid = null; #began = 0; #clock = 0; #last = null; #talk = new Talk();
  #voice = new Voice(find("voice"));
  #speaking = new Speaking(act => this.#act(act), () => this.#sid);

  /** @param from gives the number that calls. */
  constructor(from) {
    this.#from = from;
    find("dial").addEventListener("click", () => this.#dial());
    find("hang-up").addEventListener("click", () => this.#hangUp());
    find("skip").addEventListener("click", () => this.#skip());
    find("keys").addEventListener("click", e => { if (e.target.dataset.key) this.#press(e.target.dataset.key); });
    find("call").addEventListener("keydown", e => this.#type(e));
    addEventListener("pagehide", () => { if (this.#sid) this.#act({ hangsUp: true }); });
  }

  ready() {
    find("dial").disabled = false;
    this.#show("idle", "Ready");
  }

  async #dial() {
    if (!find("number").reportValidity()) return;
    find("dial").disabled = true;
    this.#voice.wake();
    try {
      const { sid } = await postJson("/phone/calls", { from: this.#from() });
      this.#talk.begin();
      this.#lift(sid);
      this.#hear(sid);
    } catch (e) {
      this.#show("idle", e.message);
    }
    find("dial").disabled = false;
  }

  #lift(sid) {
    this.#sid = sid;
    this.#began = Date.now();
    this.#clock = setInterval(() => this.#tick(), 500);
    find("dial").hidden = true;
    find("hang-up").hidden = find("skip").hidden = false;
    find("hang-up").focus({ preventScroll: true });
    find("call").scrollIntoView({ block: "nearest" });
    this.#show("calling", "Calling …");
  }

  #lay(words) {
    this.#sid = this.#last = null;
    clearInterval(this.#clock);
    this.#voice.hush();
    this.#speaking.end();
    const hadFocus = find("phone").contains(document.activeElement) || document.activeElement === document.body;
    find("dial").hidden = false;
    find("hang-up").hidden = find("skip").hidden = true;
    if (hadFocus) find("dial").focus();
    this.#show("idle", words);
  }

  #hear(sid) {
    const events = new EventSource(`/phone/calls/${sid}`);
    const on = (kind, act) => events.addEventListener(kind, e => act(JSON.parse(e.data)));
    on("line", line => {
      this.#talk.line(line);
      if (line.does === "beeps") this.#voice.beep();
    });
    on("request", request => this.#talk.detail(`${request.kind}  ${request.path}`, request.status || "no answer"));
    on("trouble", error => this.#talk.wrong(`Twilio error ${error.code}: ${error.message}`));
    on("say", say => this.#say(say));
    on("pause", pause => this.#pause(pause));
    on("keys", keys => this.#show("keys", `The line waits ${keys.seconds} s for a key`));
    on("record", record => this.#record(record));
    on("ended", end => this.#lay(endings[end.ending] ?? `The call ended: ${end.ending}`));
    on("done", () => events.close());
    events.onerror = () => {
      if (events.readyState !== EventSource.CLOSED) return;
      if (this.#sid === sid) this.#lay("The simulator is gone");
    };
  }

  async #say(say) {
    this.#last = say;
    this.#speaking.end();
    this.#show("says", say.takesKeys ? "The line speaks; you can press a key" : "The line speaks");
    await this.#voice.say(say.text, say.language);
    if (this.#last === say) this.#act({ heard: say.number });
  }

  #pause(pause) {
    this.#last = pause;
    this.#voice.hush();
    this.#talk.detail("pause", `${pause.seconds} s`);
  }

  #record(record) {
    this.#cutOff();
    this.#show("records", "Recording: speak now");
    this.#speaking.begin(record);
  }

  #skip() {
    if (this.#last?.text) return this.#voice.hush();
    if (this.#last) this.#act({ heard: this.#last.number });
  }

  async #press(key) {
    this.#voice.tone(key);
    if (!this.#sid) return;
    if (this.#last?.takesKeys) this.#cutOff();
    // What was said comes before the key that ends it.
    await this.#speaking.finish();
    this.#act({ key });
  }

  async #hangUp() {
    this.#cutOff();
    await this.#speaking.finish();
    this.#act({ hangsUp: true });
  }

  // It is not told to have been heard.
  #cutOff() {
    this.#last = null;
    this.#voice.hush();
  }

  // Keys count while the focus is in the call, and not where one writes.
  #type(e) {
    if (e.target.closest("textarea, input") || e.ctrlKey || e.metaKey || e.altKey || !/^[0-9*#]$/.test(e.key)) return;
    const button = find("keys").querySelector(`[data-key="${CSS.escape(e.key)}"]`);
    button.classList.add("down");
    setTimeout(() => button.classList.remove("down"), 150);
    this.#press(e.key);
  }

  async #act(act) {
    if (!this.#sid) return;
    try {
      await postJson(`/phone/calls/${this.#sid}`, act);
    } catch (e) {
      this.#talk.wrong(e.message);
    }
  }

  #show(state, words) {
    find("state").dataset.state = state;
    find("state-said").textContent = words;
    find("skip").setAttribute("aria-disabled", state !== "says");
  }

  #tick() {
    const seconds = Math.floor((Date.now() - this.#began) / 1000);
    find("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
