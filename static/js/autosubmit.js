// A form with data-autosubmit sends itself when a choice in it changes; its own button is for when scripts are off.

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  form.querySelectorAll("[data-autosubmit-button]").forEach((button) => (button.hidden = true));
  form.addEventListener("change", () => form.requestSubmit());
}
