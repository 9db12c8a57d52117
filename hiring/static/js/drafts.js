// Keeps what stands in a page safe while it is being filled in: on the server with every change,
// and on this device until the server has said that it has it.
import * as copies from "./copies.js";
import * as fields from "./fields.js";
import { pauseMs, post } from "./sending.js";

const AFTER_LAST_KEY_MS = 1500;
const AT_LATEST_MS = 15_000;
const THIS_TAB = Math.random();
const STOPS = { 403: "link", 409: "newer", 410: "closed" };

export class Drafts {
  #form;
  #status;
  #seconds;
  #name;
  #number;
  #newest;
  #known; // what the server has; null while nobody knows
  #flying = null; // what is on its way: one request at a time
  #isClosed = false;
  #isHeld = false;
  #isCutOff = false;
  #isPutBack = false;
  #tries = 0;
  #typedAt = null;
  #timer;

  constructor(form, status, seconds) {
    [this.#form, this.#status, this.#seconds] = [form, status, seconds];
    this.#name = `${form.dataset.keep}:${new URL(form.action).pathname}`;
    this.#number = Number(form.dataset.number);
    this.#known = "unsaved" in form.dataset ? null : fields.sent(form);
    this.#newest = this.#known;
    this.#putBack();
    this.changed();
  }

  /** Whether closing the page now would lose something: the server was out of reach last time. */
  get isAtRisk() {
    return this.#isCutOff && !this.isSafe && !this.#isOnDevice;
  }

  /** Whether the server has all of it. */
  get isSafe() {
    return this.#isClosed || this.#newest === this.#known;
  }

  /** Look at the fields; choices go out at once, typing a moment after the last key. */
  changed(isTyping = false) {
    const state = fields.held(this.#form);
    if (state !== this.#newest) {
      this.#newest = state;
      this.#keep();
      this.#status.isPending = !this.#isClosed && !this.#isHeld;
    }
    if (this.#tries === 0) {
      isTyping ? this.#sendAfterTyping() : this.send();
    }
  }

  /** Send the newest state, unless the server has it or is just being told. */
  async send() {
    clearTimeout(this.#timer);
    this.#typedAt = null;
    if (this.#flying !== null || this.#isHeld || this.isSafe) {
      return;
    }
    this.#flying = this.#newest;
    const body = this.#body();
    const response = await post(this.#form.dataset.draft, body);
    const told = (await response?.json().catch(() => null)) ?? {};
    const state = this.#flying;
    this.#flying = null;
    const isKept = Boolean(response?.ok && told.number === Number(body.get("number")));
    if (this.#isHeld) {
      this.#known = isKept ? state : null;
    } else if (!this.#isClosed) {
      this.#settle(state, response?.status, isKept, told);
    }
  }

  /** Try again at once: the network is back, or somebody asked for it. */
  wake() {
    this.#tries = 0;
    this.send();
  }

  /** The page goes away: hand over what is not on its way yet. */
  leave() {
    if (!this.isSafe && (this.#flying !== this.#newest || !("keepalive" in Request.prototype))) {
      navigator.sendBeacon(this.#form.dataset.draft, this.#body());
    }
  }

  /** From here on the answer itself is being sent. */
  hold() {
    this.#isHeld = true;
    this.#status.isPending = false;
    clearTimeout(this.#timer);
  }

  /** Nothing more to send. */
  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** The answer is stored, or not wanted: no copy is needed any more. */
  forget() {
    this.close();
    if (this.#isOnDevice) {
      copies.drop(this.#name);
    }
  }

  /** Say that nothing has reached the server, and where it is instead. */
  sayWhere() {
    this.#isCutOff = true;
    this.#keep();
    this.#status.say(this.#isOnDevice ? "device" : "unsaved");
  }

  get #isOnDevice() {
    return copies.find(this.#name)?.by === THIS_TAB;
  }

  // A copy made upon an older answer keeps saying so: sending it shows both versions.
  #putBack() {
    const copy = copies.find(this.#name);
    const isWanted = copy && !("unsaved" in this.#form.dataset || "stale" in this.#form.dataset);
    if (!isWanted || copy.fields === this.#known) {
      return isWanted && copies.drop(this.#name);
    }
    try {
      fields.putBack(this.#form, copy.fields);
      this.#form.elements.revision.value = copy.revision;
      this.#isPutBack = true;
      this.#status.say("found");
    } catch {
      copies.drop(this.#name); // not one of ours
    }
  }

  #keep() {
    const revision = this.#form.elements.revision.value;
    copies.keep(this.#name, { by: THIS_TAB, revision, fields: this.#newest });
  }

  #sendAfterTyping() {
    clearTimeout(this.#timer);
    this.#typedAt ??= performance.now();
    const left = this.#typedAt + AT_LATEST_MS - performance.now();
    const pause = AFTER_LAST_KEY_MS * (1 + 0.2 * Math.random());
    this.#timer = setTimeout(() => this.send(), Math.max(Math.min(pause, left), 0));
  }

  #body() {
    const body = new URLSearchParams(new FormData(this.#form));
    this.#number += 1;
    body.set("number", this.#number);
    body.set("active", this.#seconds());
    return body;
  }

  #settle(state, status, isKept, told) {
    if (isKept) {
      this.#confirm(state, this.#isPutBack ? "restored" : "saved", told.saved_at);
    } else if (told.is_kept) {
      this.#confirm(state, "away");
    } else if (told.why && status in STOPS) {
      this.#stop(STOPS[status]);
    } else {
      this.#tryLater();
    }
  }

  #confirm(state, word, moment) {
    [this.#known, this.#tries, this.#isCutOff] = [state, 0, false];
    if (this.#newest !== state) {
      return this.#typedAt === null && this.send();
    }
    this.#isPutBack = false;
    if (this.#isOnDevice) {
      copies.drop(this.#name);
    }
    this.#status.isPending = false;
    this.#status.say(word, moment);
  }

  // The copy stays: it is put back when the page is opened anew.
  #stop(word) {
    this.close();
    this.#status.isPending = false;
    this.#status.say(word);
  }

  #tryLater() {
    this.#known = null;
    this.#tries += 1;
    this.sayWhere();
    this.#timer = setTimeout(() => this.send(), pauseMs(this.#tries));
  }
}
