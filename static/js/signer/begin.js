// All behaviours are there: they start on the page as the server sent it, and again whenever send.js showed another.

const begin = () => document.querySelector("[data-autofocus]")?.focus();

document.addEventListener("akkoord:page", begin);
document.dispatchEvent(new Event("akkoord:page"));
