"""What the numbers of a World Café promise, in sentences: for its form, while it is being filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from consult import rotation
from consult.domain.words import Format, HostPolicy
from consult.services.preparation.drafts import PEOPLE, ROUNDS
from consult.services.preparation.tables import CHAIRS, TABLES, number_of_tables
from consult.web.numbers import whole_or

FEWEST_ROUNDS, MOST_ROUNDS = ROUNDS[Format.WORLD_CAFE]


class Numbers(NamedTuple):
    """Of a café that could be held. `online`: how many tables take people online, None where all do."""

    people: int
    tables: int
    rounds: int
    hosts: HostPolicy = HostPolicy.FIXED
    fresh: bool = True
    online: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The three numbers, as the sentences name them."""
        return {"people": self.people, "tables": self.tables, "rounds": self.rounds}

    @property
    def online_return(self) -> bool:
        """Whether people online have fewer tables than rounds."""
        return self.online is not None and self.online < self.rounds

    @property
    def together(self) -> int:
        """How many people leave the fullest table together."""
        moving = self.people - self.tables if self.hosts is HostPolicy.FIXED else self.people
        return -(-moving // self.tables)


@dataclass(frozen=True)
class Expected:
    """Sentences for the reader: what to expect and what would help, then what else is worth knowing.

    `good`: everybody can meet new people at a new table in every round. `impossible`: what was wished for is proven
    to be out of reach.
    """

    good: bool
    impossible: bool
    sentences: list[str]
    notes: list[str]
    tables_instead: int | None = None
    rounds_instead: int | None = None


def numbers_of(
    people: int, tables: int, rounds: int, hosts: str, fresh: bool = True, online: int | None = None
) -> Numbers | None:
    """None unless a World Café of so many people can be held: two at each table, two tables and rounds or more."""
    possible = (
        PEOPLE[0] <= people <= PEOPLE[1]
        and 2 <= tables <= min(TABLES, people // 2)
        and 2 <= rounds <= MOST_ROUNDS
        and hosts in list(HostPolicy)
    )
    if not possible:
        return None
    known = online if online is not None and 1 <= online < tables else None
    return Numbers(people, tables, rounds, HostPolicy(hosts), fresh, known)


def asked(values: MultiDict[str, str]) -> Numbers | None:
    """The numbers in an address, whatever somebody has written there."""
    online = whole_or(values.get("online", ""), 0)
    return numbers_of(
        whole_or(values.get("people", ""), 0),
        whole_or(values.get("tables", ""), 0),
        whole_or(values.get("rounds", ""), 0),
        values.get("hosts", ""),
        values.get("fresh", "yes") != "no",
        online or None,
    )


def expected(numbers: Numbers) -> Expected:
    """What to expect, and the nearest numbers with which nothing would be left to wish for."""
    people, tables = numbers.people, numbers.tables
    hosts = numbers.hosts is HostPolicy.FIXED
    found = rotation.outlook(people, tables, numbers.rounds, hosts=hosts, chairs=CHAIRS)
    fewer = found.rounds_instead if (found.rounds_instead or 0) >= FEWEST_ROUNDS else None
    more = found.tables_instead if (found.tables_instead or 0) <= TABLES else None
    sentences = [_first(numbers, found), *_meetings(numbers, found)]
    if people > tables * CHAIRS:
        more, fewer = number_of_tables(people), None
        sentences.append(
            _(
                "Up to %(people)s people would share a table; four or five talk best. That needs %(tables)s tables.",
                people=-(-people // tables),
                tables=more,
            )
        )
    elif more or fewer:
        sentences.append(_instead(more, fewer))
    return Expected(
        good=found.reached and not numbers.online_return,
        impossible=bool(_fewest_meetings(numbers, found)) or (numbers.fresh and bool(found.table_returns)),
        sentences=sentences,
        notes=list(_notes(numbers, found)),
        tables_instead=more,
        rounds_instead=fewer,
    )


def _first(numbers: Numbers, found: rotation.Outlook) -> str:
    """The sentence that matters most, with the numbers it is about."""
    if found.reached:
        return str(
            _(
                "%(people)s people at %(tables)s tables in %(rounds)s rounds: everybody can meet new people "
                "at a new table in every round.",
                **numbers.counts,
            )
        )
    if not numbers.fresh and not found.repeats_with_returns and found.asks:
        return str(
            _(
                "%(people)s people at %(tables)s tables in %(rounds)s rounds: nobody has to meet the same people "
                "again, but some return to a table.",
                **numbers.counts,
            )
        )
    if found.table_returns:
        return str(
            _(
                "%(people)s people at %(tables)s tables in %(rounds)s rounds: there are fewer tables than rounds, "
                "so everybody who moves returns to a table.",
                **numbers.counts,
            )
        )
    return str(
        _(
            "%(people)s people at %(tables)s tables in %(rounds)s rounds: nobody has to return to a table.",
            **numbers.counts,
        )
    )


def _fewest_meetings(numbers: Numbers, found: rotation.Outlook) -> int:
    """How often people have to meet again at least, given what matters more."""
    return found.repeat_meetings if numbers.fresh else found.repeats_with_returns


def _meetings(numbers: Numbers, found: rotation.Outlook) -> Iterator[str]:
    """Who has to meet again, why, and whether that is a matter of choice."""
    if found.reached:
        return
    least = _fewest_meetings(numbers, found)
    if least:
        yield ngettext(
            "At least %(num)s time, two people have to sit together again.",
            "At least %(num)s times, two people have to sit together again.",
            least,
        )
        others = numbers.tables - 1
        if numbers.fresh and not found.table_returns and numbers.together > others:
            yield ngettext(
                "The reason: up to %(people)s people leave a table together, and only %(num)s other table waits for them.",
                "The reason: up to %(people)s people leave a table together, and only %(num)s other tables wait for them.",
                others,
                people=numbers.together,
            )
    elif not found.asks or numbers.fresh:
        yield _("A few people may meet again: no plan without that is known for these numbers.")
    if found.asks and numbers.fresh and not found.repeats_with_returns:
        yield _(
            "If returning to a table counts less, nobody has to meet the same people again: choose below what matters more."
        )


def _instead(tables: int | None, rounds: int | None) -> str:
    if tables and rounds:
        return str(
            _(
                "With %(tables)s tables, or with %(rounds)s rounds, everybody could meet new people at a new table "
                "in every round.",
                tables=tables,
                rounds=rounds,
            )
        )
    if tables:
        return str(
            _(
                "With %(tables)s tables everybody could meet new people at a new table in every round.",
                tables=tables,
            )
        )
    return str(
        _(
            "With %(rounds)s rounds everybody could meet new people at a new table in every round.",
            rounds=rounds,
        )
    )


def _notes(numbers: Numbers, found: rotation.Outlook) -> Iterator[str]:
    """What was reckoned with, people online, and the rule on paper."""
    if numbers.hosts is HostPolicy.VOLUNTEER:
        yield _(
            "This reckons with everybody moving after each round; whoever volunteers as table host stays for one."
        )
    if numbers.online is not None:
        yield _("This reckons with everybody at any table; people online can sit at some tables only.")
    if numbers.online_return:
        yield ngettext(
            "People online have only %(num)s table for %(rounds)s rounds, so they return to it.",
            "People online have only %(num)s tables for %(rounds)s rounds, so they return to one.",
            numbers.online or 0,
            rounds=numbers.rounds,
        )
    if found.paper is not None and numbers.online is None:
        yield _on_paper(found.paper, numbers.hosts is HostPolicy.FIXED)


def _on_paper(rule: str, hosts: bool) -> str:
    if rule != "plain":
        return str(
            _(
                "It also works on paper, without any device: the sheets to print tell each seat which way to go."
            )
        )
    if hosts:
        return str(
            _(
                "It also works on paper, without any device: the host stays; whoever sits in seat 1 moves on by one "
                "table after each round, seat 2 by two tables, and so on."
            )
        )
    return str(
        _(
            "It also works on paper, without any device: whoever sits in seat 1 moves on by one table after each round, "
            "seat 2 by two tables, and so on."
        )
    )
