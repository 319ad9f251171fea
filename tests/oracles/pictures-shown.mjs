// Whether a browser shows pictures, and how large. Question: { "chromium": path, "pictures": [base64] }. Answer: [[width, height] or null].
import { json } from "node:stream/consumers";
import { chromium } from "playwright-core";

const { chromium: executablePath, pictures } = await json(process.stdin);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
const shown = await page.evaluate(all => Promise.all(all.map(bytes => new Promise(done => {
  const picture = new Image();
  picture.onload = () => done([picture.naturalWidth, picture.naturalHeight]);
  picture.onerror = () => done(null);
  picture.src = `data:;base64,${bytes}`;
}))), pictures);
await browser.close();
console.log(JSON.stringify(shown));
