// Sends files by the form of a real browser while its line breaks, its clock is wrong and its files change.
// Question: { "chromium": path, "base": url, "folder": where files may be written }.
// Answer: { "failures": [...], "complaints": [...], "reports": [{ "what": ..., "files": { name: sha256 } }, ...] }
import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { json } from "node:stream/consumers";
import { launch } from "./browser.mjs";

const { chromium: executablePath, base, folder } = await json(process.stdin);
const browser = await launch(executablePath);
const failures = [], complaints = [], reports = [];
const expect = (isTrue, words) => { if (!isTrue) throw new Error(words); };
const shaOf = bytes => createHash("sha256").update(bytes).digest("hex");

async function file(name, megabytes) {
  const bytes = randomBytes(megabytes * 1048576 + 77), path = `${folder}/${name}`;
  await writeFile(path, bytes);
  return { name, path, sha: shaOf(bytes) };
}

async function open(setUp = () => {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("pageerror", e => complaints.push(e.message));
  await setUp(page, context);
  await page.goto(`${base}/report?lang=en`);
  return { page, context };
}

const row = (page, name) => page.locator("#files-list li", { hasText: name });
const sent = (page, name) => row(page, name).getByText("sent, encrypted").waitFor();
const send = page => page.locator("main form .primary").click();
const taken = page => page.waitForSelector("p#code");
const say = (what, ...files) => reports.push({ what, files: Object.fromEntries(files.map(one => [one.name, one.sha])) });

const stories = {
  async "the line is cut and comes back"() {
    const film = await file("cut.mov", 5);
    let slices = 0;
    const { page, context } = await open(page => page.route("**/report/slices", async route => {
      if (++slices === 3) await context.setOffline(true);
      await route.continue();
    }));
    await page.fill("#what", "cut");
    await page.setInputFiles("#files", film.path);
    await row(page, film.name).getByText("waiting for the connection").first().waitFor();
    await send(page); // It waits for the file.
    await page.waitForTimeout(1500);
    expect(await page.inputValue("#what") === "cut", "what was typed is gone");
    await context.setOffline(false);
    await taken(page);
    say("cut", film);
  },

  async "the line is cut between the last slice and the send"() {
    const film = await file("late.mov", 2);
    const { page, context } = await open();
    await page.fill("#what", "late");
    await page.setInputFiles("#files", film.path);
    await sent(page, film.name);
    await context.setOffline(true);
    await send(page);
    await page.locator(".sending.error").waitFor();
    expect(await row(page, film.name).count() === 1, "the file is gone");
    await context.setOffline(false);
    await taken(page);
    say("late", film);
  },

  async "answers are lost, slices come twice and late, and one is refused for now"() {
    const film = await file("twice.mov", 4);
    let slices = 0;
    const { page } = await open(page => page.route("**/report/slices", async route => {
      const n = ++slices;
      if (n % 3 === 1) { await route.fetch(); await route.abort(); } // It came, and its answer did not.
      else if (n === 2) await route.fulfill({ status: 503, body: "Later." });
      else { await new Promise(done => setTimeout(done, 300)); await route.continue(); }
    }));
    await page.fill("#what", "twice");
    await page.setInputFiles("#files", film.path);
    await sent(page, film.name);
    await send(page);
    await taken(page);
    say("twice", film);
  },

  async "a file is replaced while it is sent, and another one is taken off"() {
    const [film, other] = [await file("replaced.mov", 6), await file("off.mov", 3)];
    let letGo, slices = 0;
    const held = new Promise(done => { letGo = done; });
    const { page } = await open(page => page.route("**/report/slices", async route => {
      if (++slices > 3) await held;
      await route.continue();
    }));
    await page.fill("#what", "replaced");
    await page.setInputFiles("#files", [film.path, other.path]);
    await row(page, film.name).waitFor();
    await page.waitForTimeout(500);
    const changed = await file("replaced.mov", 2);
    letGo();
    await row(page, film.name).getByText("it was changed or moved").waitFor();
    await row(page, film.name).getByRole("button").click();
    await row(page, other.name).getByRole("button").click();
    await page.setInputFiles("#files", changed.path);
    await sent(page, changed.name);
    await send(page);
    await taken(page);
    say("replaced", changed);
  },

  async "a clock that is wrong changes nothing"() {
    const film = await file("clock.mov", 1);
    const { page } = await open(page => page.clock.setFixedTime(new Date("2001-01-01T00:00:00Z")));
    await page.fill("#what", "clock");
    await page.setInputFiles("#files", film.path);
    await sent(page, film.name);
    await send(page);
    await taken(page);
    say("clock", film);
  },

  async "a tab that is closed leaves nothing, in the browser or with us"() {
    const film = await file("closed.mov", 4);
    const { page, context } = await open();
    await page.fill("#what", "closed");
    await page.setInputFiles("#files", film.path);
    await row(page, film.name).waitFor();
    await page.close({ runBeforeUnload: true }); // Nothing asks: closing is a way to leave.
    const again = await context.newPage();
    await again.goto(`${base}/report?lang=en`);
    expect(await again.inputValue("#what") === "", "something of the report was left in the browser");
    expect(await again.locator("#files-list li").count() === 0, "a file was left in the browser");
  },

  async "a line that carries little at a time gets little at a time"() {
    const film = await file("halves.mov", 1);
    const passed = [];
    const { page } = await open(page => page.route("**/report/slices", async route => {
      const { length } = route.request().postDataBuffer();
      if (length > 140_000) return route.fulfill({ status: 408, body: "" });
      passed.push(length);
      await route.continue();
    }));
    await page.fill("#what", "halves");
    await page.setInputFiles("#files", film.path);
    await sent(page, film.name);
    expect(passed.length >= 8, "the slices were not halved");
    await send(page);
    await taken(page);
    say("halves", film);
  },

  async "two tabs are two reports, each with its own file"() {
    const [here, there] = [await file("here.mov", 1), await file("there.mov", 1)];
    const { page, context } = await open();
    const other = await context.newPage();
    await other.goto(`${base}/report?lang=en`);
    for (const [tab, film] of [[page, here], [other, there]]) {
      await tab.fill("#what", film.name);
      await tab.setInputFiles("#files", film.path);
    }

    for (const [tab, film] of [[page, here], [other, there]]) {
      await sent(tab, film.name);
      await send(tab);
      await taken(tab);
      say(film.name, film);
    }
  },

  async "a form that is refused for now goes again, and its file with it"() {
    for (const status of [429, 503]) {
      const film = await file(`later-${status}.mov`, 1);
      let posts = 0;
      const { page } = await open(async page => {
        await page.clock.install(); // A minute's wait need not take one.
        await page.route("**/report", route =>
          route.request().method() === "POST" && ++posts === 1 ? route.fulfill({ status, body: "Later." }) : route.continue());
      });
      await page.fill("#what", film.name);
      await page.setInputFiles("#files", film.path);
      await sent(page, film.name);
      await send(page);
      for (let n = 0; n < 100 && await page.locator("p#code").count() === 0; n++) await page.clock.runFor(2000);
      await taken(page);
      say(film.name, film);
    }
  },

  async "tickets that are altered, a stranger's or another file's are refused in a sentence, and the report is taken all the same"() {
    const alien = await file("alien.mov", 1), theirs = [];
    const stranger = await open(page => page.on("response", async answer => {
      if (answer.url().endsWith("/report/slices") && answer.ok()) theirs.push(await answer.text());
    }));
    await stranger.page.setInputFiles("#files", alien.path);
    await sent(stranger.page, alien.name);
    const how = {
      altered: uploads => { uploads[0].tickets[0] = uploads[0].tickets[0].replace(/.$/, last => last === "A" ? "B" : "A"); },
      strangers: uploads => { uploads[0].tickets = theirs; },
      mixed: uploads => { [uploads[0].tickets, uploads[1].tickets] = [uploads[1].tickets, uploads[0].tickets]; },
    };
    for (const [name, spoil] of Object.entries(how)) {
      const films = [await file(`${name}.mov`, 1), ...name === "mixed" ? [await file("beside.mov", 1)] : []];
      let posts = 0;
      const { page } = await open(page => page.route("**/report", async route => {
        const body = route.request().postDataBuffer();
        if (!body || ++posts > 1) return route.continue();
        const text = body.toString("latin1"), fields = [...text.matchAll(/name="upload"\r\n\r\n(.*?)\r\n--/g)].map(field => field[1]);
        const uploads = fields.map(field => JSON.parse(field));
        spoil(uploads);
        await route.continue({ postData: Buffer.from(fields.reduce((all, field, n) => all.replace(field, () => JSON.stringify(uploads[n])), text), "latin1") });
      }));
      await page.fill("#what", name);
      for (const film of films) await page.setInputFiles("#files", film.path);
      for (const film of films) await sent(page, film.name);
      await send(page);
      await page.getByText("A file did not arrive whole").first().waitFor();
      expect(await page.inputValue("#what") === name, "what was typed is gone");
      for (const film of films) await sent(page, film.name);
      await send(page);
      await taken(page);
      say(name, ...films);
    }
  },

  async "a browser that can not seal says so before one chooses, and sends the files with the form"() {
    const film = await file("plain.mov", 2);
    let slices = 0;
    const { page } = await open(async page => {
      await page.addInitScript(() => Object.defineProperty(Crypto.prototype, "subtle", { value: undefined }));
      await page.route("**/report/slices", route => { slices++; return route.continue(); });
    });
    expect((await page.locator("#files-hint").textContent()).includes("7 MB in all"), "the hint says another limit");
    await page.fill("#what", "plain");
    await page.setInputFiles("#files", film.path);
    await send(page);
    await taken(page);
    expect(slices === 0, "something was sent in slices");
    say("plain", film);
  },
};

for (const [name, story] of Object.entries(stories)) {
  try {
    await story();
  } catch (e) {
    failures.push(`${name}: ${e.message.split("\n")[0]}`);
  }
  for (const context of browser.contexts()) await context.close();
}

await browser.close();
console.log(JSON.stringify({ failures, complaints, reports }));
