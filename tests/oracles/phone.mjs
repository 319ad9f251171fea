// The phone in a real browser: a call in Spanish, a text with a picture, a reviewer's question, silence, a hang-up.
// Question: { "chromium": path, "phone": url, "api": url of the account's REST API, "auth": "sid:secret", "line": number, "picture": file, "shots": folder }.
// Answer: { "steps": [...], "violations": [...], "complaints": [...], "code": the receipt as the call said it }
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { launch } from "./browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const question = await json(process.stdin);
const me = "+15005550142";
const browser = await launch(question.chromium);
const steps = [], violations = [], complaints = [];
const did = words => steps.push(words);
let code = "";

async function open(options) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })).newPage();
  page.on("console", message => { if (message.type() === "error") complaints.push(message.text()); });
  page.on("pageerror", e => complaints.push(e.message));
  page.on("request", request => {
    if (new URL(request.url()).origin !== new URL(question.phone).origin && !request.url().startsWith("blob:")) complaints.push(`asks ${request.url()}`);
  });
  await page.goto(question.phone);
  await page.locator("#dial:enabled").waitFor();
  return page;
}

// axe is evaluated by the debugger, so the page's own policy stays as it is.
async function look(page, name) {
  await page.screenshot({ path: `${question.shots}/${name}.png` });
  await page.evaluate(axe);
  const only = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate(only => axe.run(document, { runOnly: only }), only);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (width > 0) violations.push(`${name}: is ${width} px too wide`);
  for (const rule of found.violations) violations.push(...rule.nodes.map(node => `${name}: ${rule.id} at ${node.target.join(" ")}: ${node.any[0]?.message ?? rule.help}`));
}

const heard = (page, words) => page.locator("#talk > .line", { hasText: words }).first();
const state = (page, words) => page.locator("#state-said", { hasText: words });

// Nobody wants to hear all of it each time.
async function skipTo(page, place) {
  while (!await place.isVisible()) {
    await page.locator("#skip").click({ timeout: 1000 }).catch(() => {});
    await page.waitForTimeout(50);
  }
}

async function call(page) {
  await page.locator("#number").fill(me);
  await page.locator("#number").blur();
  await look(page, "light");
  await page.locator("#dial").click();
  await heard(page, "In an emergency, hang up and dial 911").waitFor();
  did("the greeting is read");

  await page.keyboard.press("2");
  await page.locator("#talk > .note", { hasText: "You press 2" }).waitFor();
  await heard(page, "Después del tono").waitFor();
  if (await heard(page, "Después del tono").getAttribute("lang") !== "es-MX") throw new Error("Spanish is not marked.");
  did("a key cuts the greeting off, and Spanish is heard");

  await skipTo(page, page.locator("#speak"));
  await page.locator("#words").fill("Publicaron la dirección de mi jefa y dijeron");
  await look(page, "recording");
  await page.keyboard.press("Enter");
  await page.locator("#talk > .you", { hasText: "Publicaron" }).waitFor();
  await page.locator("#words").fill("que la van a quemar.");
  await page.locator("#keys [data-key='#']").click();
  await page.locator("#talk > .you", { hasText: "quemar" }).waitFor();
  did("what is typed is said");

  const groups = page.locator("#talk > .line", { hasText: /\d, \d, \d, \d/ });
  await skipTo(page, groups.nth(3));
  code = (await groups.allTextContents()).slice(0, 4).join("").replace(/[^\d]/g, "");
  await look(page, "receipt");
  await page.locator("#hang-up").click();
  await state(page, "You hung up").waitFor();
  await page.locator("#talk > .detail", { hasText: "/twilio/voice/status" }).waitFor();
  did("the receipt is read, and the caller hangs up");
}

async function text(page) {
  await page.locator("#picture").setInputFiles(question.picture);
  await page.locator("#body").fill("This is the post, see the picture.");
  await look(page, "writing");
  await page.getByRole("button", { name: "Send" }).click();
  const mine = page.locator("#thread > .you", { hasText: "This is the post" });
  await mine.waitFor();
  await page.waitForFunction(() => document.querySelector("#thread .you img")?.naturalWidth > 0);
  await page.locator("#thread > .line", { hasText: /\d{4} \d{4} \d{4} \d{4}/ }).waitFor();
  did("a text with a picture gets its receipt");

  const form = new URLSearchParams({ From: question.line, To: me, Body: "Which street was it?" });
  const headers = { Authorization: `Basic ${Buffer.from(question.auth).toString("base64")}` };
  const sent = await fetch(`${question.api}Messages.json`, { method: "POST", headers, body: form });
  if (sent.status !== 201) throw new Error(`The API answered ${sent.status}.`);
  await page.locator("#thread > .line", { hasText: "Which street was it?" }).waitFor();
  await look(page, "thread");
  did("a reviewer's question appears by itself");

  // The thread may be there before the line's number is.
  const thread = page.waitForResponse(response => response.url().includes("/phone/texts?"));
  await page.route("**/phone/line", async route => { await thread; await new Promise(done => setTimeout(done, 300)); await route.continue(); });
  await page.reload();
  await page.locator("#dial:enabled").waitFor();
  await page.locator("#thread > .line", { hasText: "Which street was it?" }).waitFor();
  await page.waitForFunction(() => document.querySelector("#thread .you img")?.naturalWidth > 0);
  if (await page.locator("#thread > p").count() !== 3) throw new Error("The thread is another after a reload.");
  await page.locator("#number").fill("+15005550143");
  await page.locator("#number").blur();
  await page.locator("#thread .hint").waitFor();
  if (await page.locator("#thread > .line").count() !== 0) throw new Error("Another number sees the thread.");
  did("the thread is the number's own, and stays");
}

async function silence(page) {
  await page.locator("#withheld").check();
  await page.locator("#dial").click();
  await skipTo(page, page.locator("#speak"));
  await page.locator("#silent").click();
  await heard(page, "We did not hear anything").waitFor();
  await skipTo(page, page.locator("#speak"));
  await look(page, "dark");
  await page.locator("#silent").click();
  await heard(page, "We could not hear you").waitFor();
  await skipTo(page, state(page, "The line hung up"));
  did("who says nothing is asked once more, and let go");
}

async function leave(page) {
  await page.locator("#dial").click();
  await skipTo(page, page.locator("#speak"));
  await page.locator("#words").fill("They have");
  await page.keyboard.press("Enter");
  await page.locator("#talk > .you", { hasText: "They have" }).waitFor();
  await look(page, "narrow");
  await page.locator("#call").screenshot({ path: `${question.shots}/narrow-call.png` });
  await page.locator("#texts").scrollIntoViewIfNeeded();
  await look(page, "narrow-texts");
  await page.close({ runBeforeUnload: true });
  did("who closes the page has hung up");
}

try {
  await mkdir(question.shots, { recursive: true });
  const page = await open({ colorScheme: "light" });
  await call(page);
  await text(page);
  await silence(await open({ colorScheme: "dark" }));
  await leave(await open({ colorScheme: "light", viewport: { width: 390, height: 844 } }));
} catch (e) {
  did(`failed: ${e.message}`);
  const pages = browser.contexts().flatMap(context => context.pages());
  await Promise.all(pages.map((page, n) => page.screenshot({ path: `${question.shots}/failed-${n}.png`, fullPage: true })));
}

await browser.close();
console.log(JSON.stringify({ steps, violations, complaints, code }));
