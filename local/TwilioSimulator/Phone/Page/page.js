// What the parts of the page share.
export const find = id => document.getElementById(id);

/** Makes an element. Text is always text. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Adds to a list that scrolls, and follows its end where the reader was at the end. */
export function append(list, item) {
  list.querySelector(".hint")?.remove();
  list.append(item);
  if (list.dataset.read !== "above") list.scrollTop = list.scrollHeight;
}

/** Lets a list stay at its end when it becomes lower, too; who scrolls up is left there. */
export function follow(list) {
  let before = 0;
  list.addEventListener("scroll", () => {
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 60) list.dataset.read = "end";
    else if (list.scrollTop < before) list.dataset.read = "above";
    before = list.scrollTop;
  });
  new ResizeObserver(() => { if (list.dataset.read !== "above") list.scrollTop = list.scrollHeight; }).observe(list);
}

/** Posts to the simulator. Throws what it says against it. */
export async function post(path, body, type) {
  const headers = type ? { "Content-Type": type } : {};
  let answer;
  try {
    answer = await fetch(path, { method: "POST", headers, body, keepalive: !(body instanceof FormData || body instanceof Blob) });
  } catch {
    throw new Error("The simulator does not answer. Does ./hotline still run?");
  }
  if (!answer.ok) throw new Error(await answer.text() || `The simulator answered ${answer.status}.`);
  return answer.status === 204 ? null : answer.json();
}

export const postJson = (path, value) => post(path, JSON.stringify(value), "application/json");

/** "+15005550100" as people write it; other numbers stay as they are. */
export const spoken = number => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");
