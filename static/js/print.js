// A button with data-print prints the page; hidden where scripts are off. The signer's pages have their own: js/signer/print.js.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
