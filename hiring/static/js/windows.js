// Says in an older window that the same scenario was opened again in this browser. Nothing in it is
// locked or thrown away: where both windows hold something, both versions are there to choose from.

const ME = Math.random().toString(36).slice(2);
const channel = "BroadcastChannel" in window ? new BroadcastChannel("hiring:windows") : null;
let here = "";
let newer = null; // the window that has this scenario, too

channel?.addEventListener("message", ({ data }) => hear(data));
addEventListener("pagehide", () => tell(""));
addEventListener("pageshow", (event) => event.persisted && tell(here));

/** Tell other windows what this one shows now: a scenario's form, or null. */
export function announce(form) {
  here = form ? `${form.dataset.keep}:${form.dataset.draft}` : "";
  newer = null;
  tell(here);
}

function tell(place) {
  channel?.postMessage({ from: ME, place });
}

function hear({ from, place }) {
  if (place && place === here) {
    newer = from;
  } else if (from === newer) {
    newer = null; // closed, or gone on to another scenario
  }
  const line = document.querySelector("[data-elsewhere]");
  if (line) {
    line.hidden = newer === null;
  }
}
