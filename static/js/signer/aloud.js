// Reads a section aloud where the device can. The button is hidden where it cannot.

const speech = window.speechSynthesis;

const read = (button) => {
  const starts = button.querySelector("[data-aloud-start]");
  const stops = button.querySelector("[data-aloud-stop]");
  const show = (reading) => {
    starts.hidden = reading;
    stops.hidden = !reading;
  };
  button.addEventListener("click", () => {
    if (speech.speaking) {
      speech.cancel();
      return show(false);
    }
    const text = [...button.closest("[data-aloud-text]").querySelectorAll("dt, dd")].map((part) => part.textContent.trim());
    const words = new SpeechSynthesisUtterance(text.join(". "));
    words.lang = document.documentElement.lang;
    words.rate = 0.9;
    words.addEventListener("end", () => show(false));
    speech.speak(words);
    show(true);
  });
};

for (const button of speech ? document.querySelectorAll("[data-aloud]") : []) {
  button.hidden = false;
  read(button);
}
