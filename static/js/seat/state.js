// What this phone knows about the meeting: the last snapshot, and the events since then folded over it.
import { batch, computed, effect, signal } from "@preact/signals";
import { boot } from "../common/boot.js";
import { countdown } from "../common/clock.js";
import { createLive } from "../common/live.js";
import { recall, remember } from "./keep.js";
import { standStill } from "./stand_still.js";

// After a reload without a server: where I sat and what we were asked, so that writing can go on. No notes are kept here.
export const snapshot = signal(recall("seat"));
export const fresh = signal(false);
export const announcement = signal(null);
export const ended = signal(false);
export const left = signal(false);
// {round, table} of the last round in which this phone showed a seat.
export const lastSeat = signal(recall("last-seat"));

export const meeting = computed(() => snapshot.value && snapshot.value.meeting);
export const me = computed(() => snapshot.value && snapshot.value.me);
export const phase = computed(() => (meeting.value ? meeting.value.phase : null));
export const roundNumber = computed(() => (meeting.value ? meeting.value.round_number : 0));
export const myKeys = computed(() => new Set(snapshot.value ? snapshot.value.own.map((note) => note.client_key) : []));

export const live = createLive({
  auth: { token: boot.token },
  onSnapshot: take,
  events: {
    "note.written": ({ note }) => standStill(() => change("notes", (notes) => withNote(notes, note))),
    "note.changed": ({ note }) => noteChanged(note),
    "note.removed": ({ id }) => noteRemoved(id),
    "note.translated": (told) => standStill(() => noteTranslated(told)),
    "announcement.made": (made) => {
      const mine = me.value && me.value.table ? me.value.table.number : null;
      if (!made.table || made.table === mine) announcement.value = made;
    },
    "slower.asked": ({ table, at }) => standStill(() => change("slower", (known) => known && (known.table === table ? { ...known, heard_at: at } : known))),
    "seat.changed": () => live.catchUp(),
    "votes.changed": ({ mine }) => setVotes(mine),
    "stances.changed": ({ mine }) => change("acceptability", (asked) => asked && { ...asked, mine }),
    ended: () => {
      ended.value = true;
      live.stop();
    },
  },
  refreshOn: { "meeting.changed": 300 },
});

export const timeLeft = countdown(live.clock);
export const graceLeft = countdown(live.clock);

effect(() => {
  if (!fresh.value) return;
  timeLeft.follow(meeting.value.phase === "round" ? meeting.value : {});
  graceLeft.follow({ ends_at: meeting.value.phase === "moving" || meeting.value.phase === "harvest" ? meeting.value.grace_until : null });
});

// What can be voted for is the same for all and can be long: it is fetched when its mark has changed.
let ballot = { choices: [], points: [] };

async function readBallot() {
  const answer = await live.command("ballot.read");
  if (!answer.ok) return setTimeout(live.catchUp, 4000);
  ballot = answer;
  change("voting", withChoices);
}

function withChoices(voting) {
  return voting && { ...voting, choices: ballot.choices, points: ballot.points };
}

function take(given) {
  if (given.voting && given.voting.ballot !== ballot.ballot) readBallot();
  given.voting = withChoices(given.voting);
  batch(() => {
    if (given.meeting.phase === "round" && given.me.table) {
      lastSeat.value = { round: given.meeting.round_number, table: given.me.table.number };
      remember("last-seat", lastSeat.value);
    }
    announcement.value = given.announcement;
    snapshot.value = given;
    fresh.value = true;
  });
  remember("seat", { ...given, own: [], notes: [], hand_over: null, my_hand_over: null, voting: null, themes: null, acceptability: null, announcement: null });
}

function change(field, how) {
  if (snapshot.value) snapshot.value = { ...snapshot.value, [field]: how(snapshot.value[field]) };
}

/** A note of mine is on the server's disk. */
export function keepOwn(note) {
  batch(() => {
    const mine = { ...note, mine: true };
    change("own", (own) => withNote(own, mine));
    if (note.round === roundNumber.value) change("notes", (notes) => withNote(notes, mine));
  });
}

export function dropOwn(id) {
  batch(() => {
    change("own", (own) => own.filter((note) => note.id !== id));
    change("notes", (notes) => notes.filter((note) => note.id !== id));
  });
}

export function setVotes(mine) {
  change("voting", (voting) => voting && { ...voting, mine });
}

function noteChanged(note) {
  batch(() => {
    change("notes", (notes) => notes.map((other) => merged(other, note)));
    change("own", (own) => own.map((other) => merged(other, note)));
  });
}

/** A translation has come, or somebody has corrected it. */
export function noteTranslated({ id, translation }) {
  const turned = (notes) => notes.map((note) => (note.id === id ? { ...note, translation } : note));
  ballot = { ...ballot, choices: turned(ballot.choices), points: turned(ballot.points) };
  batch(() => {
    change("notes", turned);
    change("own", turned);
    change("voting", withChoices);
  });
}

function noteRemoved(id) {
  const mine = snapshot.value && snapshot.value.own.some((note) => note.id === id);
  change("notes", (notes) => notes.filter((note) => note.id !== id));
  // Erased by me elsewhere, or hidden by a facilitator? Only the server knows.
  if (mine) live.catchUp();
}

/** Announced notes are the same for everyone: whose they are, only this phone knows. */
function merged(known, note) {
  if (known.id !== note.id) return known;
  // In another language than was believed: what was made of it is no longer true.
  const kept = known.language === note.language ? known : {};
  return { ...kept, ...note, mine: known.mine, client_key: known.client_key, hidden: known.hidden };
}

function withNote(notes, note) {
  if (!notes.some((other) => other.id === note.id)) return [...notes, note];
  return notes.map((other) => (other.id === note.id ? { translation: other.translation, ...note, mine: other.mine || note.mine } : other));
}
