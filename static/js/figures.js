// Draws the first column of each table as bars. What is not shown in the table is a gap; where all of it is, there is no plot.
// Without scripts the table stays.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const charts = [];

function read(table) {
  const rows = [...table.querySelectorAll("tbody tr:not([data-total])")];
  const number = (text) => (/^\d+$/.test(text) ? Number(text) : null);
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    values: rows.map((row) => number(row.cells[1].textContent.trim())),
    name: table.tHead.rows[0].cells[1].textContent.trim(),
  };
}

function options() {
  const scale = { ticks: { color: colour("--muted"), precision: 0 }, grid: { color: colour("--line") }, beginAtZero: true };
  return {
    animation: calm.matches ? false : { duration: 240 },
    maintainAspectRatio: false,
    plugins: { legend: { display: false } },
    scales: { x: structuredClone(scale), y: structuredClone(scale) },
  };
}

function draw() {
  charts.splice(0).forEach((chart) => chart.destroy());
  for (const canvas of document.querySelectorAll("[data-plot]")) {
    const { labels, values, name } = read(document.getElementById(canvas.dataset.plot));
    canvas.parentElement.hidden = values.every((value) => value === null);
    if (canvas.parentElement.hidden) continue;
    const datasets = [{ label: name, data: values, backgroundColor: colour("--accent") }];
    charts.push(new window.Chart(canvas, { type: "bar", data: { labels, datasets }, options: options() }));
  }
}

if (window.Chart) {
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  calm.addEventListener("change", draw);
}
