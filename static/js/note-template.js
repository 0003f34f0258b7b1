// Buttons with data-note="id of a field" and data-text write their text into that field, below what stands there.

const write = (button) => {
  const field = document.getElementById(button.dataset.note);
  field.value = [field.value.trim(), button.dataset.text].filter(Boolean).join("\n\n");
  field.focus();
};

for (const button of document.querySelectorAll("[data-note]")) {
  button.hidden = false;
  button.addEventListener("click", () => write(button));
}
