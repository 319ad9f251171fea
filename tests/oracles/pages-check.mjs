// Looks at the rendered pages in a real browser: axe-core's rules in both palettes, one narrow and one wide (by turns where not both are
// asked for), and what the script promises. Question: { "chromium": path, "both": whether each page is looked at twice }. Answer: { "pages": n, "violations": [...], "complaints": [...], "failures": [...] }
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { readdirSync } from "node:fs";
import { json } from "node:stream/consumers";
import { launch } from "./browser.mjs";
import { serve } from "./pages-serve.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const names = readdirSync(new URL("../../artifacts/pages/", import.meta.url))
  .filter(file => file.endsWith(".html")).map(file => file.slice(0, -5));
const { chromium: executablePath, both } = await json(process.stdin);
const server = await serve(0);
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await launch(executablePath);
const violations = [], complaints = [], failures = [];
let pages = 0;

async function tab(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.on("console", message => { if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`); });
  page.on("pageerror", e => complaints.push(`${page.url()}: ${e.message}`));
  return page;
}

async function open(path, options) {
  const page = await tab(options);
  await page.goto(base + path);
  await page.waitForTimeout(150);
  return page;
}

// axe is evaluated by the debugger, so the page's own policy stays as it is.
async function audit(page, name, where) {
  await page.goto(`${base}/pages/${name}`);
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll("main details")) folded.open = !folded.closest(".filters, .claimbar, .letter");
  });
  await page.evaluate(axe);
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate(only => axe.run(document, { runOnly: only, resultTypes: ["violations"] }), runOnly);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (width > 0) violations.push(`${name}, ${where}: is ${width} px too wide`);
  for (const rule of found.violations)
    violations.push(...rule.nodes.map(node => `${name}, ${where}: ${rule.id} at ${node.target.join(" ")}: ${node.any[0]?.message ?? rule.help}`));
  pages++;
}

// A new page would be a new process: each look has one, which goes from page to page.
for (const [look, [colorScheme, width]] of [["light", 390], ["dark", 1280]].entries()) {
  const page = await tab({ colorScheme, viewport: { width, height: 844 } });
  for (const name of names.sort().filter((_, n) => both || n % 2 === look)) await audit(page, name, `${colorScheme}, ${width} px`);
  await page.context().close();
}

// ---- What the script promises

const tip = "/review/tips/4f9c12ab77e04c3d8a11b2c3d4e5f607";
const htmlOf = name => readFile(new URL(`../../artifacts/pages/${name}.html`, import.meta.url), "utf8");
const isPoll = request => request.headers()["x-hotline-background"] === "1" && request.method() === "GET";
const look = page => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
const note = page => page.locator("#note-text");
const expect = (isTrue, words) => { if (!isTrue) throw new Error(words); };

const promises = {
  "a page that refreshes keeps what is typed, the focus and the sound": async () => {
    const page = await open(tip);
    await page.click(".sentences li:nth-child(3) .words");
    await page.waitForTimeout(400);
    await note(page).fill("half a sen");
    await page.evaluate(() => {
      window.was = [document.querySelector("audio"), document.querySelector("#note-text")];
      was[1].setSelectionRange(2, 5);
    });
    const news = (await htmlOf("tip")).replace(/<ol class="notes">/, "$&<li id=\"n0\"><p>A newer note</p></li>");
    const answer = { body: news, contentType: "text/html", headers: { ETag: "\"2\"" } };
    await page.route("**/review/tips/*", (route, request) => isPoll(request) ? route.fulfill(answer) : route.fallback());
    await look(page);
    await page.getByText("A newer note").waitFor();
    const kept = await page.evaluate(() => ({
      text: was[1].value, focus: document.activeElement === was[1], start: was[1].selectionStart, end: was[1].selectionEnd,
      sound: was[0].isConnected && !was[0].paused, at: was[0].currentTime,
    }));
    expect(kept.text === "half a sen" && kept.focus && kept.start === 2 && kept.end === 5, JSON.stringify(kept));
    expect(kept.sound && kept.at >= 13 && kept.at < 20, JSON.stringify(kept));
    return page;
  },
  "a refresh moves rows, and what was ticked and typed stays where it was": async () => {
    const page = await open("/review/tips");
    const row = "#tip-81d0a9b2c3d4e5f60718293a4b5c6d7e";
    await page.locator(`${row} input[name=ids]`).check();
    await page.locator("#bulk-tag").fill("half a tag");
    const html = await htmlOf("queue"), [, moved] = html.match(/<li class="tip[^]*?<\/li>/g);
    const news = html.replace(moved, "").replace(/(<li class="tip[^]*?<\/li>)(\s*<\/ol>)/, `$1${moved}$2`);
    await page.route("**/review/tips*", (route, request) => isPoll(request)
      ? route.fulfill({ body: news, contentType: "text/html", headers: { ETag: "\"2\"" } }) : route.fallback());
    await look(page);
    await page.waitForFunction(row => document.querySelector(".tips").lastElementChild.matches(row), row);
    const ticked = await page.evaluate(() => [...document.querySelectorAll("input[name=ids]:checked")].map(box => box.value));
    expect(`${ticked}` === row.slice(5), `ticked: ${ticked}`);
    expect(await page.locator("#bulk-tag").inputValue() === "half a tag", "the text is gone");
    return page;
  },
  "who is writing keeps the version that they saw, and their own text over the page's": async () => {
    const page = await open(tip);
    await page.locator("#act-tags summary").click();
    await page.locator("#tags").fill("mine");
    const news = (await htmlOf("tip")).replaceAll("value=\"W/7\"", "value=\"W/8\"")
      .replace(/(id="tags" name="tags" value=")[^"]*/, "$1theirs");
    await page.route("**/review/tips/*", (route, request) => isPoll(request)
      ? route.fulfill({ body: news, contentType: "text/html", headers: { ETag: "\"2\"" } }) : route.fallback());
    await look(page);
    await page.waitForFunction(() => document.querySelector("#note-text").form.elements.version.value === "W/8");
    const seen = await page.evaluate(() => {
      const tags = document.querySelector("#tags");
      return [tags.value, tags.form.elements.version.value, document.querySelector("#act-tags").open];
    });
    expect(`${seen}` === "mine,W/7,true", `${seen}`);
    return page;
  },
  "a draft survives a reload, and is gone once it was posted": async () => {
    const page = await open(tip);
    await note(page).fill("to be kept");
    await page.reload();
    expect(await note(page).inputValue() === "to be kept", "lost by the reload");
    await page.getByRole("button", { name: "Add note" }).click();
    await page.waitForFunction(() => document.querySelector("#note-text").value === "");
    await page.reload();
    expect(await note(page).inputValue() === "", "came back after the post");
    return page;
  },
  "a refused post says why, and its text stays": async () => {
    const page = await open(tip);
    const refused = await htmlOf("tip-refused");
    await page.route("**/note", route => route.fulfill({ status: 409, body: refused, contentType: "text/html" }));
    await note(page).fill("my own words");
    await page.getByRole("button", { name: "Add note" }).click();
    await page.locator("main").getByText("Nothing was changed.").waitFor();
    expect(await note(page).inputValue() === "my own words", "the text is gone");
    return page;
  },
  "a number that was shown stays until the next post, and new entries are said": async () => {
    const page = await open(tip);
    const [shown, news] = [await htmlOf("tip-closed"), (await htmlOf("tip")).replaceAll("statement-SM2", "statement-SM3")];
    await page.route("**/number", route => route.fulfill({ body: shown, contentType: "text/html" }));
    await page.route("**/review/tips/*", (route, request) => isPoll(request)
      ? route.fulfill({ body: news, contentType: "text/html" }) : route.fallback());
    await page.getByText("Show it…").click();
    await page.locator("#number-reason").fill("The school asked who called");
    await page.getByRole("button", { name: "Show the number" }).click();
    await page.getByText("+1 500 555 0142").waitFor();
    await look(page);
    await page.locator("#statement-SM3").waitFor();
    expect(await page.getByText("+1 500 555 0142").isVisible(), "the refresh hid the number");
    expect(/new entr/.test(await page.locator("#said").textContent()), "nothing was said");
    return page;
  },
  "a post that can't be sent says so, and its text stays": async () => {
    const page = await open(tip);
    await page.route("**/note", route => route.abort());
    await note(page).fill("still here");
    await page.getByRole("button", { name: "Add note" }).click();
    await page.locator("#lapse").getByText("was not sent").waitFor();
    expect(await note(page).inputValue() === "still here", "the text is gone");
    return page;
  },
  "what a reviewer was not shown is shown when they ask, beside what they type": async () => {
    const page = await open(tip);
    await note(page).fill("before the news");
    const news = (await htmlOf("tip")).replace(/<ol class="notes">/, "$&<li id=\"n0\"><p>A newer note</p></li>");
    await page.route("**/review/tips/*", (route, request) => isPoll(request)
      ? route.fulfill({ status: 205, headers: { ETag: "\"2\"" } })
      : route.fulfill({ body: news, contentType: "text/html", headers: { ETag: "\"3\"" } }));
    await look(page);
    const ask = page.locator("#lapse").getByRole("link", { name: "Show it" });
    await ask.waitFor();
    expect(await page.getByText("A newer note").count() === 0, "it was shown to nobody");
    await ask.click();
    await page.getByText("A newer note").waitFor();
    expect(await note(page).inputValue() === "before the news", "the text is gone");
    return page;
  },
  "a session that lapsed asks to sign in again, and the text stays": async () => {
    const page = await open(tip);
    await note(page).fill("before the lapse");
    await page.route("**/review/tips/*", (route, request) => isPoll(request) ? route.fulfill({ status: 401 }) : route.fallback());
    await look(page);
    await page.getByRole("link", { name: "Sign in again" }).waitFor();
    expect(!/Tip|Alder|Hollis/.test(await page.title() + await page.evaluate(() => document.body.innerText)), "the page can still be read");
    expect(await note(page).inputValue() === "before the lapse", "the text is gone");
    return page;
  },
  "a session is renewed five minutes before it ends": async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    let renewed = 0;
    await page.route("**/review/session", route => route.fulfill({ json: { expires: new Date(Date.now() + 240_000) } }));
    await page.route("**/.auth/refresh", route => { renewed++; return route.fulfill({ status: 200 }); });
    await page.goto(`${base}/review/tips`);
    await page.waitForTimeout(500);
    expect(renewed === 1, `renewed ${renewed} times`);
    return page;
  },
  "an idle session is covered with the reason, and two minutes before there is a warning with Stay": async () => {
    const page = await tab();
    let locksIn = 100, worked = 0;
    const reason = "Your session was locked after 30 minutes without work. Sign in again.";
    await page.route("**/review/session", (route, request) => {
      if (!request.headers()["x-hotline-background"]) { worked++; locksIn = 1800; }
      return locksIn <= 0 ? route.fulfill({ status: 401, contentType: "text/plain", body: reason })
        : route.fulfill({ json: { expires: new Date(Date.now() + 3600e3), locksIn } });
    });
    await page.goto(base + tip);
    await page.getByRole("button", { name: "Stay" }).click();
    await page.locator("#stay").waitFor({ state: "hidden" });
    expect(worked === 1, `${worked} requests say that somebody works`);
    locksIn = 1;
    await page.reload();
    await page.getByRole("button", { name: "Stay" }).waitFor();
    locksIn = 0;
    await page.getByText(reason).waitFor();
    expect(await page.locator("main").isHidden() && await page.title() === "Locked · Hotline", "the page can still be read");
    return page;
  },
  "who types or listens keeps the session open": async () => {
    for (const act of [page => note(page).fill("a"), page => page.click(".sentences li:nth-child(3) .words")]) {
      const page = await tab();
      let worked = 0;
      await page.route("**/review/session", (route, request) => {
        if (!request.headers()["x-hotline-background"]) worked++;
        return route.fulfill({ json: { expires: new Date(Date.now() + 3600e3), locksIn: 121 } });
      });
      await page.goto(base + tip);
      await page.waitForTimeout(1500);
      await act(page);
      await page.waitForTimeout(700);
      expect(worked >= 1, "nothing said that somebody works");
      await page.context().close();
    }
    return tab();
  },
  "no picture is fetched by looking or printing, and it is when it is unfolded": async () => {
    const page = await tab();
    const fetched = [];
    page.on("request", request => { if (request.url().endsWith("/picture")) fetched.push(request.url()); });
    await page.goto(`${base}/pages/tip-web`);
    await page.emulateMedia({ media: "print" });
    await page.pdf().catch(() => {});
    await page.evaluate(() => document.querySelector(".picture img").scrollIntoView());
    await page.waitForTimeout(300);
    expect(fetched.length === 0, `${fetched.length} were fetched`);
    await page.emulateMedia({ media: "screen" });
    await page.locator(".picture summary").first().click();
    await page.waitForFunction(() => document.querySelector(".picture img").naturalWidth > 0);
    expect(fetched.length === 1, `${fetched.length} were fetched`);
    return page;
  },
  "a file that does not open gives the line's reason": async () => {
    const page = await open("/pages/tip-web");
    await page.route("**/picture", route => route.fulfill({ status: 415, contentType: "text/plain", body: "The picture is damaged.\n" }));
    await page.route("**/sound", route => route.fulfill({ status: 503 }));
    await page.locator(".picture summary").first().click();
    await page.getByText("The picture is damaged.").waitFor();
    await page.locator(".file .toggle").first().click();
    await page.getByText("try again later").waitFor();
    await page.reload();
    await page.unroute("**/sound");
    await page.route("**/sound", route => route.fulfill({ contentType: "audio/amr", body: "#!AMR" }));
    await page.evaluate(() => { document.querySelector("[data-player]").dataset.type = "audio/amr"; });
    await page.locator(".file .toggle").first().click();
    await page.getByText("doesn’t play this kind of file, now or later").waitFor();
    return page;
  },
  "whoever loses a tip is told by whom, and the words in fields that are gone stay beside it": async () => {
    const page = await open(tip);
    await page.evaluate(() => { document.querySelector("#act-close").open = true; });
    await page.locator("#close-reason").fill("half written");
    const taken = await htmlOf("tip-taken");
    await page.route("**/review/tips/*", (route, request) => isPoll(request)
      ? route.fulfill({ status: 205, headers: { ETag: "\"2\"", "X-Hotline-Holder": "Marta%20Ruiz" } })
      : route.fulfill({ body: taken.replace(/<section class="kept" id="lost"[^]*?<\/section>/, ""), contentType: "text/html" }));
    await look(page);
    await page.locator("#lapse").getByText("Marta Ruiz holds this tip now.").waitFor();
    await page.getByRole("link", { name: "Show it" }).click();
    await page.getByText("Lena Brandt gave this tip to Marta Ruiz").waitFor();
    expect(await page.locator("#close-reason").count() === 0, "the field is still there");
    expect(await page.locator("#kept").getByText("half written").isVisible(), "the words are gone");
    await page.reload();
    expect(await page.locator("#kept").getByText("half written").isVisible(), "the words are gone after a reload");
    await page.getByRole("button", { name: "Throw it away" }).click();
    expect(await page.locator("#kept").isHidden(), "they can't be thrown away");
    return page;
  },
  "keys move, select, filter and help": async () => {
    const page = await open("/review/tips");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const here = await page.evaluate(() => document.activeElement.closest("[data-row]")?.id);
    expect(here === "tip-81d0a9b2c3d4e5f60718293a4b5c6d7e", "j does not move");
    await page.keyboard.press("x");
    await page.getByText("1 tip selected").first().waitFor();
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement.name) === "priority", "/ does not filter");
    await page.keyboard.press("Escape");
    expect(!await page.evaluate(() => document.querySelector("#filters").open), "Esc does not close");
    await page.keyboard.press("?");
    expect(await page.evaluate(() => document.querySelector("#help").open), "? does not help");
    await page.locator("#keys-on").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    expect(!await page.evaluate(() => document.querySelector("#help").open), "keys that are off still act");
    return page;
  },
  "the way back from a tip leads to the view that one came from": async () => {
    const page = await open("/review/tips?view=open&sort=newest");
    await page.goto(base + tip);
    await page.keyboard.press("u");
    await page.waitForURL(/\/review\/tips\?view=open&sort=newest$/);
    return page;
  },
  "a video that does not play says so, and offers the original": async () => {
    const page = await open(tip);
    await page.evaluate(() => document.querySelector("video").load());
    await page.evaluate(() => document.querySelector("video").play().catch(() => {}));
    await page.locator(".file").getByText("Download the original.").first().waitFor();
    return page;
  },
  "the keys of the player seek and pause": async () => {
    const page = await open(tip);
    await page.keyboard.press(" ");
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => !document.querySelector("audio").paused), "Space does not play");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press(" ");
    await page.waitForTimeout(100);
    const sound = await page.evaluate(() => [document.querySelector("audio").paused, document.querySelector("audio").currentTime]);
    expect(sound[0] && sound[1] >= 5, "no seek, or no pause");
    return page;
  },
  "without the script every form and the native player are there": async () => {
    const page = await open(tip, { javaScriptEnabled: false });
    expect(await page.locator("audio[controls]").isVisible(), "no player");
    await note(page).fill("plain");
    await page.getByRole("button", { name: "Add note" }).click();
    expect(page.url().endsWith(tip), page.url());
    return page;
  },
};

for (const [words, keep] of Object.entries(promises)) {
  try {
    await (await keep()).context().close();
  } catch (e) {
    failures.push(`${words}: ${e.message}`);
  }
}

await browser.close();
server.close();
const isOurs = words => !/ERR_FAILED|status of (40[149]|415|503)/.test(words);
process.stdout.write(JSON.stringify({ pages, violations, complaints: complaints.filter(isOurs), failures }));
