// What every module of the console uses.
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
export const main = $("main");
export const storage = kind => { try { return window[kind]; } catch { return null; } };
export const settings = storage("localStorage");
export const say = words => { $("#said").textContent = words; };

export const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

export const isTyped = field => field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio]), select");
export const isDirty = field => !field.matches("select") && field.value !== field.defaultValue;

// Two forms of a page may post to one address: a key of their own tells them apart.
export const formKey = form => `${form?.getAttribute("action")} ${form?.dataset.key ?? ""}`;

const dressers = [];

/** Registers what each new piece of a page needs: it is done once the page is there, and after every change of it. */
export const onShown = dresser => { dressers.push(dresser); };
export const dress = () => { for (const dresser of dressers) dresser(); };
