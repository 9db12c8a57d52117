// Keys 1 to 5 choose a point where the focus is among the points, and go on to what comes next.
// Arrow keys and Tab do the same without this script.
const groups = [...document.querySelectorAll("fieldset[data-points]")];
for (const [place, group] of groups.entries()) {
  group.addEventListener("keydown", (event) => {
    const radio = group.querySelector(`input[value="${event.key}"]`);
    if (!radio || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    radio.checked = true;
    const next = groups[place + 1];
    const target = next?.querySelector("input:checked") ?? next?.querySelector("input");
    (target ?? document.querySelector(".actions .btn")).focus();
  });
}
