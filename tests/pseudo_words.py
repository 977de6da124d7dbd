"""What a page in no language must not show: words that stand beside the catalogues, and texts that are cut off."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from consult.frameworks import question_bank
from consult.services.preparation.zones import choices

ROOT = Path(__file__).resolve().parent.parent
FRAMEWORKS = ROOT / "consult" / "frameworks"

# A word all of whose letters are plain ones: the catalogues have none.
PLAIN_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")
ADDRESS = re.compile(r"\b(?:https?://)?(?:localhost|127\.0\.0\.1)(?::\d+)?(?:/\S*)?")
# How Babel and the browser write times, days and shared zones in English: their words, not ours.
TIMES = re.compile(
    r"\b(?:AM|PM|Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
    r"|Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b|(?i:\b\d+:\d+\s?[ap]m\b)"
    r"|\bUTC\b|\b(?:Western|Central|Eastern) European Time\b"
)
# The languages somebody speaks, where there is little room.
CODES = re.compile(r"(?:en|fr|es|pt)(?:[ ,·]+(?:en|fr|es|pt))*")
BEGINNING = 40
LANGUAGE_NAMES = ("English", "Français", "Español", "Português")
# What people have written, by table and column. JSON columns hold a text for each language.
WRITTEN = (
    ("consultation", ("title", "purpose", "city", "consent")),
    ("meeting", ("title", "place", "join_code", "agenda", "interpretation")),
    ("cafe_table", ("interpretation",)),
    ("stakeholder_group", ("name",)),
    ("question", ("text",)),
    ("participant", ("nickname",)),
    ("user", ("name",)),
    ("note", ("text",)),
    ("note_translation", ("text",)),
    ("hand_over", ("text",)),
    ("hand_over_translation", ("text",)),
    ("announcement", ("text",)),
    ("theme", ("label",)),
    ("need", ("sentence",)),
    ("resource", ("name", "holder", "description")),
)

# Every text of the page with where it stands: text nodes and the attributes that are read out or shown.
TEXTS = """() => {
  const found = [];
  const skipped = "script, style, template, noscript, textarea";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.replace(/\\s+/g, " ").trim();
    if (text && !node.parentElement.closest(skipped)) found.push(text);
  }
  const names = ["aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "alt", "title", "placeholder"];
  for (const name of names)
    for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name));
  for (const button of document.querySelectorAll("input[type=submit], input[type=button]")) found.push(button.value);
  found.push(document.title);
  return found.filter(Boolean);
}"""

# Texts that are not all there to be read: in a box that hides what is too much, or beside their box or the window.
CUT_OFF = """() => {
  const found = [];
  const name = (element) => element.tagName.toLowerCase() + [...element.classList].map((one) => "." + one).join("");
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const onlyHeard = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement)
      if (getComputedStyle(one).clipPath.startsWith("inset(50%")) return true;
    return false;
  };
  const apart = (element) => element.closest(".visually-hidden, .skip, option") || onlyHeard(element);
  const scrolls = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(one).overflowX)) return true;
    return false;
  };
  const box = (element) => {
    let one = element;
    while (["inline", "contents"].includes(getComputedStyle(one).display)) one = one.parentElement;
    return one;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.data.replace(/\\s+/g, " ").trim();
    if (!text || !seen(element) || apart(element) || element.closest("script, style, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const place = range.getBoundingClientRect();
    if (!place.width) continue;
    const around = element.closest("svg") ? element.closest("svg") : box(element);
    const frame = around.getBoundingClientRect();
    const air = parseFloat(getComputedStyle(element).fontSize) / 2;
    const why = [];
    if (!scrolls(element) && (place.right > innerWidth + 1 || place.left < -1)) why.push("beside the window");
    if (!scrolls(around) && (place.right > frame.right + 2 || place.left < frame.left - 2)) why.push("beside its box");
    if (place.bottom > frame.bottom + air || place.top < frame.top - air) why.push("above or below its box");
    for (let one = around; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      const hides = (value) => ["hidden", "clip"].includes(value);
      const border = one.getBoundingClientRect();
      const sticksOut = place.right > border.right + 1 || place.left < border.left - 1;
      if (hides(style.overflowX) && sticksOut) why.push("cut by " + name(one));
      if (hides(style.overflowY) && place.bottom > border.bottom + air) why.push("cut below by " + name(one));
      if (["auto", "scroll"].includes(style.overflowX) || style.position === "fixed") break;
    }
    for (const one of new Set(why)) found.push(`${name(element)} ${one}: ${text.slice(0, 60)}`);
  }
  return found;
}"""


def beside_the_catalogues(texts: Iterable[str], data: Iterable[str]) -> list[str]:
    """Texts with a word that neither the catalogues nor the data have; times, addresses and language names aside."""
    known = sorted({*data, *LANGUAGE_NAMES}, key=len, reverse=True)
    found = []
    for text in texts:
        rest = ADDRESS.sub(" ", text)
        for one in known:
            rest = rest.replace(one, " ") if one in rest else rest
        if text in of_the_zones() or CODES.fullmatch(text):
            continue
        if PLAIN_WORD.search(TIMES.sub(" ", rest)):
            found.append(text)
    return list(dict.fromkeys(found))


def complaints(page: Page, name: str, data: Iterable[str]) -> list[str]:
    """What is wrong with a page as it stands."""
    found = [
        f"{name}: beside the catalogues: {text}" for text in beside_the_catalogues(page.evaluate(TEXTS), data)
    ]
    found += [f"{name}: {finding}" for finding in page.evaluate(CUT_OFF)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append(f"{name}: scrolls sideways")
    return found


def data_of(database: Path) -> set[str]:
    """What is shown as it is: the frameworks, and what people have written into the database."""
    known = set(of_the_frameworks())
    with sqlite3.connect(database, timeout=10) as connection:
        for table, wanted in WRITTEN:
            columns = [
                row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[1] in wanted
            ]
            for column in columns:
                for (value,) in connection.execute(f'SELECT "{column}" FROM "{table}"'):
                    known |= set(_texts(_read(value)))
    # What is read out with a button is the beginning of a note.
    known |= {text[:BEGINNING].rstrip() for text in known}
    return {text for text in known if text.strip()}


@cache
def of_the_frameworks() -> set[str]:
    """Commitments, fields, groups and questions; words in small letters are codes but where they fill a question."""
    known = set[str]()
    for path in FRAMEWORKS.glob("*.toml"):
        known |= {
            text for text in _texts(tomllib.loads(path.read_text())) if " " in text or not text.islower()
        }
    for question in question_bank():
        for slot in question.slots:
            known |= {*question.filled(slot.id).values(), *slot.text.values()}
    return known


@cache
def of_the_zones() -> frozenset[str]:
    """Cities and continents of the list of time zones: as a whole only, for many a word is also a city."""
    groups = choices("en")
    return frozenset({name for name, _ in groups} | {city for _, cities in groups for _, city in cities})


def _read(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, spaces as a browser shows them."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)
