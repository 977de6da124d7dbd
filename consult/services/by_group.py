"""What stakeholder groups voted for and can live with, told so that nobody is singled out: see domain/groups.py."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from consult.domain.groups import OTHERS, companies, shares
from consult.domain.suppression import SMALLEST, suppressed
from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Meeting, Note, Participant, Seat, StakeholderGroup, Stance, Vote

Texts = Mapping[str, str]


@dataclass(frozen=True)
class PointVotes:
    """A main point with all its votes, and how many came from each company; None is not told."""

    note_id: int
    text: str
    language: str
    votes: int
    by_group: tuple[int | None, ...]


@dataclass(frozen=True)
class VotesByGroup:
    """The votes of a meeting, most first. `groups` names the columns; None is "other groups", () not by group."""

    meeting_id: int
    groups: tuple[Texts | None, ...]
    points: tuple[PointVotes, ...]


@dataclass(frozen=True)
class Objection:
    """What somebody objected, as it was written; "" where they gave no reason."""

    text: str
    language: str


@dataclass(frozen=True)
class Acceptability:
    """Whether a main point is acceptable: "all", "objections", or "few" where fewer than five people answered.

    `by` names the groups that object (None: other groups), only where each has five people or more; otherwise it is
    empty. `acceptable` and `objecting` count people, None where that would tell of fewer than five.
    """

    note_id: int
    text: str
    language: str
    table: int
    result: str
    by: tuple[Texts | None, ...]
    acceptable: int | None
    objecting: int | None
    objections: tuple[Objection, ...]


def votes(row: Meeting | Row[Any]) -> VotesByGroup | None:
    """None until the voting is closed. Without two companies of five people or more there are no columns of groups."""
    if row.voting != Voting.CLOSED:
        return None
    company, names = _companies(row)
    if len(names) < 2:
        names = {}
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    given = select(Vote.note_id, Participant.group_key, func.count()).group_by(
        Vote.note_id, Participant.group_key
    )
    of_meeting = Participant.meeting_id == row.id
    for note_id, group, people in db.session.execute(
        given.join(Participant, Participant.id == Vote.participant_id).where(of_meeting)
    ):
        counted[note_id][company.get(group or OTHERS, OTHERS)] += people
    points = [_point_votes(note, counted[note.id], tuple(names)) for note in _main_points(row.id)]
    points.sort(key=lambda point: -point.votes)
    return VotesByGroup(row.id, tuple(names.values()), tuple(points))


def acceptability(row: Meeting | Row[Any]) -> tuple[Acceptability, ...]:
    """The points that people were asked about, in that order; empty until the question is closed."""
    if row.acceptability != Voting.CLOSED or not row.asked_points:
        return ()
    company, names = _companies(row)
    answers: dict[int, list[tuple[Stance, str]]] = defaultdict(list)
    for stance, group in db.session.execute(
        select(Stance, Participant.group_key)
        .join(Participant, Participant.id == Stance.participant_id)
        .where(Stance.note_id.in_(row.asked_points))
        # In the order of their words: not in that of the people.
        .order_by(Stance.objection, Stance.id)
    ):
        answers[stance.note_id].append((stance, company.get(group or OTHERS, OTHERS)))
    points = {note.id: note for note in _main_points(row.id)}
    return tuple(
        _acceptability(points[note_id], answers[note_id], names)
        for note_id in row.asked_points
        if note_id in points
    )


def _acceptability(
    note: Note, answers: list[tuple[Stance, str]], names: Mapping[str, Texts | None]
) -> Acceptability:
    against = [(stance, group) for stance, group in answers if not stance.acceptable]
    few = len(answers) < SMALLEST
    told = suppressed({"acceptable": len(answers) - len(against), "objecting": len(against)}).counts
    objecting = {group for _stance, group in against} if len(names) > 1 and not few else set()
    return Acceptability(
        note_id=note.id,
        text=note.text,
        language=note.language,
        table=note.table_number,
        result="few" if few else "objections" if against else "all",
        by=tuple(name for key, name in names.items() if key in objecting),
        acceptable=told["acceptable"],
        objecting=told["objecting"],
        objections=tuple(Objection(s.objection, s.language) for s, _group in against if s.objection),
    )


def _point_votes(note: Note, counted: Counter[str], columns: tuple[str, ...]) -> PointVotes:
    told = shares({key: counted[key] for key in columns})
    return PointVotes(note.id, note.text, note.language, counted.total(), tuple(told[key] for key in columns))


def _companies(row: Meeting | Row[Any]) -> tuple[dict[str, str], dict[str, Texts | None]]:
    """The company of each group, and the companies that have people with their names, the others last."""
    sat = select(Seat.participant_id).where(Seat.meeting_id == row.id)
    found = db.session.execute(
        select(Participant.group_key, func.count())
        .where(Participant.meeting_id == row.id, Participant.id.in_(sat))
        .group_by(Participant.group_key)
    )
    people = dict(found.all())
    groups = db.session.scalars(
        select(StakeholderGroup)
        .where(StakeholderGroup.consultation_id == row.consultation_id)
        .order_by(StakeholderGroup.position)
    ).all()
    sizes = {group.key: people.pop(group.key, 0) for group in groups}
    unshown = sum(people.values())
    company = companies(sizes, unshown)
    names: dict[str, Texts | None] = {
        group.key: group.name for group in groups if company[group.key] == group.key
    }
    if unshown or any(company[key] == OTHERS and sizes[key] for key in sizes):
        names[OTHERS] = None
    return company, names


def _main_points(meeting_id: int) -> list[Note]:
    query = select(Note).where(
        Note.meeting_id == meeting_id, Note.main_point.is_(True), Note.hidden_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Note.id)))
