// Keeps what stands in a page safe while it is being filled in: on the server with every change,
// and on this device until the server has said that it has it.
import * as fields from "./fields.js";
import { pauseMs, post } from "./sending.js";
import { Versions } from "./versions.js";

const AFTER_LAST_KEY_MS = 1500;
const AT_LATEST_MS = 15_000;
const STOPS = { 400: "reload", 403: "link", 409: "newer" };
const ENDED = 410;

export class Drafts {
  #form;
  #status;
  #seconds;
  #versions;
  #number;
  #numbered; // the state that has this number
  #newest;
  #known; // what the server has; null while nobody knows
  #flying = null; // what is on its way: one request at a time
  #isClosed = false;
  #isStopped = false; // trying again cannot help
  #isUndecided; // shown beside a newer answer, and nobody has said yet which one holds
  #isFaulty; // sent before it was a whole answer
  #isHeld = false;
  #isCutOff = false;
  #also; // what the line says besides while we keep trying
  #isPutBack = false;
  #tries = 0;
  #typedAt = null;
  #timer;

  constructor(form, status, seconds) {
    [this.#form, this.#status, this.#seconds] = [form, status, seconds];
    this.#versions = new Versions(form);
    this.#number = Number(form.dataset.number);
    this.#isUndecided = "stale" in form.dataset;
    this.#isFaulty = "unsaved" in form.dataset;
    const hasOwn = this.#isUndecided || this.#isFaulty;
    this.#known = hasOwn ? null : fields.sent(form);
    this.#newest = this.#known;
    if (this.#versions.putBack(this.#known, hasOwn)) {
      this.#isPutBack = true;
      this.#status.say("found");
    }
    this.changed();
  }

  /** Whether closing the page now would lose something: the server could not take it so far. */
  get isAtRisk() {
    const isRefused = this.#isCutOff || this.#isStopped || this.#isUndecided;
    return isRefused && !this.isSafe && !this.#isKept;
  }

  /** Whether the server has all of it. */
  get isSafe() {
    return this.#isClosed || this.#newest === this.#known;
  }

  /** Look at the fields; choices go out at once, typing a moment after the last key. */
  changed(isTyping = false) {
    const state = fields.held(this.#form);
    if (state !== this.#newest) {
      this.#isUndecided &&= this.#newest === null; // who changes it has chosen it
      this.#newest = state;
      this.#status.isTrying ? this.sayWhere(this.#also) : this.#keep();
      this.#status.isPending = this.#maySend;
    }
    if (this.#tries === 0) {
      isTyping ? this.#sendAfterTyping() : this.send();
    }
  }

  /** Send the newest state, unless the server has it or is just being told. */
  async send() {
    clearTimeout(this.#timer);
    this.#typedAt = null;
    if (this.#flying !== null || !this.#maySend || this.isSafe) {
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
    if (this.#maySend && !this.isSafe && (this.#flying !== this.#newest || !("keepalive" in Request.prototype))) {
      navigator.sendBeacon(this.#form.dataset.draft, this.#body());
    }
  }

  /** Show another version that this device holds, and save that one. */
  turn() {
    this.#isStopped = false;
    this.#versions.turn();
    this.changed();
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

  /** The page goes: what the server says it holds ("answer" or "page") needs no copy here. */
  finish(stored) {
    this.close();
    if (stored === "answer") {
      this.#versions.forget();
    } else if (stored === "page") {
      this.#versions.confirm();
    }
  }

  /** The answer is not wanted: no copy is needed any more. */
  forget() {
    this.close();
    this.#versions.forget();
  }

  /** Say that nothing has reached the server, where it is instead, and what comes of it. */
  sayWhere(also) {
    [this.#isCutOff, this.#also] = [true, also];
    this.#keep();
    this.#status.say(this.#isKept ? "device" : "unsaved", "", also);
  }

  get #isKept() {
    return this.#versions.isKept(this.#newest);
  }

  get #maySend() {
    return !(this.#isClosed || this.#isHeld || this.#isStopped || this.#isUndecided);
  }

  // Kept beside a newer answer, it counts as made upon the one before: both are shown again.
  #keep() {
    const seen = this.#form.elements.revision.value;
    const upon = this.#isUndecided ? String(Math.max(Number(seen) - 1, 0)) : seen;
    this.#versions.keep(this.#newest, upon, this.#numberOfNewest);
  }

  // A state sent again, or by both of the events with which a page goes, keeps its number.
  get #numberOfNewest() {
    return this.#newest === this.#numbered ? this.#number : this.#number + 1;
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
    [this.#number, this.#numbered] = [this.#numberOfNewest, this.#newest];
    body.set("number", this.#number);
    body.set("active", this.#seconds());
    return body;
  }

  #settle(state, status, isKept, told) {
    if (isKept) {
      this.#versions.tell(told.is_one_of_several);
      this.#confirm(state, this.#wordFor(told), told.saved_at);
    } else if (status === ENDED && told.why) {
      this.#confirm(state, told.is_kept ? "late" : "closed", "", Boolean(told.is_kept || told.is_known));
    } else if (told.is_kept) {
      this.#confirm(state, "away");
    } else if (told.why && status in STOPS) {
      this.#stop(STOPS[status]);
    } else {
      this.#tryLater();
    }
  }

  // Who has just been told that something is missing must not read "saved" as "done".
  #wordFor({ is_begun, is_whole }) {
    if (this.#isFaulty && is_whole === false) {
      return is_begun === false ? "none" : "part";
    }
    return this.#isPutBack ? "restored" : "saved";
  }

  #confirm(state, word, moment, isHeld = true) {
    [this.#known, this.#tries, this.#isCutOff] = [state, 0, false];
    if (this.#newest !== state) {
      return this.#typedAt === null && this.send();
    }
    this.#isPutBack = false;
    if (isHeld) {
      this.#versions.confirm(); // otherwise it may be in no other place
    }
    this.#status.isPending = false;
    this.#status.say(word, moment);
  }

  // The copy stays: it is put back when the page is opened anew.
  #stop(word) {
    this.#isStopped = true;
    this.#keep();
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
