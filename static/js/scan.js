// Reads a QR code or barcode with the camera into the field of its form and sends it: <form data-scan>. Only where the browser
// reads codes itself (BarcodeDetector) the button [data-scan-start] appears; elsewhere there is the field.

const EVERY = 200; // milliseconds between two looks
const form = document.querySelector("[data-scan]");
const part = (name) => form.querySelector(`[data-scan-${name}]`);
const video = form.querySelector("video");
let stream = null;

const stop = () => {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.srcObject = null;
  part("view").hidden = true;
  part("start").hidden = false;
};

const take = (value) => {
  stop();
  form.querySelector("input").value = value;
  form.requestSubmit();
};

const look = async (detector, seen) => {
  if (stream !== seen) return;
  const [code] = await detector.detect(video).catch(() => []);
  if (stream !== seen) return;
  if (code?.rawValue) take(code.rawValue);
  else setTimeout(() => look(detector, seen), EVERY);
};

const start = async (detector) => {
  part("said").textContent = "";
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    part("start").hidden = true;
    part("view").hidden = false;
    await video.play();
    look(detector, stream);
  } catch {
    stop();
    part("said").textContent = part("said").dataset.none;
  }
};

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const detector = new BarcodeDetector();
  part("start").hidden = false;
  part("start").addEventListener("click", () => start(detector));
  part("stop").addEventListener("click", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  addEventListener("pagehide", stop);
}
