"""Who met whom in the meetings that were held, for the pages of the assessment and the report; nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from consult.domain import mixing as who_met
from consult.domain.languages import in_language
from consult.domain.words import Seating
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, StakeholderGroup
from consult.services.meeting import told


@dataclass(frozen=True)
class Mixing:
    """How people met in one meeting. `matrix` is None where the groups are too few or too small to be told apart."""

    meeting: Meeting
    contacts: who_met.Contacts
    rounds: tuple[who_met.RoundMixing, ...]
    matrix: who_met.Matrix | None


def of_meeting(meeting: Meeting, groups: Sequence[StakeholderGroup]) -> Mixing | None:
    """How people met in the rounds of a meeting that were held; None where fewer than five had a seat."""
    kept = told.figures(meeting.id, told.MIXING)
    return _counted(meeting, groups) if kept is None else _kept(meeting, kept)


def to_keep(meeting: Meeting) -> told.Figures:
    """How people met, as it is told: {contacts, rounds, matrix: {rows, cells} or None}; {} where too few met."""
    found = _counted(meeting, meeting.consultation.groups)
    if found is None:
        return {}
    return {
        "contacts": asdict(found.contacts),
        "rounds": [asdict(one) for one in found.rounds],
        "matrix": asdict(found.matrix) if found.matrix is not None else None,
    }


def _kept(meeting: Meeting, kept: told.Figures) -> Mixing | None:
    if not kept:
        return None
    matrix = kept["matrix"] and who_met.Matrix(
        tuple(who_met.Row(who_met.RowKind(kind), key) for kind, key in kept["matrix"]["rows"]),
        tuple(tuple(row) for row in kept["matrix"]["cells"]),
    )
    rounds = tuple(who_met.RoundMixing(**one) for one in kept["rounds"])
    return Mixing(meeting, who_met.Contacts(**kept["contacts"]), rounds, matrix)


def _counted(meeting: Meeting, groups: Sequence[StakeholderGroup]) -> Mixing | None:
    gathering = who_met.Gathering(_sittings(meeting), _groups(meeting, groups))
    contacts = who_met.contacts(gathering)
    if contacts is None:
        return None
    rows = who_met.protected_rows(gathering)
    rounds = tuple(
        who_met.round_mixing(sitting, rows) if rows else who_met.RoundMixing(sitting.number)
        for sitting in gathering.sittings
    )
    return Mixing(meeting, contacts, rounds, who_met.matrix(gathering, rows) if rows else None)


def of_all(found: Iterable[Mixing], groups: Sequence[StakeholderGroup]) -> who_met.Matrix | None:
    """The matrices of several meetings as one, the groups in the order of the consultation."""
    matrices = [one.matrix for one in found if one.matrix is not None]
    return who_met.added_up(matrices, [group.key for group in groups])


def names(rows: Iterable[who_met.Row], groups: Sequence[StakeholderGroup], language: str) -> list[str]:
    """What the rows of a matrix are called."""
    called = {group.key: in_language(group.name, language) for group in groups}
    others = {who_met.OTHERS: _("Other groups"), who_met.UNSAID: _("Group not stated")}
    return [str(others[row]) if row in others else called.get(row.key, row.key) for row in rows]


def _sittings(meeting: Meeting) -> list[who_met.Sitting]:
    """The rounds that have been opened, with everybody's table; seats of later rounds are only a plan."""
    seats = db.session.execute(
        select(
            Seat.round_number, Seat.participant_id, Seat.table_number, Seat.is_host, Participant.kept_table
        )
        .join(Participant, Participant.id == Seat.participant_id)
        .where(Seat.meeting_id == meeting.id, Seat.round_number <= meeting.round_number)
    )
    tables: dict[int, dict[int, int]] = defaultdict(dict)
    staying: dict[int, set[int]] = defaultdict(set)
    for number, person, table, is_host, kept in seats:
        tables[number][person] = table
        if is_host or kept == table:
            staying[number].add(person)
    moves = {row.number: row.seating == Seating.ROTATE for row in meeting.rounds}
    return [
        who_met.Sitting(number, tables[number], frozenset(staying[number]), moves.get(number, True))
        for number in sorted(tables)
    ]


def _groups(meeting: Meeting, groups: Sequence[StakeholderGroup]) -> dict[int, str | None]:
    """Everybody who joined with their group; a group that is no longer invited counts as not said."""
    known = {group.key for group in groups}
    people = db.session.execute(
        select(Participant.id, Participant.group_key).where(Participant.meeting_id == meeting.id)
    )
    return {person: key if key in known else None for person, key in people}
