"""Notes that arrive together are stored together: once each, in order, and whoever cannot be served is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live.notes import new_note as sent
from services import crowd
from services.crowd import new_note, together, write
from services.people import join_many
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from consult.domain import commands as c
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Consultation, HandOver, Meeting, Note, Participant, Seat, Vote
from consult.services.meeting import contribute, group_commit, rows, steer
from consult.services.meeting.new_notes import NewNote
from consult.services.preparation import prepare
from consult.services.seating import steer as seating_steer


@pytest.fixture
def people(meeting: Meeting) -> list[int]:
    """The ids of eight people in round one."""
    found = [one.id for one in join_many(meeting, 8)]
    steer.steer(meeting.id, c.OpenRound())
    return found


@pytest.fixture
def commits(app: Flask) -> Iterator[list[int]]:
    """One entry for every commit."""
    seen: list[int] = []

    def count(_connection: object) -> None:
        seen.append(1)

    event.listen(db.engine, "commit", count)
    yield seen
    event.remove(db.engine, "commit", count)


def somebody(person_id: int) -> Participant:
    return db.session.get_one(Participant, person_id)


def writing(person_id: int, key: int, text: str = "Lamps", **changes: object) -> Callable[[], int]:
    return lambda: write(somebody(person_id), key, text, **changes)


def stored() -> list[tuple[int, str, str]]:
    """Author, key and text of all notes, in the order they were stored."""
    return [
        tuple(row)
        for row in db.session.execute(
            select(Note.participant_id, Note.client_key, Note.text).order_by(Note.id)
        )
    ]


def test_notes_of_a_crowd_are_one_commit_and_everybody_gets_their_own(app, meeting, people, commits):
    meeting_id = meeting.id
    db.session.rollback()
    commits.clear()

    ids = together(app, meeting_id, [writing(one, 1, f"From {one}") for one in people])

    assert len(commits) == 1
    assert [db.session.get_one(Note, note_id).text for note_id in ids] == [f"From {one}" for one in people]
    assert len(stored()) == len(people)


def test_notes_of_one_author_keep_their_order(app, meeting, people):
    together(app, meeting.id, [writing(people[k % 2], k, str(k)) for k in range(10)])

    texts = [int(text) for _, _, text in stored()]
    assert texts == list(range(10))


def test_refused_note_is_refused_alone(app, meeting, people, commits):
    acts = [writing(one, 1) for one in people]
    acts[1] = writing(people[1], 1, round_number=2)
    acts[3] = writing(people[3], 1, by_proxy=True)
    meeting_id = meeting.id
    db.session.rollback()
    commits.clear()

    results = together(app, meeting_id, acts)

    assert [r for r in results if isinstance(r, str)] == ["round_not_open", "hosts_only"]
    assert [author for author, _, _ in stored()] == [
        one for one in people if one not in (people[1], people[3])
    ]
    assert len(commits) == 1


def test_note_the_database_cannot_take_is_refused_alone(app, meeting, people):
    def unstorable() -> str:
        with pytest.raises(UnicodeEncodeError):
            write(somebody(people[2]), 1, "half a letter: \ud83d")
        return "raised"

    acts = [writing(one, 1) for one in people]
    acts[2] = unstorable

    results = together(app, meeting.id, acts)

    assert results[2] == "raised"
    assert [author for author, _, _ in stored()] == [one for one in people if one != people[2]]


def test_same_key_twice_in_one_group_is_one_note(app, meeting, people):
    acts = [writing(people[0], 1), writing(people[0], 1), writing(people[1], 1)]

    first, again, other = together(app, meeting.id, acts)

    assert first == again != other
    assert [author for author, _, _ in stored()] == people[:2]


def test_note_sent_again_later_is_the_same_note(meeting, people):
    first = write(somebody(people[0]), 1)

    assert write(somebody(people[0]), 1) == first
    assert len(stored()) == 1


def test_whoever_has_left_writes_nothing(meeting, people):
    contribute.leave(somebody(people[0]))

    with pytest.raises(Refused, match="not_recognised"):
        write(somebody(people[0]), 1)
    assert stored() == []


@contextmanager
def failing_commits(how_many: int) -> Iterator[None]:
    """The next commits fail, as when the connection breaks."""
    left = [how_many]

    def fail(_connection: object) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise OperationalError("COMMIT", {}, Exception("the line is down"))

    event.listen(db.engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(db.engine, "commit", fail)


def test_after_a_failed_commit_each_is_tried_alone(app, meeting, people):
    with failing_commits(1):
        ids = together(app, meeting.id, [writing(one, 1) for one in people])

    assert all(isinstance(note_id, int) for note_id in ids)
    assert [author for author, _, _ in stored()] == people


def test_while_no_commit_works_everybody_is_told_and_nothing_is_stored(app, meeting, people):
    meeting_id = meeting.id

    with failing_commits(100):
        results = together(app, meeting_id, [writing(one, 1) for one in people])

    assert results == ["please_wait"] * len(people)
    assert stored() == []
    assert all(isinstance(r, int) for r in together(app, meeting_id, [writing(one, 1) for one in people]))


def test_note_that_failed_at_first_is_announced_once(phone, open_round):
    author, neighbour = phone(table=1), phone(table=1)
    open_round()
    neighbour.get_received()

    with failing_commits(1):
        refused = author.ask("note.write", sent())
    again = author.ask("note.write", sent())

    assert (refused["code"], refused["retry"]) == ("please_wait", True)
    assert again["ok"] is True
    assert neighbour.heard() == ["note.written"]


@pytest.mark.parametrize("trouble", ["query_only = ON", "max_page_count = 1"], ids=["read-only", "disk full"])
def test_database_in_trouble_is_a_clear_refusal_and_recovers(app, meeting, people, trouble):
    meeting_id, engine = meeting.id, db.engine

    def troubled(connection, *_more) -> None:
        connection.execute(f"PRAGMA {trouble}")

    db.session.rollback()
    event.listen(engine, "checkout", troubled)
    try:
        # Long enough for the file to have to grow.
        results = together(app, meeting_id, [writing(one, 1, "x" * 8000) for one in people])
    finally:
        event.remove(engine, "checkout", troubled)
    db.session.remove()
    engine.dispose()

    assert results == ["please_wait"] * len(people)
    assert stored() == []
    assert all(isinstance(r, int) for r in together(app, meeting_id, [writing(one, 1) for one in people]))


def test_notes_and_the_end_of_the_meeting_at_once(app, meeting, people):
    """Whatever comes first: acknowledged and stored, or refused and not stored."""
    meeting_id = meeting.id

    def close() -> str:
        steer.steer(meeting_id, c.CloseRound())
        steer.steer(meeting_id, c.CloseMeeting())
        return "closed"

    acts = [writing(one, 1) for one in people]
    results = crowd.at_once(app, [*acts[:4], close, *acts[4:]])

    written = {
        one for one, result in zip(people, results[:4] + results[5:], strict=True) if isinstance(result, int)
    }
    refused = [r for r in results if isinstance(r, str) and r != "closed"]
    assert {author for author, _, _ in stored()} == written
    assert refused == ["meeting_closed"] * (len(people) - len(written))


def test_whoever_led_and_died_leaves_the_queue_to_the_next(meeting, people, monkeypatch):
    def killed(_meeting_id: int) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(group_commit, "meeting_lock", killed)
        with pytest.raises(SystemExit):
            write(somebody(people[0]), 1)

    write(somebody(people[1]), 1)
    assert [author for author, _, _ in stored()] == [people[1]]


def test_whoever_is_alone_waits_for_nobody(meeting, people, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(group_commit.time, "sleep", pauses.append)

    for key in range(3):
        write(somebody(people[0]), key)

    assert pauses == [0, 0, 0]


def test_when_too_many_wait_the_next_is_told_to_wait(app, meeting, people, monkeypatch):
    monkeypatch.setattr(group_commit, "MOST_WAITING", 5)

    full = crowd.too_many(app, meeting.id, [writing(one, 1) for one in people[:5]], writing(people[5], 1))

    assert full == "please_wait"
    assert [author for author, _, _ in stored()] == people[:5]


def test_other_commands_of_phones_join_the_group(app, meeting, people, commits):
    meeting_id = meeting.id
    mine, theirs = write(somebody(people[0]), 1), write(somebody(people[1]), 1)
    table = db.session.scalar(
        select(Seat.table_number).where(Seat.participant_id == people[1], Seat.round_number == 1)
    )
    seating_steer.appoint_host(meeting_id, people[1], True)
    db.session.rollback()
    commits.clear()

    results = together(
        app,
        meeting_id,
        [
            lambda: contribute.erase_note(somebody(people[0]), mine),
            lambda: contribute.erase_note(somebody(people[2]), theirs),
            writing(people[0], 2, "Better lamps"),
            lambda: contribute.mark_main_point(somebody(people[1]), theirs, True),
            lambda: contribute.write_hand_over(somebody(people[1]), "We spoke of lamps.", 1),
            lambda: contribute.erase_note(somebody(people[0]), mine),
        ],
    )

    assert [r for r in results if isinstance(r, str)] == ["no_such_note", "no_such_note"]
    assert [(author, text) for author, _, text in stored()] == [
        (people[1], "Lamps"),
        (people[0], "Better lamps"),
    ]
    assert db.session.get_one(Note, theirs).main_point is True
    assert db.session.scalars(select(HandOver.table_number)).all() == [table]
    assert len(commits) == 1


def test_votes_of_a_crowd_are_counted_before_the_next_is_cast(app, meeting, people):
    meeting_id = meeting.id
    seating_steer.appoint_host(meeting_id, people[0], True)
    points = [write(somebody(people[0]), key) for key in range(4)]
    for point in points:
        contribute.mark_main_point(somebody(people[0]), point, True)
    for command in (c.CloseRound(), c.BeginHarvest(), c.OpenVoting()):
        steer.steer(meeting_id, command)

    results = together(
        app, meeting_id, [lambda p=p: contribute.cast_vote(somebody(people[1]), p, True) for p in points]
    )

    assert results[3] == "no_votes_left"
    assert db.session.query(Vote).count() == 3


# Author, key: a note. Author, None: that author erases the note they wrote last.
asks = st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 4)), max_size=10)


# Every example plays in meetings of its own.
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=asks, cuts=st.sets(st.integers(1, 9)))
def test_grouping_changes_nothing_but_the_number_of_commits(consultation, asked, cuts):
    alone = played(consultation, asked, set(range(1, 10)))

    assert played(consultation, asked, cuts) == alone


def played(consultation: Consultation, asked: list[tuple[int, int | None]], cuts: set[int]) -> list[object]:
    """What everybody is told and what is stored in a new meeting where these come in groups that end at the cuts."""
    draft = prepare.MeetingDraft(title={"en": "Lamps", "fr": "Lampes", "es": "Lámparas", "pt": "Lâmpadas"})
    meeting = prepare.create_meeting(consultation, draft)
    people = [one.id for one in join_many(meeting, 3)]
    steer.steer(meeting.id, c.OpenRound())
    told: list[object] = []
    group: list[group_commit.Waiting] = []
    for place, (who, key) in enumerate(asked, 1):
        group.append(group_commit.Waiting(ask(people[who], key)))
        if place in cuts or place == len(asked):
            group_commit._carry_out(meeting.id, group)
            told += [outcome_of(waiting) for waiting in group]
            group = []
    query = select(Note.participant_id, Note.client_key, Note.text).where(Note.meeting_id == meeting.id)
    kept = [
        (people.index(author), key, text) for author, key, text in db.session.execute(query.order_by(Note.id))
    ]
    return [told, kept]


def ask(author_id: int, key: int | None) -> group_commit.Asked | NewNote:
    if key is not None:
        return new_note(author_id, key, f"Note {key}")

    def make(row: Meeting, _live: object) -> c.Command:
        last = db.session.scalar(
            select(Note).where(Note.participant_id == author_id).order_by(Note.id.desc()).limit(1)
        )
        if last is None:
            raise Refused("no_such_note")
        return c.EraseNote(rows.person(somebody(author_id)), rows.note_ref(last))

    return group_commit.Asked(make)


def outcome_of(waiting: group_commit.Waiting) -> object:
    outcome = waiting.outcome
    if isinstance(outcome, Refused):
        return outcome.code
    assert isinstance(outcome, group_commit.Done)
    return outcome.note.text if outcome.note is not None else "done"
