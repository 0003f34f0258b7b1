// Shows an element with data-shown-when="field=value value" only while that field has one of those values. A hidden field keeps
// what was typed in it. Without scripts everything is shown.

function holds(form, condition) {
  const [name, wanted] = condition.split("=");
  const values = wanted.split(" ");
  return [...form.elements].some((field) => {
    const own = field.name === name || field.name?.endsWith(`-${name}`);
    const chosen = !["radio", "checkbox"].includes(field.type) || field.checked;
    return own && chosen && values.includes(field.value);
  });
}

function show(form) {
  form.querySelectorAll("[data-shown-when]").forEach((element) => {
    const scope = element.closest("fieldset, details, .card") ?? form;
    const group = scope.querySelector("[name]") ? { elements: scope.querySelectorAll("[name]") } : form;
    element.hidden = !holds(group, element.dataset.shownWhen);
  });
}

for (const form of document.querySelectorAll("form[data-wizard]")) {
  form.addEventListener("change", () => show(form));
  show(form);
}
