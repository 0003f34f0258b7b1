// Ready-made notes: a button with data-note="id of a field" writes its data-text into that field, below what stands there.

const write = (button) => {
  const field = document.getElementById(button.dataset.note);
  field.value = [field.value.trim(), button.dataset.text].filter(Boolean).join("\n\n");
  field.focus();
};

document.querySelectorAll("[data-note-templates]").forEach((templates) => (templates.hidden = false));

for (const button of document.querySelectorAll("[data-note]")) button.addEventListener("click", () => write(button));
