// What a language is called: the four by their own names, any other in the reader's language.
import { boot } from "./boot.js";

/** "Français", "arabe"; empty for what this browser has no name for. */
export function languageName(code) {
  if (boot.languages[code]) return boot.languages[code];
  try {
    return new Intl.DisplayNames([boot.language], { type: "language", fallback: "none" }).of(code) || "";
  } catch (_) {
    return ""; // an older browser, or no code of a language
  }
}
