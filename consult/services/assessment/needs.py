"""Needs: sentences that people write or accept, each resting on a theme and on notes.

Every writing function checks that what it touches belongs to the consultation (Refused "not_in_consultation"),
leaves a line in the paper trail and commits once. `by` is the id of the signed-in user.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import delete, select

from consult.domain.board import ThemePin
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.domain.texts import clean_line
from consult.extensions import db
from consult.models import (
    Need,
    NeedNote,
    Note,
    NoteTranslation,
    Participant,
    Theme,
    ThemeChange,
    ThemeNote,
    User,
)
from consult.services import board
from consult.services.assessment.evidence import NoteRow, Tally, ThemeRow, bare_themes, notes, tally
from consult.services.assessment.own_words import whose
from consult.services.clock import now

SENTENCE_LENGTH = 600


@dataclass(frozen=True)
class NeedRow:
    """A need with the visible notes it rests on: the `chosen` ones, or all of its theme's.

    `sentence` maps a language to the words. Chosen notes count wherever they were moved since.
    """

    id: int
    theme_id: int
    sentence: Mapping[str, str]
    notes: tuple[NoteRow, ...]
    chosen: bool
    written_by: str
    written_at: float
    tally: Tally = field(init=False)

    def __post_init__(self) -> None:
        """Count once."""
        object.__setattr__(self, "tally", tally(self.notes))


def with_needs(consultation_id: int, themes: Sequence[ThemeRow]) -> list[ThemeRow]:
    """The themes, and those that have a need although all their notes are elsewhere by now."""
    needed = set(db.session.scalars(select(Need.theme_id).where(Need.consultation_id == consultation_id)))
    return [*themes, *bare_themes(consultation_id, needed - {theme.id for theme in themes})]


def rows(consultation_id: int, themes: Iterable[ThemeRow]) -> list[NeedRow]:
    """The needs of these themes, in the order of writing; without those in the words of a hidden note."""
    by_id = {theme.id: theme for theme in themes}
    visible = {note.id: note for theme in by_id.values() for note in theme.notes}
    query = (
        select(Need, User.name)
        .outerjoin(User, User.id == Need.written_by)
        .outerjoin(Note, Note.id == Need.taken_from)
        .where(Need.consultation_id == consultation_id, Need.theme_id.in_(by_id), Note.hidden_at.is_(None))
        .order_by(Need.id)
    )
    chosen = _stored_choices(consultation_id)
    found = []
    for need, name in db.session.execute(query):
        own = [visible[note_id] for note_id in chosen.get(need.id, ()) if note_id in visible]
        members = tuple(own) if need.chosen else by_id[need.theme_id].notes
        found.append(_row(need, members, name or ""))
    return found


def group_of(consultation_id: int) -> dict[int, str]:
    """Participant → the stakeholder group they named when they joined; for counting, never for showing."""
    found = db.session.execute(
        select(Participant.id, Participant.group_key)
        .join(Note, Note.participant_id == Participant.id)
        .join(ThemeNote, ThemeNote.note_id == Note.id)
        .join(Theme, Theme.id == ThemeNote.theme_id)
        .where(Theme.consultation_id == consultation_id, Participant.group_key.is_not(None))
        .distinct()
    )
    return {person: group for person, group in found if group}


def write(
    consultation_id: int,
    theme_id: int,
    sentence: Mapping[str, str],
    note_ids: Collection[int] = (),
    by: int | None = None,
) -> Need:
    """Store a need of a theme. Without notes, or with all of the theme's, it rests on whatever is in the theme."""
    words = _sentence(sentence)
    theme = _theme(consultation_id, theme_id)
    members = _members(consultation_id, theme_id)
    chosen = _chosen_of(note_ids, {note.id for note in members})
    if not theme.pinned:
        # What a person has written a need for stays together from now on.
        board.change(consultation_id, by, ThemePin(theme_id, True))
    need = Need(
        consultation_id=consultation_id,
        theme_id=theme_id,
        sentence=words,
        taken_from=whose(words.values(), _read(members)),
        written_by=by,
        written_at=now(),
    )
    db.session.add(need)
    db.session.flush()
    _rest_on(need, chosen)
    _record(need, theme, by, "stated")
    db.session.commit()
    return need


def change(
    consultation_id: int,
    need_id: int,
    sentence: Mapping[str, str],
    note_ids: Collection[int] = (),
    by: int | None = None,
    seen: float | None = None,
) -> Need:
    """Store other words or other notes; Refused "need_changed" if it is not as it was when it was `seen`."""
    need = _need(consultation_id, need_id)
    if seen is not None and seen != need.written_at:
        raise Refused("need_changed")
    theme = _theme(consultation_id, need.theme_id)
    words = _sentence(sentence)
    members = _members(consultation_id, need.theme_id)
    own = set(db.session.scalars(select(NeedNote.note_id).where(NeedNote.need_id == need.id)))
    _rest_on(need, _chosen_of(note_ids, {note.id for note in members}, own))
    # Whose words it was in may be in another theme by now, or set aside.
    before = {*own, need.taken_from}
    elsewhere = [note for note in notes(consultation_id, aside=True) if note.id in before]
    need.sentence, need.taken_from = words, whose(words.values(), _read([*members, *elsewhere]))
    need.written_by, need.written_at = by, now()
    _record(need, theme, by, "stated")
    db.session.commit()
    return need


def remove(consultation_id: int, need_id: int, by: int | None = None) -> None:
    """Take a need away; its theme and notes stay."""
    need = _need(consultation_id, need_id)
    _record(need, _theme(consultation_id, need.theme_id), by, "need_removed")
    db.session.delete(need)
    db.session.commit()


def _row(need: Need, members: Sequence[NoteRow], name: str) -> NeedRow:
    return NeedRow(
        id=need.id,
        theme_id=need.theme_id,
        sentence=need.sentence,
        notes=tuple(members),
        chosen=need.chosen,
        written_by=name,
        written_at=need.written_at,
    )


def _stored_choices(consultation_id: int) -> dict[int, list[int]]:
    query = (
        select(NeedNote.need_id, NeedNote.note_id)
        .join(Need, Need.id == NeedNote.need_id)
        .where(Need.consultation_id == consultation_id)
        .order_by(NeedNote.note_id)
    )
    found: dict[int, list[int]] = {}
    for need_id, note_id in db.session.execute(query):
        found.setdefault(need_id, []).append(note_id)
    return found


def _theme(consultation_id: int, theme_id: int) -> Theme:
    theme = db.session.get(Theme, theme_id)
    if theme is None or theme.consultation_id != consultation_id:
        raise Refused("not_in_consultation")
    return theme


def _need(consultation_id: int, need_id: int) -> Need:
    need = db.session.get(Need, need_id, populate_existing=True)
    if need is None or need.consultation_id != consultation_id:
        raise Refused("not_in_consultation")
    return need


def _members(consultation_id: int, theme_id: int) -> list[NoteRow]:
    return [note for note in notes(consultation_id) if note.theme_id == theme_id]


def _read(members: Sequence[NoteRow]) -> list[NoteRow]:
    """The notes, and each again in the words of its translations: these are its author's words too."""
    by_id = {note.id: note for note in members}
    query = select(NoteTranslation.note_id, NoteTranslation.text).where(NoteTranslation.note_id.in_(by_id))
    made = db.session.execute(query.order_by(NoteTranslation.id)).all()
    return [*members, *(replace(by_id[note_id], text=text) for note_id, text in made)]


def _sentence(texts: Mapping[str, str]) -> dict[str, str]:
    """The words by language, each on one line; Refused "need_sentence_missing" without any."""
    cleaned = {code: clean_line(texts.get(code, "")) for code in LANGUAGES}
    words = {code: text for code, text in cleaned.items() if text}
    if not words:
        raise Refused("need_sentence_missing")
    if any(len(text) > SENTENCE_LENGTH for text in words.values()):
        raise Refused("text_too_long", length=max(map(len, words.values())), limit=SENTENCE_LENGTH)
    return words


def _chosen_of(note_ids: Collection[int], members: set[int], own: Collection[int] = ()) -> set[int]:
    """The notes a person chose, none for all. A note that a need rested on already may have left the theme."""
    wanted = set(note_ids)
    if wanted - members - set(own):
        raise Refused("not_in_consultation")
    return set() if wanted == members else wanted


def _rest_on(need: Need, chosen: set[int]) -> None:
    need.chosen = bool(chosen)
    db.session.execute(delete(NeedNote).where(NeedNote.need_id == need.id))
    db.session.add_all(NeedNote(need_id=need.id, note_id=note_id) for note_id in sorted(chosen))


def _record(need: Need, theme: Theme, by: int | None, what: str) -> None:
    # Without its words: they may be those of a note, which may be erased.
    change = ThemeChange(consultation_id=theme.consultation_id, theme_id=theme.id, user_id=by, what=what)
    change.detail, change.made_at = {"label": dict(theme.label), "need": need.id}, now()
    db.session.add(change)
