"""Needs in the order of their urgency, each with the arithmetic, the reasons and the notes to quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.analysis.needs import Component, Support, rank_needs
from consult.domain.suppression import counted_apart, more_than
from consult.services.assessment import needs as written
from consult.services.assessment.evidence import NoteRow, Tally, ThemeRow
from consult.services.assessment.needs import NeedRow

MOST_QUOTES = 4


@dataclass(frozen=True)
class RankedNeed:
    """A need, or a theme that nobody has put into words yet (`need` is None): 1 is the most urgent.

    `notes` are those it rests on, `components` the arithmetic of its `points` (0 to 100). More than `people` people and
    exactly `groups` stakeholder groups stand behind it, None: too few people to say, or its notes are counted for
    another need (`suppression.more_than`, `counted_apart`). `why` are sentences in the language of the moment.
    """

    rank: int
    theme: ThemeRow
    need: NeedRow | None
    notes: tuple[NoteRow, ...]
    tally: Tally
    points: float
    components: tuple[Component, ...]
    people: int | None
    groups: int | None
    why: tuple[str, ...]
    quotes: tuple[NoteRow, ...]

    @property
    def sentence(self) -> Mapping[str, str]:
        """Language → the words of the need; empty while nobody has written any."""
        return self.need.sentence if self.need else {}


class _Voiced(NamedTuple):
    theme: ThemeRow
    need: NeedRow | None
    notes: tuple[NoteRow, ...]
    tally: Tally
    people: int | None = None
    groups: int | None = None


def of(consultation_id: int, themes: Sequence[ThemeRow], *, bare: bool = False) -> list[RankedNeed]:
    """The needs of a consultation, most urgent first; `themes` are its themes, with all their notes.

    `bare`: those of themes that have no note any more as well, for whoever looks after them.
    """
    groups = written.group_of(consultation_id)
    needed = written.with_needs(consultation_id, themes) if bare else themes
    return ranked(needed, written.rows(consultation_id, needed), groups)


def ranked(
    themes: Sequence[ThemeRow], needs: Iterable[NeedRow] = (), groups: Mapping[int, str] | None = None
) -> list[RankedNeed]:
    """The needs, and the themes without one, most urgent first; `groups` maps a participant to their group."""
    by_theme: dict[int, list[NeedRow]] = {}
    for need in needs:
        by_theme.setdefault(need.theme_id, []).append(need)
    voiced: list[_Voiced] = []
    for theme in themes:
        needs_here: Sequence[NeedRow | None] = by_theme.get(theme.id) or [None]
        for own in needs_here:
            notes, counted = (own.notes, own.tally) if own else (theme.notes, theme.tally)
            voiced.append(_Voiced(theme, own, notes, counted))
    voiced = _with_people(voiced, groups or {})
    # By theme and need, so that the same needs are in the same order whichever way they are listed.
    voiced.sort(key=lambda one: (one.theme.id, one.need.id if one.need else 0))
    order = rank_needs([_support(key, one) for key, one in enumerate(voiced)])
    return [_ranked(voiced[found.key], found.rank, found.points, found.components) for found in order]


def how_ranked() -> str:
    """The rule of the order in a few sentences."""
    return str(
        _(
            "The order says how widely a need was voiced: at how many tables, with how many votes, "
            "from how many stakeholder groups, in how many languages and rounds. "
            "How many notes there are never counts, and the arithmetic stands beside each need."
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


def _with_people(voiced: Iterable[_Voiced], group_of: Mapping[int, str]) -> list[_Voiced]:
    """The same needs with the people and groups behind each: what rests on whole themes first, then in order of writing."""
    ordered = sorted(
        voiced, key=lambda one: (one.need is not None and one.need.chosen, one.need.id if one.need else 0)
    )
    apart = counted_apart(frozenset(note.id for note in one.notes) for one in ordered)
    return [
        one._replace(people=people, groups=None if people is None else _groups(one.notes, group_of))
        for one, counted in zip(ordered, apart, strict=True)
        for people in [more_than(one.tally.people) if counted else None]
    ]


def _groups(notes: Sequence[NoteRow], group_of: Mapping[int, str]) -> int:
    """How many groups the authors named. What a table host wrote for somebody else says nothing about the host's own."""
    own = (note.participant_id for note in notes if not note.by_proxy)
    return len({group_of[person] for person in own if person in group_of})


def _support(key: int, one: _Voiced) -> Support:
    return Support(
        key=key,
        votes=one.tally.votes or 0,
        tables=one.tally.tables,
        groups=one.groups or 0,
        languages=len(one.tally.languages),
        rounds=one.tally.rounds,
        notes=one.tally.notes,
    )


def _ranked(one: _Voiced, rank: int, points: float, components: tuple[Component, ...]) -> RankedNeed:
    return RankedNeed(
        rank=rank,
        theme=one.theme,
        need=one.need,
        notes=one.notes,
        tally=one.tally,
        points=points,
        components=components,
        people=one.people,
        groups=one.groups,
        why=_why(one),
        quotes=chosen_quotes(one.notes),
    )


def _why(one: _Voiced) -> tuple[str, ...]:
    counted = one.tally
    main_points = sum(note.main_point for note in one.notes)
    reasons = [ngettext("heard at %(num)d table", "heard at %(num)d different tables", counted.tables)]
    if one.groups:
        reasons.append(
            ngettext("from %(num)d stakeholder group", "from %(num)d stakeholder groups", one.groups)
        )
    if len(counted.languages) > 1:
        reasons.append(ngettext("in %(num)d language", "in %(num)d languages", len(counted.languages)))
    if one.people is not None:
        reasons.append(_("from more than %(number)d people", number=one.people))
    if main_points:
        reasons.append(ngettext("%(num)d main point", "%(num)d main points", main_points))
    if counted.votes:
        reasons.append(ngettext("%(num)d vote", "%(num)d votes", counted.votes))
    return tuple(reasons)
