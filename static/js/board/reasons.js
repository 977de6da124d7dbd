// Why the analysis proposes something, in words.
import { t } from "../common/messages.js";

export function inWords(reasons) {
  return (reasons || []).map(one).filter(Boolean).join("; ");
}

function one() {
  return t("close to similar notes");
}
