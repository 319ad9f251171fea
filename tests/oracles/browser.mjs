// A browser with patience: a limit is there to end what would hang, and a busy machine is not that.
import { chromium } from "playwright-core";

export const patience = 120_000;

export async function launch(executablePath, { args = [], ...options } = {}) {
  const browser = await chromium.launch({ executablePath, timeout: patience, args: ["--no-sandbox", ...args], ...options });
  const open = browser.newContext.bind(browser);
  browser.newContext = async options => {
    const context = await open(options);
    context.setDefaultTimeout(patience);
    return context;
  };
  return browser;
}

// A part of a script, which ends in ten minutes whatever it waits for.
export const bounded = part =>
  Promise.race([part, new Promise((_, late) => setTimeout(late, 5 * patience, new Error("took ten minutes")).unref())]);
