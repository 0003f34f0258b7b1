// A key lays the list of keys over the page, and takes it away again: <dialog data-key-help="?">. Not while one is typing. The
// browser's own dialog keeps the focus inside, shuts on Escape, and gives the focus back to where it was.

const help = document.querySelector("[data-key-help]");
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const turn = () => (help.open ? help.close() : help.showModal());

document.addEventListener("keydown", (event) => {
  if (event.key !== help.dataset.keyHelp || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  event.preventDefault();
  turn();
});
help.addEventListener("click", (event) => {
  if (event.target === help) help.close();
});
for (const button of document.querySelectorAll("[data-key-help-open]")) {
  button.hidden = false;
  button.addEventListener("click", turn);
}
