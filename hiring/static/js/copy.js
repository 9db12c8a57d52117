// Shows the "Copy" buttons, which need a script, and says when the text is on the clipboard.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const status = document.getElementById(`${button.dataset.copy}-status`);
  if (!source || !navigator.clipboard) {
    continue;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
      status.textContent = button.dataset.done;
    } catch {
      // Some offices forbid the clipboard: select the text, so that one key copies it.
      source.focus();
      source.select?.();
      status.textContent = button.dataset.manual;
    }
  });
}
