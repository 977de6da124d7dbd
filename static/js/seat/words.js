// The names of kinds, and what each asks for.
import { t } from "../common/messages.js";

export function kindName(kind) {
  const names = {
    need: t("Need"),
    experience: t("Experience"),
    initiative: t("Existing initiative"),
    practice: t("Good practice"),
    proposal: t("Proposal"),
    cooperation: t("Cooperation offer"),
  };
  return names[kind] || kind;
}

export function kindHint(kind) {
  const hints = {
    need: t("What is missing or should be different, and for whom?"),
    experience: t("What happened? You do not have to name anyone."),
    initiative: t("What exists already, and who runs it?"),
    practice: t("What is done, by whom, why does it work, and what would others need to do the same?"),
    proposal: t("What should be done, and who could do it?"),
    cooperation: t("What can you or your organisation offer, and to whom?"),
  };
  return hints[kind] || "";
}
