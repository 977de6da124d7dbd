"""What the pages of the needs assessment share: who may open them, and what stands around their content."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from flask_login import current_user

from consult.domain.words import Role
from consult.frameworks import framework, tag_kinds
from consult.models import Consultation
from consult.services import engines
from consult.services.accounts.permissions import consultation_for, has_role
from consult.services.assessment import assess
from consult.services.assessment.next_step import has_themes, next_step
from consult.services.understanding import suggesting
from consult.web import assessment_words as words


def frame(consultation: Consultation) -> dict[str, Any]:
    """What every page of the assessment shows around its content."""
    run = assess.state(consultation.id)
    understood_by = run["engine"] if run and run["engine"] else engines.of_notes(consultation.id)
    return {
        "consultation": consultation,
        "framework": framework(consultation.framework_id),
        "may_edit": has_role(current_user.id, consultation.id, Role.COORDINATOR),
        "run": run,
        "running": run is not None and run["state"] in assess.UNFINISHED,
        "says": words.stage(run) if run else "",
        "engine": engines.said(understood_by),
        "missing": engines.missing(understood_by),
        # Asked for where it is shown.
        "suggestion": partial(suggesting.suggestion, consultation.id),
        "next_step": partial(next_step, consultation.id),
        "has_themes": cache(partial(has_themes, consultation.id)),
        "kinds": words.KINDS,
        "tag_kinds": tag_kinds(),
    }


def readable(consultation_id: int) -> Consultation:
    """The consultation, for its coordinators and facilitators; 404 for everybody else."""
    return consultation_for(current_user, consultation_id, Role.COORDINATOR, Role.FACILITATOR)


def editable(consultation_id: int) -> Consultation:
    """The consultation, for its coordinators; 404 for everybody else."""
    return consultation_for(current_user, consultation_id, Role.COORDINATOR)


def me() -> int:
    """The id of whoever is signed in."""
    return int(current_user.id)
