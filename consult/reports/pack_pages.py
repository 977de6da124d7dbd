"""What stands on each page of the pack, as data for `pack.typ`: every text finished, in the right language."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from consult.domain.words import Kind, table_sign
from consult.reports import pack as p
from consult.reports.blocks import language_tag
from consult.reports.glyphs import shown
from consult.reports.pack_rule import rule_page
from consult.reports.typesetting import breakable
from consult.reports.words import Words

SHAPES = {
    "circle": "shape_circle",
    "square": "shape_square",
    "triangle": "shape_triangle",
    "diamond": "shape_diamond",
    "star": "shape_star",
    "heart": "shape_heart",
    "hexagon": "shape_hexagon",
}
Page = dict[str, Any]
_words = cache(Words)


class Pages:
    """The pages of one pack; `characters` are the code points that its fonts can show."""

    def __init__(self, pack: p.Pack, characters: frozenset[int]) -> None:
        self.pack = pack
        self._characters = characters
        self._say = _words(pack.language)
        self._names = self._all_names()
        self.title = self._printable(pack.title)
        # Whoever lays the sheets out reads their own language first.
        self._languages = sorted(pack.languages, key=lambda code: code != pack.language)

    def tents(self) -> Page | None:
        """One sheet for each table that stands in the hall, to fold in the middle."""
        pack = self.pack
        heading = " · ".join(self._in_all("column_table"))
        hints = [{"language": code, "text": _words(code)("pack_join")} for code in self._languages]
        items = [
            {**_sign(table.number), "heading": heading, "questions": self._asked(table.question)}
            for table in pack.tables
            if table.paper
        ]
        join = {"code": pack.join_code, "address": self._printable(pack.address), "hints": hints}
        return {"type": p.TENTS, "items": items, "join": join} if items else None

    def cards(self) -> Page | None:
        """One card for each guest who needs one, by name, each in its own language."""
        guests = sorted((guest for guest in self.pack.guests if guest.card), key=self._by_name)
        items = [self._card(guest) for guest in guests if self.pack.rounds]
        return (
            {"type": p.CARDS, "items": items, "title": self.title, "code": self.pack.join_code}
            if items
            else None
        )

    def sheets(self) -> Page | None:
        """One sheet for each table and round at which somebody sits, the rounds of a table together."""
        items = [
            self._sheet(table, held)
            for table in self.pack.tables
            for held in self.pack.rounds
            if table.paper and table.number in held.seats.values()
        ]
        kinds = [{"number": n, "words": self._in_all(f"kind_{kind}")} for n, kind in enumerate(Kind, start=1)]
        tongues = [language_tag(code) for code in self._languages]
        hint = self._say("pack_notes")
        page = {"type": p.SHEETS, "items": items, "kinds": kinds, "tongues": tongues, "hint": hint}
        return page if items else None

    def plan(self) -> Page | None:
        """The whole plan: every round by table, and every person with their way."""
        pack, say = self.pack, self._say
        if not pack.rounds:
            return None
        missing = sorted(set(range(1, pack.rounds_total + 1)) - {held.number for held in pack.rounds})
        return {
            "type": p.PLAN,
            "heading": say("pack_plan"),
            "title": self.title,
            "caution": self._caution(),
            "missing": say("pack_not_seated", rounds=say.listing(map(str, missing))) if missing else "",
            "figures": self._figures(),
            "rounds": [self._round(held) for held in pack.rounds],
            "columns": {
                "table": say("column_table"),
                "people": say("column_people"),
                "host": say("pack_host"),
            },
            "by_person": say("pack_by_person"),
            "person": say("pack_person"),
            "round": say("round"),
            "round_labels": [str(held.number) for held in pack.rounds],
            "people": [self._way(guest) for guest in sorted(pack.guests, key=self._by_name)],
        }

    def rule(self) -> Page | None:
        """The rule that needs no plan, or that there is none for these numbers."""
        rule = self.pack.rule
        return rule_page(rule, self._say, self.title) if rule else None

    # ── Names ────────────────────────────────────────────────────────────────

    def _all_names(self) -> dict[int, str]:
        """Guest number → name that can be printed; people of the same name get their number with it."""
        names = {guest.number: self._name(guest.name) for guest in self.pack.guests}
        times = Counter(name.casefold() for name in names.values() if name)
        return {
            number: f"{name} ({number})" if times[name.casefold()] > 1 else name
            for number, name in names.items()
        }

    def _name(self, given: str) -> str:
        """The name as given, on one line; nothing where no letter of it can be shown."""
        name = shown(" ".join(_few_marks(given).split()), self._characters)
        return breakable(name, 12, 10) if any(letter.isalnum() for letter in name) else ""

    def _called(self, guest: p.Guest, language: str) -> str:
        return self._names[guest.number] or _words(language)("pack_guest", number=str(guest.number))

    def _by_name(self, guest: p.Guest) -> tuple[bool, str, int]:
        name = self._names[guest.number]
        plain = unicodedata.normalize("NFKD", name.casefold())
        letters = "".join(letter for letter in plain if letter.isalnum() or letter == " ")
        return not name, letters, guest.number

    # ── Parts of pages ───────────────────────────────────────────────────────

    def _printable(self, text: str) -> str:
        return breakable(shown(text, self._characters))

    def _in_all(self, key: str) -> list[str]:
        """A word in the languages of the meeting, each spelling once."""
        return list(dict.fromkeys(_words(code)(key) for code in self._languages))

    def _asked(self, question: p.Texts) -> list[dict[str, str]]:
        return [
            {"language": code, "text": self._printable(question[code])}
            for code in self._languages
            if question.get(code)
        ]

    def _card(self, guest: p.Guest) -> Page:
        say = _words(guest.language)
        stops = []
        for held in self.pack.rounds:
            table = held.seats.get(guest.number)
            stop: Page = {"label": f"{say('round')} {held.number}", "table": table}
            if table is None:
                stop["word"] = say("pack_pause")
            else:
                stop |= _sign(table)
                stop["word"] = say(SHAPES[stop["shape"]])
                stop["host"] = say("pack_host") if guest.number in held.hosts else ""
            stops.append(stop)
        return {
            "language": guest.language,
            "name": self._called(guest, guest.language),
            "stops": stops,
        }

    def _sheet(self, table: p.Table, held: p.Round) -> Page:
        say = self._say
        last = held.number == self.pack.rounds_total
        return {
            **_sign(table.number),
            "table_word": say("column_table"),
            "round": say("pack_round_of", round=held.number, rounds=self.pack.rounds_total),
            "minutes": say.count("pack_minutes_n", held.minutes),
            "questions": self._asked(table.question or held.question),
            "here": say("pack_here"),
            "people": self._sitters(table.number, held),
            "host": say("pack_host"),
            "heads": say("pack_heads"),
            "hand_over": say("pack_last_words" if last else "pack_hand_over"),
        }

    def _sitters(self, table: int, held: p.Round) -> list[Page]:
        """Who sits there, the table host first."""
        there = [guest for guest in self.pack.guests if held.seats.get(guest.number) == table]
        there.sort(key=lambda guest: (guest.number not in held.hosts, *self._by_name(guest)))
        return [
            {"name": self._called(guest, self.pack.language), "host": guest.number in held.hosts}
            for guest in there
        ]

    def _round(self, held: p.Round) -> Page:
        say = self._say
        used = set(held.seats.values())
        tables = [
            {
                **_sign(table.number),
                "word": say(SHAPES[table_sign(table.number)[1]]),
                "people": self._sitters(table.number, held),
            }
            for table in self.pack.tables
            if table.number in used
        ]
        people, minutes = say.count("people_n", len(held.seats)), say.count("pack_minutes_n", held.minutes)
        return {
            "heading": f"{say('round')} {held.number}",
            "detail": f"{people} · {minutes}",
            "tables": tables,
        }

    def _caution(self) -> str:
        if not self.pack.by_number:
            return self._say("pack_plan_private")
        hosts = any(held.hosts for held in self.pack.rounds)
        return self._say("pack_plan_by_number") + (" " + self._say("pack_plan_hosts") if hosts else "")

    def _way(self, guest: p.Guest) -> Page:
        stops = [
            {"table": held.seats.get(guest.number), "host": guest.number in held.hosts}
            for held in self.pack.rounds
        ]
        return {"name": self._called(guest, self.pack.language), "stops": stops}

    def _figures(self) -> list[tuple[str, str]]:
        say, found = self._say, self.pack.figures
        people = len(self.pack.guests)
        tables = len({table for held in self.pack.rounds for table in held.seats.values()})
        figures = [
            (say.number(people), say.noun("people_n", people)),
            (say.number(tables), say.noun("tables_n", tables)),
        ]
        if found is not None:
            figures.append((say.number(found.repeat_meetings), say("pack_meet_again")))
            figures.append((say.number(found.table_returns), say("pack_returns")))
            if found.without_language is not None:
                figures.append((say.number(found.without_language), say("pack_alone")))
        return figures


def _sign(number: int) -> Page:
    colour, shape = table_sign(number)
    return {"table": number, "colour": colour, "shape": shape}


def _few_marks(text: str) -> str:
    """`text` with at most two marks on a letter: towers of marks run over the lines above."""
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= 2:
            kept.append(letter)
    return "".join(kept)
