// Pages outside the scenarios: what this device still holds of the sitting that they are about.
import * as copies from "./copies.js";
import { post } from "./sending.js";

const FOCUSABLE = -1;
let asked = "";

/** Name the scenarios whose last change has not reached the server, each with the way to it. */
export function tell(place) {
  const found = copies.list(place.dataset.onlyHere);
  const titles = new Map(found.map((copy) => [pathOf(copy), copy.title]));
  const links = [...titles.keys()].sort(byNumber).map((path) => linkTo(path, titles.get(path), place));
  place.hidden = links.length === 0;
  place.querySelector("ul").replaceChildren(...links);
}

/** Whether sending can go ahead; who would leave something behind is asked once. */
export function maySend(place) {
  tell(place);
  const left = place.querySelector("ul").textContent;
  if (place.hidden || asked === left) {
    return true;
  }
  asked = left;
  place.querySelector("[data-ask]").hidden = false;
  place.tabIndex = FOCUSABLE;
  place.focus();
  return false;
}

/** After the end: hand over what had not reached the server, and say what became of it. */
export async function handOver(place) {
  for (const copy of copies.list(place.dataset.ended)) {
    const word = await send(copy);
    place.hidden &&= word === "";
    place.querySelectorAll(`[data-${word || "none"}]`).forEach((words) => (words.hidden = false));
  }
}

// Nothing is thrown away before the server has said that it has it.
async function send({ name, draft, ...copy }) {
  const response = draft ? await post(draft, bodyOf(copy)) : null;
  const told = (await response?.json().catch(() => null)) ?? {};
  const isKept = Boolean(told.is_kept);
  const isHeld = Boolean(response?.ok || told.is_known);
  if (isHeld || isKept) {
    copies.drop(name);
  }
  return isKept ? "late" : isHeld ? "" : "here";
}

function bodyOf({ fields, page, revision, number }) {
  const body = new URLSearchParams(JSON.parse(fields));
  Object.entries({ page, revision, number }).forEach(([name, value]) => body.set(name, value));
  return body;
}

// The link says what stands at the head of the page it leads to.
function linkTo(path, title, { dataset }) {
  const [item, link] = [document.createElement("li"), document.createElement("a")];
  const name = document.createElement("bdi");
  link.href = path;
  link.textContent = (title ? dataset.titled : dataset.words).replace("{n}", numberOf(path));
  name.textContent = title;
  link.append(...(title ? [" ", name] : []));
  item.append(link);
  return item;
}

const pathOf = ({ name }) => name.split(":")[1];
const numberOf = (path) => path.split("/").at(-1);
const byNumber = (one, other) => numberOf(one) - numberOf(other);
