// Counts down the time that the server says is left. What the device believes the time of day to be
// plays no part: only how much time has passed on this page, and what the server says at each save.
import { isShared } from "./copies.js";

const SPOKEN_S = [600, 300, 120, 60];
const EXACT_FROM_S = 120;
const ASK_EVERY_MS = 60_000;
const TRY_AGAIN_MS = 5000;
const NOTICEABLE_S = 3;
const WRONG_MS = 5 * 60_000;
const HIDDEN = "hiring:clock";

const says = document.createElement("p");
let place = null;
let endsAt = null; // on the scale of performance.now(); null = no limit any more
let before = Infinity;
let isEnding = false; // not before > 0: the server may be the first to know that the time is over
let askAt = Infinity;
let choice = "shown";

says.className = "vh";
says.setAttribute("role", "status");
document.addEventListener("hiring:page", start);
document.addEventListener("hiring:left", ({ detail }) => set(detail));
document.addEventListener("visibilitychange", () => document.hidden || ask());
addEventListener("pageshow", (event) => event.persisted && ask());
start();
setInterval(tick, 1000);

function start() {
  const found = document.querySelector("[data-clock]");
  const shownAt = place ? performance.now() : firstByte();
  place = found;
  if (!place) {
    return;
  }
  document.getElementById("main").prepend(says);
  place.querySelector("[data-clock-plain]").hidden = true;
  place.querySelector("[data-clock-off]").hidden = !isDeviceWrong(shownAt);
  offerToHide(place.querySelector("button"));
  const end = shownAt + Number(place.dataset.left) * 1000;
  if (endsAt === null || Math.abs(end - endsAt) > NOTICEABLE_S * 1000) {
    set((end - performance.now()) / 1000);
  }
  askAt = performance.now() + ASK_EVERY_MS;
  tick();
}

/** Whether the device tells another time of day than the server did. It is only told, never used. */
function isDeviceWrong(shownAt) {
  const then = Date.now() - (performance.now() - shownAt);
  return Math.abs(then - Date.parse(place.dataset.now)) > WRONG_MS;
}

/** The page was on its way for a while after the server wrote it. */
function firstByte() {
  const [load] = performance.getEntriesByType?.("navigation") ?? [];
  const at = load?.responseStart ?? 0;
  return at > 0 && at < performance.now() ? at : performance.now();
}

function set(seconds) {
  endsAt = seconds === null ? null : performance.now() + seconds * 1000;
  // Only the passing of time is spoken, not what the server corrects.
  before = seconds ?? Infinity;
  isEnding &&= before <= 0;
  show();
}

function tick() {
  if (!place) {
    return;
  }
  show();
  speak();
  if (endsAt !== null && left() <= 0) {
    isEnding || end();
    isEnding = true;
  } else if (performance.now() > askAt && !document.hidden) {
    ask();
  }
  before = left();
}

function left() {
  return endsAt === null ? Infinity : (endsAt - performance.now()) / 1000;
}

function show() {
  const timer = place?.querySelector("[role=timer]");
  const kept = document.querySelector("[name=clock_left]"); // the practice goes on where it was
  if (kept) {
    kept.value = Math.max(Math.ceil(left()), 0);
  }
  const words = timer && (endsAt === null ? place.dataset.free : inWords(place.dataset.words));
  if (timer && timer.textContent !== words) {
    timer.textContent = words;
  }
}

function speak() {
  const half = Number(place.dataset.limit) / 2;
  const passed = [half, ...SPOKEN_S].filter((at) => left() <= at && at < before);
  if (passed.length && left() > 0) {
    const at = Math.min(...passed);
    say(inWords(at === half ? place.dataset.half : place.dataset.words, at));
  }
}

// To who has hidden the clock, what is spoken is also shown.
function say(words) {
  says.textContent = words;
  says.classList.toggle("vh", !words || remembered() !== "hidden");
}

/** Save what is there, make sure that the server agrees, then show what was saved. */
function end() {
  if ("practice" in place.dataset) {
    say(place.dataset.over);
    return;
  }
  document.dispatchEvent(new CustomEvent("hiring:save"));
  leave();
}

async function leave() {
  const told = await ask();
  if (told === null) {
    say(place.dataset.over);
    setTimeout(leave, TRY_AGAIN_MS); // leaving now could lose what is only in this page
  } else if (left() <= 0) {
    location.assign(place.dataset.end);
  }
}

/** Ask the server what is left: null when it does not answer. */
async function ask() {
  if (!place || "practice" in place.dataset) {
    return null;
  }
  askAt = performance.now() + ASK_EVERY_MS;
  const told = await fetch(place.dataset.sync, { cache: "no-store" })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  if (told?.is_paused) {
    location.assign(place.dataset.end);
  } else if (told) {
    set(told.left);
  }
  return told;
}

function inWords(sentence, seconds = left()) {
  return sentence.replace("{time}", duration(Math.max(Math.ceil(seconds), 0)));
}

function duration(seconds) {
  const isExact = seconds <= EXACT_FROM_S;
  const minutes = isExact ? Math.floor(seconds / 60) : Math.ceil(seconds / 60);
  const parts = [[Math.floor(minutes / 60), "hour"], [minutes % 60, "minute"], [isExact ? seconds % 60 : 0, "second"]];
  const words = parts.filter(([n]) => n > 0).map(([n, name]) => unit(n, name));
  return words.length > 0 ? inOneLine(words) : unit(0, "second");
}

function inOneLine(words) {
  const { lang } = document.documentElement;
  return new Intl.ListFormat(lang, { type: "conjunction" }).format(words);
}

function unit(n, name) {
  const style = { style: "unit", unit: name, unitDisplay: "long", numberingSystem: "latn" };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(n);
}

// A clock can press. Who hides it still reads the few sentences that are spoken to others.
function offerToHide(button) {
  const [hide, reveal] = [button.textContent, button.dataset.show];
  const apply = () => {
    const isHidden = remembered() === "hidden";
    place.querySelector("[role=timer]").hidden = isHidden;
    say(says.textContent);
    button.textContent = isHidden ? reveal : hide;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    remember(remembered() === "hidden" ? "shown" : "hidden");
    apply();
  });
  apply();
}

// On a shared computer nothing stays longer than the tab.
function shelf() {
  return isShared() ? sessionStorage : localStorage;
}

function remembered() {
  try {
    return shelf().getItem(HIDDEN) ?? choice;
  } catch {
    return choice;
  }
}

function remember(word) {
  choice = word;
  try {
    shelf().setItem(HIDDEN, word);
  } catch {
    // the browser keeps nothing: then it holds for this page
  }
}
