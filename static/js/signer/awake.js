// Warns five minutes before a signer's session ends, and leaves the page when it has: nothing personal stays on a screen that
// nobody looks at. Every tap on "keep it open" and every page gives another half hour. A tablet that wakes up asks the server
// at once whether all is still as it was: its own clocks stood still.

const WARNING = 5 * 60;
let timers = [];
let over = Infinity;

const box = () => document.querySelector("[data-awake]");
const after = (seconds, act) => setTimeout(act, seconds * 1000);
const leave = () => location.replace(box().dataset.ended);

const warn = () => {
  box().hidden = false;
  box().querySelector("[data-awake-button]").focus();
};

const start = () => {
  timers.forEach(clearTimeout);
  timers = [];
  if (!box()) return;
  const seconds = Number(box().dataset.seconds);
  over = Date.now() + seconds * 1000;
  box().hidden = true;
  timers = [after(seconds - WARNING, warn), after(seconds, leave)];
};

const stay = async () => {
  const form = document.querySelector("[data-awake-form]");
  const answer = await fetch(box().dataset.stay, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (answer.status === 204) start();
  else if (answer.status === 409) location.reload();
  else document.dispatchEvent(new CustomEvent("akkoord:answer", { detail: answer }));
};

// Without a connection nothing can be asked: send.js tells so, and sending asks again.
const look = () => (Date.now() > over ? leave() : stay().catch(() => undefined));

document.addEventListener("akkoord:page", () => {
  start();
  box()?.querySelector("[data-awake-button]").addEventListener("click", look);
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && box()) look();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && box()) look();
});
