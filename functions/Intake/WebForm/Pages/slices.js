// Files leave the browser sealed, each under a key of its own, in slices that are sent before the form (docs/decisions/040-sealed-slices.md).
// The framing is that of the server's SealedStream: regions of 64 KiB, each behind its nonce, which counts from one, and before its tag.
"use strict";
{
  const dataBytes = 65536, regionBytes = 12 + dataBytes + 16, most = 16, atOnce = 3, patience = 120_000;
  const bytesOf = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
  // Browsers of before 2024 can't join signals, and wait for the system's own limit.
  const eitherOf = (stop, time) => AbortSignal.any ? AbortSignal.any([stop, AbortSignal.timeout(time)]) : stop;
  const textOf = bytes => btoa(String.fromCharCode(...bytes));

  // null where the browser can't seal: then files go with the form. A page that is shown again goes on with the sender that it has.
  window.slicesOf = (input, submission) => {
    if (!crypto.subtle || !input.dataset.key) return null;
    if (window.sender?.submission !== submission) window.sender = new Sender(submission);
    window.sender.say = input.dataset;
    return window.sender;
  };

  // One file on its way. A slice once sealed is kept until it is taken, and never sealed again: two texts must not share a nonce.
  class Upload {
    constructor(file, sender) {
      this.id = [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, "0")).join("");
      Object.assign(this, { file, sender, regions: Math.ceil(file.size / dataBytes), next: 0, taken: 0, tickets: [], state: "sending", stop: new AbortController() });
      this.whole = new Promise(done => { this.done = done; });
      this.ready = this.#wrap();
    }

    async #wrap() {
      const { key, keyId } = this.sender.say, secret = crypto.getRandomValues(new Uint8Array(32));
      const opens = await crypto.subtle.importKey("spki", bytesOf(key), { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
      const versioned = new Uint8Array(40);
      versioned.set([0x32, 0x2e, 0x31]); // "2.1", the version of the format.
      versioned.set(secret, 8);
      this.key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
      this.keyId = keyId;
      this.wrapped = textOf(new Uint8Array(await crypto.subtle.encrypt("RSA-OAEP", opens, versioned)));
      secret.fill(0);
      versioned.fill(0);
    }

    // The next slice, sealed; null when there is none.
    async seal() {
      if (this.next >= this.regions || this.state !== "sending") return null;
      const first = this.next, count = Math.min(this.sender.size, this.regions - first);
      this.next += count;
      await this.ready;
      const data = await this.file.slice(first * dataBytes, (first + count) * dataBytes).arrayBuffer();
      if (data.byteLength !== Math.min(this.file.size, (first + count) * dataBytes) - first * dataBytes) throw new DOMException("", "NotReadableError");
      const slice = new Uint8Array(data.byteLength + count * 28);
      for (let at = 0; at < count; at++) {
        const nonce = slice.subarray(at * regionBytes, at * regionBytes + 12);
        new DataView(nonce.buffer, nonce.byteOffset).setBigUint64(4, BigInt(first + at + 1), true);
        const text = data.slice(at * dataBytes, (at + 1) * dataBytes);
        slice.set(new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, tagLength: 128 }, this.key, text)), at * regionBytes + 12);
      }

      return { first, slice };
    }

    took(ticket, length) {
      this.tickets.push(ticket);
      this.taken += length - Math.ceil(length / regionBytes) * 28;
      if (this.taken === this.file.size) this.end("whole");
      else this.#tell();
    }

    end(state) {
      if (this.state !== "sending") return;
      this.state = state;
      if (state !== "whole") this.stop.abort();
      this.done(state);
      this.#tell();
    }

    get field() {
      return JSON.stringify({ id: this.id, name: this.file.name, length: this.file.size, keyId: this.keyId, key: this.wrapped, tickets: this.tickets });
    }

    #tell() { this.onchange?.(); }
  }

  class Sender {
    say = null;
    #size = 4; // How many regions the next slice has: more while all goes well, fewer on a slow line.
    #taken = 0;
    #uploads = [];
    #active = 0;

    constructor(submission) { this.submission = submission; }

    get size() { return this.#size; }

    send(file) {
      const upload = new Upload(file, this);
      this.#uploads.push(upload);
      this.#pump();
      return upload;
    }

    stop() { for (const upload of this.#uploads) upload.end("removed"); }

    #pump() {
      while (this.#active < atOnce) {
        const upload = this.#uploads.find(one => one.state === "sending" && one.next < one.regions);
        if (!upload) return;
        this.#active++;
        this.#sendNext(upload).finally(() => { this.#active--; this.#pump(); });
      }
    }

    async #sendNext(upload) {
      try {
        const sealed = await upload.seal();
        if (sealed) await this.#deliver(upload, sealed.first, sealed.slice);
      } catch (e) {
        if (e.name === "AbortError") return;
        upload.end(e.name === "NotReadableError" || e.name === "NotFoundError" ? "changed" : "broken");
      }
    }

    // Until it is taken, however long the line is gone; what a slow line does not carry goes in halves.
    async #deliver(upload, first, slice) {
      for (let tries = 0; upload.state === "sending"; tries++) {
        const { status, ticket } = await this.#post(upload, first, slice);
        if (ticket) {
          upload.took(ticket, slice.length);
          if (++this.#taken % 4 === 0) this.#size = Math.min(most, this.#size * 2);
          return;
        }

        const isSlow = [0, 408, 500, 502, 504].includes(status);
        if (!isSlow && ![429, 503].includes(status)) { upload.end("broken"); return; }
        const regions = Math.ceil(slice.length / regionBytes);
        if (isSlow && navigator.onLine && regions > 1 && tries > 0) {
          const half = Math.ceil(regions / 2);
          this.#size = Math.min(this.#size, half);
          this.#taken = 0;
          await this.#deliver(upload, first, slice.subarray(0, half * regionBytes));
          await this.#deliver(upload, first + half, slice.subarray(half * regionBytes));
          return;
        }

        await this.#pause(upload, status === 429 ? 60_000 : Math.min(30_000, 1000 * 2 ** tries));
      }
    }

    // A line that breaks amid the answer has brought none.
    async #post(upload, first, slice) {
      try {
        const answer = await fetch("/report/slices", {
          method: "POST", body: slice, signal: eitherOf(upload.stop.signal, patience),
          headers: { "Content-Type": "application/octet-stream", "X-Submission": this.submission, "X-Upload": upload.id, "X-First": first },
        });
        const text = await answer.text();
        return { status: answer.status, ticket: answer.ok ? text : null };
      } catch (e) {
        if (upload.stop.signal.aborted) throw e;
        return { status: 0, ticket: null };
      }
    }

    // The line that is back ends a wait at once.
    #pause(upload, time) {
      upload.waits = true;
      upload.onchange?.();
      return new Promise(done => {
        const end = () => { clearTimeout(timer); removeEventListener("online", end); upload.waits = false; upload.onchange?.(); done(); };
        const timer = setTimeout(end, time);
        addEventListener("online", end);
        upload.stop.signal.addEventListener("abort", end);
      });
    }
  }
}
