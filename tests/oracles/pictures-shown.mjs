// Whether a browser shows pictures, and how large. Question: { "chromium": path, "pictures": [base64] }. Answer: [[width, height] or null].
import { json } from "node:stream/consumers";
import { launch } from "./browser.mjs";

const { chromium: executablePath, pictures } = await json(process.stdin);
const browser = await launch(executablePath);
const page = await browser.newPage();
const shown = await page.evaluate(all => Promise.all(all.map(bytes => new Promise(done => {
  const picture = new Image();
  picture.onload = () => done([picture.naturalWidth, picture.naturalHeight]);
  picture.onerror = () => done(null);
  picture.src = `data:;base64,${bytes}`;
}))), pictures);
await browser.close();
console.log(JSON.stringify(shown));
