// Keeps what is filled in a form with data-keep in this tab, through sleep, a lost connection, a reload or going back, until
// forget.js clears it. What this tab kept wins: each change is kept at once, so nothing that the server knows is newer.

const skipped = new Set(["csrfmiddlewaretoken", "sheet_sha256", "key", "look", "question", "then"]);

const kept = (place) => {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "{}");
  } catch {
    return {};
  }
};

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.type !== "submit" && !skipped.has(field.name));

const save = (form, place) => {
  const filled = kept(place);
  for (const field of fieldsOf(form)) {
    if (field.type !== "radio" || field.checked) filled[field.name] = field.value;
  }
  try {
    sessionStorage.setItem(place, JSON.stringify(filled));
  } catch {
    // Storage is full or forbidden: the server still keeps what is sent.
  }
};

const restore = (form, place) => {
  const filled = kept(place);
  for (const field of fieldsOf(form)) {
    if (!(field.name in filled)) continue;
    if (field.type !== "radio") field.value = filled[field.name];
    else if (field.value === filled[field.name]) field.checked = true;
  }
};

document.addEventListener("akkoord:page", () => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const place = `keep:${form.dataset.keep}`;
  restore(form, place);
  form.addEventListener("change", () => save(form, place));
  form.addEventListener("input", () => save(form, place));
});
