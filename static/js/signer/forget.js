// On a page with data-forget the form was saved or closed: this tab forgets what keep.js kept.

document.addEventListener("akkoord:page", () => {
  if (document.querySelector("[data-forget]")) sessionStorage.clear();
});
