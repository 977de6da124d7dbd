"""People have confirmed something: what nobody confirmed is proposed anew, from what is stored, within a moment."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from consult.analysis.confirmed import Confirmed
from consult.analysis.meaning import Text
from consult.analysis.proposals import Evidence
from consult.domain.errors import Refused
from consult.extensions import db
from consult.frameworks import framework
from consult.models import Consultation, Meeting, NoteMeaning, Theme
from consult.services import board
from consult.services.understanding import meanings, proposing, reading
from consult.services.understanding.proposing import Stored

TRIES = 3
# More ids are not named in a query.
FEW = 500
# Commitment, track and confidence (0-1) proposed for a theme.
Place = tuple[str | None, str | None, float]
# What was worked out of so many consultations is kept in memory: people confirm one place after another.
REMEMBERED = 3


@dataclass(frozen=True)
class Read:
    """What the notes of a consultation say before anybody confirmed anything; `languages` by note id."""

    languages: Mapping[int, str]
    evidence: Evidence


class Teacher:
    """Learns from confirmations; remembers what does not change by them."""

    def __init__(self) -> None:
        self._read: OrderedDict[int, Read] = OrderedDict()

    def forget(self, consultation_id: int) -> None:
        """Some of its notes were understood anew."""
        self._read.pop(consultation_id, None)

    def learn(self, consultation_id: int) -> set[int]:
        """Store what is proposed now; the meetings of the consultation, empty where nothing is different.

        Raises Refused where people confirm so quickly that it is never done.
        """
        for tries in range(TRIES):
            try:
                return self._learn(consultation_id)
            except Refused:
                if tries == TRIES - 1:
                    raise
        return set()

    def _learn(self, consultation_id: int) -> set[int]:
        known = self._known(consultation_id)
        ids = list(known.languages)
        taught = reading.taught(consultation_id)
        found = proposing.learnt(known.evidence, ids, taught)
        stored = reading.stored_proposals(consultation_id)
        place_of = {note_id: place for place, note_id in enumerate(ids)}
        before = {place_of[note_id]: row for note_id, row in stored.items() if note_id in place_of}
        themes = theme_proposals(found, place_of, reading.members(consultation_id))
        db.session.commit()
        changed = {ids[place]: row for place, row in proposing.many(found, before).items()}
        return _store(consultation_id, changed, _other_themes(consultation_id, themes), taught)

    def _known(self, consultation_id: int) -> Read:
        languages = reading.languages(consultation_id)
        known = self._read.get(consultation_id)
        if known is None or known.languages != languages:
            known = _read(consultation_id, languages)
            self._read[consultation_id] = known
        self._read.move_to_end(consultation_id)
        while len(self._read) > REMEMBERED:
            self._read.popitem(last=False)
        return known


def theme_proposals(
    found: Evidence, place_of: Mapping[int, int], members: Mapping[int, Sequence[int]]
) -> dict[int, Place]:
    """(Commitment, track, confidence) for each theme, by its notes; `place_of` are the rows of the evidence by note id."""
    made = {}
    for theme_id, note_ids in members.items():
        places = [place_of[note_id] for note_id in note_ids if note_id in place_of]
        if places:
            commitment, track = found.commitment(places), found.track(places)
            made[theme_id] = (commitment.chapter, track.chapter, round(commitment.confidence, 2))
    return made


def _read(consultation_id: int, languages: Mapping[int, str]) -> Read:
    plan = framework(db.session.get_one(Consultation, consultation_id).framework_id)
    notes = reading.understood(consultation_id, languages if len(languages) <= FEW else None)
    notes = [note for note in notes if note.id in languages]
    db.session.commit()
    name = meanings.engine()
    texts = [Text(note.text, note.language, note.english) for note in notes]
    sentences = {
        place: meanings.from_bytes(note.vector)
        for place, note in enumerate(notes)
        if note.vector is not None and note.engine.split(" ")[0] == name
    }
    kept = {note.id: note.language for note in notes}
    return Read(kept, proposing.evidence(plan, texts, name, sentences))


def _other_themes(consultation_id: int, made: Mapping[int, Place]) -> dict[int, Place]:
    """Those that nobody has confirmed, and for which something else is proposed than before."""
    themes = db.session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.confirmed.is_(False))
    )
    return {
        theme.id: made[theme.id]
        for theme in themes
        if theme.id in made and made[theme.id] != (theme.commitment, theme.track, round(theme.confidence, 2))
    }


def _store(
    consultation_id: int,
    notes: Mapping[int, Stored],
    themes: Mapping[int, Place],
    taught: Mapping[int, Confirmed],
) -> set[int]:
    db.session.commit()
    if not notes and not themes:
        return set()
    with board.changed(consultation_id) as told:
        if reading.taught(consultation_id) != taught:
            # Somebody has confirmed more meanwhile, or withdrawn something.
            raise Refused("changed_meanwhile")
        alive = _alive(notes)
        rows = [{"note_id": note_id, "proposals": notes[note_id]} for note_id in sorted(alive)]
        if rows:
            db.session.execute(update(NoteMeaning), rows)
        for theme_id, (commitment, track, confidence) in themes.items():
            db.session.execute(
                update(Theme)
                .where(Theme.id == theme_id, Theme.confirmed.is_(False))
                .values(commitment=commitment, track=track, confidence=confidence)
            )
        told.notes |= alive
        told.themes |= set(themes)
    query = select(Meeting.id).where(Meeting.consultation_id == consultation_id)
    return set(db.session.scalars(query))


def _alive(notes: Mapping[int, Stored]) -> set[int]:
    """Those that have not been erased, nor are to be understood anew; they stay until the commit."""
    query = select(NoteMeaning.note_id).with_for_update()
    if len(notes) <= FEW:
        query = query.where(NoteMeaning.note_id.in_(notes))
    return set(db.session.scalars(query)) & set(notes)
