"""Themes in the order of their urgency, each with the reasons and the notes to quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.analysis.needs import Support, rank_needs
from consult.domain.suppression import SMALLEST
from consult.services.evidence import NoteRow, ThemeRow

MOST_QUOTES = 4


@dataclass(frozen=True)
class RankedNeed:
    """A theme as a need: 1 is the most urgent; `why` are sentences in the language of the moment."""

    rank: int
    theme: ThemeRow
    why: tuple[str, ...]
    quotes: tuple[NoteRow, ...]


def ranked(themes: Sequence[ThemeRow]) -> list[RankedNeed]:
    """The themes as needs, most urgent first."""
    by_id = {row.id: row for row in themes}
    ordered = [(need.rank, by_id[need.theme]) for need in rank_needs([_support(row) for row in themes])]
    return [RankedNeed(rank, row, _why(row), chosen_quotes(row.notes)) for rank, row in ordered]


def how_ranked() -> str:
    """The rule of the order in a few sentences."""
    return str(
        _(
            "The order says how widely a need was voiced: "
            "at how many tables and with how many votes above all, "
            "then by how many people, in how many languages and rounds. "
            "Many notes from one table do not push a need up."
        )
    )


def chosen_quotes(notes: Sequence[NoteRow], most: int = MOST_QUOTES) -> tuple[NoteRow, ...]:
    """The best notes, one per language first: main points, then votes, then notes of five words and more."""
    best = sorted(
        notes, key=lambda note: (not note.main_point, -(note.votes or 0), len(note.text.split()) < 5, note.id)
    )
    first_of_language = {note.language: note for note in reversed(best)}
    leading = [note for note in best if first_of_language[note.language] is note]
    return tuple([*leading, *(note for note in best if note not in leading)][:most])


def _support(row: ThemeRow) -> Support:
    tally = row.tally
    return Support(
        theme=row.id,
        votes=tally.votes or 0,
        tables=tally.tables,
        people=tally.people,
        languages=len(tally.languages),
        rounds=tally.rounds,
        notes=tally.notes,
    )


def _why(row: ThemeRow) -> tuple[str, ...]:
    tally = row.tally
    main_points = sum(note.main_point for note in row.notes)
    reasons = [ngettext("heard at %(num)d table", "heard at %(num)d different tables", tally.tables)]
    if len(tally.languages) > 1:
        reasons.append(ngettext("in %(num)d language", "in %(num)d languages", len(tally.languages)))
    if tally.people >= SMALLEST:
        reasons.append(ngettext("from %(num)d person", "from %(num)d people", tally.people))
    if main_points:
        reasons.append(ngettext("%(num)d main point", "%(num)d main points", main_points))
    if tally.votes:
        reasons.append(ngettext("%(num)d vote", "%(num)d votes", tally.votes))
    return tuple(reasons)
