// Draws some columns of a table as bars: <canvas data-plot="the table's id" data-first="1" data-last="3" data-stacked>. What is
// not shown in the table is a gap; where all of it is, there is no plot. Without scripts the table stays.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const TONES = { whole: ["--accent", "--bad", "--muted"], apart: ["--accent", "--muted"] };
const LONG = 14;
const charts = [];

const number = (text) => (/^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : null);
const said = (cell) => cell.textContent.trim();

// A name in lines of at most LONG letters, so that an axis has room for it on a phone.
function lines(name) {
  const found = [];
  for (const word of name.split(" ")) {
    const longer = `${found.at(-1) ?? ""} ${word}`.trim();
    if (found.length && longer.length <= LONG) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

function read({ plot, first, last, stacked }) {
  const table = document.getElementById(plot);
  const rows = [...table.querySelectorAll("tbody tr:not([data-total])")];
  const tones = stacked === undefined ? TONES.apart : TONES.whole;
  const columns = [...table.tHead.rows[0].cells].slice(Number(first), Number(last) + 1);
  return {
    labels: rows.map((row) => lines(said(row.cells[0]))),
    datasets: columns.map((head, at) => ({
      label: said(head),
      data: rows.map((row) => number(said(row.cells[Number(first) + at]))),
      backgroundColor: colour(tones[at]),
      maxBarThickness: 40,
    })),
  };
}

const isLying = ({ labels }) => labels.some((label) => label.length > 1);

function options(data, stacked) {
  const grid = { color: colour("--line") };
  const ticks = { color: colour("--muted"), precision: 0 };
  const lying = isLying(data);
  const names = { stacked, ticks: { color: colour("--muted"), autoSkip: !lying }, grid: { display: false } };
  const counts = { stacked, ticks, grid, beginAtZero: true };
  return {
    animation: calm.matches ? false : { duration: 240 },
    indexAxis: lying ? "y" : "x",
    maintainAspectRatio: false,
    plugins: { legend: { display: data.datasets.length > 1, labels: { color: colour("--text"), boxWidth: 12 } } },
    scales: lying ? { x: counts, y: names } : { x: names, y: counts },
  };
}

function drawOne(canvas) {
  const data = read(canvas.dataset);
  const figure = canvas.closest("figure");
  figure.hidden = data.datasets.every((one) => one.data.every((value) => !value));
  if (figure.hidden) return;
  figure.parentElement.hidden = false;
  figure.classList.toggle("figures-tall", isLying(data));
  const stacked = canvas.dataset.stacked !== undefined;
  charts.push(new window.Chart(canvas, { type: "bar", data, options: options(data, stacked) }));
}

function draw() {
  charts.splice(0).forEach((chart) => chart.destroy());
  document.querySelectorAll("[data-plot]").forEach(drawOne);
}

if (window.Chart) {
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  calm.addEventListener("change", draw);
}
