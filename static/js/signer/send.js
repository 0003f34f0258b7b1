// Sends a form with data-send, again and again until the server answered, and shows that answer. The server stores once,
// however often the same arrives; so it is safe to ask again, and the page never says "saved" by itself.

const PATIENCE = 15_000;
const WAITS = [1, 2, 4, 8];
const SLOW = 600;
const UNSURE = new Set([408, 500, 502, 503, 504]);

let now = null;
let shown = location.pathname + location.search;

const say = (state) => {
  const box = document.querySelector("[data-sending]");
  if (!box) return;
  for (const line of box.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== state;
  box.dataset.state = state;
};

// A page that is loaded anew while something of it is on its way comes from the server: what it still asks was not saved.
// Another page asks something else, and says nothing of it.
const note = (task) => {
  try {
    if (task?.method === "POST") sessionStorage.setItem("sending", location.pathname);
    else sessionStorage.removeItem("sending");
  } catch {
    // Without storage a reload simply shows the form.
  }
};

const reloaded = () => {
  if (document.querySelector("form[data-keep]") && sessionStorage.getItem("sending") === location.pathname) say("again");
  note(null);
};

const pause = (seconds, task) =>
  new Promise((resolve) => {
    task.wake = resolve;
    setTimeout(resolve, seconds * 1000);
  });

const once = async (task) => {
  const stop = new AbortController();
  task.stop = stop;
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const { method, body } = task;
    const answer = await fetch(task.to, { method, body, signal: stop.signal, cache: "no-store" });
    return UNSURE.has(answer.status) ? null : { answer, html: await answer.text() };
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
};

const answered = async (task) => {
  let left = false;
  for (let round = 0; task === now; round += 1) {
    if (navigator.onLine || left) {
      const first = !left;
      const slow = setTimeout(() => task === now && first && say("sending"), SLOW);
      left = true;
      const got = await once(task);
      clearTimeout(slow);
      if (got || task !== now) return got;
    }
    say(left && task.method === "POST" ? "unknown" : "offline");
    await pause(WAITS[Math.min(round, WAITS.length - 1)], task);
  }
  return null;
};

const wear = (page) => {
  const root = document.documentElement;
  for (const { name } of [...root.attributes]) root.removeAttribute(name);
  for (const { name, value } of [...page.documentElement.attributes]) root.setAttribute(name, value);
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
};

const show = (answer, html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.documentElement.hasAttribute("data-signer")) return location.reload();
  wear(page);
  const { pathname, search, href } = new URL(answer.redirected ? answer.url : location.href);
  if (pathname + search !== shown) history.pushState(null, "", href);
  shown = pathname + search;
  window.scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
  document.dispatchEvent(new Event("akkoord:page"));
};

const run = async (task) => {
  now?.stop?.abort();
  now = task;
  note(task);
  document.querySelector("form[data-send]")?.setAttribute("aria-busy", "true");
  const got = await answered(task);
  if (!got || task !== now) return;
  now = null;
  note(null);
  say("");
  show(got.answer, got.html);
};

const send = (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  const to = button?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  if (now?.to === to && String(now.body) === String(body)) return now.wake?.();
  run({ method: "POST", to, body });
};

document.addEventListener("akkoord:page", reloaded);
document.addEventListener("submit", send);
document.addEventListener("akkoord:answer", async ({ detail }) => show(detail, await detail.text()));
document.addEventListener("click", (event) => event.target.closest("[data-send-again]") && now?.wake?.());
window.addEventListener("online", () => (now ? now.wake?.() : say("")));
window.addEventListener("offline", () => now || say("reading"));
window.addEventListener("popstate", () => {
  if (location.pathname + location.search === shown) return;
  shown = location.pathname + location.search;
  if (now?.method === "POST") return; // what was sent goes on: whoever is done is done
  run({ method: "GET", to: location.href });
});
