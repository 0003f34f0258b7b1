// Keeps what a permission card says true: asks the server again and again, turns red by itself at the end, also without a
// network, and says that it cannot check when no answer came for a minute. Green is only ever what the server said.
//
// <div data-card data-ask="address of the answer"> holds [data-now] with a [data-answer data-allowed data-left="seconds"],
// and [data-over], [data-stale] to show instead of it.

const EVERY = 20_000;
const STALE = 60_000;
const PATIENCE = 10_000;
const REST = 30 * 60_000; // a screen that nobody touched for this long stops asking

const card = document.querySelector("[data-card]");
const faces = { now: "[data-now]", over: "[data-over]", stale: "[data-stale]" };
const face = (name) => card.querySelector(faces[name]);
const answer = () => card.querySelector("[data-answer]");

// The longer of two clocks: one stands still while a device sleeps, the other can be set by hand.
const mark = () => ({ steady: performance.now(), wall: Date.now() });
const since = (moment) => Math.max(performance.now() - moment.steady, Date.now() - moment.wall);

let answered = { steady: 0, wall: Date.now() - performance.now() }; // when this page itself was asked for: never later than the answer
let asked = mark();
let touched = mark();
let asking = false;
let said = "now";

const say = (word) => {
  card.querySelector("[data-say]").textContent = word;
};

const show = (name) => {
  for (const each of Object.keys(faces)) face(each).hidden = each !== name;
  if (name !== said) say(face(name).querySelector(".verdict-word").textContent);
  said = name;
};

const look = () => {
  const { allowed, left } = answer().dataset;
  const gone = since(answered);
  if (allowed === "yes" && !(gone < Number(left) * 1000)) show("over");
  else show(gone < STALE ? "now" : "stale");
};

const take = (page, moment) => {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-answer]");
  if (!fresh) return; // not our server: a hotel's login page, a proxy's excuse
  const before = answer().querySelector("[data-verdict]").textContent;
  answer().replaceWith(document.adoptNode(fresh));
  answered = moment;
  if (fresh.querySelector("[data-verdict]").textContent !== before) say(fresh.querySelector(".verdict-word").textContent);
};

const ask = async () => {
  if (asking || document.hidden) return;
  asking = true;
  asked = mark();
  const moment = asked;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(card.dataset.ask, { cache: "no-store", signal: stop.signal });
    if (response.ok || response.status === 404) take(await response.text(), moment);
  } catch {
    // No network, or too slow: what is shown grows old and says so.
  } finally {
    clearTimeout(timer);
    asking = false;
  }
  look();
};

const clock = card.querySelector("[data-clock]");
const tick = () => {
  const now = Date.parse(answer().dataset.at) + since(answered); // the server's time: a device may be set to another
  clock.textContent = new Date(now).toLocaleTimeString("nl", { timeZone: card.dataset.zone });
  look();
  if (since(asked) >= EVERY && since(touched) < REST) ask();
};

const wake = () => {
  touched = mark();
  look();
};

clock.hidden = false;
card.querySelector("[data-again]").addEventListener("click", (event) => {
  event.preventDefault();
  ask();
});
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wake);
for (const kind of ["visibilitychange", "online", "pageshow"]) {
  addEventListener(kind, () => {
    wake();
    if (since(asked) >= 1000) ask();
  }, true);
}
setInterval(tick, 1000);
tick();
