"""What a rehearsal showed: what the phones have seen, beside what the database says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import select

from consult.extensions import db
from consult.models import CafeTable, Meeting, Note, Participant, Seat
from consult.rehearsal import truth
from consult.rehearsal.phone import Phone
from consult.rehearsal.play import Play, Turn
from consult.rehearsal.screen import Screen
from consult.services.meeting import harvest
from consult.services.reports import publish
from consult.services.seating.quality import Interpreted, alone_at, interpreted_at

Figures = dict[str, Any]


def measure(meeting_id: int, play: Play, planned: int, seconds: float) -> Figures:
    """The figures of the report, also of a play that was stopped. Names that end in _ms are milliseconds."""
    db.session.expire_all()
    row = db.session.get_one(Meeting, meeting_id)
    seats = list(db.session.scalars(select(Seat).where(Seat.meeting_id == row.id)))
    played = [seat for seat in seats if seat.round_number <= row.round_number]
    found = {p.id: p for p in db.session.scalars(select(Participant).where(Participant.meeting_id == row.id))}
    tables = select(CafeTable.number).where(CafeTable.meeting_id == row.id)
    figures = {
        "finished": play.seen.finished,
        "stage": play.seen.stage,
        "consultation": row.consultation_id,
        "meeting": row.id,
        "people": len(found),
        "people_seated": len({seat.participant_id for seat in played}),
        "tables": len(list(db.session.scalars(tables))),
        "rounds_played": row.round_number,
        "seats_without_table": _without_seat(played, found, row.round_number),
        "notes_planned": planned,
        **_notes(row, play.phones),
        **_connections(play),
        **_truth_of_screens(play, played),
        "repeated_meetings": _repeats(played),
        "table_returns": _returns(played),
        "people_without_shared_language": _stranded(played, found, interpreted_at(row)),
        **_waits(play),
        "rounds": [_round(turn, play) for turn in play.seen.turns],
        **_screens(play),
        **_themes(row),
        "seconds": round(seconds, 1),
        "players_late_ms": _ms(play.seen.late),
    }
    faults = truth.verdict(figures) if play.seen.finished else []
    word = "stopped" if not play.seen.finished else "broken" if faults else "kept"
    return {"verdict": word, "faults": faults, **figures}


def report_size(consultation_id: int) -> int:
    """Bytes of the needs assessment as a Word file, made here and thrown away."""
    return len(publish.export(consultation_id, "docx", "en").content)


def _notes(row: Meeting, phones: Sequence[Phone]) -> Figures:
    stored = db.session.execute(
        select(Note.participant_id, Note.client_key).where(Note.meeting_id == row.id).order_by(Note.id)
    ).all()
    written = {author: phone.tally.written for phone in phones if (author := _id(phone))}
    acknowledged = {key for phone in phones for key in phone.tally.acknowledged}
    kept = truth.notes_kept(written, acknowledged, [(author, key) for author, key in stored])
    return {
        "notes_acknowledged": len(acknowledged),
        "notes_stored": len(stored),
        "notes_missing": len(kept.missing),
        "notes_doubled": len(kept.doubled),
        "notes_unknown": len(kept.unknown),
        "authors_out_of_order": len(kept.out_of_order),
        "notes_waiting": sum(len(phone.outbox) for phone in phones),
        "sent_twice": sum(phone.tally.sent_twice for phone in phones),
    }


def _connections(play: Play) -> Figures:
    screens = [screen for phone in play.phones for screen in phone.screens]
    refusals = Counter(refusal for screen in screens for refusal in screen.measured.refusals)
    # Two people may offer to be the host in the same moment; that is no fault.
    refusals.pop("host.volunteer: table_has_host", None)
    return {
        "second_phones": len(screens) - sum(1 for phone in play.phones if phone.screens),
        "reconnections": sum(screen.measured.reconnected for screen in screens),
        "unanswered_in_time": sum(screen.measured.unanswered for screen in screens),
        "refusals": dict(refusals),
    }


def _truth_of_screens(play: Play, seats: Iterable[Seat]) -> Figures:
    where = {(seat.participant_id, seat.round_number): seat.table_number for seat in seats}
    shown = {one: phone.tally.tables for phone in play.phones if (one := _id(phone))}
    return {
        "wrong_tables": len(truth.wrong_tables(shown, where)),
        "phones_behind_in_rounds": sum(len(turn.behind) for turn in play.seen.turns),
        "phones_behind_at_end": len(play.seen.behind_at_end),
        "phones_without_own_notes": len(play.seen.without_own_notes),
    }


def _waits(play: Play) -> Figures:
    screens = [screen for phone in play.phones for screen in phone.screens]
    answers = [second for phone in play.phones for second in phone.tally.seconds_to_answer]
    return {
        **_spread("answer", answers),
        **_spread("snapshot", [s for screen in screens for s in screen.measured.snapshot_seconds]),
        **_spread("back", [s for screen in screens for s in screen.measured.back_seconds]),
        **_spread("join", [phone.tally.join_seconds for phone in play.phones if phone.token]),
    }


def _round(turn: Turn, play: Play) -> Figures:
    """When the phones that were connected knew of a round, counted from the moment the facilitator opened it."""
    there = [phone for phone in play.phones if phone.role.number in turn.connected]
    told = [at - turn.at for phone in there if (at := phone.tally.told.get(turn.version))]
    turned = [at - turn.at for phone in there if (at := phone.tally.turned.get(turn.number))]
    clocks = sorted(turn.remaining)
    return {
        "number": turn.number,
        "connected": len(there),
        "told": len(told),
        "told_first_ms": _ms(min(told, default=None)),
        "told_last_ms": _ms(max(told, default=None)),
        "turned": len(turned),
        "turned_first_ms": _ms(min(turned, default=None)),
        "turned_p50_ms": _ms(_share(turned, 0.5)),
        "turned_last_ms": _ms(max(turned, default=None)),
        "clocks": len(clocks),
        "clock_spread_ms": _ms(clocks[-1] - clocks[0]) if clocks else None,
        "behind": len(turn.behind),
    }


def _screens(play: Play) -> Figures:
    phones = [screen for phone in play.phones for screen in phone.screens]
    return {
        "phone_snapshot_largest_bytes": max((s.measured.largest_snapshot_bytes for s in phones), default=0),
        **{
            key: value
            for name, screen in zip(("console", "projector"), play.screens, strict=False)
            for key, value in _one_screen(name, screen).items()
        },
    }


def _one_screen(name: str, screen: Screen) -> Figures:
    return {
        **_spread(f"{name}_snapshot", screen.measured.snapshot_seconds),
        f"{name}_snapshots": len(screen.measured.snapshot_seconds),
        f"{name}_snapshot_largest_bytes": screen.measured.largest_snapshot_bytes,
    }


def _themes(row: Meeting) -> Figures:
    themes = harvest.themes(row.consultation_id)
    return {
        "themes": len(themes),
        "themes_mixing_languages": sum(1 for theme in themes if len(theme["languages"]) > 1),
    }


def _spread(name: str, seconds: Sequence[float]) -> Figures:
    return {
        f"{name}_ms_p50": _ms(_share(seconds, 0.5)),
        f"{name}_ms_p99": _ms(_share(seconds, 0.99)),
        f"{name}_ms_worst": _ms(max(seconds, default=None)),
    }


def _share(values: Sequence[float], share: float) -> float | None:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else None


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


def _id(phone: Phone) -> int | None:
    return phone.state["me"]["id"] if phone.state else None


def _without_seat(seats: Iterable[Seat], people: Iterable[int], rounds: int) -> int:
    """How often somebody had no table from the second round on; in the first some were still to come."""
    held = {(seat.participant_id, seat.round_number) for seat in seats}
    return sum((one, number) not in held for one in people for number in range(2, rounds + 1))


def _tables(seats: Iterable[Seat]) -> dict[tuple[int, int], list[int]]:
    tables: dict[tuple[int, int], list[int]] = {}
    for seat in seats:
        tables.setdefault((seat.round_number, seat.table_number), []).append(seat.participant_id)
    return tables


def _repeats(seats: Iterable[Seat]) -> int:
    met = Counter(pair for ids in _tables(seats).values() for pair in combinations(sorted(ids), 2))
    return sum(times - 1 for times in met.values())


def _returns(seats: Sequence[Seat]) -> int:
    hosts = {seat.participant_id for seat in seats if seat.is_host}
    visits = Counter((s.participant_id, s.table_number) for s in seats if s.participant_id not in hosts)
    return sum(times - 1 for times in visits.values())


def _stranded(seats: Iterable[Seat], people: dict[int, Participant], interpreted: Interpreted) -> int:
    """Seats at which somebody shares no language with anybody else at the table, and nobody interprets for them."""
    return sum(
        len(alone_at(ids, people, interpreted.get(table))) for (_, table), ids in _tables(seats).items()
    )
