// The whole story in one browser: the phone's page reports, the console claims and asks, the receipt's page answers, the console closes, the audit verifies.
// Question: { "chromium": path, "phone": url, "intake": url, "console": url, "shots": folder }. Answer: { "steps": [...] }
import { json } from "node:stream/consumers";
import { launch } from "./browser.mjs";

const question = await json(process.stdin);
const browser = await launch(question.chromium);
const steps = [];
const did = words => steps.push(words);
const visit = async url => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  await page.goto(url);
  return page;
};

async function skipTo(page, place) {
  while (!await place.isVisible()) {
    await page.locator("#skip").click({ timeout: 1000 }).catch(() => {});
    await page.waitForTimeout(50);
  }
}

async function report() {
  const page = await visit(question.phone);
  await page.locator("#dial:enabled").click();
  await skipTo(page, page.locator("#speak"));
  await page.locator("#words").fill("They posted my supervisor's home address and said they would burn it down tonight.");
  await page.locator("#keys [data-key='#']").click();
  const groups = page.locator("#talk > .line", { hasText: /\d, \d, \d, \d/ });
  await skipTo(page, groups.nth(3));
  const code = (await groups.allTextContents()).slice(0, 4).join("").replace(/[^\d]/g, "");
  await page.locator("#hang-up").click();
  did("the phone reports");
  return code;
}

async function ask() {
  const rosa = await visit(`${question.console}review`);
  await rosa.click("button[value=rosa-vidal]");
  await rosa.waitForURL(/\/review\/tips/);
  const row = rosa.locator("[id^=tip-]").first();
  await row.waitFor();
  const tip = (await row.getAttribute("id")).slice(4);
  await rosa.goto(`${question.console}review/tips/${tip}`);
  await rosa.getByRole("button", { name: /^Claim/ }).first().click();
  await rosa.getByRole("button", { name: "Release" }).waitFor();
  await rosa.fill("#question-text", "Which street was it?");
  await rosa.locator("#question-text").locator("xpath=ancestor::form").locator("button").click();
  await rosa.getByText("Which street was it?").first().waitFor();
  did("the console claims and asks");
  return [rosa, tip];
}

async function answer(code) {
  const page = await visit(`${question.intake}receipt`);
  for (let tries = 0; tries < 20; tries++) {
    await page.fill("#code", code);
    await page.locator("main form .primary").click();
    await page.waitForSelector(".state");
    if (await page.getByText("Which street was it?").isVisible()) break;
    await page.waitForTimeout(1500);
    await page.goto(`${question.intake}receipt`);
  }
  await page.getByText("Which street was it?").waitFor();
  await page.screenshot({ path: `${question.shots}/asked.png`, fullPage: true });
  await page.fill("#what", "It was Elm Street.");
  await page.locator("main form .primary").click();
  await page.getByText("We have what you added").waitFor();
  did("the receipt's page answers");
}

async function close(rosa, tip) {
  for (let tries = 0; tries < 40 && !await rosa.getByText("It was Elm Street.").first().isVisible(); tries++) {
    await rosa.waitForTimeout(1000);
    await rosa.goto(`${question.console}review/tips/${tip}`);
  }
  await rosa.getByText("It was Elm Street.").first().waitFor();
  await rosa.screenshot({ path: `${question.shots}/answered.png`, fullPage: true });
  await rosa.locator("#act-close > summary").click();
  await rosa.locator("#act-close input[value=Referred], #act-close option[value=Referred]").first().evaluate(e => {
    if (e.tagName === "OPTION") { e.parentElement.value = "Referred"; } else { e.checked = true; }
  });
  await rosa.fill("#close-reason", "Told the precinct.");
  await rosa.locator("#close-reason").locator("xpath=ancestor::form").locator("button").click();
  await rosa.locator("#act-reopen").waitFor();
  did("the console reads the answer and closes");
}

async function verify() {
  const ada = await visit(`${question.console}review`);
  await ada.click("button[value=ada-moreau]");
  await ada.waitForURL(/\/review\/(tips|audit)/);
  await ada.goto(`${question.console}review/audit`);
  await ada.getByRole("button", { name: /Verify/ }).click();
  await ada.getByText(/whole and agree with their copies/).first().waitFor();
  did("the audit verifies");
}

try {
  const code = await report();
  const [rosa, tip] = await ask();
  await answer(code);
  await close(rosa, tip);
  await verify();
} catch (e) {
  did(`failed: ${e.message}`);
  const pages = browser.contexts().flatMap(context => context.pages());
  await Promise.all(pages.map((page, n) => page.screenshot({ path: `${question.shots}/failed-${n}.png`, fullPage: true })));
}

await browser.close();
console.log(JSON.stringify({ steps }));
