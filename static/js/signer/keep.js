// Keeps what is filled in a form with data-keep in this tab, through sleep, a lost connection or a reload, until forget.js clears
// it. What the server sent filled in wins. Runs before the other modules of the page, so that they find it restored.

const form = document.querySelector("form[data-keep]");
const place = `keep:${form.dataset.keep}`;
const skipped = new Set(["csrfmiddlewaretoken", "sheet_sha256", "look"]);

const fields = () => [...form.elements].filter((field) => field.name && field.type !== "submit" && !skipped.has(field.name));

const save = () => {
  const filled = {};
  for (const field of fields()) {
    if (field.type !== "radio") filled[field.name] = field.value;
    else if (field.checked) filled[field.name] = field.value;
  }
  try {
    sessionStorage.setItem(place, JSON.stringify(filled));
  } catch {
    // Storage is full or forbidden: the server still keeps what is sent.
  }
};

const restore = () => {
  const filled = JSON.parse(sessionStorage.getItem(place) ?? "{}");
  const chosen = new Set(fields().filter((field) => field.type === "radio" && field.checked).map((field) => field.name));
  for (const field of fields()) {
    if (!(field.name in filled)) continue;
    if (field.type === "radio") field.checked = chosen.has(field.name) ? field.checked : field.value === filled[field.name];
    else if (!field.value) field.value = filled[field.name];
  }
};

restore();
form.addEventListener("change", save);
form.addEventListener("input", save);
