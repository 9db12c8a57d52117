// Makes sending an answer calmer. The page works without it.
import "./errors.js";

// A stopped or lost request must not lock the page, so a second try is taken again after a while.
const PATIENCE_MS = 8000;

const form = document.querySelector("form[data-answer]");
const status = document.getElementById("save-status");
let sentAt = -Infinity;

// The button stays enabled: a disabled one would lose focus and drop its name from what is sent.
form?.addEventListener("submit", (event) => {
  if (event.timeStamp - sentAt < PATIENCE_MS) {
    event.preventDefault();
    return;
  }
  sentAt = event.timeStamp;
  if (status) {
    status.textContent = status.dataset.saving;
  }
});

// The Back button may bring this page back as it was left, in the middle of saving.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    sentAt = -Infinity;
    if (status) {
      status.textContent = "";
    }
  }
});
