"""A report as JSON, with stable keys and a schema version: a needs assessment as the Report itself, other forms as text."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from consult.reports.blocks import Outline
from consult.reports.left_out import without_left_out
from consult.reports.outline import outline
from consult.reports.report import Report
from consult.reports.writing import Form

SCHEMAS: dict[Form, str] = {
    "assessment": "needs-assessment",
    "session": "session-report",
    "brief": "evidence-brief",
}
SCHEMA_VERSION = 2  # raise it when a key changes its name or meaning; new keys may come without


def write_json(report: Report) -> bytes:
    """Return the report as UTF-8 JSON; dates are ISO 8601.

    The keys of a needs assessment are the field names of `report.py`, those of the other forms the names in `blocks.py`:
    their sections with the blocks as every other file has them.
    """
    document: dict[str, Any] = {"schema": SCHEMAS[report.writing.form], "schema_version": SCHEMA_VERSION}
    document |= _assessment(report) if report.writing.form == "assessment" else _sections(outline(report))
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_iso)
    return f"{text}\n".encode()


def _assessment(report: Report) -> dict[str, Any]:
    document = asdict(without_left_out(report))
    document["grid"]["empty_spots"] = [
        {"commitment_id": commitment.id, "track_ids": [track.id for track in tracks]}
        for commitment, tracks in report.grid.empty_spots()
        if document["grid"]["cells"]
    ]
    return document


def _sections(content: Outline) -> dict[str, Any]:
    sections = [
        {
            "id": section.id,
            "title": section.title,
            "blocks": [{"type": type(block).__name__.lower(), **asdict(block)} for block in section.blocks],
        }
        for section in content.sections
    ]
    texts = {name: getattr(content, name) for name in ("language", "kind", "title", "lines")}
    return {**texts, "sections": sections}


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a report")
