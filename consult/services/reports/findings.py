"""What a report tells beside needs: the register of resources, votes by group, and what people can live with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from consult.domain.languages import in_language
from consult.models import Meeting
from consult.reports import report as r
from consult.services.assessment import by_group
from consult.services.assessment import resources as register
from consult.services.assessment.evidence import NoteRow
from consult.services.reports.numbers import Numbers


def resources(consultation_id: int, visible: Sequence[NoteRow], numbers: Numbers) -> tuple[r.Resource, ...]:
    """The register as people keep it, with the numbers of the notes that named each resource."""
    return tuple(
        r.Resource(row.kind, row.name, row.holder, row.description, numbers.of(row.notes))
        for row in register.rows(consultation_id, visible)
    )


def objections(meetings: Iterable[Meeting], language: str, numbers: Numbers) -> tuple[r.Objection, ...]:
    """The main points that people were asked about, where a meeting has closed the question; small groups protected."""
    return tuple(
        _objection(one, language, numbers)
        for meeting in meetings
        for one in by_group.acceptability(meeting)
        if one.note_id in numbers.by_id
    )


def votes(meetings: Sequence[Meeting], language: str, numbers: Numbers) -> tuple[r.VotesByGroup, ...]:
    """The votes of the meetings that have closed theirs, as the page of votes shows them: its numbers, no others."""
    counted = ((place, by_group.votes(meeting)) for place, meeting in enumerate(meetings, start=1))
    told = (_votes(place, found, language, numbers) for place, found in counted if found is not None)
    return tuple(found for found in told if found.points)


def _votes(place: int, found: by_group.VotesByGroup, language: str, numbers: Numbers) -> r.VotesByGroup:
    points = tuple(
        r.PointVotes(one.text, one.language, one.votes, one.by_group, numbers.by_id[one.note_id])
        for one in found.points
        if one.note_id in numbers.by_id
    )
    return r.VotesByGroup(place, tuple(_name(texts, language) for texts in found.groups), points)


def _objection(one: by_group.Acceptability, language: str, numbers: Numbers) -> r.Objection:
    return r.Objection(
        text=one.text,
        language=one.language,
        result="few" if one.result == "few" else "all" if one.result == "all" else "objections",
        acceptable=one.acceptable,
        objecting=one.objecting,
        groups=tuple(_name(texts, language) for texts in one.by),
        reasons=tuple((reason.text, reason.language) for reason in one.objections),
        number=numbers.by_id[one.note_id],
    )


def _name(texts: Mapping[str, str] | None, language: str) -> str:
    return str(_("Other groups")) if texts is None else in_language(dict(texts), language)
