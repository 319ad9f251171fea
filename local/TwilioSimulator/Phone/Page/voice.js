// The line's voice: the browser's own. Where it is off, or the browser has none for a language, its words take as long as reading them.
const readingMs = text => 900 + 170 * text.split(/\s+/).length;
const rows = [697, 770, 852, 941], columns = [1209, 1336, 1477], keys = "123456789*0#";

export class Voice {
  #on; #cut = () => {}; #sounds = null;

  /** @param on the switch. */
  constructor(on) {
    this.#on = on;
    on.checked = localStorage.getItem("voice") !== "off";
    on.addEventListener("change", () => {
      localStorage.setItem("voice", on.checked ? "on" : "off");
      if (!on.checked) globalThis.speechSynthesis?.cancel();
    });
  }

  /** Sound needs a click first. */
  wake() {
    this.#sounds ??= new AudioContext();
    globalThis.speechSynthesis?.getVoices();
  }

  /** Says it; ends when it was said, read or cut off. */
  say(text, language) {
    this.hush();
    return new Promise(done => {
      let timer = 0;
      this.#cut = () => { clearTimeout(timer); done(); };
      const voice = this.#on.checked && this.#voiceOf(language);
      if (!voice) return void (timer = setTimeout(done, readingMs(text)));
      const words = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: language, onend: done, onerror: done });
      speechSynthesis.speak(words);
      // Some browsers never tell that they are through.
      timer = setTimeout(done, 5000 + 4 * readingMs(text));
    });
  }

  /** Cuts off what is said. */
  hush() {
    globalThis.speechSynthesis?.cancel();
    this.#cut();
    this.#cut = () => {};
  }

  beep() { this.#play([1000], .35); }

  tone(key) {
    const at = keys.indexOf(key);
    this.#play([rows[Math.floor(at / 3)], columns[at % 3]], .12);
  }

  // Some voices are a service's, which would be sent the words.
  #voiceOf(language) {
    const voices = (globalThis.speechSynthesis?.getVoices() ?? []).filter(voice => voice.localService);
    return voices.find(voice => voice.lang.replace("_", "-") === language)
      ?? voices.find(voice => voice.lang.slice(0, 2) === language.slice(0, 2));
  }

  #play(pitches, seconds) {
    if (!this.#sounds || !this.#on.checked) return;
    const now = this.#sounds.currentTime, volume = new GainNode(this.#sounds, { gain: .06 });
    volume.connect(this.#sounds.destination);
    volume.gain.setTargetAtTime(0, now + seconds - .02, .008);
    for (const frequency of pitches) {
      const tone = new OscillatorNode(this.#sounds, { frequency });
      tone.connect(volume);
      tone.start(now);
      tone.stop(now + seconds + .05);
    }
  }
}
