// What the seating view knows. `latest` is what the server said last; `seats` is what the view shows: it waits
// while a dialog is open, so that nothing jumps behind it.
import { computed, effect, signal } from "@preact/signals";
import { act, dialog, live, open, say, snapshot, view } from "../store.js";

export const latest = signal(null);
export const seats = signal(null);
export const chosen = signal(null); // the round asked for; null follows the meeting
export const problem = signal("");
export const swapping = signal(null); // {first: participant id | null} while two people are being chosen

/** The round on the screen, as the list of rounds has it. */
export const round = computed(() => seats.value && seats.value.rounds.find((one) => one.number === seats.value.round));

const LATER = 2000;
let later = 0;
let running = null;
let again = false;

/** Ask for the seats; calls while an answer is on its way become one more question. */
export function look() {
  if (running) again = true;
  else running = ask();
  return running;
}

async function ask() {
  do {
    again = false;
    const wanted = chosen.peek();
    const answer = await live.command("seating.show", { round: wanted });
    if (wanted !== chosen.peek()) again = true;
    else if (answer.ok) show(answer);
    else missed(answer);
  } while (again);
  running = null;
}

function show(answer) {
  // The end of planning is not always an event of its own.
  lookLater(answer.planning === "working");
  problem.value = "";
  latest.value = answer;
  if (!dialog.peek()) seats.value = answer;
}

function missed(answer) {
  lookLater(answer.retry);
  if (!answer.retry || !seats.peek()) problem.value = answer.message;
}

function lookLater(wanted) {
  clearTimeout(later);
  if (wanted) later = setTimeout(() => view.peek() === "seating" && look(), LATER);
}

effect(() => {
  if (!dialog.value && latest.peek()) seats.value = latest.peek();
});

// The console asks for its state after every silence and every change; the seats are asked for when they may differ.
let seen = "";
effect(() => {
  if (view.value !== "seating" || !snapshot.value) return;
  const { version, plan, tables, unseated } = snapshot.value;
  const now = JSON.stringify([version, plan, unseated, tables.map((table) => [table.seats, table.people, table.interpretation])]);
  if (now === seen) return;
  seen = now;
  look();
});

export function chooseRound(number) {
  chosen.value = number;
  swapping.value = null;
  return look();
}

/** Like `act`; the seats are there again before it returns. A refusal has been shown already. */
export async function change(command, payload = {}) {
  const answer = await act(command, payload);
  // What has changed is being asked for already, unless nothing the console shows has.
  await (running || look());
  return answer;
}

/** Take the last step back, if it is still the one this screen names. */
export async function undo() {
  const { undo: step } = latest.value;
  if (!step) return;
  const answer = await change("seating.undo", { step: step.id });
  if (answer.ok) say(step.sentence);
}

/** {person, table} of a participant id in the latest answer; table is null for who has no seat. */
export function seated(id, answer = latest.value) {
  for (const table of answer.tables) {
    const person = table.people.find((one) => one.id === id);
    if (person) return { person, table };
  }
  const person = answer.unseated.find((one) => one.id === id);
  return person ? { person, table: null } : null;
}

/** Everybody, table by table: [{table or null, people}]. */
export function byTable(answer = latest.value) {
  const groups = answer.tables.filter((table) => table.people.length).map((table) => ({ table, people: table.people }));
  return answer.unseated.length ? [...groups, { table: null, people: answer.unseated }] : groups;
}

/** Whether rounds are still to come; from the harvest on, those that were not held never will be. */
export const ahead = computed(() => Boolean(seats.value) && ["welcome", "round", "moving"].includes(seats.value.phase));

/** Whether seats of the round on the screen can still change. */
export const changeable = computed(() => Boolean(round.value) && round.value.state !== "held" && ahead.value);

/** From another part of the console: the view, with this person's dialog. */
export async function steer(id) {
  location.hash = "#seating";
  chosen.value = null;
  await look();
  if (latest.value && seated(id)) open("seat", { id });
}

/** After a dialog: to the person it was about, wherever they sit now. */
export function backTo(id) {
  requestAnimationFrame(() => {
    const place = document.querySelector(`[data-person="${id}"]`);
    if (place) place.focus();
  });
}
