// On every page for candidates: the switch "This is a shared computer", and what is forgotten when.
import * as copies from "./copies.js";

copies.wipeOld();
setUp();
document.addEventListener("hiring:page", setUp);

function setUp() {
  if (document.querySelector("[data-wipe]")) {
    copies.wipe();
  }
  document.querySelectorAll("[data-shared]").forEach(offer);
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
