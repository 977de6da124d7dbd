"""What a meeting has spoken about so far, by commitment and track, while people still talk.

A note counts where people confirmed it, else where the analysis proposes; until it has looked at a note, where the cues
of the framework point at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sqlalchemy import Select, select

from consult.analysis import cues
from consult.domain.coverage import Grid, Placed, grid
from consult.domain.framework import Framework
from consult.extensions import db
from consult.frameworks import Prompt, framework, prompts
from consult.models import Note, NoteMark, NoteMeaning, Theme, ThemeNote
from consult.services.assessment.placing import Proposals, Proposed, place
from consult.services.meeting.wire import Wire


class OfConsultation(Protocol):
    """A consultation, or what stands for one."""

    @property
    def framework_id(self) -> str: ...
    @property
    def field(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one note counts; `confirmed`: a person said so of it or of its theme."""

    round: int
    table: int
    commitments: tuple[str, ...]
    track: str | None
    confirmed: bool


@dataclass(frozen=True)
class Touched:
    """All notes of a meeting with their spots, and the framework these are in."""

    framework: Framework
    spots: tuple[Spot, ...]

    @cached_property
    def everything(self) -> Grid:
        """The grid of all notes."""
        return self._grid(self.spots)

    @cached_property
    def confirmed(self) -> Grid:
        """The grid of the notes that people confirmed."""
        return self._grid(spot for spot in self.spots if spot.confirmed)

    def tracks_at(self, table: int, rounds: Iterable[int]) -> dict[str, int]:
        """Notes by track that were written at a table in these rounds."""
        among = set(rounds)
        here = [spot.track for spot in self.spots if spot.table == table and spot.round in among]
        return {track.id: here.count(track.id) for track in self.framework.tracks}

    def _grid(self, spots: Iterable[Spot]) -> Grid:
        return grid(self.framework, (Placed(spot.commitments, spot.track) for spot in spots))


def touched(meeting_id: int, framework_id: str) -> Touched:
    """Every visible note of a meeting that nobody has set aside."""
    plan = framework(framework_id)
    return Touched(plan, tuple(_spot(plan, *found) for found in db.session.execute(_query(meeting_id))))


def told(found: Touched, language: str) -> Wire:
    """The grid for a screen: titles, and for each commitment a row of [notes, of these confirmed] by track."""
    everything, confirmed, plan = found.everything, found.confirmed, found.framework
    return {
        "commitments": [{"id": one.id, "title": one.title(language)} for one in plan.commitments],
        "tracks": [
            {"id": one.id, "title": one.title(language), "notes": everything.track_totals[one.id].notes}
            for one in plan.tracks
        ],
        "cells": [
            [
                [everything.cells[one.id, track.id].notes, confirmed.cells[one.id, track.id].notes]
                for track in plan.tracks
            ]
            for one in plan.commitments
        ],
        "totals": [everything.commitment_totals[one.id].notes for one in plan.commitments],
        "unplaced": everything.unplaced.notes,
    }


def offered(consultation: OfConsultation, language: str, tracks: Sequence[str] | None = None) -> list[Wire]:
    """The prompts for these tracks, or for all, in a language: {key, track, text}."""
    found = prompts(consultation.framework_id, consultation.field)
    return [
        {"key": one.key, "track": one.track, "text": one.text[language]}
        for one in found
        if tracks is None or one.track in tracks
    ]


def prompt(consultation: OfConsultation, key: str) -> Prompt | None:
    """A prompt that this consultation offers, by its key."""
    found = prompts(consultation.framework_id, consultation.field)
    return next((one for one in found if one.key == key), None)


def _query(
    meeting_id: int,
) -> Select[int, int, str, str, NoteMark, Theme, str, str, bool]:
    stored = NoteMeaning.proposals
    return (
        select(
            Note.round_number,
            Note.table_number,
            Note.text,
            Note.language,
            NoteMark,
            Theme,
            # The best alone: all reasons of a thousand notes would take long to read.
            stored[("commitments", 0, 0)].as_string(),
            stored[("tracks", 0, 0)].as_string(),
            NoteMeaning.note_id.is_not(None),
        )
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .outerjoin(NoteMeaning, NoteMeaning.note_id == Note.id)
        .outerjoin(ThemeNote, ThemeNote.note_id == Note.id)
        .outerjoin(Theme, Theme.id == ThemeNote.theme_id)
        .where(Note.meeting_id == meeting_id, Note.hidden_at.is_(None))
        .where(NoteMark.set_aside.is_(None), Theme.set_aside.is_(None))
        .order_by(Note.id)
    )


def _spot(
    plan: Framework,
    number: int,
    table: int,
    text: str,
    language: str,
    mark: NoteMark | None,
    theme: Theme | None,
    commitment: str | None,
    track: str | None,
    understood: bool,
) -> Spot:
    if not understood:
        commitment, track = cues.guess(plan, text, language)
    proposals = Proposals(_one(commitment), _one(track))
    at = place(mark, theme, proposals, None)
    return Spot(number, table, at.commitments, at.track, at.confirmed or at.by_theme)


def _one(chapter: str | None) -> tuple[Proposed, ...]:
    return () if chapter is None else (Proposed(chapter, 1.0),)
