// Keeps what is written on a scorecard as a draft, a moment after the last change. Without this
// script the button "Keep as a draft" does the same.
const WAIT_MS = 2000;
const AGAIN_MS = 10000;
for (const form of document.querySelectorAll("form[data-scorecard]")) {
  const status = form.querySelector("[data-kept]");
  let timer = 0;
  let isBusy = false;
  let isDirty = false;
  let isLeaving = false;

  const keep = async () => {
    if (isLeaving || isBusy || !isDirty) {
      return;
    }
    isBusy = true;
    isDirty = false;
    clearTimeout(timer);
    let isKept = false;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Requested-With": "fetch" },
      });
      isKept = answer.status === 204;
    } catch {
      isKept = false;
    }
    isBusy = false;
    isDirty ||= !isKept;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });
    status.textContent = isKept ? status.dataset.kept.replace("{time}", time) : status.dataset.notKept;
    if (isDirty) {
      timer = setTimeout(keep, isKept ? WAIT_MS : AGAIN_MS);
    }
  };

  form.addEventListener("input", () => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT_MS);
  });
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
}
