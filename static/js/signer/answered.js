// Takes away what was missing at a question once it is answered: the words beside it, and their line at the top of the page.

const answered = (question) => {
  const told = question.querySelector(".error");
  if (!told) return;
  told.remove();
  question.removeAttribute("aria-describedby");
  const summary = document.querySelector(".error-summary");
  const link = [...(summary?.querySelectorAll("a") ?? [])].find((one) => question.contains(document.getElementById(one.hash.slice(1))));
  link?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
};

document.addEventListener("akkoord:page", () => {
  for (const question of document.querySelectorAll(".question")) {
    question.addEventListener("change", () => answered(question));
  }
});
