"""What people write into a report, stored for each form and language, and safe from being overwritten by accident.

Each field knows what it was when its page was made. Two people who change different fields both get their way; of two
who change the same one the second is told, and both texts are shown. A source is stored by the note's id, and where
somebody's own words are part of a text, they are stored as the note they are: what is hidden or erased later is gone
from the report too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from consult.domain.errors import Refused
from consult.domain.texts import clean_text
from consult.extensions import db
from consult.models import ReportDraft, User
from consult.reports import brief
from consult.reports.writing import Form, Speaker, Writing, numbers_of, references
from consult.services.clock import now
from consult.services.report_content import Numbers

LENGTH = 8000
# Fields that are no texts: sections left out, their order, and speakers as lines "name | position | affiliation".
OFF, ORDER, SPEAKERS = "off", "order", "speakers"
# Around the id of a note in a stored text: its own words, its sources.
_WORDS, _SOURCES, _END = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"[{_WORDS}{_SOURCES}{_END}]")
_STORED_WORDS = re.compile(rf"{_WORDS}([otc])(\d+){_END}")
_STORED_SOURCES = re.compile(rf"\s*{_SOURCES}([\d,]*){_END}")
_TYPED_SOURCES = re.compile(r"\[\s*N\d+(?:\s*[,;–-]\s*N\d+)*\s*\]")
# Shorter notes are words that anybody uses.
SHORTEST_QUOTE = 12
GONE = "[…]"


@dataclass(frozen=True)
class Stored:
    """The fields of one report as they are now; `fields` has only those in which people decided something."""

    fields: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    changed_at: float | None = None
    who: str = ""


@dataclass(frozen=True)
class Page:
    """What came back from a page: what was typed, the marks of what it showed, and the notes by its numbers."""

    typed: Mapping[str, str]
    was: Mapping[str, str]
    ids: Mapping[int, int]


@dataclass(frozen=True)
class Conflict:
    """Two people changed the same field: what is stored, and what was typed meanwhile."""

    stored: str
    typed: str


@dataclass(frozen=True)
class Saved:
    """What came of saving: the fields that were not stored because somebody else had changed them, and who.

    `merged`: somebody else changed other fields meanwhile.
    """

    conflicts: Mapping[str, Conflict]
    who: str = ""
    merged: bool = False


def stored(consultation_id: int, form: str, language: str, numbers: Numbers) -> Stored:
    """What people decided, sources by their numbers of today."""
    row = _row(consultation_id, form, language)
    if row is None:
        return Stored()
    who = db.session.get(User, row.changed_by) if row.changed_by else None
    kept = {name: text for name, text in row.sections.items() if isinstance(text, str)}
    fields = {name: _shown(text, numbers) for name, text in kept.items()}
    return Stored(fields, kept, row.version, row.changed_at, who.name if who else "")


def writing(consultation_id: int, form: Form, language: str, numbers: Numbers) -> Writing:
    """The same as a report takes it."""
    return as_writing(form, stored(consultation_id, form, language, numbers).fields)


def as_writing(form: Form, fields: Mapping[str, str]) -> Writing:
    """Fields of the studio as a report takes them."""
    return Writing(
        form=form,
        off=tuple(fields.get(OFF, "").split()),
        order=tuple(fields.get(ORDER, "").split()),
        by_hand={name: text for name, text in fields.items() if name not in (OFF, ORDER, SPEAKERS)},
        speakers=tuple(speakers(fields.get(SPEAKERS, ""))),
    )


def speakers(lines: str) -> Iterable[Speaker]:
    """Speakers from the lines they are stored in."""
    for line in lines.splitlines():
        name, position, affiliation = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
        if name:
            yield Speaker(name, position, affiliation)


@dataclass(frozen=True)
class Field:
    """One field of the studio: what stands in it, what the software would say, and the mark of what it was."""

    text: str
    proposal: str
    by_hand: bool
    was: str


def fields(found: Stored, proposed: Mapping[str, str], numbers: Numbers) -> dict[str, Field]:
    """The fields of a form, which are the keys of `proposed`."""
    return {
        name: Field(
            text=found.fields.get(name, proposal),
            proposal=proposal,
            by_hand=name in found.fields,
            was=_mark(found.kept[name] if name in found.kept else _kept(proposal, numbers)),
        )
        for name, proposal in proposed.items()
    }


def save(
    consultation_id: int,
    form: Form,
    language: str,
    page: Page,
    proposed: Mapping[str, str],
    numbers: Numbers,
    by: int,
) -> Saved:
    """Store the fields that were changed since the page was made, and commit; Refused "text_too_long".

    A field that says what the software proposes is not stored, so that it goes on following the notes.
    """
    for text in page.typed.values():
        if len(text) > LENGTH:
            raise Refused("text_too_long", length=len(text), limit=LENGTH)
    for _attempt in range(5):
        try:
            return _save(consultation_id, form, language, page, proposed, numbers, by)
        except (StaleDataError, IntegrityError):
            # Somebody else saved in this very moment: look at theirs, then again.
            db.session.rollback()
    raise Refused("please_wait")


def reset(consultation_id: int, form: str, language: str, name: str, by: int) -> None:
    """Back to the proposal: forget what was written in one field."""
    row = _row(consultation_id, form, language)
    if row is not None and name in row.sections:
        row.sections = {key: text for key, text in row.sections.items() if key != name}
        row.changed_by, row.changed_at = by, now()
        db.session.commit()


def _save(
    consultation_id: int,
    form: Form,
    language: str,
    page: Page,
    proposed: Mapping[str, str],
    numbers: Numbers,
    by: int,
) -> Saved:
    before = stored(consultation_id, form, language, numbers)
    as_proposed = {name: _kept(proposed.get(name, ""), numbers) for name in page.typed}
    current = {name: before.kept.get(name, as_proposed[name]) for name in page.typed}
    typed = {name: _kept(text, numbers, page.ids) for name, text in page.typed.items()}
    was = {name: page.was.get(name, _mark(current[name])) for name in typed}
    moved = {name for name in typed if was[name] != _mark(current[name])}
    changed = {name for name in typed if was[name] != _mark(typed[name]) and typed[name] != current[name]}
    conflicts = {name: Conflict(_shown(current[name], numbers), page.typed[name]) for name in changed & moved}
    taken = {name: typed[name] for name in changed - moved}
    if taken:
        sections = {**before.kept, **taken}
        same = {name for name in taken if taken[name] == as_proposed[name]}
        _store(consultation_id, form, language, {name: sections[name] for name in sections.keys() - same}, by)
    return Saved(conflicts, before.who if moved else "", merged=bool(moved - conflicts.keys()))


def _store(consultation_id: int, form: Form, language: str, sections: dict[str, str], by: int) -> None:
    row = _row(consultation_id, form, language)
    if row is None:
        row = ReportDraft(consultation_id=consultation_id, form=form, language=language)
        db.session.add(row)
    row.sections, row.changed_by, row.changed_at = sections, by, now()
    db.session.commit()


def _row(consultation_id: int, form: str, language: str) -> ReportDraft | None:
    return db.session.scalar(
        select(ReportDraft)
        .where(
            ReportDraft.consultation_id == consultation_id,
            ReportDraft.form == form,
            ReportDraft.language == language,
        )
        .execution_options(populate_existing=True)
    )


def _kept(text: str, numbers: Numbers, ids: Mapping[int, int] | None = None) -> str:
    """As it is stored: notes by their ids, also where their own words are part of the text.

    `ids` are the notes by their numbers where these were other ones than today's.
    """
    by_number = {number: note_id for note_id, number in numbers.by_id.items()} if ids is None else ids
    kept = _plain(_MARKS.sub("", clean_text(text)))
    if not kept:
        return ""

    def sources(found: re.Match[str]) -> str:
        named = (by_number.get(number) for number in numbers_of(found[0]))
        known = [str(note_id) for note_id in named if note_id in numbers.notes]
        return f"{_SOURCES}{','.join(known)}{_END}" if known else ""

    for words, stands_for in _own_words(numbers):
        if words in kept:
            kept = kept.replace(words, f"{_WORDS}{stands_for}{_END}")
    return _TYPED_SOURCES.sub(sources, kept)


def _mark(kept: str) -> str:
    """What a field was, for finding out later whether it is still the same."""
    return hashlib.sha256(kept.encode()).hexdigest()[:16]


def _shown(text: str, numbers: Numbers) -> str:
    """As it is read: notes by their numbers of today, and their words as they are now."""

    def words(found: re.Match[str]) -> str:
        return _said(found[1], int(found[2]), numbers) or GONE

    def sources(found: re.Match[str]) -> str:
        named = (numbers.by_id.get(int(note_id)) for note_id in found[1].split(",") if note_id)
        known = [number for number in named if number is not None]
        return f" [{references(known)}]" if known else ""

    return _STORED_SOURCES.sub(sources, _STORED_WORDS.sub(words, text))


def _own_words(numbers: Numbers) -> list[tuple[str, str]]:
    """Words of a note that may stand in a text, long ones first; o: its own, t: its translation, c: cut short."""
    found: dict[str, str] = {}
    for note_id in numbers.by_id:
        for kind in "oct":
            text = _said(kind, note_id, numbers)
            if len(text) >= SHORTEST_QUOTE:
                found.setdefault(text, f"{kind}{note_id}")
    return sorted(found.items(), key=lambda item: -len(item[0]))


def _said(kind: str, note_id: int, numbers: Numbers) -> str:
    note = numbers.notes.get(note_id)
    if note is None:
        return ""
    if kind == "o":
        return " ".join(note.text.split())
    translated = numbers.translations.get(note_id, "")
    if kind == "t":
        return " ".join(translated.split())
    return brief.cut(translated or note.text, brief.LONGEST_QUOTE)


def _plain(text: str) -> str:
    """Browsers send line ends in their own way."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
