// A− A A+, kept on this phone.
import { signal } from "@preact/signals";

const NAME = "consult.text-size";
export const SIZES = ["small", "normal", "large"];
export const textSize = signal(kept());

function kept() {
  try {
    return SIZES.includes(localStorage.getItem(NAME)) ? localStorage.getItem(NAME) : "normal";
  } catch (_) {
    return "normal";
  }
}

export function applyTextSize() {
  document.documentElement.dataset.text = textSize.value;
}

export function chooseTextSize(size) {
  textSize.value = size;
  applyTextSize();
  try {
    localStorage.setItem(NAME, size);
  } catch (_) {
    // Then it lasts as long as the page.
  }
}
