// A preview shows a draft anew as soon as its editor, in another tab, stored something; it stays where it was scrolled to.

const KEY = "wording-preview-scroll";
const channel = new BroadcastChannel("wording");

channel.addEventListener("message", () => {
  sessionStorage.setItem(KEY, String(window.scrollY));
  window.location.reload();
});

const before = sessionStorage.getItem(KEY);
if (before !== null) {
  sessionStorage.removeItem(KEY);
  window.scrollTo(0, Number(before));
}
