// Moves focus to the list of what needs changing, where a browser ignores `autofocus` on it.
// A frame later, so that a browser which knows it has done so by then.
requestAnimationFrame(() => {
  const summary = document.getElementById("error-summary");
  if (summary && document.activeElement !== summary) {
    summary.focus();
  }
});
