// The words of closed lists, of places in the framework, of steps and of reasons.
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { called } from "./store.js";

export const KINDS = {
  need: t("Need"),
  experience: t("Experience"),
  initiative: t("Existing initiative"),
  practice: t("Good practice"),
  proposal: t("Proposal"),
  cooperation: t("Cooperation offer"),
};

const titles = (rows) => new Map(rows.map(({ id, title }) => [id, title]));
const COMMITMENTS = titles(boot.framework.commitments);
const TRACKS = titles(boot.framework.tracks);

export const commitmentName = (id) => `${id}. ${COMMITMENTS.get(id) || ""}`;
export const trackName = (id) => (id ? t("Track {number}: {title}", { number: id, title: TRACKS.get(id) || "" }) : t("No track yet"));

const BRIEF = 30; // letters of a name of which one reads the beginning

/** "4. Ensuring Fair Access …": the number and as many whole words as fit. */
function briefly(name) {
  if (name.length <= BRIEF) return name;
  const cut = name.slice(0, BRIEF + 1).lastIndexOf(" ");
  return `${name.slice(0, cut > 3 ? cut : BRIEF).replace(/[,;:]$/, "")} …`;
}

/** "4. Housing · Track 1: Information", or in how many words there is room for. */
export function placeName(commitments, track, { short = false, brief = false } = {}) {
  const named = commitments.map((id) => (brief ? briefly(commitmentName(id)) : commitmentName(id)));
  if (track) named.push(short ? t("Track {number}", { number: track }) : trackName(track));
  else if (boot.framework.tracks.length) named.push(t("no track yet"));
  return commitments.length ? named.join(" · ") : [t("None of the commitments"), ...named].join(" · ");
}

export const themeName = (theme) => (theme ? (called(theme.label) || [t("New theme")])[0] : t("No theme yet"));

/** How a translation came to be, and whether it may be wrong. */
export function origin({ doubtful, corrected }) {
  if (corrected) return t("Translation corrected by a person");
  return doubtful ? t("Automatic translation. May be wrong: please read the original.") : t("Automatic translation");
}

const nameOf = (label) => (called(label || {}) || [t("New theme")])[0];

/** What somebody did, as the end of a sentence that begins with their name. */
export function stepInWords(step) {
  const label = nameOf(step.label);
  const said = sayings(label)[step.what === "undone" ? "" : step.what];
  const undone = (step.of && sayings(label)[step.of]) || t("a step");
  const what = step.what === "undone" ? t("took back: {step}", { step: undone }) : said || t("changed the board");
  const count = t("notes: {count}", { count: step.notes });
  return step.notes ? `${what} (${count})` : what;
}

function sayings(label) {
  return {
    merged: t("merged themes into “{label}”", { label }),
    split: t("made a new theme “{label}” of some notes", { label }),
    moved: t("moved notes to “{label}”", { label }),
    renamed: t("named a theme “{label}”", { label }),
    stated: t("wrote what is missing for “{label}”", { label }),
    need_removed: t("removed a need of “{label}”", { label }),
    resource_kept: t("wrote a resource into the register"),
    resource_merged: t("merged resources of the register"),
    resource_removed: t("removed a resource from the register"),
    resource_dismissed: t("left notes out of the register of resources"),
    resource_recalled: t("offered notes for the register of resources again"),
    confirmed: t("confirmed the place of “{label}” in the framework", { label }),
    unconfirmed: t("withdrew the confirmation of “{label}”", { label }),
    analysed: t("found the themes"),
    pinned: t("fixed the theme “{label}”", { label }),
    unpinned: t("let go of the theme “{label}”", { label }),
    theme_aside: t("set the theme “{label}” aside", { label }),
    theme_back: t("took the theme “{label}” back", { label }),
    note_aside: t("set notes aside"),
    note_back: t("took notes back"),
    dissent: t("marked another view in “{label}”", { label }),
    no_dissent: t("removed the mark of another view in “{label}”", { label }),
    note_confirmed: t("confirmed the place of a note in the framework"),
    note_unconfirmed: t("withdrew the confirmation of a note"),
    tagged: t("tagged a note"),
    regrouped: t("took what the analysis would change"),
  };
}

/** The same as a command that has not been sent yet. */
export function commandInWords(command, board) {
  const theme = board.themes.get(command.theme || command.into);
  const what = {
    "theme.merge": "merged",
    "theme.split": "split",
    "theme.rename": "renamed",
    "theme.pin": command.on ? "pinned" : "unpinned",
    "theme.set_aside": "theme_aside",
    "theme.take_back": "theme_back",
    "note.move": "moved",
    "note.set_aside": "note_aside",
    "note.take_back": "note_back",
    "note.mark_dissent": command.on ? "dissent" : "no_dissent",
    "note.tag": "tagged",
    "place.confirm": command.note ? "note_confirmed" : "confirmed",
    "place.withdraw": command.note ? "note_unconfirmed" : "unconfirmed",
    "step.undo": "undone",
  };
  return stepInWords({ what: what[command.do], label: theme ? theme.label : { [boot.language]: command.label }, notes: (command.notes || []).length });
}
