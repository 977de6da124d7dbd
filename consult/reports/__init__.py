"""Report writers: one :class:`Report` in, in one of three forms, the bytes of a file out.

`write(report, "docx")` is all a caller needs. Every writer imports its library only when it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from consult.reports.plain import plain_everywhere
from consult.reports.report import Report
from consult.reports.writing import Form


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how its files end, what a browser calls it, and what writes it."""

    extension: str
    media_type: str
    write: Callable[[Report], bytes]


def write(report: Report, format: str, fonts: Path | None = None) -> bytes:
    """Return `report` as a file of `format` (a key of :data:`FORMATS`; KeyError for another).

    `fonts` is a folder with Noto Sans as TTF files for the PDF; None takes what the machine has.
    """
    if format == "pdf":
        return _pdf(report, fonts)
    return FORMATS[format].write(report)


def _word(report: Report) -> bytes:
    from consult.reports.word import write_word

    return write_word(plain_everywhere(report))


def _pdf(report: Report, fonts: Path | None = None) -> bytes:
    from consult.reports.pdf import write_pdf

    return write_pdf(plain_everywhere(report), fonts)


def _excel(report: Report) -> bytes:
    from consult.reports.excel import write_excel

    return write_excel(plain_everywhere(report))


def _json(report: Report) -> bytes:
    from consult.reports.json_file import write_json

    return write_json(plain_everywhere(report))


def _markdown(report: Report) -> bytes:
    from consult.reports.markdown import write_markdown

    return write_markdown(plain_everywhere(report))


_OFFICE = "application/vnd.openxmlformats-officedocument"

# A workbook of prose would be of no use.
FORMATS_OF: dict[Form, tuple[str, ...]] = {
    "assessment": ("docx", "pdf", "xlsx", "json", "md"),
    "session": ("docx", "pdf", "md", "json"),
    "brief": ("docx", "pdf", "md", "json"),
}
FORMATS: dict[str, Format] = {
    "docx": Format("docx", f"{_OFFICE}.wordprocessingml.document", _word),
    "pdf": Format("pdf", "application/pdf", _pdf),
    "xlsx": Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _excel),
    "json": Format("json", "application/json", _json),
    "md": Format("md", "text/markdown; charset=utf-8", _markdown),
}
