// The versions of one scenario that this device holds: what this page has, the one that was put
// back into it, and others, from tabs that are gone or still open.
import * as copies from "./copies.js";
import * as fields from "./fields.js";

const THIS_TAB = Math.random().toString(36).slice(2);

export class Versions {
  #form;
  #place;
  #name;
  #found = []; // the names that say the same as what was put back
  #others = [];

  constructor(form) {
    this.#form = form;
    this.#place = `${form.dataset.keep}:${new URL(form.action).pathname}`;
    this.#name = `${this.#place}:${THIS_TAB}`;
  }

  /** Whether this device holds that text: a full one may have taken only an earlier one. */
  isKept(text) {
    return copies.find(this.#name)?.fields === text;
  }

  /** Keep what the page holds; `upon` is the answer it was made from. */
  keep(text, upon, number) {
    const { page } = this.#form.elements;
    const title = document.querySelector("h1")?.textContent;
    const facts = { draft: this.#form.dataset.draft, page: page?.value, number, title };
    copies.keep(this.#name, { ...facts, revision: upon, fields: text });
  }

  /**
   * Look for versions that the server has not, and put the newest back. It only waits to be shown
   * where the page has its own, or shows what another tab or device sent since.
   */
  putBack(known, hasOwn) {
    const all = copies.list(this.#place).filter((copy) => !hasOwn || copy.name !== this.#name);
    all.filter((copy) => copy.fields === known).forEach(({ name }) => copies.drop(name));
    this.#others = all.filter((copy) => copy.fields !== known);
    const newest = hasOwn ? undefined : this.#others.find((copy) => !copy.isPassedOver);
    const isFound = Boolean(newest) && this.#isSeenBy(newest) && this.#fill(newest);
    if (isFound) {
      this.#goOnFrom(newest);
    }
    if (isFound || hasOwn) {
      this.#passOver(fields.held(this.#form));
    }
    this.#offer();
    return isFound;
  }

  /** Show another version instead; the one that was shown waits in its place. */
  turn() {
    const [other, ...rest] = this.#others;
    const { revision } = this.#form.elements;
    const shown = { ...other, revision: revision.value, fields: fields.held(this.#form) };
    if (other && this.#fill(other)) {
      copies.keep(other.name, { ...shown, isPassedOver: true });
      this.#others = [...rest, shown];
    }
    this.#offer();
  }

  /** Say whether the server has other versions, too. */
  tell(isOneOfSeveral) {
    this.#form.querySelector("[data-several]").hidden = !isOneOfSeveral;
  }

  /** The server has what the page holds. */
  confirm() {
    [this.#name, ...this.#found].forEach(copies.drop);
    this.#found = [];
  }

  /** The answer is stored, or not wanted: no version is needed any more. */
  forget() {
    this.confirm();
    this.#others.forEach(({ name }) => copies.drop(name));
  }

  // Whether the page that made a copy had in sight, or sent, what the server has filled in here.
  #isSeenBy(copy) {
    const [id, at] = (this.#form.dataset.held ?? "").split(" ");
    const made = readToken(copy.page);
    return !id || id === made?.id || Number(at) <= made?.shownAt;
  }

  // A page hands over its last state as it goes. That is no other version beside what grows of it.
  #goOnFrom({ page, number }) {
    for (const [name, value] of Object.entries({ origin: page, origin_number: number })) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      this.#form.append(field);
    }
  }

  // What differs from what is shown stays, but is not put back over it on the next visit.
  #passOver(shown) {
    const isSame = (copy) => copy.fields === shown;
    this.#found = this.#others.filter(isSame).map(({ name }) => name);
    this.#others = this.#others.filter((copy) => !isSame(copy));
    this.#others.forEach(({ name, ...copy }) => copies.keep(name, { ...copy, isPassedOver: true }));
  }

  // A copy made upon an older answer keeps saying so: sending it shows both versions.
  #fill(copy) {
    try {
      fields.putBack(this.#form, copy.fields);
      this.#form.elements.revision.value = copy.revision;
      return true;
    } catch {
      copies.drop(copy.name); // not one of ours
      this.#others = this.#others.filter(({ name }) => name !== copy.name);
      return false;
    }
  }

  #offer() {
    const line = this.#form.querySelector("[data-others]");
    if (line) {
      line.hidden = this.#others.length === 0;
    }
  }
}

// The name of a page and the moment it was shown, as sittings/page_tokens.py writes them.
function readToken(token) {
  try {
    const text = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = [...text].map((sign) => sign.charCodeAt(0).toString(16).padStart(2, "0"));
    return { id: bytes.slice(17, 23).join(""), shownAt: parseInt(bytes.slice(23, 29).join(""), 16) };
  } catch {
    return null; // not one of ours
  }
}
