// The page of a scenario: what is chosen is saved at once, and the answer brings the next page
// along. Without scripts, or when one of ours stumbles, the form is sent as any other form.
import { Drafts } from "./drafts.js";
import { pauseMs, post } from "./sending.js";
import { Status } from "./status.js";
import { readPage, show } from "./swap.js";
import { announce } from "./windows.js";

class AnswerPage {
  #status;
  #startedAt = secondsInFront();
  #button;
  #focused;
  #isBusy = false;
  #isWaiting = false;
  #tries = 0;
  #timer;

  constructor(form) {
    this.form = form;
    this.#status = new Status(form);
    this.drafts = new Drafts(form, this.#status, () => this.#seconds());
    // Otherwise a browser may fill in, on a reload after "Back", what it saw on another scenario.
    form.autocomplete = "off";
  }

  /** Send the answer. A second press while it is on its way changes nothing. */
  async press(button) {
    if (!this.#isBusy) {
      this.#button = button;
      this.#status.say("saving");
      await this.#deliver();
    }
  }

  /** Try again at once what could not be sent. */
  again() {
    if (this.#isWaiting) {
      this.#deliver().catch(() => sendPlainly(this.#button));
    } else if (!this.#isBusy) {
      this.drafts.wake();
    }
  }

  async #deliver() {
    this.#setBusy(true);
    const response = await post(this.form.getAttribute("action"), this.#body(), {
      "Hiring-Answer": "next",
    });
    const found = await readPage(response);
    this.#setBusy(false);
    if (found) {
      this.#moveOn(found);
    } else if (response?.status === 403) {
      this.#status.say("link");
    } else {
      this.#waitALittle();
    }
  }

  #moveOn(found) {
    this.drafts.finish(found.stored);
    show(found);
  }

  #waitALittle() {
    this.#isWaiting = true;
    this.#tries += 1;
    this.drafts.sayWhere("goesOn");
    this.#timer = setTimeout(() => this.again(), pauseMs(this.#tries));
  }

  // What is sent must be what is shown, so choices rest while an answer is on its way.
  #setBusy(isBusy) {
    clearTimeout(this.#timer);
    this.drafts.hold();
    this.#isBusy = isBusy;
    this.#isWaiting = false;
    this.#focused = isBusy ? document.activeElement : this.#focused;
    this.form.querySelectorAll("fieldset").forEach((group) => (group.inert = isBusy));
    if (!isBusy && document.activeElement === document.body) {
      this.#focused.focus({ preventScroll: true });
    }
  }

  #body() {
    const body = new URLSearchParams(new FormData(this.form));
    if (this.#button?.name) {
      body.set(this.#button.name, this.#button.value);
    }
    body.set("active", this.#seconds());
    return body;
  }

  #seconds() {
    return (secondsInFront() - this.#startedAt).toFixed(1);
  }
}

let open = null;
let shown = "";
let isPlain = false;
let inFrontMs = 0;
let inFrontSince = document.hidden ? null : performance.now();

document.addEventListener("input", look);
document.addEventListener("change", look);
document.addEventListener("submit", take);
document.addEventListener("click", (event) => {
  const { target, detail } = event;
  // The second half of a double click would press the button of the page that comes next.
  if (detail > 1 && target.closest("form[data-answer] .actions")) {
    event.preventDefault();
  } else if (target.closest("[data-again]")) {
    open?.again();
  } else if (target.closest("[data-turn]")) {
    open?.drafts.turn();
  } else if (target.closest("[data-drop]")) {
    open?.drafts.forget();
  }
});
document.addEventListener("visibilitychange", () => {
  countSeconds();
  document.hidden ? open?.drafts.send() : open?.again();
});
document.addEventListener("hiring:save", () => open?.drafts.send());
document.addEventListener("hiring:page", start);
addEventListener("online", () => open?.again());
addEventListener("pagehide", () => open?.drafts.leave());
addEventListener("beforeunload", (event) => open?.drafts.isAtRisk && event.preventDefault());
// Steps within the page, to an error for example, are no other page.
addEventListener("popstate", () => here() !== shown && location.reload());
addEventListener("pageshow", (event) => event.persisted && comeBack());
start();

function start() {
  shown = here();
  const form = document.querySelector("form[data-answer]");
  try {
    open = form && new AnswerPage(form);
  } catch {
    open = null; // a plain form remains
  }
  announce(form);
}

function look({ target, type }) {
  if (open?.form.contains(target)) {
    open.drafts.changed(type === "input" && target.matches("textarea"));
  }
}

function take(event) {
  if (open && !isPlain && event.target === open.form) {
    event.preventDefault();
    open.press(event.submitter).catch(() => sendPlainly(event.submitter));
  }
}

function sendPlainly(button) {
  isPlain = true;
  open.drafts.close();
  open.form.isConnected ? open.form.requestSubmit(button) : location.reload();
}

// A page from the browser's memory may be older than what is stored by now.
function comeBack() {
  !open || open.drafts.isSafe ? location.reload() : open.again();
}

function here() {
  return location.pathname + location.search;
}

function secondsInFront() {
  countSeconds();
  return inFrontMs / 1000;
}

function countSeconds() {
  const now = performance.now();
  inFrontMs += inFrontSince === null ? 0 : now - inFrontSince;
  inFrontSince = document.hidden ? null : now;
}
