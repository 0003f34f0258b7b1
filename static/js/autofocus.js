// Brings what needs attention first, such as the summary of errors, under the reader's eyes.

document.querySelector("[data-autofocus]")?.focus();
