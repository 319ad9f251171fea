// Leaves a page of the form as somebody in danger does: real keys into a window that a display shows, and a destination that takes its time.
// Question: { "chromium": path, "base": url, "to": url, "pictures": folder }. Answer: { "failures": [...] }
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { json, text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "./browser.mjs";

const { chromium: executablePath, base, to, pictures } = await json(process.stdin);
const failures = [];
const expect = (isTrue, words) => { if (!isTrue) failures.push(words); };
mkdirSync(pictures, { recursive: true });

const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
const display = `:${(await new Promise(found => server.stdio[3].once("data", found))).toString().trim()}`;
const env = { ...process.env, DISPLAY: display };
const browser = await launch(executablePath, { headless: false, env, args: ["--window-size=1200,850", "--window-position=0,0"] });
const tool = (...words) => execFileSync("xdotool", words, { env }).toString().trim();
const nameOf = () => tool("getwindowname", window());
const window = () => tool("search", "--onlyvisible", "--class", "chrom").split("\n").at(-1);

async function open(delay) {
  const page = await (await browser.newContext({ viewport: null })).newPage();
  await page.route(`${to}**`, async route => { await pause(delay); await route.fulfill({ contentType: "text/html", body: "<title>Forecast</title>away" }).catch(() => {}); });
  await page.goto(`${base}/report`);
  await page.fill("#what", "never sent");
  await page.bringToFront();
  tool("windowfocus", "--sync", window());
  return page;
}

async function leaves(name, go, late) {
  const page = await open(4000);
  const before = await page.title();
  await go(page);
  await pause(700);
  const seen = await page.evaluate(() => [document.title, location.pathname, document.body.innerText, sessionStorage.length]).catch(e => [e.message, "", "", 0]);
  await page.screenshot({ path: `${pictures}/${name}.png` }).catch(() => {});
  expect(seen[0] !== before && !nameOf().includes(before), `${name}: the title is still ${seen[0]}`);
  expect(seen[1] !== "/report", `${name}: the address still names the form`);
  expect(!seen[2].includes("never") && seen[2].length < 40, `${name}: the page still shows ${seen[2].slice(0, 40)}`);
  await late(page);
  const away = await page.waitForURL(`${to}**`).then(() => true, () => false);
  expect(away, `${name}: stranded at ${page.url()} under the title ${await page.title()}`);
  if (away) {
    await page.goBack({ timeout: 3000 }).catch(() => {});
    expect(!page.url().startsWith(base), `${name}: Back leads to ${page.url()}`);
  }
  await page.context().close();
}

const shifts = async () => { for (let n = 0; n < 3; n++) { tool("key", "Shift_L"); await pause(120); } };
try {
  await leaves("shift-three-times", shifts, async () => {
    for (const key of ["Escape", "Shift_L", "a", "Return", "Escape"]) { tool("key", key); await pause(200); }
  });
  await leaves("the-button", page => page.click("#leave"), async () => { tool("key", "Escape"); await pause(1500); tool("key", "Escape"); });

  const stays = await open(0);
  tool("key", "Escape"); tool("key", "Escape"); tool("key", "Escape");
  tool("type", "SHE SAID IT: \"You're next!\" HE TOO");
  await pause(1000);
  expect(stays.url() === `${base}/report`, "Esc or capital letters leave");
  expect((await stays.inputValue("#what")).includes("SHE SAID IT"), "What was typed is gone");
} catch (e) {
  failures.push(e.message);
}

await browser.close().catch(() => {});
server.kill();
console.log(JSON.stringify({ failures }));
