// A form with data-passkey asks the browser for a passkey (get) or for a new one (create) and posts what it gives.
// Hidden where the browser has no passkeys; [data-passkey-none] is shown there instead.
// The options come from the page's #passkey-options, or from the address in data-options.

const forms = document.querySelectorAll("[data-passkey]");
const able = Boolean(window.PublicKeyCredential && window.isSecureContext && window.webauthnJSON);

const optionsOf = async (form) => {
  if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
};

const ask = async (form, options) => {
  if (form.dataset.passkey !== "create") return window.webauthnJSON.get(options);
  return window.webauthnJSON.create(options);
};

const submit = async (event) => {
  const form = event.currentTarget;
  const problem = form.querySelector("[data-passkey-problem]");
  event.preventDefault();
  problem.hidden = true;
  try {
    const credential = await ask(form, await optionsOf(form));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    problem.hidden = false;
  }
};

for (const form of forms) {
  form.hidden = !able;
  form.addEventListener("submit", submit);
}
for (const other of document.querySelectorAll("[data-passkey-none]")) other.hidden = able;
