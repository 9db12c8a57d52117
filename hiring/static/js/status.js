// The line that says where an answer is: on the server, on this device, or nowhere yet.
// The words are in the page, in its language. Only what changes is announced.

const NOTICEABLE_MS = 1000;
const QUIET = ["saving", "saved", "found", "restored"];
const ENDED = ["closed", "late"];

export class Status {
  #line;
  #more;
  #again;
  #timer;

  constructor(root) {
    this.#line = root.querySelector("#save-status");
    this.#more = root.querySelector("[data-more]");
    this.#again = root.querySelector("[data-again]");
  }

  /**
   * Say one of the prepared sentences; `moment` is what the server called the time of saving, and
   * `also` names a second sentence.
   */
  say(name, moment = "", also = "") {
    const first = this.#line.dataset[name].replace("{time}", asTime(moment));
    const words = also ? `${first} ${this.#line.dataset[also]}` : first;
    if (this.#line.textContent !== words) {
      this.#line.textContent = words;
    }
    this.#line.classList.toggle("open", !QUIET.includes(name));
    this.#offerAgain(name === "device" || name === "unsaved");
    if (ENDED.includes(name)) {
      this.#offerReceipt();
    }
  }

  /** Whether the line says that we keep trying. */
  get isTrying() {
    return !this.#again.hidden;
  }

  /** Whether a change is on its way. It is told after a while, to the eye, and interrupts nobody. */
  set isPending(isPending) {
    if (isPending) {
      this.#timer ??= setTimeout(() => (this.#more.hidden = !this.#again.hidden), NOTICEABLE_MS);
    } else {
      this.#timer = clearTimeout(this.#timer);
      this.#more.hidden = true;
    }
  }

  // After the end nothing can be saved, left out or gone on with.
  #offerReceipt() {
    document.querySelectorAll("[data-going]").forEach((place) => (place.hidden = true));
    document.querySelectorAll("[data-end]").forEach((place) => (place.hidden = false));
  }

  // A button that goes while it has the focus would send a keyboard back to the top of the page.
  #offerAgain(isOffered) {
    if (!isOffered && document.activeElement === this.#again) {
      this.#line.tabIndex = -1;
      this.#line.focus();
    }
    this.#again.hidden = !isOffered;
    this.#more.hidden ||= isOffered;
  }
}

// The server's moment as a time of day where the reader is. The device's own clock is not asked.
function asTime(moment) {
  const date = new Date(moment);
  const style = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return isNaN(date) ? moment : date.toLocaleTimeString(document.documentElement.lang, style);
}
