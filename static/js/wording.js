// The editor of a draft stores each row by itself: when a box is left, a second and a half after the last key, and when the page goes
// away. Nothing typed is ever replaced; only the lines below a box are. Open previews of the draft are told.

const state = document.querySelector("[data-wording-state]");
const previews = new BroadcastChannel("wording");
const touched = new Map();

function say(what) {
  state.textContent = state.dataset[what];
}

async function store(row) {
  clearTimeout(touched.get(row));
  if (!touched.delete(row)) return;
  say("busy");
  const form = row.closest("form");
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  for (const input of row.querySelectorAll("textarea, input")) {
    if (input.type !== "checkbox" || input.checked) body.append(input.name, input.value);
  }
  try {
    const answer = await fetch(form.dataset.wording, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      keepalive: true,
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    show(await answer.text());
  } catch {
    later(row, 10_000);
    say("offline");
  }
}

function show(html) {
  let wrong = false;
  for (const fresh of new DOMParser().parseFromString(html, "text/html").querySelectorAll("[id]")) {
    document.getElementById(fresh.id)?.replaceWith(fresh);
    const box = document.getElementById(fresh.id.replace("notes-", "text-"));
    const bad = fresh.querySelector(".wording-wrong") !== null;
    box?.toggleAttribute("aria-invalid", bad);
    if (bad) box?.setAttribute("aria-invalid", "true");
    wrong ||= fresh.querySelector('.wording-wrong[role="alert"]') !== null;
  }
  say(wrong ? "look" : "done");
  previews.postMessage("stored");
}

function later(row, milliseconds) {
  clearTimeout(touched.get(row));
  touched.set(row, setTimeout(() => store(row), milliseconds));
}

function openWhatIsLinked() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.closest("details.wording-group")?.setAttribute("open", "");
  target.scrollIntoView({ block: "center" });
  if (target.matches("textarea")) target.focus();
}

for (const row of document.querySelectorAll("[data-wording-row]")) {
  row.addEventListener("input", () => later(row, 1500));
  row.addEventListener("change", () => store(row));
}
for (const form of document.querySelectorAll("form[data-wording]")) {
  form.addEventListener("submit", () => {
    for (const [row, timer] of touched) if (form.contains(row)) clearTimeout(timer), touched.delete(row);
  });
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const row of [...touched.keys()]) store(row);
});
window.addEventListener("online", () => [...touched.keys()].forEach(store));
window.addEventListener("hashchange", openWhatIsLinked);
openWhatIsLinked();
