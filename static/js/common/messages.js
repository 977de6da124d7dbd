// Every sentence a script shows comes from the catalogues in translations/, through t().
import { boot } from "./boot.js";

const messages = boot.messages || {};

/** The sentence in the reader's language; `{name}` is replaced by `values.name`. */
export function t(sentence, values = {}) {
  const text = messages[sentence] || sentence;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Sentences that came after the page. */
export function learn(sentences) {
  Object.assign(messages, sentences);
}
