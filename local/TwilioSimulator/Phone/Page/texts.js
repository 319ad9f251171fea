// The thread of one's number: what was sent, and whatever the line texts, whenever it does.
import { append, find, follow, make, post } from "/phone/page.js";

const most = 10;

export class Texts {
  #hint = find("thread").querySelector(".hint"); #number = ""; #events = null; #files = [];

  constructor() {
    follow(find("thread"));
    find("write").addEventListener("submit", e => { e.preventDefault(); this.#send(); });
    find("body").addEventListener("keydown", e => {
      if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.#send(); }
    });
    find("picture").addEventListener("change", e => { this.#add(e.target.files); e.target.value = ""; });
    find("body").addEventListener("paste", e => this.#add(e.clipboardData.files));
  }

  /** Shows the thread of a number. */
  show(number) {
    if (number === this.#number) return;
    this.#number = number;
    this.#events?.close();
    find("thread").replaceChildren(this.#hint.cloneNode(true));
    this.#events = new EventSource(`/phone/texts?number=${encodeURIComponent(number)}`);
    this.#events.addEventListener("text", e => this.#text(JSON.parse(e.data)));
  }

  #text({ from, body, at, files }) {
    const item = make("p", { className: from });
    item.append(make("span", { className: "vh", textContent: from === "you" ? "You: " : "The line: " }));
    item.append(...files.map(file => this.#file(file)));
    if (body) item.append(make("span", { textContent: body }));
    const time = new Date(at);
    item.append(make("time", { dateTime: at, textContent: time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) }));
    append(find("thread"), item);
  }

  #file({ sid, type }) {
    if (!type.startsWith("image/")) return make("span", { className: "file", textContent: type || "A file" });
    const picture = make("img", { src: `/phone/files/${sid}`, alt: "A picture that you sent" });
    picture.addEventListener("load", () => picture.closest("p").scrollIntoView({ block: "nearest" }));
    return picture;
  }

  #add(files) {
    this.#files.push(...files);
    const tooMany = this.#files.length > most;
    this.#files = this.#files.slice(0, most);
    find("write-said").textContent = tooMany ? "A text takes ten files." : "";
    this.#list();
  }

  #list() {
    find("files").replaceChildren(...this.#files.map((file, n) => {
      const remove = make("button", { type: "button", textContent: "Remove" });
      remove.setAttribute("aria-label", `Remove ${file.name}`);
      remove.addEventListener("click", () => { this.#files.splice(n, 1); this.#list(); find("body").focus(); });
      return make("li", {}, make("span", { textContent: file.name }), remove);
    }));
  }

  async #send() {
    const body = find("body").value.trim();
    if (!body && this.#files.length === 0) return;
    const form = new FormData();
    form.set("from", this.#number);
    form.set("body", body);
    for (const file of this.#files) form.append("files", file);
    try {
      const { errors } = await post("/phone/texts", form);
      find("body").value = "";
      this.#files = [];
      this.#list();
      find("write-said").textContent = errors.map(error => `Twilio error ${error.code}: ${error.message}`).join(" ");
    } catch (e) {
      find("write-said").textContent = e.message;
    }
  }
}
