"""Packs to try the pages on: a café whose people, tables and rounds can be chosen, with hostile names if wanted."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from consult.reports import pack as p

NAMES = ("Ana", "Fatoumata", "Luís Miguel", "Mei", "José", "Åsa", "Zoë", "محمد", "Benedetta", "")
NASTY_NAMES = (
    "#import *bold* $x$ <label> @ref // no",
    "= heading",
    "- list `raw` \\ [x] ]",
    "\u202eesrever",
    "👩🏽‍🏫",
    "李明",
    "nul \x00 bell \x07 \x1b[31m",
    "W" * 40,
    "Z̴͎̑̓̈́a̵l̶g̷o̸" * 3,
    "two\nlines\r\nthree",
    "<script>alert(1)</script>",
    "{number} %s {{ x }}",
    "   ",
    "\ud800",
)
QUESTION = {
    "en": "Where do people meet racial discrimination when they look for a home, and what already helps?",
    "fr": "Où rencontre-t-on la discrimination raciale quand on cherche un logement, et qu’est-ce qui aide déjà ?",
    "es": "¿Dónde se da la discriminación racial al buscar una vivienda, y qué ayuda ya?",
    "pt": "Onde existe discriminação racial quando se procura casa, e o que já ajuda?",
}
LANGUAGES = ("en", "fr", "es", "pt")


def pack(
    language: str = "en", people: int = 20, tables: int = 4, rounds: int = 3, **changes: object
) -> p.Pack:
    """A café in which the first people are the table hosts and everybody else moves on by their chair."""
    numbers = range(1, people + 1)
    hosts = frozenset(numbers[:tables])
    made = p.Pack(
        language=language,
        languages=LANGUAGES,
        title="World Café – Housing",
        join_link="https://consult.example.org/join/abcdefghijklmnopqrstuv",
        join_code="KTM4QZ",
        address="https://consult.example.org",
        made_at=datetime(2026, 11, 21, 20, 15, tzinfo=UTC),
        guests=tuple(
            p.Guest(
                n,
                NAMES[n % len(NAMES)] + (f" {n}" if n > 10 and NAMES[n % len(NAMES)] else ""),
                LANGUAGES[n % 4],
            )
            for n in numbers
        ),
        tables=tuple(p.Table(n) for n in range(1, tables + 1)),
        rounds=tuple(
            p.Round(
                number,
                20,
                {n: table_of(n, number, tables, hosts) for n in numbers},
                hosts,
                QUESTION,
            )
            for number in range(1, rounds + 1)
        ),
        rounds_total=rounds,
        figures=p.Figures(0, 0, 1),
        rule=rule(people, tables, rounds),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def rule(people: int, tables: int, rounds: int, **found: int) -> p.Rule:
    """Chair k moves k tables on, whether that is good or not."""
    chairs = range(-(-people // tables))
    return p.Rule(
        people,
        tuple(range(1, tables + 1)),
        tuple(tuple(chair * index % tables for index in range(rounds)) for chair in chairs),
        tuple(min(tables, people - chair * tables) for chair in chairs),
        **found,
    )


def table_of(number: int, round_number: int, tables: int, hosts: frozenset[int]) -> int:
    """Chair k moves k tables on."""
    step = (number - 1) // tables
    return (number - 1 + (0 if number in hosts else step * (round_number - 1))) % tables + 1


def with_names(names: tuple[str, ...]) -> p.Pack:
    """As many people as names."""
    made = pack(people=len(names))
    guests = tuple(
        dataclasses.replace(guest, name=name) for guest, name in zip(made.guests, names, strict=True)
    )
    return dataclasses.replace(made, guests=guests)
