"""A page of the report studio that came back, perhaps hours later: what was typed on it, and what of its notes is left.

A page carries marks of the words of its notes. Of a note that was erased since then nothing is stored any more, and by
these its words are found in what was typed, and taken out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from consult.domain import word_marks
from consult.domain.word_marks import Mark
from consult.extensions import db
from consult.models import Meeting, Note, NoteTranslation
from consult.reports import brief
from consult.services.reports import marks as report_marks
from consult.services.reports.content import Numbers
from consult.services.reports.sources import kept, shown

_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Page:
    """What came back from a page: what was typed, the marks of what it showed, its notes by their numbers, and the marks
    of their words by their ids."""

    typed: Mapping[str, str]
    was: Mapping[str, str]
    ids: Mapping[int, int]
    words: Mapping[int, Sequence[Mark]] = field(default_factory=dict)


@dataclass(frozen=True)
class Was:
    """What a field was when its page was made: what was stored around its notes, which these were, what it showed."""

    around: str
    notes: tuple[int, ...]
    shown: str

    @classmethod
    def of(cls, stored: str, shown: str = "") -> Was:
        """From what is stored and what is shown."""
        return cls(mark(report_marks.around(stored)), tuple(report_marks.named(stored)), mark(shown))

    @classmethod
    def read(cls, sent: str) -> Was:
        """From what a page sent back, whatever that is."""
        around, notes, shown = [*sent.split("."), "", ""][:3]
        return cls(around, tuple(int(one) for one in notes.split("-") if _ID.fullmatch(one)), shown)

    @property
    def written(self) -> str:
        """As a page carries it."""
        return f"{self.around}.{'-'.join(map(str, self.notes))}.{self.shown}"

    def left(self, erased: Collection[int] = ()) -> tuple[str, tuple[int, ...]]:
        """What would be stored if nothing had happened to it but that these notes were erased."""
        return self.around, tuple(note_id for note_id in self.notes if note_id not in erased)


@dataclass(frozen=True)
class Gone:
    """Notes of a page that must not be quoted any more: `hidden` (or set aside), with their words and translation;
    `erased`, of which only the marks are left."""

    hidden: Mapping[int, tuple[str, str]]
    erased: frozenset[int]
    marks: frozenset[Mark]


@dataclass(frozen=True)
class Typed:
    """What was typed as it is stored; `lost`: the fields in which something of an erased note stood."""

    kept: Mapping[str, str]
    lost: frozenset[str]


def words_of(numbers: Numbers) -> str:
    """The marks that a page carries, for the notes in the order of their numbers."""
    notes = (numbers.notes[note_id] for note_id in numbers.by_id)
    return " ".join(
        word_marks.written(_marks(note.text, numbers.translations.get(note.id, ""))) for note in notes
    )


def as_of(consultation_id: int) -> tuple[int, int, float]:
    """What changes as soon as a note is written, hidden, shown or erased."""
    found = db.session.execute(
        select(func.count(), func.count(Note.hidden_at), func.max(Note.written_at))
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Meeting.consultation_id == consultation_id)
    ).one()
    return found[0], found[1], found[2] or 0.0


def gone(consultation_id: int, language: str, page: Page, numbers: Numbers) -> Gone:
    """What has become of the page's notes. Only of this consultation, whatever the page says: it comes from a browser."""
    named = {note_id for sent in page.was.values() for note_id in Was.read(sent).notes}
    ids = {*page.ids.values(), *named}
    missing = ids - numbers.notes.keys()
    hidden = (
        {one: said for one, said in _stored(consultation_id, language) if one in missing} if missing else {}
    )
    there = {one: note.text for one, note in numbers.notes.items()}
    there |= {one: text for one, (text, _translated) in hidden.items()}
    erased = frozenset(one for one in ids if one not in there or _another(there[one], page, one))
    marks = frozenset(mark for one in erased for mark in page.words.get(one, ()))
    return Gone({one: said for one, said in hidden.items() if one not in erased}, erased, marks)


def typed(page: Page, numbers: Numbers, lost: Gone) -> Typed:
    """What was typed, without anything of notes that were erased since the page was made."""
    ids = {number: note_id for number, note_id in page.ids.items() if note_id not in lost.erased}
    as_typed = {name: kept(text, numbers, page.ids, lost.hidden) for name, text in page.typed.items()}
    found = {
        name: word_marks.without(kept(text, numbers, ids, lost.hidden), lost.marks, report_marks.GONE)
        for name, text in page.typed.items()
    }
    return Typed(found, frozenset(name for name in found if found[name] != as_typed[name]))


def read_again(page: Page, numbers: Numbers, found: Typed) -> dict[str, str]:
    """What was typed as it is to be read today; to the letter where no note has come, gone or changed its number."""
    if page.ids == {number: note_id for note_id, number in numbers.by_id.items()} and not found.lost:
        return dict(page.typed)
    return {name: shown(text, numbers) for name, text in found.kept.items()}


def _marks(text: str, translated: str) -> list[Mark]:
    """Those of the note's own words first."""
    said = [text, *([translated] if translated else [])]
    cut = [short for one in said if (short := brief.cut(one, brief.LONGEST_QUOTE)) != " ".join(one.split())]
    return list(dict.fromkeys(mark for one in [*said, *cut] for mark in word_marks.marks_of(one)))


def _another(text: str, page: Page, note_id: int) -> bool:
    """Whether an id that has become free was given to a later note."""
    marks = page.words.get(note_id, ())
    return bool(marks) and word_marks.marks_of(text)[0] != marks[0]


def _stored(consultation_id: int, language: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Every note of a consultation, hidden ones too: its words, and what a person made of them in a language."""
    read = (NoteTranslation.note_id == Note.id) & (NoteTranslation.language == language)
    found = db.session.execute(
        select(Note.id, Note.text, NoteTranslation.text)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .outerjoin(NoteTranslation, read & NoteTranslation.corrected_at.is_not(None))
        .where(Meeting.consultation_id == consultation_id)
    )
    for note_id, text, made in found:
        yield note_id, (text, made or "")


def mark(text: str) -> str:
    """A short hash of a text; blanks do not count."""
    plain = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
