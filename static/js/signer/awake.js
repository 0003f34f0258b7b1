// Warns five minutes before a signer's session ends, and leaves the page when it has: nothing personal stays on a screen that
// nobody looks at. Every tap on "keep it open" and every page gives another half hour.

const WARNING = 5 * 60;
const box = document.querySelector("[data-awake]");

const after = (seconds, act) => setTimeout(act, seconds * 1000);
let timers = [];

const start = () => {
  timers.forEach(clearTimeout);
  const seconds = Number(box.dataset.seconds);
  box.hidden = true;
  timers = [
    after(seconds - WARNING, () => {
      box.hidden = false;
      box.querySelector("[data-awake-button]").focus();
    }),
    after(seconds, () => location.replace(box.dataset.ended)),
  ];
};

const stay = async () => {
  const answer = await fetch(box.dataset.stay, { method: "POST", body: new FormData(box.querySelector("form")) });
  if (answer.ok && answer.status === 204) start();
  else location.replace(box.dataset.ended);
};

if (box) {
  box.querySelector("[data-awake-button]").addEventListener("click", stay);
  start();
}
