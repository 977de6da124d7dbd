"""What people write into a report, stored for each form and language, and safe from being overwritten by accident.

Each field knows what it was when its page was made. Two people who change different fields both get their way; of two
who change the same one the second is told, and both texts are shown. A source is stored by the note's id, and where
somebody's own words are part of a text, they are stored as the note they are: what is hidden or erased later is gone
from the report too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Note, ReportDraft, User
from consult.reports.writing import Form, Speaker, Writing
from consult.services.clock import now
from consult.services.reports import marks as report_marks
from consult.services.reports import page as report_page
from consult.services.reports.content import Numbers
from consult.services.reports.page import Gone, Page, Typed, Was, mark
from consult.services.reports.sources import kept, shown

LENGTH = 8000
# Fields that are no texts: sections left out, their order, and speakers as lines "name | position | affiliation".
OFF, ORDER, SPEAKERS = "off", "order", "speakers"


@dataclass(frozen=True)
class Stored:
    """The fields of one report as they are now; `fields` has only those in which people decided something."""

    fields: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    changed_at: float | None = None
    who: str = ""


@dataclass(frozen=True)
class Conflict:
    """Two people changed the same field: what is stored, and what was typed meanwhile."""

    stored: str
    typed: str


@dataclass(frozen=True)
class Saved:
    """What came of saving: the fields that were not stored because somebody else had changed them, and who.

    `merged`: somebody else changed other fields meanwhile. `lost`: words or the number of a note that was erased since
    the page was made were taken out of what was typed. `typed`: all of it as it is read today.
    """

    conflicts: Mapping[str, Conflict]
    typed: Mapping[str, str]
    who: str = ""
    merged: bool = False
    lost: bool = False


def stored(consultation_id: int, form: str, language: str, numbers: Numbers) -> Stored:
    """What people decided, sources by their numbers of today."""
    row = _row(consultation_id, form, language)
    if row is None:
        return Stored()
    who = db.session.get(User, row.changed_by) if row.changed_by else None
    kept = {name: text for name, text in row.sections.items() if isinstance(text, str)}
    fields = {name: shown(text, numbers) for name, text in kept.items()}
    return Stored(fields, kept, row.version, row.changed_at, who.name if who else "")


def writing(consultation_id: int, form: Form, language: str, numbers: Numbers) -> Writing:
    """The same as a report takes it."""
    decided = stored(consultation_id, form, language, numbers).fields
    return as_writing(form, {**defaults(consultation_id, form, language), **decided})


def defaults(consultation_id: int, form: str, language: str) -> dict[str, str]:
    """What is proposed because it was written in another language last: speakers have the same names in all."""
    rows = db.session.scalars(
        select(ReportDraft)
        .where(
            ReportDraft.consultation_id == consultation_id,
            ReportDraft.form == form,
            ReportDraft.language != language,
        )
        .order_by(ReportDraft.changed_at.desc())
    )
    found = next((row.sections[SPEAKERS] for row in rows if row.sections.get(SPEAKERS)), "")
    return {SPEAKERS: found} if found else {}


def is_written(consultation_id: int, form: str, language: str) -> bool:
    """Whether people have written anything in this form and language."""
    row = _row(consultation_id, form, language)
    return row is not None and bool(row.sections)


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


def fields(found: Stored, proposed: Mapping[str, str]) -> dict[str, Field]:
    """The fields of a form, which are the keys of `proposed`."""
    return {
        name: Field(
            text=found.fields.get(name, proposal),
            proposal=proposal,
            by_hand=name in found.fields,
            was=_was(found, name, proposal),
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
    check(page)
    for _attempt in range(5):
        try:
            return _save(consultation_id, form, language, page, proposed, numbers, by)
        except (StaleDataError, IntegrityError):
            # Somebody else saved in this very moment: look at theirs, then again.
            db.session.rollback()
    raise Refused("please_wait")


def check(page: Page) -> None:
    """Refused "text_too_long" where a field holds more than is stored."""
    for text in page.typed.values():
        if len(text) > LENGTH:
            raise Refused("text_too_long", length=len(text), limit=LENGTH)


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
    lost = report_page.gone(consultation_id, language, page, numbers)
    typed = report_page.typed(page, numbers, lost)
    as_proposed = {name: kept(proposed.get(name, ""), numbers) for name in typed.kept}
    current = {name: before.kept.get(name, as_proposed[name]) for name in typed.kept}
    changed, moved = _compared(before, page, typed, lost, proposed, current)
    now_typed = report_page.read_again(page, numbers, typed)
    conflicts = {name: Conflict(shown(current[name], numbers), now_typed[name]) for name in changed & moved}
    taken = {name: typed.kept[name] for name in changed - moved}
    if taken:
        sections = {**before.kept, **taken}
        same = {name for name in taken if taken[name] == as_proposed[name]}
        _store(consultation_id, form, language, {name: sections[name] for name in sections.keys() - same}, by)
    return Saved(
        conflicts,
        now_typed,
        before.who if moved else "",
        merged=bool(moved - conflicts.keys()),
        lost=bool(typed.lost & changed),
    )


def _compared(
    before: Stored,
    page: Page,
    typed: Typed,
    lost: Gone,
    proposed: Mapping[str, str],
    current: Mapping[str, str],
) -> tuple[set[str], set[str]]:
    """The fields that were changed on the page, and those that somebody else has changed since it was made."""
    changed, moved = set(), set()
    for name, text in typed.kept.items():
        was = Was.read(page.was.get(name) or _was(before, name, proposed.get(name, "")))
        if was.shown != mark(page.typed[name]) and text != current[name]:
            changed.add(name)
        # What the software says may have changed, too; nobody loses anything by that, nor by what was erased.
        if name in before.kept and was.left(lost.erased) != Was.of(before.kept[name]).left():
            moved.add(name)
    return changed, moved


def _store(consultation_id: int, form: Form, language: str, sections: dict[str, str], by: int) -> None:
    row = _row(consultation_id, form, language)
    if row is None:
        row = ReportDraft(consultation_id=consultation_id, form=form, language=language)
        db.session.add(row)
    row.sections, row.changed_by, row.changed_at = sections, by, now()
    db.session.flush()
    _without_erased(row)
    db.session.commit()


def _without_erased(row: ReportDraft) -> None:
    """A note may have been erased since it was read: its id may become another's."""
    named = {one for text in row.sections.values() for one in report_marks.named(text)}
    gone = named - set(db.session.scalars(select(Note.id).where(Note.id.in_(named))))
    if gone:
        row.sections = {name: report_marks.without(text, gone) for name, text in row.sections.items()}


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


def _was(found: Stored, name: str, proposal: str) -> str:
    """What a field is, for finding out later whether somebody stored something else, and whether it was typed in."""
    return Was.of(found.kept.get(name, ""), found.fields.get(name, proposal)).written
