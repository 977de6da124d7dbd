"""A needs assessment as JSON: the Report itself, with stable keys and a schema version."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from consult.reports.report import Report

SCHEMA = "needs-assessment"
SCHEMA_VERSION = 1  # raise it when a key changes its name or meaning; new keys may come without


def write_json(report: Report) -> bytes:
    """Return the report as UTF-8 JSON; the keys are the field names of `report.py`, dates are ISO 8601."""
    document: dict[str, Any] = {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, **asdict(report)}
    document["grid"]["empty_spots"] = [
        {"commitment_id": commitment.id, "track_ids": [track.id for track in tracks]}
        for commitment, tracks in report.grid.empty_spots()
    ]
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_iso)
    return f"{text}\n".encode()


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a report")
