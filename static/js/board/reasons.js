// Why the analysis proposes something, in words.
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { board } from "./store.js";

/** Sentences for the reasons of a proposal, the best first. */
export function inWords(reasons) {
  return (reasons || []).map((reason) => (SAYING[reason.code] || (() => null))(reason)).filter(Boolean);
}

const SAYING = {
  cue: ({ words }) => t("The note says: {words}", { words: words.map((word) => `“${word}”`).join(", ") }),
  near: ({ texts }) => {
    const text = texts[boot.language] || texts.en || Object.values(texts)[0];
    return text ? t("Close to: “{text}”", { text }) : null;
  },
  confirmed: ({ note }) => {
    const other = board.value.notes.get(note);
    return other ? t("Close to a note that somebody has confirmed here: “{text}”", { text: other.text }) : null;
  },
};
