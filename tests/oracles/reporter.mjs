// What keeps a reporter's words and the way back, in a real browser: a line that is too slow, Back, a reload, a change of language, chosen files.
// Question: { "chromium": path, "base": url, "pictures": folder, "files": [path, path], "empty": path }.
// Answer: { "failures": [...], "complaints": [...], "sent": [what, ...] }
import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import { json } from "node:stream/consumers";
import { bounded, launch } from "./browser.mjs";

const { chromium: executablePath, base, pictures, files, empty } = await json(process.stdin);
const browser = await launch(executablePath);
const failures = [], complaints = [], sent = [];
const names = [...files, empty].map(file => basename(file));
mkdirSync(pictures, { recursive: true });
const expect = (isTrue, words) => { if (!isTrue) throw new Error(words); };
const looks = [["light", { viewport: { width: 1280, height: 900 } }], ["dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
  ["phone", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }]];

async function open(path, options = looks[0][1]) {
  const page = await (await browser.newContext(options)).newPage();
  page.on("pageerror", e => complaints.push(`${path}: ${e.message}`));
  await page.goto(base + path);
  return page;
}

const send = page => page.locator("main form .primary").click();
const codeOf = async page => (await page.locator("p#code").textContent()).trim();
const listed = page => page.locator("#files-list li").evaluateAll(rows => rows.map(row => row.querySelector("bdi").textContent));

async function report(page, what) {
  await page.fill("#what", what);
  sent.push(what);
  await send(page);
  await page.waitForSelector("p#code");
  return await codeOf(page);
}

async function shoot(page, name) {
  for (const [look, { viewport, colorScheme }] of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: colorScheme ?? "light" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) failures.push(`${name}: is ${wide} px too wide on ${look}`);
    await page.screenshot({ path: `${pictures}/${name}-${look}.png`, fullPage: true });
  }
}

// The code, what it is for, where to use it and how long, on the screen and on paper; again after a reload, and nowhere after leaving.
async function receipt() {
  const page = await open("/report?lang=en");
  await page.route("https://www.weather.gov/**", route => route.fulfill({ body: "away" }));
  const code = await report(page, "Report that is reloaded");
  const told = await page.locator("main").innerText();
  for (const words of ["/receipt", "+1 500-555-0100", "90 days"]) expect(told.includes(words), `The receipt does not say ${words}`);
  expect(!await page.locator(".ways a").first().isVisible(), "One can go on before the code is written down");
  await shoot(page, "receipt");
  await page.emulateMedia({ media: "print" });
  for (const words of [code, "/receipt", "+1 500-555-0100"]) expect((await page.locator("main").innerText()).includes(words), `Paper does not say ${words}`);
  await page.screenshot({ path: `${pictures}/receipt-print.png` });
  await page.emulateMedia({ media: "screen" });
  await page.locator(".languages button").click();
  await page.waitForSelector("html[lang=es]");
  expect(await codeOf(page) === code, "Another language loses the code");
  await page.reload();
  await page.waitForSelector("p#code");
  expect(await codeOf(page) === code, "A reload loses the code");
  await page.locator("#written").click();
  await page.locator(".ways a").last().click();
  await page.waitForSelector("#what");
  await page.goto(`${base}/report`);
  expect(await page.locator("p#code").count() === 0, "The code is shown after it was written down");
  const second = await report(page, "Report that is left");
  await page.locator("#leave").click();
  await page.waitForURL("https://www.weather.gov/");
  await page.goto(`${base}/report`);
  expect(!(await page.content()).includes(second), "The code is shown after leaving");
  expect(await page.locator("#what").isVisible(), "No form after leaving");
  await page.context().close();
  return code;
}

async function anHourLater() {
  const page = await open("/report?lang=en");
  await report(page, "Report of an hour ago");
  await page.evaluate(() => {
    for (const key of Object.keys(sessionStorage)) {
      const kept = JSON.parse(sessionStorage[key]);
      sessionStorage[key] = JSON.stringify({ ...kept, at: kept.at - 3_600_001 });
    }
  });
  await page.reload();
  await page.waitForSelector("#what");
  expect(await page.evaluate(() => sessionStorage.length) === 0, "The code is kept for over an hour");
  await page.context().close();
}

async function comesBack(code) {
  const page = await open("/receipt?lang=en");
  const digits = code.replaceAll(" ", "");
  const wrong = `${code.slice(0, 5)}${digits.slice(4, 7)} ${code.slice(10)}`; // The second group lacks a digit.
  await page.fill("input#code", wrong);
  await send(page);
  await page.waitForSelector("#code-error");
  expect(await page.inputValue("input#code") === wrong, "A wrong code's digits are gone");
  expect((await page.locator(".groups .wrong").allTextContents()).join() === digits.slice(4, 7), "The wrong group is not marked");
  await shoot(page, "wrong-code");
  await page.locator(".languages button").click();
  await page.waitForSelector("html[lang=es]");
  expect(await page.inputValue("input#code") === wrong, "Another language loses the digits");
  await page.fill("input#code", code);
  await send(page);
  await page.waitForSelector(".state");
  await page.fill("#what", "Answer that is listed");
  await page.setInputFiles("#files", files[0]);
  await page.locator(".languages button").click();
  await page.waitForSelector("html[lang=en]");
  expect(await page.inputValue("#what") === "Answer that is listed", "Another language loses the answer");
  expect((await listed(page)).join() === names[0], "Another language loses the file of an answer");
  sent.push("Answer that is listed");
  await send(page);
  await page.waitForSelector(".proof .new");
  expect(await page.locator(".proof .new").count() === 2, "An answer just sent is not listed");
  await shoot(page, "answered");
  await page.context().close();
}

// Choosing adds, lists and removes; what would be refused is named before it is sent; another language and an error keep all.
async function choosing() {
  const page = await open("/report?lang=en");
  await page.setInputFiles("#files", files[0]);
  await page.setInputFiles("#files", [files[1], empty]);
  expect((await listed(page)).join() === names.join(), `Choosing does not add: ${await listed(page)}`);
  expect((await page.locator("#files-list li").last().innerText()).includes("it is empty"), "An empty file is not named before sending");
  await shoot(page, "files");
  await page.locator("#files-list button").last().click();
  await page.locator(".languages button").click();
  await page.waitForSelector("html[lang=es]");
  expect((await listed(page)).join() === names.slice(0, 2).join(), "Another language loses the files");
  await page.fill("#what", "Report with files");
  await page.evaluate(() => document.getElementById("where").removeAttribute("maxlength"));
  await page.fill("#where", "x".repeat(2001));
  await send(page);
  await page.waitForSelector(".summary");
  expect((await listed(page)).join() === names.slice(0, 2).join(), "An error loses the files");
  expect(await page.locator("#files-lost").count() === 0, "Files that are still there are asked for again");
  await page.fill("#where", "at the school");
  sent.push("Report with files");
  await page.locator("#files-list button").first().click();
  await send(page);
  await page.waitForSelector("p#code");
  await page.context().close();
}

// A line on which only small requests pass: the form sends itself again in small ones, and every word arrives in its order.
async function slow() {
  const page = await open("/report?lang=en");
  const pieces = [];
  await page.route(`${base}/report`, async route => {
    const body = route.request().postDataBuffer();
    if (!body) return route.continue();
    if (body.length > 1800) return route.fulfill({ status: 408, body: "" });
    if (pieces.length === 2 && !page.lost) { page.lost = true; return route.abort(); }
    const words = /name="what"\r\n\r\n([\s\S]*?)\r\n--/.exec(body.toString("utf8"));
    if (words) pieces.push(words[1].trim());
    return route.continue();
  });
  const words = Array.from({ length: 90 }, (_, n) => `Sentence ${String.fromCharCode(97 + n % 26).repeat(5)} of what they said, é, before dawn.`);
  words[20] = "The receipt of my earlier report is 1234 5678 and then 9012 3456 as far as I know.";
  await page.fill("#what", words.join(" "));
  await page.setInputFiles("#files", files[0]);
  await send(page);
  await page.waitForSelector("p#code");
  expect(pieces.join(" ") === words.join(" "), `The pieces are not the words: ${pieces.length}`);
  expect(pieces.some(piece => piece.includes(words[20].slice(36, 63))), "A receipt's code was cut in two");
  sent.push(...pieces);
  await page.context().close();
}

// Where nothing passes, every word is still there, and a later try is taken.
async function lost() {
  const page = await open("/report?lang=en");
  await page.route(`${base}/report`, route => route.request().method() === "POST" ? route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }) : route.continue());
  await page.fill("#what", "Report that waits");
  await page.fill("#where", "at the school");
  await send(page);
  await page.waitForSelector(".sending.error");
  expect(await page.inputValue("#what") === "Report that waits" && await page.inputValue("#where") === "at the school", "What was typed is gone");
  await page.unroute(`${base}/report`);
  sent.push("Report that waits");
  await send(page);
  await page.waitForSelector("p#code");
  await page.context().close();
}

// Without scripts an answer that is not ours replaces the page; Back has every word of it. Under https as well, where less is kept.
async function back() {
  for (const origin of [base, "https://tips.example.org"]) {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.route(`${origin}/**`, async route => {
      if (route.request().method() === "POST") return route.fulfill({ status: 500, body: "" });
      return route.fulfill({ response: await route.fetch({ url: route.request().url().replace(origin, base) }) });
    });
    await page.goto(`${origin}/report?lang=en`);
    await page.fill("#what", "Words before Back");
    await page.fill("#contact", "contact before Back");
    await page.check("input[name=istarget][value=yes]");
    await send(page);
    await page.waitForLoadState();
    await page.goBack();
    expect(await page.inputValue("#what") === "Words before Back" && await page.inputValue("#contact") === "contact before Back"
      && await page.isChecked("input[name=istarget][value=yes]"), `Back has lost words at ${origin}`);
    await page.context().close();
  }
}

async function reach() {
  const page = await open("/report?lang=en", looks[2][1]);
  for (const place of [0, 1000, 99_999]) {
    await page.evaluate(y => scrollTo({ top: y, behavior: "instant" }), place);
    const box = await page.locator("#leave").boundingBox();
    expect(box && box.y >= 0 && box.y + box.height <= 844, `Leave is out of reach at ${place}: ${JSON.stringify(box)}`);
  }
  await page.screenshot({ path: `${pictures}/reach.png` });
  await page.context().close();
}

let code;
const runs = { receipt: async () => { code = await receipt(); }, anHourLater, comesBack: () => comesBack(code), choosing, slow, lost, back, reach };
for (const [name, run] of Object.entries(runs)) {
  try {
    await bounded(run());
  } catch (e) {
    failures.push(`${name}: ${e.message}`);
  }
}

await browser.close();
console.log(JSON.stringify({ failures, complaints, sent }));
