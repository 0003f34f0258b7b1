// Reads a part of the page aloud, sentence after sentence. The buttons show only where the device has a voice for the language
// that the part is written in; some devices know their voices only after a while.

const speech = window.speechSynthesis;
const READ = "[data-say], dt, dd, li, legend, .choice";

const textOf = (button) => button.closest("[data-aloud-text]");
const languageOf = (text) => (text.querySelector("[lang]") ?? text.closest("[lang]")).lang.toLowerCase();
const voiceFor = (language) =>
  speech.getVoices().find((voice) => voice.lang.toLowerCase().replace("_", "-").split("-")[0] === language.split("-")[0]);

const show = (button, reading) => {
  button.querySelector("[data-aloud-start]").hidden = reading;
  button.querySelector("[data-aloud-stop]").hidden = !reading;
};

const quiet = () => {
  speech.cancel();
  for (const button of document.querySelectorAll("[data-aloud]")) show(button, false);
};

const read = (button) => {
  const text = textOf(button);
  const language = languageOf(text);
  const said = [...text.querySelectorAll(READ)].map((part) => part.textContent.trim()).filter(Boolean);
  const sentences = said.map((words) => Object.assign(new SpeechSynthesisUtterance(words), { lang: language, rate: 0.9, voice: voiceFor(language) }));
  sentences.at(-1)?.addEventListener("end", () => show(button, false));
  for (const sentence of sentences) speech.speak(sentence);
  show(button, sentences.length > 0);
};

const press = (button) => {
  const reading = !button.querySelector("[data-aloud-stop]").hidden;
  quiet();
  if (!reading) read(button);
};

const offer = () => {
  for (const button of document.querySelectorAll("[data-aloud]")) button.hidden = !voiceFor(languageOf(textOf(button)));
};

if (speech) {
  document.addEventListener("akkoord:page", () => {
    quiet();
    offer();
    for (const button of document.querySelectorAll("[data-aloud]")) button.addEventListener("click", () => press(button));
  });
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speech.cancel());
}
