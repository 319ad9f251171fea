// The page: whose phone it is, and which line it reaches.
import { Call } from "/phone/call.js";
import { find, spoken } from "/phone/page.js";
import { Texts } from "/phone/texts.js";

const number = find("number"), withheld = find("withheld"), said = find("number-said");
const call = new Call(() => withheld.checked ? "anonymous" : number.value);
const texts = new Texts();

function become() {
  const isNumber = number.checkValidity();
  said.textContent = isNumber ? "" : "A number begins with + and has 7 to 15 digits.";
  number.setAttribute("aria-invalid", !isNumber);
  if (!isNumber) return;
  localStorage.setItem("number", number.value);
  texts.show(number.value);
}

number.value = localStorage.getItem("number") ?? number.value;
number.addEventListener("change", become);
find("you").addEventListener("submit", e => e.preventDefault());
become();

// The page may be open before the line is.
async function reach() {
  const answer = await fetch("/phone/line").catch(() => null);
  if (!answer?.ok) return setTimeout(reach, 1000);
  const line = await answer.json();
  for (const place of document.querySelectorAll(".number")) place.textContent = spoken(line.number);
  call.ready();
}
reach();
