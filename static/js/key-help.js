// A key opens and shuts the list of keys: <details data-key-help="?">. Not while one is typing.

const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const help = document.querySelector(`[data-key-help="${CSS.escape(event.key)}"]`);
  if (!help) return;
  event.preventDefault();
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
});
