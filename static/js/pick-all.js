// In a form with data-pick-all: a button ticks every box, or none where all were ticked; x ticks the row with the focus.

const form = document.querySelector("[data-pick-all]");
const button = form?.querySelector("[data-pick-all-button]");
const boxes = [...(form?.querySelectorAll("input[type=checkbox]") ?? [])];

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const every = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !every;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]");
    if (box && document.activeElement !== box) box.click();
  });
}
