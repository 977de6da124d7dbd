"""The facts of the meetings for a report: who took part (never by name), what was asked, how people mixed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from consult.domain import languages as names
from consult.domain import times
from consult.domain.interpretation import languages_of
from consult.domain.suppression import Shown, count_or_none, suppressed
from consult.domain.words import Format, Kind, Phase
from consult.extensions import db
from consult.models import HandOver, Meeting, Note, Participant, StakeholderGroup
from consult.reports import report as r
from consult.services.meeting import told
from consult.services.reports.mixing import Mixing

# The phases in which everybody has come.
ALL_HERE = (Phase.HARVEST, Phase.CLOSED)


def held_meetings(consultation_id: int) -> Sequence[Meeting]:
    """The meetings that have begun, in the order they were held."""
    query = select(Meeting).where(
        Meeting.consultation_id == consultation_id,
        (Meeting.phase != Phase.WELCOME) | Meeting.id.in_(select(Note.meeting_id)),
    )
    return sorted(
        db.session.scalars(query), key=lambda meeting: (meeting.opened_at or meeting.created_at, meeting.id)
    )


def facts(
    meeting: Meeting, groups: Sequence[StakeholderGroup], language: str, mixing: Mixing | None
) -> r.Meeting:
    """One meeting as a report tells it, with how people met in it; counts of fewer than five people are None.

    While people still come, nothing is told by group or language: two reports would tell who has come in between.
    """
    all_here = meeting.phase in ALL_HERE
    people = db.session.scalars(select(Participant).where(Participant.meeting_id == meeting.id)).all()
    kept = told.figures(meeting.id, told.PEOPLE)
    present = Shown(**kept) if kept is not None else present_groups(people, groups)
    spoken = Counter(code for person in people for code in set(person.languages or [person.language]))
    return r.Meeting(
        date=day(meeting),
        people_joined=present.total,
        tables=len(meeting.tables),
        rounds=tuple(_round(meeting, number, language) for number in _held_rounds(meeting)),
        languages=suppressed(spoken).counts if all_here else {},
        stakeholder_groups=tuple(
            r.StakeholderGroup(
                name=names.in_language(group.name, language),
                invited=count_or_none(group.invited) or None,
                # Nobody could say that they belong to a group that came later.
                present=present.counts.get(group.key, 0),
            )
            for group in groups
            if all_here
        ),
        mixing=_mixing(mixing) if mixing is not None and present.total is not None else None,
        title=names.in_language(meeting.title, language),
        place=meeting.place,
        format=Format(meeting.format),
        interpretation=languages_of(meeting.interpretation),
        table_interpretation=languages_of(
            [channel for table in meeting.tables for channel in table.interpretation]
        ),
    )


def present_groups(people: Iterable[Participant], groups: Sequence[StakeholderGroup]) -> Shown:
    """How many people of each invited group came, small groups protected; the total is everybody."""
    known = {group.key: 0 for group in groups}
    unsaid = 0
    for person in people:
        if person.group_key in known:
            known[person.group_key] += 1
        else:
            unsaid += 1
    return suppressed(known, unshown=unsaid)


def people_to_keep(meeting: Meeting) -> told.Figures:
    """Who took part, as a report tells it: {counts: {group: people or None}, total}."""
    people = db.session.scalars(select(Participant).where(Participant.meeting_id == meeting.id)).all()
    present = present_groups(people, meeting.consultation.groups)
    return {"counts": dict(present.counts), "total": present.total}


def table_records(meetings: Sequence[Meeting], numbers: Mapping[int, int]) -> tuple[r.TableRecord, ...]:
    """The main points and hand-overs of every table; what people lived through is left out.

    `numbers` maps the id of a note to its number in the report; a note without one is left out, too.
    """
    records = []
    for place, meeting in enumerate(meetings, start=1):
        points = _main_points(meeting.id, numbers)
        hand_overs = _hand_overs(meeting.id)
        records += [
            r.TableRecord(
                number=table.number,
                main_points=tuple(points[table.number]),
                hand_overs=tuple(hand_overs[table.number]),
                meeting=place,
            )
            for table in meeting.tables
        ]
    return tuple(records)


def day(meeting: Meeting) -> date:
    """The day on which a meeting was held, in its city."""
    return times.at(meeting.opened_at or meeting.created_at, meeting.consultation.time_zone).date()


def _held_rounds(meeting: Meeting) -> list[int]:
    return [row.number for row in meeting.rounds if row.number <= meeting.round_number]


def _round(meeting: Meeting, number: int, language: str) -> r.Round:
    row = next(row for row in meeting.rounds if row.number == number)
    questions = [_question(row.question.text, None, language)] if row.question else []
    questions += [
        _question(table.question.text, table.number, language) for table in meeting.tables if table.question
    ]
    return r.Round(number=number, minutes=row.minutes, questions=tuple(questions))


def _question(texts: Mapping[str, str], table: int | None, language: str) -> r.Question:
    found = (
        language
        if texts.get(language)
        else next((code for code in ("en", *texts) if texts.get(code)), language)
    )
    return r.Question(text=texts.get(found, ""), table=table, language=None if found == language else found)


def _mixing(found: Mixing) -> r.Mixing:
    met = found.contacts
    return r.Mixing(
        people_seated=met.people,
        pairs_met=met.pairs_met,
        repeated_meetings=met.repeated_meetings,
        table_returns=met.table_returns,
        fewest_met=met.fewest,
        median_met=round(met.middle, 1),
        average_met=round(met.average, 1),
        rounds=tuple(
            r.RoundMixing(one.number, _rounded(one.share), _rounded(one.by_lot), _rounded(one.score))
            for one in found.rounds
        ),
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 2)


def _main_points(meeting_id: int, numbers: Mapping[int, int]) -> dict[int, list[r.Point]]:
    query = select(Note).where(
        Note.meeting_id == meeting_id,
        Note.main_point,
        Note.hidden_at.is_(None),
        Note.kind != Kind.EXPERIENCE,
    )
    points: dict[int, list[r.Point]] = defaultdict(list)
    for note in db.session.scalars(query.order_by(Note.round_number, Note.id)):
        if note.id in numbers:
            point = r.Point(note.text, note.language, number=numbers[note.id])
            points[note.table_number].append(point)
    return points


def _hand_overs(meeting_id: int) -> dict[int, list[r.Point]]:
    query = select(HandOver).where(HandOver.meeting_id == meeting_id).order_by(HandOver.round_number)
    told: dict[int, list[r.Point]] = defaultdict(list)
    for row in db.session.scalars(query):
        told[row.table_number].append(r.Point(row.text, row.language, row.round_number))
    return told
