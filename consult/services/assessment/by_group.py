"""What stakeholder groups voted for and can live with, told so that nobody is singled out: see domain/groups.py."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from consult.domain.groups import OTHERS, companies, shares
from consult.domain.suppression import SMALLEST, could_be_large, suppressed
from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Meeting, Note, Participant, Seat, StakeholderGroup, Stance, Vote
from consult.services.meeting import told
from consult.services.meeting.told import Figures

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
    """What somebody objected, as it was written; `hidden` is the reason why a facilitator has hidden it."""

    text: str
    language: str
    id: int = 0
    hidden: str | None = None


@dataclass(frozen=True)
class Acceptability:
    """Whether a main point is acceptable: "all", "objections", or "few" where fewer than five people answered.

    `by` names the groups that object (None: other groups) where that tells of no fewer than five people; otherwise it
    is empty. `acceptable` and `objecting` count people, None where that would tell of fewer than five. `objections` are
    what they wrote, without what has been erased since.
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
    kept = told.figures(row.id, told.VOTES) or votes_to_keep(row)
    nobody = [0, [0] * len(kept["groups"])]
    points = []
    for note in _main_points(row.id):
        given, by_company = kept["points"].get(str(note.id), nobody)
        points.append(PointVotes(note.id, note.text, note.language, given, tuple(by_company)))
    points.sort(key=lambda point: -point.votes)
    return VotesByGroup(row.id, tuple(kept["groups"]), tuple(points))


def hidden_objections(row: Meeting | Row[Any]) -> dict[int, list[Objection]]:
    """By main point, for the facilitation alone: what it has hidden among what would be told."""
    return _in_words(row, hidden=True)


def votes_to_keep(row: Meeting | Row[Any]) -> Figures:
    """What a closed vote tells: {groups: names or None, points: {note: [votes, by group]}}."""
    company, names, seated = _companies(row)
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
    return {
        "groups": list(names.values()),
        "points": {
            str(note_id): _shares(votes, {key: seated[key] for key in names})
            for note_id, votes in counted.items()
        },
    }


def acceptability(row: Meeting | Row[Any]) -> tuple[Acceptability, ...]:
    """The points that people were asked about, in that order; empty until the question is closed."""
    if row.acceptability != Voting.CLOSED or not row.asked_points:
        return ()
    kept = told.figures(row.id, told.STANCES) or stances_to_keep(row)
    objections = _in_words(row, hidden=False)
    points = {note.id: note for note in _main_points(row.id)}
    return tuple(
        _acceptability(points[note_id], kept["points"][str(note_id)], tuple(objections.get(note_id, ())))
        for note_id in row.asked_points
        if note_id in points
    )


def _in_words(row: Meeting | Row[Any], *, hidden: bool) -> dict[int, list[Objection]]:
    if row.acceptability != Voting.CLOSED or not row.asked_points:
        return {}
    kept = told.figures(row.id, told.STANCES) or stances_to_keep(row)
    found: dict[int, list[Objection]] = defaultdict(list)
    for one in _stances(row):
        if (
            one.objection
            and (one.hidden_at is not None) == hidden
            and kept["points"][str(one.note_id)]["in_words"]
        ):
            why = (one.hidden_reason or "") if hidden else None
            found[one.note_id].append(Objection(one.objection, one.language, one.id, why))
    return found


def stances_to_keep(row: Meeting | Row[Any]) -> Figures:
    """What a closed question tells: {points: {note: {result, by, acceptable, objecting, in_words}}}."""
    company, names, seated = _companies(row)
    answers: dict[int, list[tuple[Stance, str]]] = {note_id: [] for note_id in row.asked_points}
    groups = dict(
        db.session.execute(
            select(Participant.id, Participant.group_key).where(Participant.meeting_id == row.id)
        ).all()
    )
    for stance in _stances(row):
        group = groups.get(stance.participant_id) or OTHERS
        answers[stance.note_id].append((stance, company.get(group, OTHERS)))
    return {"points": {str(note_id): _told(own, names, seated.total()) for note_id, own in answers.items()}}


def _told(answers: list[tuple[Stance, str]], names: Mapping[str, Texts | None], seated: int) -> Figures:
    """What is told of the answers to one point; of fewer than five only that they are too few.

    A group that objects is named where each of those named may be five people or more. Objections are told in words
    where that does not say how many people object: they do, or at least five who sat there wrote none.
    """
    against = [(stance, company) for stance, company in answers if not stance.acceptable]
    few = len(answers) < SMALLEST
    shown = suppressed({"acceptable": len(answers) - len(against), "objecting": len(against)}).counts
    objecting = {company for _stance, company in against}
    named = shown["objecting"] is not None and could_be_large(len(against), len(objecting))
    in_words = sum(bool(stance.objection) for stance, _company in against)
    return {
        "result": "few" if few else "objections" if against else "all",
        "by": [name for key, name in names.items() if key in objecting] if named and len(names) > 1 else [],
        "acceptable": None if few else shown["acceptable"],
        "objecting": None if few else shown["objecting"],
        "in_words": not few and (shown["objecting"] is not None or seated - in_words >= SMALLEST),
    }


def _acceptability(note: Note, kept: Figures, objections: tuple[Objection, ...]) -> Acceptability:
    return Acceptability(
        note_id=note.id,
        text=note.text,
        language=note.language,
        table=note.table_number,
        result=kept["result"],
        by=tuple(kept["by"]),
        acceptable=kept["acceptable"],
        objecting=kept["objecting"],
        objections=objections,
    )


def _stances(row: Meeting | Row[Any]) -> Sequence[Stance]:
    query = select(Stance).join(Participant, Participant.id == Stance.participant_id)
    # In the order of their words: not in that of the people.
    return db.session.scalars(
        query.where(Stance.note_id.in_(row.asked_points)).order_by(Stance.objection, Stance.id)
    ).all()


def _shares(counted: Counter[str], sizes: Mapping[str, int]) -> list[Any]:
    by_company = shares({key: counted[key] for key in sizes}, sizes)
    return [counted.total(), [by_company[key] for key in sizes]]


def _companies(row: Meeting | Row[Any]) -> tuple[dict[str, str], dict[str, Texts | None], Counter[str]]:
    """The company of each group; the companies that have people with their names, the others last; how many each has."""
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
    seated = Counter({OTHERS: unshown})
    for key, size in sizes.items():
        seated[company[key]] += size
    return company, names, seated


def _main_points(meeting_id: int) -> list[Note]:
    query = select(Note).where(
        Note.meeting_id == meeting_id, Note.main_point.is_(True), Note.hidden_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Note.id)))
