// What a page does more where scripts run. Without them everything works all the same.
"use strict";
{
  const byId = id => document.getElementById(id);
  for (const element of document.querySelectorAll("[data-scripts]")) element.hidden = false;

  // Leaving: nothing of the page is left while the other one loads, and no key that comes late stops that.
  const leave = byId("leave"), away = leave.href;
  let leaving = false, shifts = 0, last = 0, isAlone = false;
  const go = () => {
    leaving = true;
    window.sender?.stop();
    try { sessionStorage.clear(); } catch { /* The browser keeps nothing at all. */ }
    document.title = new URL(away).host;
    history.replaceState(null, "", "/");
    const wait = document.createElement("p");
    wait.textContent = "…";
    document.body.replaceChildren(wait);
    location.replace(away);
  };
  const swallow = event => { event.preventDefault(); event.stopImmediatePropagation(); };
  leave.addEventListener("click", event => { event.preventDefault(); go(); });
  addEventListener("pointerdown", () => { isAlone = false; }, true);
  addEventListener("keydown", event => {
    if (leaving) { swallow(event); return; }
    isAlone = event.key === "Shift" && (isAlone || !event.repeat);
    if (!isAlone) shifts = 0;
  }, true);
  // Three times as GOV.UK found (design-system.service.gov.uk/components/exit-this-page/), and never within a capital letter.
  addEventListener("keyup", event => {
    if (leaving) {
      swallow(event);
      if (event.key === "Escape") location.replace(away); // A browser that takes it for "stop" does so before the page hears of it.
      return;
    }
    if (event.key !== "Shift" || !isAlone) return;
    isAlone = false;
    shifts = event.timeStamp - last < 5000 ? shifts + 1 : 1;
    last = event.timeStamp;
    if (shifts === 3) go();
  }, true);

  document.querySelector(".summary")?.focus();

  // The receipt: this tab shows it again for an hour, until its reader goes on or leaves.
  const kept = {
    key: "receipt",
    read() {
      try {
        const page = JSON.parse(sessionStorage.getItem(this.key));
        if (page && Date.now() - page.at < 3_600_000) return page;
        sessionStorage.removeItem(this.key);
      } catch { /* The browser keeps nothing. */ }
      return null;
    },
    write(html, code) {
      const before = this.read();
      try {
        sessionStorage.setItem(this.key, JSON.stringify({ at: before?.code === code ? before.at : Date.now(), code, html }));
      } catch { /* The same. */ }
    },
    drop() { try { sessionStorage.removeItem(this.key); } catch { /* The same. */ } },
  };
  const show = (html, files = []) => {
    window.keptFiles = files;
    document.open();
    document.write(html);
    document.close();
    scrollTo(0, 0);
  };
  const code = byId("code");
  const again = code ? null : kept.read();
  if (again && byId("report")) {
    document.body.hidden = true;
    setTimeout(() => show(again.html)); // While a page is still parsed it can't be opened anew.
  } else {
    if (code?.matches("p")) kept.write(`<!DOCTYPE html>${document.documentElement.outerHTML}`, code.textContent);
    ready();
  }

  function ready() {
    const written = byId("written"), ways = document.querySelector(".ways");
    if (written) {
      ways.hidden = true;
      written.addEventListener("click", () => { ways.hidden = false; written.disabled = true; ways.querySelector("a").focus(); });
      ways.addEventListener("click", () => kept.drop());
    }

    const copy = byId("copy");
    if (copy) {
      copy.hidden = !navigator.clipboard;
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.textContent);
        copy.textContent = copy.dataset.done;
      });
    }

    byId("print")?.addEventListener("click", () => print());
    const files = byId("files") ? chooses(byId("files")) : null;
    for (const form of document.querySelectorAll("form[data-sends]")) sends(form, files);
    if (files && window.keptFiles?.length) {
      files.add(window.keptFiles);
      byId("files-lost")?.remove();
    }

    if (files) window.keptFiles = []; // A page between, which asks for the code again, hands them on.
  }

  // Choosing adds; each file is listed, can be removed, and is named before it is sent where it would be refused. Where the browser can
  // seal, a file goes as soon as it is chosen, and the form waits for it.
  function chooses(input) {
    const list = byId("files-list"), note = byId("files-note"), say = input.dataset;
    const sender = window.slicesOf?.(input, input.form.elements.submission.value), states = { broken: say.broken, changed: say.changed };
    const patience = 60_000;
    let chosen = [];
    if (sender) {
      input.removeAttribute("name");
      byId("files-hint").textContent = say.hint;
    }

    const reasonOf = ({ file }) => file.size > say.most ? say.large : file.size === 0 ? say.empty : "";
    const stateOf = ({ file, upload }) => !upload ? "" : states[upload.state] ?? (upload.state === "whole" ? say.sent
      : upload.waits ? say.waits : `${Math.floor(upload.taken / file.size * 100)} %`);
    const isSame = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    const rowOf = entry => {
      const [row, name, why, remove] = ["li", "bdi", "span", "button"].map(tag => document.createElement(tag));
      name.textContent = entry.file.name;
      const tell = () => {
        why.textContent = reasonOf(entry) || stateOf(entry);
        why.className = reasonOf(entry) || states[entry.upload?.state] ? "error" : "hint";
      };
      tell();
      if (entry.upload) entry.upload.onchange = tell;
      remove.type = "button";
      remove.textContent = say.remove;
      remove.setAttribute("aria-label", `${say.remove}: ${entry.file.name}`);
      remove.addEventListener("click", () => {
        entry.upload?.end("removed");
        chosen = chosen.filter(one => one !== entry);
        draw();
        input.focus();
      });
      row.append(name, why, remove);
      return row;
    };
    const draw = () => {
      const all = new DataTransfer();
      if (!sender) for (const { file } of chosen) all.items.add(file);
      input.files = all.files;
      const wrong = [];
      if (chosen.length > say.files) wrong.push(say.many);
      if (!sender && chosen.reduce((sum, { file }) => sum + file.size, 0) > say.all) wrong.push(say.total);
      note.textContent = wrong.join(" · ");
      if (sender && wrong.length === 0)
        for (const entry of chosen) if (!reasonOf(entry)) entry.upload ??= sender.send(entry.file);
      list.replaceChildren(...chosen.map(rowOf));
      return wrong.length === 0 && !chosen.some(reasonOf);
    };
    const add = entries => {
      // What was sent for another form is of no use to this one.
      for (const entry of entries) if (entry.upload?.sender !== sender) delete entry.upload;
      chosen = [...chosen, ...entries.filter(({ file }) => !chosen.some(one => isSame(one.file, file)))];
      draw();
    };
    input.addEventListener("change", () => add([...input.files].map(file => ({ file }))));
    const isLate = ({ upload }) => upload && upload.state !== "whole";
    const sum = of => chosen.reduce((all, entry) => all + of(entry), 0);
    return {
      input, add, get chosen() { return chosen; },
      isRight() { return draw() && !chosen.some(({ upload }) => upload?.state === "changed"); },
      // Waits for the files as long as any of them goes on, or the line is gone; a file that does not come through keeps no word back.
      async whole(tell) {
        for (const entry of chosen) if (entry.upload?.state === "broken") entry.upload = null; // Once more, under a key of its own.
        draw();
        let taken = -1, since = 0;
        while (!leaving && chosen.some(({ upload }) => upload?.state === "sending")) {
          const now = sum(({ upload }) => upload?.taken ?? 0);
          if (now !== taken || !navigator.onLine) [taken, since] = [now, performance.now()];
          else if (performance.now() - since > patience) break;
          tell(now / sum(({ file }) => file.size));
          await new Promise(done => setTimeout(done, 300));
        }
      },
      get late() { return chosen.filter(isLate).map(({ file }) => file.name); },
      get fields() { return chosen.filter(({ upload }) => upload?.state === "whole").map(({ upload }) => upload.field); },
    };
  }

  // Sends without leaving the page: how far it is shows, and what was typed is still there when nothing came through.
  function sends(form, files) {
    const bar = form.querySelector("progress"), said = form.querySelector(".sending");
    const isOurs = answer => answer.responseText.includes("id=\"leave\"");
    // A file that does not come through can be taken off the list meanwhile.
    const busy = on => { for (const button of document.querySelectorAll("button")) if (!button.closest("#files-list")) button.disabled = on; };
    const say = (words, isError) => { said.textContent = words; said.classList.toggle("error", isError); };
    const post = (data, shows) => new Promise(done => {
      const request = new XMLHttpRequest();
      if (shows) request.upload.addEventListener("progress", sent => { bar.hidden = false; bar.value = sent.lengthComputable ? sent.loaded / sent.total : 0; });
      request.addEventListener("loadend", () => done(request));
      request.open("POST", form.action);
      request.send(data);
    });

    // As in any field of one line.
    for (const field of form.querySelectorAll("textarea[rows='1']"))
      field.addEventListener("keydown", event => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        form.requestSubmit();
      });
    let sending = false, waitsForLine = false;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      if (sending) return;
      const isSwitch = event.submitter?.name === "switch";
      const chosenLanguage = isSwitch ? new FormData(form, event.submitter) : null;
      sending = true;
      busy(true);
      say(`${form.dataset.sends}…`, false);
      try {
        if (!await send(chosenLanguage) && !leaving) {
          say(form.dataset.failed, true);
          if (!navigator.onLine && !isSwitch && !waitsForLine) {
            waitsForLine = true;
            addEventListener("online", () => { waitsForLine = false; form.requestSubmit(); }, { once: true });
          }
        }
      } finally {
        sending = false;
        busy(false);
        if (bar) bar.hidden = true;
      }
    });

    // Returns whether it went, or what must be mended is shown.
    async function send(language) {
      if (files && !language) {
        await files.whole(part => { bar.hidden = part === 0; bar.value = part; });
        if (leaving) return true;
        if (!files.isRight()) {
          say("", false);
          files.input.focus();
          return true;
        }
      }

      // What was typed while files went is part of it.
      const data = language ?? new FormData(form), missed = files && !language ? files.late : [];
      if (language) data.delete("files"); // They stay here.
      else for (const upload of files?.fields ?? []) data.append("upload", upload);
      const isWhole = bar && !language;
      let answer = await post(data, isWhole);
      // The answer alone may be lost, and the same form twice is one report.
      if (!isOurs(answer) && answer.status === 0 && navigator.onLine) answer = await post(data, isWhole);
      let html = isOurs(answer) ? answer.responseText : null, isTaken = answer.status < 400;
      if (!html && !language && navigator.onLine && form.dataset.unsent && data.get("what")) {
        html = await inPieces(data, missed);
        isTaken = true;
      }

      if (leaving) return true;
      if (!html) return false;
      // What did not arrive whole goes once more, under a key of its own.
      const isBroken = html.includes("data-error=\"Error_FilesBroken\"");
      const stays = files ? files.chosen.map(entry => isBroken ? { file: entry.file } : entry) : window.keptFiles;
      if (isTaken && !language) {
        window.sender?.stop();
        if (missed.length > 0) html = html.replace("<main>", () => `<main>${noticeOf(missed)}`);
      }

      show(html, language || !isTaken ? stays : []);
      return true;
    }

    // A host gives up on a request that is slow (Kestrel: MinRequestBodyDataRate):
    // the same form then goes as several small ones under one secret, which are one report.
    async function inPieces(whole, missed) {
      if (bar) bar.hidden = true;
      let size = 1000, page = null, rest = whole.get("what").trim(), first = true;
      const attached = whole.getAll("files").filter(file => file.name), fixed = ["submission", "lang", "code", "add"];
      const attempt = async (pieceOf, most) => {
        for (let tries = 0, wait = 0; tries < most; tries++) {
          if (leaving) return false;
          if (wait > 0) await new Promise(done => setTimeout(done, wait));
          const answer = await post(pieceOf(), false);
          if (answer.status === 200 && isOurs(answer)) {
            if (!page?.includes("id=\"code\"")) page = answer.responseText;
            return true;
          }

          wait = answer.status === 429 ? 60_000 : Math.min(30_000, 1000 * 2 ** tries);
          if ([0, 408, 500, 502, 504].includes(answer.status)) size = Math.max(150, size / 2);
        }

        return false;
      };
      const pieceOf = (name, value) => {
        const piece = new FormData();
        for (const [key, given] of whole)
          if (given !== "" && !["what", "files", "upload"].includes(key) && (first || fixed.includes(key))) piece.append(key, given);
        piece.append(name, value);
        return piece;
      };
      while (rest !== "") {
        let length = 0;
        // Once some of it is there, the rest of it is worth a longer wait.
        if (!await attempt(() => pieceOf("what", rest.slice(0, length = lengthOf(rest, size)).trim()), first ? 6 : 20)) return null;
        rest = rest.slice(length);
        first = false;
      }

      for (const upload of whole.getAll("upload"))
        if (!await attempt(() => pieceOf("upload", upload), 3)) missed.push(JSON.parse(upload).name);
      for (const file of attached)
        if (!await attempt(() => pieceOf("files", file), 3)) missed.push(file.name);
      return page;
    }

    function noticeOf(missed) {
      const [box, words, list] = ["div", "p", "ul"].map(tag => document.createElement(tag));
      box.className = "summary";
      words.textContent = form.dataset.unsent;
      list.append(...missed.map(name => Object.assign(document.createElement("li"), { textContent: name })));
      box.append(words, list);
      return box.outerHTML;
    }
  }

  // How much of a text goes in one piece: up to a blank with no digit near, for a receipt's code must come whole to be known for one.
  function lengthOf(text, size) {
    const bytes = new TextEncoder();
    let end = Math.min(text.length, size);
    while (bytes.encode(text.slice(0, end)).length > size) end = Math.floor(end * 0.9);
    if (end >= text.length) return text.length;
    const parts = at => /\s/.test(text[at]) && !/[\p{N}〇零一二三四五六七八九]/u.test(text.slice(Math.max(0, at - 32), at + 32));
    for (let at = end; at > 0; at--) if (parts(at)) return at;
    for (let at = end; at < text.length; at++) if (parts(at)) return at;
    return text.length;
  }
}
