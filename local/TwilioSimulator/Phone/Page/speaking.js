// What one says into a recording: typed, by microphone, or nothing.
import { find, post } from "/phone/page.js";
import { Microphone } from "/phone/microphone.js";

export class Speaking {
  #act; #sid; #record = null; #microphone = null;

  /** @param act posts what one does. @param sid names the call. */
  constructor(act, sid) {
    [this.#act, this.#sid] = [act, sid];
    find("speak").addEventListener("submit", e => { e.preventDefault(); this.#say(); });
    find("words").addEventListener("keydown", e => {
      if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.#say(); }
    });
    find("silent").addEventListener("click", () => this.#fallSilent());
    find("microphone").addEventListener("click", () => this.#switch());
  }

  begin(record) {
    this.#record = record;
    find("speak").hidden = false;
    find("words").value = "";
    this.#tell(`Say something, then press ${[...record.finish].join(" or ") || "nothing"}, stay silent, or hang up.`);
    find("words").focus({ preventScroll: true });
    find("call").scrollIntoView({ block: "nearest" });
  }

  end() {
    if (!this.#record) return;
    this.#record = null;
    this.#microphone?.drop();
    this.#heard();
    const hadFocus = find("speak").contains(document.activeElement);
    find("speak").hidden = true;
    if (hadFocus) find("hang-up").focus();
  }

  /** Sends what is not sent yet, before the key or the hang-up that ends the recording. */
  async finish() {
    if (!this.#record) return;
    const [microphone, { longest }] = [this.#microphone, this.#record];
    this.#heard();
    await this.#say();
    try {
      const sound = await microphone?.stop(longest);
      if (sound) await post(`/phone/calls/${this.#sid()}/sound`, sound, "audio/wav");
    } catch (e) {
      this.#tell(e.message);
    }
  }

  async #say() {
    const says = find("words").value.trim();
    find("words").value = "";
    if (says && this.#record) await this.#act({ says });
  }

  async #fallSilent() {
    await this.finish();
    await this.#act({ silent: true });
  }

  async #switch() {
    if (this.#microphone) return this.finish();
    try {
      const { silence, longest } = this.#record;
      this.#microphone = await Microphone.open(find("level"), { silence, longest, ended: () => this.#fallSilent() });
      find("microphone").setAttribute("aria-pressed", "true");
      find("level").hidden = false;
      this.#tell("The microphone is on. No transcript can be made of it here: type beside it what is said, if you like.");
    } catch (e) {
      this.#tell(e.name === "NotAllowedError" ? "The browser does not let this page use the microphone." : `No microphone: ${e.message}`);
    }
  }

  #heard() {
    this.#microphone = null;
    find("microphone").setAttribute("aria-pressed", "false");
    find("level").hidden = true;
  }

  #tell(words) { find("speak-said").textContent = words; }
}
