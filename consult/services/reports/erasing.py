"""What is erased leaves the reports that people have written, too: the notes they name, and words out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from consult.domain import word_marks
from consult.domain.word_marks import Mark
from consult.extensions import db
from consult.models import Note, NoteTranslation, ReportDraft
from consult.services.reports import marks as report_marks

# So many words in a row are nobody's but the note's, though they are less than a sentence.
RUN = 8


def marks_of(notes: Sequence[Note], more: Iterable[str] = ()) -> set[Mark]:
    """The marks of the words of these notes in all languages and of `more` texts, to be read before they are erased."""
    ids = [note.id for note in notes]
    translated = db.session.scalars(select(NoteTranslation.text).where(NoteTranslation.note_id.in_(ids)))
    said = [*(note.text for note in notes), *translated, *more]
    return {mark for text in said for mark in (*word_marks.marks_of(text), *word_marks.runs_of(text, RUN))}


def take_out(consultation_id: int, note_ids: Collection[int], marks: Collection[Mark]) -> None:
    """Take erased notes out of all reports of a consultation; the caller commits.

    To be called when they are deleted already: from then on nobody else can store what named them.
    """
    drafts = db.session.scalars(
        select(ReportDraft)
        .where(ReportDraft.consultation_id == consultation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for draft in drafts:
        left = {
            name: _left(text, note_ids, marks) if isinstance(text, str) else text
            for name, text in draft.sections.items()
        }
        if left != draft.sections:
            # Neither who wrote last nor when: nobody has written.
            draft.sections = left


def _left(text: str, note_ids: Collection[int], marks: Collection[Mark]) -> str:
    return word_marks.without(report_marks.without(text, note_ids), marks, report_marks.GONE)
