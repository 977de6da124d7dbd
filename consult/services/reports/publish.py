"""Reports as files: from what is stored, and from what people wrote by hand, to `consult.reports`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from consult.domain.errors import Refused
from consult.domain.languages import in_language
from consult.extensions import db
from consult.models import Consultation
from consult.places import FONTS
from consult.reports import FORMATS, FORMATS_OF, brief, session, write
from consult.reports.report import Report
from consult.reports.writing import FORMS, Form
from consult.services import child
from consult.services.reports import content as report_content
from consult.services.reports import drafts as report_drafts

# Beside an analysis on a small machine a report on 5,000 notes has to share a core.
EXPORT_SECONDS = 180
NAMES: dict[Form, str] = {
    "assessment": "needs-assessment",
    "session": "session-report",
    "brief": "evidence-brief",
}


class File(NamedTuple):
    """A finished file to download."""

    content: bytes
    media_type: str
    name: str


def export(consultation_id: int, format: str, language: str, form: str = "assessment") -> File:
    """A report as a file; Refused "unknown_format", or as `check` says. Takes up to a second."""
    known = _known(format, form)
    report = needs_assessment(consultation_id, language, known)
    check(report)
    content = write(report, format, fonts=FONTS if FONTS.is_dir() else None)
    return File(content, FORMATS[format].media_type, file_name(consultation_id, format, language, known))


def export_aside(consultation_id: int, format: str, language: str, form: str = "assessment") -> File:
    """The same in a process of its own, so that the live meetings of this server do not wait for it.

    Refused "unknown_format", or "export_failed" when it ends badly or takes longer than EXPORT_SECONDS.
    """
    known = _known(format, form)
    with TemporaryDirectory(prefix="consult-") as folder:
        output = Path(folder) / f"report.{FORMATS[format].extension}"
        options = {
            "consultation": str(consultation_id),
            "form": known,
            "format": format,
            "language": language,
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        if (
            not child.finished(["export", *arguments, f"--output={output}"], EXPORT_SECONDS)
            or not output.exists()
        ):
            raise Refused("export_failed")
        content = output.read_bytes()
    return File(content, FORMATS[format].media_type, file_name(consultation_id, format, language, known))


def check(report: Report) -> None:
    """Refuse what its form does not take: "summary_too_long", "brief_too_long"."""
    if report.writing.form == "session":
        words = session.summary_words(report)
        if words > session.MOST_WORDS:
            over = words - session.MOST_WORDS
            raise Refused("summary_too_long", words=words, limit=session.MOST_WORDS, over=over)
    if report.writing.form == "brief" and brief.too_long(report):
        raise Refused("brief_too_long")


def file_name(consultation_id: int, format: str, language: str, form: Form = "assessment") -> str:
    """A plain name: "needs-assessment-nantes-fr.docx"."""
    consultation = db.session.get_one(Consultation, consultation_id)
    title = consultation.city or in_language(consultation.title, language)
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_title).strip("-")[:40].strip("-") or str(consultation_id)
    return f"{NAMES[form]}-{slug}-{language}.{FORMATS[format].extension}"


def needs_assessment(consultation_id: int, language: str, form: Form = "assessment") -> Report:
    """Everything a report says, in one language and one form; notes stay in theirs. KeyError for another language."""
    found = report_content.content(consultation_id, language)
    writing = report_drafts.writing(consultation_id, form, language, found.numbers)
    return replace(found.report, writing=writing)


def _known(format: str, form: str) -> Form:
    for known in FORMS:
        if known == form and format in FORMATS_OF[known]:
            return known
    raise Refused("unknown_format")
