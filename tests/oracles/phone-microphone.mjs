// The phone's microphone in a real browser: what it hears is a file's sound.
// Question: { "chromium": path, "phone": url, "sound": WAV, "shots": folder }. Answer: { "said": [what the call tells of it], "state": its end, "violations": [...] }
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { launch } from "./browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const question = await json(process.stdin);
const fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-audio-capture=${question.sound}%noloop`];
const browser = await launch(question.chromium, { args: fake });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: "dark" })).newPage();
await page.goto(question.phone);
await page.locator("#dial:enabled").click();
while (!await page.locator("#speak").isVisible()) {
  await page.locator("#skip").click({ timeout: 1000 }).catch(() => {});
  await page.waitForTimeout(50);
}

await page.locator("#microphone").click();
await page.waitForFunction(() => document.querySelector("#level").value > .3);
await page.screenshot({ path: `${question.shots}/microphone.png` });
await page.evaluate(axe);
const found = await page.evaluate(only => axe.run(document, { runOnly: only }), ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
const violations = found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target.join(" ")}`));
await page.locator("#words").fill("The microphone heard this.");

// Then the file is at its end: the silence ends the recording by itself.
await page.locator("#talk > .note", { hasText: "Recorded" }).waitFor();
const said = await page.locator("#talk > :is(.note, .you)").allTextContents();
await page.locator("#hang-up").click();
await page.locator("#state[data-state=idle]").waitFor();
const state = await page.locator("#state-said").textContent();
await browser.close();
console.log(JSON.stringify({ said, state, violations }));
