// Turns each <details data-dialog> (components/confirm.html) into a button that opens a modal <dialog> with what it hid; one that
// came open (its form was refused) opens at once.

const close = (dialog) => dialog.close();

const dialogOf = (details) => {
  const dialog = document.createElement("dialog");
  const content = details.querySelector("summary").nextElementSibling;
  const quit = content.querySelector("[data-dialog-close]");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", content.getAttribute("aria-labelledby"));
  content.removeAttribute("class");
  quit.hidden = false;
  quit.autofocus = true;
  quit.addEventListener("click", () => close(dialog));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close(dialog);
  });
  dialog.append(content);
  return dialog;
};

const enhance = (details) => {
  const summary = details.querySelector("summary");
  const button = document.createElement("button");
  const dialog = dialogOf(details);
  button.type = "button";
  button.className = summary.className;
  button.append(...summary.childNodes);
  button.addEventListener("click", () => dialog.showModal());
  details.replaceWith(button, dialog);
  if (details.open) dialog.showModal();
};

const enhanceAll = () => document.querySelectorAll("details[data-dialog]").forEach(enhance);
document.addEventListener("htmx:after:swap", enhanceAll);
enhanceAll();
