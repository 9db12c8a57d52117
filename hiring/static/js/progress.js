// Looks again by itself while something is being made. Without this script a link does the same.
const LOOK_MS = 2000;

const look = async () => {
  const shown = document.querySelector("[data-progress][data-busy]");
  if (!shown) {
    return;
  }
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (answer.ok && fresh) {
      put(fresh, shown);
    }
  } catch {
    // No connection just now: the next look may find one.
  }
  setTimeout(look, LOOK_MS);
};

// What looks the same stays, so that nobody who reads or stands on a link is disturbed.
function put(fresh, shown) {
  if (fresh.isEqualNode(shown)) {
    return;
  }
  const hadFocus = shown.contains(document.activeElement);
  shown.replaceWith(fresh);
  if (hadFocus) {
    fresh.querySelector("a, button")?.focus();
  }
  if (!("busy" in fresh.dataset)) {
    const status = document.querySelector("[data-progress-done]");
    status.textContent = status.dataset.progressDone;
  }
}

setTimeout(look, LOOK_MS);
