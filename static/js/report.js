// The report studio: a preview that follows what is typed, words counted at once, and the notes behind a sentence.
// Without this file the page is saved to see it, and the numbers lead down to the notes.
import { t } from "./common/messages.js";

const QUIET_MS = 900;
const SOURCES = /\s*\[\s*N\d+(?:\s*[,;–-]\s*N\d+)*\s*\]/g;
const form = document.querySelector(".studio-form");
const report = document.querySelector("[data-report]");
const fresh = document.querySelector("[data-fresh]");
const dialog = document.querySelector(".notes-behind");
const saved = document.querySelector("[data-saved]");
const unsaved = document.querySelector("[data-unsaved]");
let timer = 0;
let asked = 0;
let changed = !unsaved.hidden;

form.addEventListener("input", () => {
  changed = true;
  unsaved.hidden = false;
  saved.hidden = true;
  count();
  clearTimeout(timer);
  timer = setTimeout(look, QUIET_MS);
});
form.addEventListener("submit", () => {
  changed = false;
});
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
// Who comes back to a page that was open for long sees what is left of its notes.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
// The menu of files closes like a menu.
const files = document.querySelector(".download");
document.addEventListener("click", ({ target }) => {
  if (!files.contains(target) || target.closest("a")) files.open = false;
});
files.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  files.open = false;
  files.querySelector("summary").focus();
});
report.addEventListener("click", (event) => {
  const link = event.target.closest(".source");
  if (link && show(link)) event.preventDefault();
});

/** The words of the summary over all its fields, as the server counts them. */
function count() {
  const told = form.querySelector("[data-count]");
  if (!told) return;
  const most = Number(told.dataset.count);
  const words = [...form.querySelectorAll("[data-summary]")].reduce((sum, field) => sum + wordsIn(field.value), 0);
  told.textContent = t("Summary: {words} of {most} words.", { words, most });
  told.classList.toggle("too-long", words > most);
  const warning = form.querySelector("[data-over]");
  warning.hidden = words <= most;
  if (words > most) {
    warning.textContent = t(
      "Too long: shorten the summary by {over} words. From the 501st word on it is marked in the preview, and no file is made before.",
      { over: words - most },
    );
  }
}

function wordsIn(text) {
  return text
    .replace(SOURCES, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Ask the server for the report with what is typed at this moment. Late answers are passed over. */
async function look() {
  if (!form.querySelector("[name=csrf_token]") || form.querySelector("[readonly]")) return;
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected || mine !== asked) return;
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const drawn = box.content.querySelector(".report");
    if (!drawn || mine !== asked) return;
    report.replaceChildren(drawn);
    fresh.textContent = t("The preview is up to date.");
    const hint = form.querySelector("[data-one-sentence]");
    if (hint) hint.hidden = Number(drawn.dataset.sentences) <= 1;
    form.querySelector("[data-lost]").hidden = !("lost" in drawn.dataset);
  } catch {
    // The network is away for a moment; saving will tell.
  }
}

/** The notes behind a sentence, from the table at the end of the report; false where it is not there. */
function show(link) {
  const [first, last] = link.dataset.notes.split("-").map(Number);
  const rows = [];
  for (let number = first; number <= last; number += 1) {
    const row = document.getElementById(`note-${number}`);
    if (row) rows.push(row.cloneNode(true));
  }
  if (!rows.length || !dialog.showModal) return false;
  for (const row of rows) {
    row.removeAttribute("id");
    row.querySelectorAll(".used-in a").forEach((back) => back.addEventListener("click", () => dialog.close()));
  }
  dialog.querySelector("tbody").replaceChildren(...rows);
  dialog.showModal();
  return true;
}
