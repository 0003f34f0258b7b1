// Stores a form with data-keep="address" once more when the page goes away (closed, left, another app on top), so that the last
// words typed are not lost. Not when the form itself was sent: that stores everything.

for (const form of document.querySelectorAll("form[data-keep]")) {
  let touched = false;
  form.addEventListener("input", () => (touched = true));
  form.addEventListener("submit", () => (touched = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !touched) return;
    touched = false;
    fetch(form.dataset.keep, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      keepalive: true,
    });
  });
}
