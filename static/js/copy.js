// Copies the text of a [data-copy] and says so. The button stays hidden where the clipboard is out of reach.

const show = (copy) => {
  copy.querySelector("[data-copy-button]").hidden = !navigator.clipboard;
};

const copyText = async (copy) => {
  await navigator.clipboard.writeText(copy.querySelector("[data-copy-text]").textContent.trim());
  const label = copy.querySelector("[data-copy-label]");
  const status = copy.querySelector("[data-copy-status]");
  const usual = label.textContent;
  if (usual === copy.dataset.copied) return;
  label.textContent = copy.dataset.copied;
  status.textContent = copy.dataset.copied;
  setTimeout(() => {
    label.textContent = usual;
    status.textContent = "";
  }, 3000);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-button]");
  if (button) copyText(button.closest("[data-copy]"));
});

const showAll = () => document.querySelectorAll("[data-copy]").forEach(show);
document.addEventListener("htmx:after:swap", showAll);
showAll();
