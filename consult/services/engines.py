"""Which engines found the themes, said honestly, with what is missing for the better ones.

A run stores a short code: the engine of the meaning, that of the translation, and what was missing,
for example "minilm apertium" or "glossary -model -translation".
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from consult.extensions import db
from consult.models import AnalysisRun, Meeting, Note, NoteMeaning

SENTENCE_MODEL, OWN_MODEL = "minilm", "local"
NO_MODEL, NO_TRANSLATION = "-model", "-translation"
CODE_LENGTH = 60


def code(meaning: str, translation: str, complete: bool) -> str:
    """The code of a run; `complete`: every note that is not in English had a translation."""
    from consult.analysis.meaning import available

    without_model = NO_MODEL if meaning != OWN_MODEL and not available() else ""
    without_translation = NO_TRANSLATION if meaning != OWN_MODEL and not complete else ""
    parts = [meaning, translation, without_model, without_translation]
    return " ".join(part for part in parts if part)[:CODE_LENGTH]


def how_found(consultation_id: int) -> str:
    """One sentence for the report, in the language of the moment: how the themes were found."""
    run = db.session.scalar(
        select(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == "done")
        .order_by(AnalysisRun.id.desc())
        .limit(1)
    )
    if run is None:
        return str(_("The themes were made by hand."))
    return said(run.engine)


def of_notes(consultation_id: int) -> str:
    """The code of whoever understood most of the notes so far, before any run has looked at them; "" without any."""
    query = (
        select(NoteMeaning.engine)
        .join(Note, Note.id == NoteMeaning.note_id)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Meeting.consultation_id == consultation_id)
        .group_by(NoteMeaning.engine)
        .order_by(func.count().desc(), NoteMeaning.engine)
        .limit(1)
    )
    return db.session.scalar(query) or ""


def said(engine: str) -> str:
    """How themes are found with these engines, in the language of the moment; empty for an empty code."""
    parts = engine.split()
    if not parts:
        return ""
    if parts[0] == SENTENCE_MODEL:
        return str(
            _(
                "Software compared the notes by their meaning, with a sentence model (MiniLM) "
                "and a glossary of terms in four languages. "
                "For this comparison only, notes were translated into English by machine."
            )
        )
    if parts[0] == OWN_MODEL:
        return str(
            _(
                "Software compared the notes by their meaning in the languages they were written in, "
                "with a sentence model that this city has chosen and a glossary of terms in four languages."
            )
        )
    return str(
        _(
            "Software compared the notes by a glossary of terms in four languages "
            "and by the words they share. "
            "Notes that say the same in quite different words may lie in different themes."
        )
    )


def missing(engine: str) -> list[str]:
    """What would make the grouping better, one sentence each."""
    parts = engine.split()
    sentences = []
    if NO_MODEL in parts:
        sentences.append(_("The sentence model MiniLM is not installed on this server."))
    if NO_TRANSLATION in parts:
        sentences.append(
            _(
                "No machine translation was at hand for some notes; "
                "with Apertium they would be compared better."
            )
        )
    return [str(sentence) for sentence in sentences]
