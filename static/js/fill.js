// A button with data-fill="id" puts its data-value into that field and moves on to the field of data-then.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  document.getElementById(button.dataset.fill).value = button.dataset.value;
  document.getElementById(button.dataset.then)?.focus();
});
