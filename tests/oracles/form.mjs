// Fills in the online form in a real browser: with scripts and without, in both languages, on a phone, with the keyboard alone; looks at every state
// with axe-core and keeps a picture of each.
// Question: { "chromium": path, "base": url, "pictures": folder, "files": [path, path], "empty": path }.
// Answer: { "states": n, "violations": [...], "complaints": [...], "failures": [...], "reports": [what, ...] }
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { bounded, launch } from "./browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { chromium: executablePath, base, pictures, files, empty } = await json(process.stdin);
const browser = await launch(executablePath);
const violations = [], complaints = [], failures = [], reports = [];
let states = 0;
mkdirSync(pictures, { recursive: true });

const desk = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: "dark" };
const expect = (isTrue, words) => { if (!isTrue) throw new Error(words); };

async function open(path, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  // Chromium says each 4xx in its console; that is the server's word, and meant.
  page.on("console", message => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(`${path}: ${message.text()}`);
  });
  page.on("pageerror", e => complaints.push(`${path}: ${e.message}`));
  page.hasScripts = options.javaScriptEnabled !== false;
  page.fetched = [];
  page.on("request", request => { if (!request.url().startsWith("data:")) page.fetched.push(request.url()); });
  await page.goto(base + path);
  return page;
}

// axe is evaluated by the debugger, so the page's own policy stays as it is. Where no scripts run axe can't either: the pages are the same.
async function look(page, name) {
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  states++;
  if (!page.hasScripts) return;
  await page.evaluate(axe);
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate(only => axe.run(document, { runOnly: only }), runOnly);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) violations.push(`${name}: is ${wide} px too wide`);
  for (const rule of found.violations)
    violations.push(...rule.nodes.map(node => `${name}: ${rule.id} at ${node.target.join(" ")}: ${node.any[0]?.message ?? rule.help}`));
}

const send = page => page.locator("main form .primary").click();
const codeOf = async page => (await page.locator("p#code").textContent()).trim();

async function fill(page, what) {
  await page.fill("#what", what);
  for (const field of ["when", "where", "target", "contact"]) await page.fill(`#${field}`, `${field} of it`);
  await page.fill("#link", "https://example.org/thread/1");
  await page.check("input[name=appeared][value=link]");
  await page.check("input[name=istarget][value=unsure]");
  await page.setInputFiles("#files", files);
  reports.push(what);
}

// A whole visit: the form, what must be mended, the receipt, coming back, a wrong receipt, an answer.
async function visit(name, lang, options) {
  let page = await open(`/report?lang=${lang}`, options);
  expect(page.fetched.length === 1, `${name}: the form took ${page.fetched.length} requests`);
  expect(await page.getAttribute("html", "lang") === lang, `${name}: is not in ${lang}`);
  await look(page, `${name}-form`);
  await page.fill("#what", "   "); // The browser lets blanks pass, the form does not.
  await page.fill("#where", "at the school");
  await page.setInputFiles("#files", [empty]);
  await send(page);
  if (page.hasScripts) { // It is named before anything is sent.
    await page.locator("#files-list button").click();
    await send(page);
  }
  await page.waitForSelector(".summary");
  expect(await page.inputValue("#where") === "at the school", `${name}: what was typed is gone`);
  await look(page, `${name}-error`);
  await fill(page, `Report of ${name}`);
  await send(page);
  await page.waitForSelector("p#code");
  const code = await codeOf(page);
  expect(/^\d{4} \d{4} \d{4} \d{4}$/.test(code), `${name}: no receipt`);
  expect(!page.url().includes(code.slice(0, 4)), `${name}: the receipt stands in the address`);
  await look(page, `${name}-taken`);
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: `${pictures}/${name}-print.png` });
  await page.emulateMedia({ media: "screen" });

  if (page.hasScripts) await page.locator("#written").click();
  await page.locator(".ways a").first().click();
  await page.waitForSelector("input#code");
  await look(page, `${name}-return`);
  await page.fill("#code", "1234 5678 9012 3456");
  await send(page);
  await page.waitForSelector("#code-error");
  await look(page, `${name}-wrong`);
  await page.fill("#code", code);
  await send(page);
  await page.waitForSelector(".state");
  await look(page, `${name}-status`);
  await page.fill("#what", `Answer of ${name}`);
  reports.push(`Answer of ${name}`);
  await send(page);
  await page.waitForSelector("p.lead");
  await look(page, `${name}-answered`);
  await page.context().close();
}

async function byKeyboard() {
  const page = await open("/report?lang=en", desk);
  const reach = async id => {
    for (let n = 0; n < 40; n++) {
      if (await page.evaluate(() => document.activeElement?.id || document.activeElement?.value) === id) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`The keyboard does not reach ${id}`);
  };
  await reach("what");
  await page.keyboard.type("Report by keyboard");
  await reach("letter");
  await page.keyboard.press("Space");
  await reach("contact");
  reports.push("Report by keyboard");
  await page.keyboard.press("Enter"); // Sends the form as it is, in the language that it is in.
  await page.waitForSelector("p#code");
  expect(await page.getAttribute("html", "lang") === "en", "Enter changed the language");
  await page.context().close();
}

async function leaves() {
  const page = await open("/report", desk);
  await page.route("https://www.weather.gov/**", route => route.fulfill({ body: "away" }));
  await page.fill("#what", "never sent");
  await page.keyboard.type("A BIG WORD");
  for (let n = 0; n < 3; n++) await page.keyboard.press("Shift");
  await page.waitForURL("https://www.weather.gov/");
  await page.context().close();
}

async function languages() {
  const page = await open("/report", { ...desk, locale: "es-MX" });
  expect(await page.getAttribute("html", "lang") === "es", "Accept-Language was not heard");
  await page.fill("#what", "Lo que pasó");
  await page.locator(".languages button").click();
  await page.waitForSelector("html[lang=en]");
  expect(await page.inputValue("#what") === "Lo que pasó", "The switch of language lost what was typed");
  await page.context().close();
}

async function offline() {
  const page = await open("/report", desk);
  await page.fill("#what", "Kept while the network is away");
  await page.context().setOffline(true);
  await send(page);
  await page.waitForSelector(".sending.error");
  expect(await page.inputValue("#what") === "Kept while the network is away", "The draft is gone");
  await look(page, "offline");
  await page.context().close();
}

async function zoomed() {
  // 200 % of 1280 px is a page of 640 px.
  const page = await open("/report", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
  await look(page, "zoomed");
  await page.context().close();
}

const runs = {
  english: () => visit("en-scripts-desk", "en", desk), spanish: () => visit("es-plain-phone", "es", { ...phone, javaScriptEnabled: false }),
  plain: () => visit("en-plain-desk-dark", "en", { ...desk, colorScheme: "dark", javaScriptEnabled: false }), phone: () => visit("es-scripts-phone", "es", phone),
  byKeyboard, leaves, languages, offline, zoomed,
};
for (const [name, run] of Object.entries(runs)) {
  try {
    await bounded(run());
  } catch (e) {
    failures.push(`${name}: ${e.message}`);
  }
}

await browser.close();
console.log(JSON.stringify({ states, violations, complaints, failures, reports }));
