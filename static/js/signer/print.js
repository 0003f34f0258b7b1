// A button with data-print prints the page; hidden where scripts are off.

document.addEventListener("akkoord:page", () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
});
