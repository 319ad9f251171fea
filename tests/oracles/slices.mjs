// Sends files by the form of a real browser while its line breaks, its clock is wrong and its files change.
// Question: { "chromium": path, "base": url, "folder": where files may be written }.
// Answer: { "failures": [...], "complaints": [...], "reports": [{ "what": ..., "files": { name: sha256 } }, ...] }
import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { json } from "node:stream/consumers";
import { chromium } from "playwright-core";

const { chromium: executablePath, base, folder } = await json(process.stdin);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
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
const sent = (page, name) => row(page, name).getByText("sent, encrypted").waitFor({ timeout: 120_000 });
const send = page => page.locator("main form .primary").click();
const taken = page => page.waitForSelector("p#code", { timeout: 120_000 });
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
    await row(page, film.name).getByText("it was changed or moved").waitFor({ timeout: 60_000 });
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
