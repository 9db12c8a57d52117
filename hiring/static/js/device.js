// On every page for candidates: the switch "This is a shared computer", what this device still
// holds of the sitting, and what is forgotten when.
import * as copies from "./copies.js";
import { handOver, maySend, tell } from "./leftovers.js";

copies.wipeOld();
setUp();
document.addEventListener("hiring:page", setUp);
document.addEventListener("submit", ask);
addEventListener("storage", tellAll); // another tab is still saving
addEventListener("pageshow", (event) => event.persisted && tellAll());

function setUp() {
  each("[data-wipe]", (place) => copies.wipe(place.dataset.wipe));
  each("[data-ended]", handOver);
  each("[data-shared]", offer);
  tellAll();
}

function tellAll() {
  each("[data-only-here]", tell);
}

function ask(event) {
  const place = document.querySelector("[data-only-here]");
  if (place && event.target.matches("[data-send]") && !maySend(place)) {
    event.preventDefault();
  }
}

function each(selector, action) {
  document.querySelectorAll(selector).forEach((place) => action(place));
}

// Shown by script only: without scripts nothing is ever kept on a device.
function offer(place) {
  const box = place.querySelector("input");
  place.hidden = !box || !copies.canKeep();
  if (box) {
    box.checked = copies.isShared();
    box.addEventListener("change", () => copies.setShared(box.checked));
  }
}
