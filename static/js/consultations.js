// Small comforts of the set-up forms. Every one of them also works without this file, by a button.
import { boot } from "./common/boot.js";
import { t } from "./common/messages.js";
import { followLanguages } from "./consultations/texts.js";

const CHAIRS = 5;
const CAFE_FROM = 12;
const QUIET_MS = 400;
const meeting = document.getElementById("meeting");
const setUp = document.getElementById("set-up");

if (meeting) {
  followTheNumbers();
  foresee();
}
if (meeting) followLanguages(meeting);
if (setUp) {
  followLanguages(setUp, setUp.querySelectorAll("#languages input"));
  setUp.addEventListener("change", (event) => {
    if (event.target.id === "field") followTheField(event.target.value);
    if (/^question-\d+-slot$/.test(event.target.name)) fillFromBank(event.target.closest(".question"));
    if (event.target.name === "group") showMissingGroups();
  });
}

/** Tables follow the people expected; a word about the format where the number says another one. */
function followTheNumbers() {
  const people = document.getElementById("expected_people");
  const tables = document.getElementById("tables");
  const hint = document.getElementById("format-hint");
  const cafe = document.getElementById("format-world_cafe");
  const show = () => {
    const count = Number(people.value);
    const byRule = cafe.checked ? Math.max(Math.ceil(count / CHAIRS), 2) : 1;
    tables.placeholder = count > 1 ? String(byRule) : "";
    let text = "";
    if (cafe.checked && count > 1 && count < CAFE_FROM) {
      text = t("With fewer than 12 people a focus group usually works better than a World Café.");
    } else if (!cafe.checked && count > CAFE_FROM) {
      text = t("With more than 12 people a World Café lets everybody speak.");
    }
    if (hint.textContent !== text) hint.textContent = text;
    hint.hidden = !text;
  };
  meeting.addEventListener("input", show);
  show();
}

/** What the numbers promise, asked of the server as they change; a click takes the number of tables that helps. */
function foresee() {
  const outlook = document.getElementById("outlook");
  const value = (name) => meeting.elements[name].value;
  const address = () => {
    const tables = document.getElementById("tables");
    const asked = new URLSearchParams({
      people: value("expected_people"),
      tables: tables.value || tables.placeholder,
      rounds: meeting.querySelectorAll(".round-row").length,
      hosts: value("host_policy"),
      fresh: value("fresh_tables"),
      online: value("remote_policy") === "any" ? "" : value("remote_tables"),
      lang: boot.language,
    });
    return `${outlook.dataset.address}?${asked}`;
  };
  let shown = outlook.firstElementChild ? address() : "";
  let waiting = 0;
  const ask = async () => {
    const wanted = address();
    if (wanted === shown || value("format") === "focus_group") return;
    try {
      const answer = await fetch(wanted);
      // Sent to the door instead, or too late: the numbers have changed again.
      if (!answer.ok || answer.redirected || wanted !== address()) return;
      outlook.innerHTML = await answer.text();
      shown = wanted;
    } catch {
      // Without a connection the last answer stays; saving tells the same.
    }
  };
  meeting.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, QUIET_MS);
  });
  outlook.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tables]");
    if (!button) return;
    event.preventDefault();
    const tables = document.getElementById("tables");
    tables.value = button.dataset.tables;
    tables.dispatchEvent(new Event("input", { bubbles: true }));
    outlook.focus();
  });
}

/** The groups to think of for a field come first and are ticked; untouched questions take its slot. */
function followTheField(field) {
  const suggested = boot.field_groups[field] || [];
  const first = document.getElementById("suggested-groups");
  const others = document.getElementById("other-groups");
  for (const row of setUp.querySelectorAll(".group-row")) {
    if (!suggested.includes(row.dataset.group)) others.append(row);
  }
  for (const key of suggested) {
    const row = setUp.querySelector(`[data-group="${key}"]`);
    row.querySelector("input[type=checkbox]").checked = true;
    first.append(row);
  }
  for (const question of setUp.querySelectorAll(".question")) takeSlotOf(field, question);
  showMissingGroups();
}

function takeSlotOf(field, question) {
  const slots = question.querySelector("select");
  if (!slots || !isUntouched(question)) return;
  const fitting = [...slots.options].find((option) => boot.slot_fields[`${question.dataset.question}:${option.value}`] === field);
  if (!fitting) return;
  slots.value = fitting.value;
  fillFromBank(question);
}

function wordings(question) {
  return [...question.querySelectorAll("textarea")];
}

function plain(text) {
  return text.split(/\s+/).join(" ").trim();
}

function isUntouched(question) {
  return boot.bank.some((one) => wordings(question).every((area) => plain(area.value) === plain(one.text[area.lang] || "")));
}

function fillFromBank(question) {
  const slot = question.querySelector("select").value;
  const found = boot.bank.find((one) => one.key === question.dataset.question && one.slot === slot);
  if (!found) return;
  for (const area of wordings(question)) area.value = found.text[area.lang] || "";
}

function showMissingGroups() {
  const missing = [...document.querySelectorAll("#suggested-groups .group-row")].filter(
    (row) => !row.querySelector("input[type=checkbox]").checked,
  );
  document.getElementById("missing-groups").hidden = missing.length === 0;
  document.getElementById("missing-group-names").textContent = missing
    .map((row) => row.querySelector("label.choice span").textContent)
    .join(", ");
}
