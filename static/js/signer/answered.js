// Takes away what was missing once something is filled in: the words beside it, and their line at the top of the page.
// Whether it is right, the server says when it is sent.

const PLACE = ".field, .by, fieldset";

const placeOf = (target) => {
  let place = target.closest(PLACE);
  while (place && !place.querySelector(":scope > .error")) place = place.parentElement.closest(PLACE);
  return place;
};

const answered = ({ target }) => {
  const place = placeOf(target);
  if (!place) return;
  const told = place.querySelector(":scope > .error"); // one, or more under the same id
  for (const one of [place, ...place.querySelectorAll("[aria-describedby]")]) {
    const left = (one.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== told.id);
    if (left.length) one.setAttribute("aria-describedby", left.join(" "));
    else one.removeAttribute("aria-describedby");
  }
  target.removeAttribute("aria-invalid");
  for (const one of place.querySelectorAll(":scope > .error")) one.remove();
  const summary = document.querySelector(".error-summary");
  for (const link of summary?.querySelectorAll("a") ?? []) {
    if (document.getElementById(link.hash.slice(1))?.name === target.name) link.closest("li").remove();
  }
  if (summary && !summary.querySelector("li")) summary.remove();
};

// Not at "change": that comes with the tap on a button, which would move away under the finger.
document.addEventListener("input", answered);
