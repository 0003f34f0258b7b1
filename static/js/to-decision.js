// On the screen of a request, d goes to the decision. Not while one is typing.

const typing = (element) => element.closest("input:not([type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "d" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const first = document.querySelector("#decision input[type=radio]");
  if (!first) return;
  event.preventDefault();
  first.focus();
  first.scrollIntoView({ block: "center" });
});
