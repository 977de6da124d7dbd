// How seats, rounds and figures are called.
import { boot } from "../../common/boot.js";
import { t } from "../../common/messages.js";

const list = new Intl.ListFormat(boot.language, { type: "conjunction" });

/** "Ana, Luis and Mei" */
export const namesInWords = (names) => list.format(names);

export function roundState(state, ahead) {
  if (state === "empty" && !ahead) return t("not held");
  const names = {
    held: t("over"),
    open: t("going on"),
    shown: t("phones show it"),
    planned: t("planned"),
    empty: t("not planned yet"),
  };
  return names[state] || state;
}

/** The figures that are compared, in the order of their weight. Fewer is better for each. */
export function figureNames() {
  return {
    apart: t("Wishes to sit apart that are not kept"),
    together: t("Wishes to sit together that are not kept"),
    uneven: t("Tables of uneven size"),
    table_returns: t("Returns to a table"),
    without_language: t("People without a shared language"),
    outside_language: t("People outside the language of their table"),
    repeat_meetings: t("Pairs who meet again"),
    same_group_pairs: t("Pairs of the same group at one table"),
    unseated: t("People without a seat"),
  };
}

/** From one table to another; null is no seat. */
export function wayInWords(from, to) {
  if (from && to) return t("table {from} → table {to}", { from, to });
  return to ? t("no seat → table {number}", { number: to }) : t("table {number} → no seat", { number: from });
}
