// The console's whole story in a real browser: two reviewers at once.
// Question: { "chromium": path, "console": url, "shots": folder, "tip": id }. Answer: { "steps": [...], "violations": [...] }
// With { "verifies": true } instead of a tip, an auditor verifies once more; the answer's "findings" are what the page lists.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { launch } from "./browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const question = await json(process.stdin);
const browser = await launch(question.chromium);
const steps = [], violations = [], findings = [];
const path = `/review/tips/${question.tip}`;
const did = words => steps.push(words);

async function signIn(person, options) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })).newPage();
  await page.goto(`${question.console}review`);
  await page.click(`button[value=${person}]`);
  await page.waitForURL(/\/review\/(tips|audit)/);
  return page;
}

async function look(page, name) {
  await page.screenshot({ path: `${question.shots}/${name}.png` });
  await page.evaluate(axe);
  const found = await page.evaluate(only => axe.run(document, { runOnly: only }), ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  for (const rule of found.violations) violations.push(`${name}: ${rule.id} at ${rule.nodes[0].target.join(" ")}`);
}

const open = async (page, act) => { await page.locator(`#act-${act} > summary`).click(); };

async function verify(name, words) {
  const ada = await signIn("ada-moreau");
  await ada.goto(`${question.console}review/audit`);
  await ada.getByRole("button", { name: /Verify/ }).click();
  await ada.getByText(words).first().waitFor();
  findings.push(...await ada.locator(".verify .bad li").allInnerTexts());
  await look(ada, name);
}

async function work() {
  const rosa = await signIn("rosa-vidal", { colorScheme: "light" });
  const ben = await signIn("ben-okafor", { colorScheme: "dark" });
  await rosa.locator(`#tip-${question.tip}`).waitFor();
  await look(rosa, "queue");
  await rosa.keyboard.press("j");
  await rosa.keyboard.press("c");
  await rosa.getByText("You hold this tip").waitFor();
  did("rosa claims by the keyboard");

  await ben.goto(question.console + path.slice(1));
  await ben.getByText("Rosa Vidal").first().waitFor();
  did("ben sees who holds it");

  await rosa.goto(question.console + path.slice(1));
  await rosa.locator("[data-play], .player button").first().click();
  await rosa.waitForTimeout(1500);
  await look(rosa, "tip");
  did("rosa listens");

  await rosa.fill("#question-text", "Which street was it?");
  await rosa.locator("#question-text").locator("xpath=ancestor::form").locator("button").click();
  await rosa.getByText("Which street was it?").first().waitFor();
  did("rosa asks");

  await rosa.getByRole("button", { name: "Release" }).click();
  await rosa.getByRole("button", { name: /^Claim/ }).first().waitFor();
  await ben.goto(question.console + path.slice(1));
  await open(ben, "close");
  await ben.locator("#act-close input[value=Referred], #act-close option[value=Referred]").first().evaluate(e => {
    if (e.tagName === "OPTION") { e.parentElement.value = "Referred"; } else { e.checked = true; }
  });
  await ben.fill("#close-reason", "Told the precinct.");
  await open(rosa, "tags");
  await rosa.fill("#tags", "doxing");
  await rosa.locator("#tags").locator("xpath=ancestor::form").locator("button").click();
  await rosa.locator(".tiphead .tag", { hasText: "doxing" }).waitFor();
  // His page says so by itself and shows it when he asks; what he was writing is still of the version that he began on.
  await ben.locator("#lapse").getByRole("link", { name: "Show it" }).click();
  await ben.locator(".tiphead .tag", { hasText: "doxing" }).waitFor();
  await ben.locator("#close-reason").locator("xpath=ancestor::form").locator("button").click();
  await ben.getByText("The tip has changed since you opened it.").first().waitFor();
  if (await ben.inputValue("#close-reason") !== "Told the precinct.") throw new Error("What ben wrote is gone.");
  await look(ben, "conflict");
  did("ben is told what changed and keeps what he wrote");

  await ben.locator("#close-reason").locator("xpath=ancestor::form").locator("button").click();
  await ben.locator("#act-reopen").waitFor();
  await look(ben, "closed");
  did("ben closes");
  await open(ben, "reopen");
  await ben.fill("#reopen-reason", "They called again.");
  await ben.locator("#reopen-reason").locator("xpath=ancestor::form").locator("button").click();
  await ben.getByRole("button", { name: /^Claim/ }).first().waitFor();
  did("ben opens it again");

  await verify("audit", /whole and agree with their copies/);
  did("ada verifies the audit");
}

try {
  await (question.verifies ? verify("audit-findings", /Keep everything as it is/) : work());
} catch (e) {
  did(`failed: ${e.message}`);
  const pages = browser.contexts().flatMap(context => context.pages());
  await Promise.all(pages.map((page, n) => page.screenshot({ path: `${question.shots}/failed-${n}.png`, fullPage: true })));
}

await browser.close();
console.log(JSON.stringify({ steps, violations, findings }));
