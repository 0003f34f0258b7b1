// The drawn signature. Points are kept in a box of 600 by 200 units, whatever the size of the screen, so that turning the
// tablet loses nothing; the server checks them and draws them anew. SignaturePad stands before this in the same file.

const WIDTH = 600;
const HEIGHT = 200;

const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most) * 10) / 10;

const toBox = (groups, scale) =>
  groups.map((group) => group.points.map(({ x, y }) => ({ x: within(x / scale, WIDTH), y: within(y / scale, HEIGHT) })));

const toScreen = (strokes, scale, style) =>
  strokes.map((stroke) => ({
    ...style,
    points: stroke.map(({ x, y }, index) => ({ x: x * scale, y: y * scale, pressure: 0.5, time: index * 20 })),
  }));

const read = (text) => {
  try {
    const strokes = JSON.parse(text || "[]");
    return Array.isArray(strokes) ? strokes.filter((stroke) => Array.isArray(stroke) && stroke.length) : [];
  } catch {
    return [];
  }
};

class Drawing {
  constructor(box) {
    this.canvas = box.querySelector("canvas");
    this.field = document.getElementById(box.dataset.draw);
    this.undoButton = document.querySelector("[data-draw-undo]");
    this.clearButton = document.querySelector("[data-draw-clear]");
    this.pad = new SignaturePad(this.canvas, { penColor: "#14213d", minDistance: 2 });
    this.scale = 0;
    this.strokes = read(this.field.value);
    this.pad.addEventListener("endStroke", () => this.store(toBox(this.pad.toData(), this.scale)));
    this.undoButton.addEventListener("click", () => this.show(this.strokes.slice(0, -1)));
    this.clearButton.addEventListener("click", () => this.show([]));
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    this.buttons();
  }

  store(strokes) {
    this.strokes = strokes;
    this.field.value = strokes.length ? JSON.stringify(strokes) : "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.buttons();
  }

  show(strokes) {
    this.store(strokes);
    this.paint();
  }

  paint() {
    const { minWidth, maxWidth, dotSize, penColor, velocityFilterWeight, throttle } = this.pad;
    const style = { minWidth, maxWidth, dotSize, penColor, velocityFilterWeight, throttle };
    this.pad.clear();
    if (this.strokes.length) this.pad.fromData(toScreen(this.strokes, this.scale, style), { clear: false });
  }

  fit() {
    const width = this.canvas.clientWidth;
    if (!width || this.scale === width / WIDTH) return;
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    this.scale = width / WIDTH;
    this.canvas.width = width * ratio;
    this.canvas.height = HEIGHT * this.scale * ratio;
    this.canvas.getContext("2d").scale(ratio, ratio);
    this.paint();
  }

  buttons() {
    this.undoButton.hidden = this.clearButton.hidden = !this.strokes.length;
  }
}

document.addEventListener("akkoord:page", () => {
  document.querySelectorAll("[data-draw]").forEach((box) => new Drawing(box));
});
