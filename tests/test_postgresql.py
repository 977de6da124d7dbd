"""The same product on PostgreSQL: tables from the migrations, a round with notes, nothing lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import harvested
import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from services import crowd
from sqlalchemy import delete, func, select, text
from tools import missing

from consult import Settings, _driver_url, create_app
from consult.domain import commands as c
from consult.domain.board import NoteConfirm, ThemeConfirm
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import AnalysisRun, Meeting, Note, NoteMeaning, NoteTranslation, Participant, ThemeNote
from consult.services import board
from consult.services.assessment import assess, by_group, coverage, evidence
from consult.services.meeting import contribute, join, rows, steer, voices
from consult.services.preparation import prepare
from consult.services.seating import steer as seating_steer
from consult.services.translating import correcting, desk
from consult.services.understanding.work import Worker


@pytest.fixture
def app_on_postgresql(settings: Settings) -> Iterator[Flask]:
    url = os.environ.get("CONSULT_TEST_POSTGRESQL")
    if not url:
        missing("PostgreSQL (its address in CONSULT_TEST_POSTGRESQL)")
    app = create_app(replace(settings, database_url=url), TESTING=True)
    with app.app_context():
        db.session.remove()
        upgrade()
        yield app
        db.session.remove()
        downgrade(revision="base")
        db.engine.dispose()


def test_round_with_notes_on_postgresql(app_on_postgresql: Flask):
    meeting = prepare.first_meeting(prepare.ready_made())
    people = [arrive(meeting, language) for language in ("en", "fr", "es", "pt", "fr", "en")]
    for command in ("round.open", "round.close", "round.open"):
        steer.steer(meeting.id, steer.PLAIN[command])
    written = {
        "client_key": "the-same-key",
        "kind": Kind.NEED,
        "text": "Ça reste : é, ñ, ã, 🙂",
        "language": "fr",
        "round_number": 2,
        "by_proxy": False,
    }

    contribute.write_note(people[1], **written)
    contribute.write_note(people[1], **written)

    notes = db.session.scalars(select(Note)).all()
    assert [(note.text, note.round_number) for note in notes] == [("Ça reste : é, ñ, ã, 🙂", 2)]
    assert all(set(rows.person(person).tables) == {1, 2} for person in people)
    assert all(len(set(rows.person(person).tables.values())) == 2 for person in people)
    assert db.session.scalar(select(func.max(Meeting.version))) == 3


def test_what_people_decide_together_on_postgresql(app_on_postgresql: Flask):
    meeting = prepare.first_meeting(prepare.ready_made())
    people = [arrive(meeting, language) for language in ("en", "fr", "es", "pt", "fr", "en", "en")]
    steer.steer(meeting.id, c.AppointHost(people[0].id, True, rows.person(people[0]).tables[1]))
    steer.steer(meeting.id, steer.PLAIN["round.open"])
    note = {"kind": Kind.NEED, "language": "en", "round_number": 1, "by_proxy": False}
    _version, stored = contribute.write_note(
        people[0], client_key="the-first-key", text="Landlords who discriminate must pay a fine.", **note
    )
    proposals = {"commitments": [["7", 0.9, []]], "tracks": [["3", 0.9, []]], "sure": True}
    guessed = coverage.touched(meeting.id, "eccar-2017").spots
    db.session.add(NoteMeaning(note_id=stored.id, engine="test", vector=None, proposals=proposals))
    db.session.commit()
    steer.send_prompt(meeting.id, "4-know", None)
    contribute.mark_main_point(people[0], stored.id, True)
    for command in ("round.close", "harvest.begin"):
        steer.steer(meeting.id, steer.PLAIN[command])
    steer.open_acceptability(meeting.id, None)
    for person in people:
        contribute.give_stance(person, stored.id, person.language != "fr", "Qui paie ?")
    steer.steer(meeting.id, steer.PLAIN["acceptability.close"])

    (point,) = by_group.acceptability(db.session.get_one(Meeting, meeting.id))

    assert [spot.track for spot in guessed] == ["3"]
    assert [(s.commitments, s.track) for s in coverage.touched(meeting.id, "eccar-2017").spots] == [
        (("7",), "3")
    ]
    assert (point.result, point.by, [one.text for one in point.objections]) == (
        "objections",
        (),
        ["Qui paie ?"] * 2,
    )
    assert {one["present"] for one in voices.of_meeting(meeting, "en")} == {False}

    steer.hide_objection(meeting.id, point.objections[0].id, "It names a person.")
    (point,) = by_group.acceptability(db.session.get_one(Meeting, meeting.id))
    (hidden,) = by_group.hidden_objections(meeting)[stored.id]
    assert ([one.text for one in point.objections], hidden.hidden) == (["Qui paie ?"], "It names a person.")


def test_theme_speaks_for_several_commitments_on_postgresql(app_on_postgresql: Flask):
    meeting = prepare.first_meeting(prepare.ready_made())
    own = meeting.consultation_id
    theme = harvested.sort_by_commitment(own, harvested.hold(meeting))[0]
    db.session.commit()
    done = board.change(own, None, ThemeConfirm(theme.id, ("7", "2"), "3"))

    row = next(row for row in evidence.themes(own) if row.id == theme.id)
    assert (row.commitment, row.also, row.is_listed_at("2", "3")) == ("7", ("2",), True)

    board.undo(own, None, done.change or 0)
    row = next(row for row in evidence.themes(own) if row.id == theme.id)
    assert (row.also, row.confirmed) == ((), False)


@pytest.fixture
def people(app_on_postgresql: Flask) -> list[int]:
    """The ids of six people in round one."""
    meeting = prepare.first_meeting(prepare.ready_made())
    found = [arrive(meeting, language).id for language in ("en", "fr", "es", "pt", "fr", "en")]
    steer.steer(meeting.id, steer.PLAIN["round.open"])
    return found


def writing(person_id: int, key: int, words: str = "Lamps") -> Callable[[], int]:
    return lambda: crowd.write(db.session.get_one(Participant, person_id), key, words)


def test_notes_of_a_crowd_are_stored_once_and_in_order_on_postgresql(
    app_on_postgresql: Flask, people: list[int]
):
    meeting_id = db.session.scalars(select(Meeting.id)).one()
    acts = [writing(people[k % 3], k, str(k)) for k in range(9)]

    ids = crowd.together(app_on_postgresql, meeting_id, [*acts, acts[4]])

    assert ids[-1] == ids[4]
    assert [note.text for note in db.session.scalars(select(Note).order_by(Note.id))] == [
        str(k) for k in range(9)
    ]


def test_note_the_database_cannot_take_is_refused_alone_on_postgresql(
    app_on_postgresql: Flask, people: list[int]
):
    meeting_id = db.session.scalars(select(Meeting.id)).one()
    acts = [writing(one, 1) for one in people]
    acts[2] = writing(people[2], 1, "a letter that no text may hold: \0")

    results = crowd.together(app_on_postgresql, meeting_id, acts)

    assert results[2] == "please_wait"
    authors = [note.participant_id for note in db.session.scalars(select(Note).order_by(Note.id))]
    assert authors == [one for one in people if one != people[2]]


def test_same_note_in_two_processes_at_once_on_postgresql(
    app_on_postgresql: Flask, people: list[int], monkeypatch: pytest.MonkeyPatch
):
    crowd.apart(monkeypatch)

    ids = crowd.at_once(app_on_postgresql, [writing(people[0], 1) for _ in range(4)])

    assert len(set(ids)) == 1
    assert isinstance(ids[0], int)
    assert db.session.scalar(select(func.count()).select_from(Note)) == 1


def test_notes_while_another_process_closes_the_meeting_on_postgresql(
    app_on_postgresql: Flask, people: list[int], monkeypatch: pytest.MonkeyPatch
):
    meeting_id = db.session.scalars(select(Meeting.id)).one()
    steer.steer(meeting_id, steer.PLAIN["round.close"])
    crowd.apart(monkeypatch)

    def close() -> str:
        steer.steer(meeting_id, c.CloseMeeting())
        return "closed"

    results = crowd.at_once(app_on_postgresql, [*(writing(one, 1) for one in people), close])

    written = [one for one, result in zip(people, results, strict=False) if isinstance(result, int)]
    assert set(results) - {"closed", "meeting_closed"} == {r for r in results if isinstance(r, int)}
    assert sorted(db.session.scalars(select(Note.participant_id))) == sorted(written)


def test_connection_lost_is_a_clear_refusal_at_worst_on_postgresql(
    app_on_postgresql: Flask, people: list[int]
):
    meeting_id = db.session.scalars(select(Meeting.id)).one()
    db.session.rollback()
    with db.engine.connect() as keeper:
        keeper.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )

    ids = crowd.together(app_on_postgresql, meeting_id, [writing(one, 1) for one in people])
    again = crowd.together(app_on_postgresql, meeting_id, [writing(one, 1) for one in people])

    assert all(isinstance(result, int) or result == "please_wait" for result in ids)
    assert all(isinstance(note_id, int) for note_id in again)
    assert db.session.scalar(select(func.count()).select_from(Note)) == len(people)


# In a process of its own: eventlet patches the standard library for good.
SLOW_QUERY = """
import sys, time
from consult.serving import _choose_waiting
_choose_waiting("eventlet")
import eventlet
from sqlalchemy import create_engine, text
engine = create_engine(sys.argv[1])
ticks = []
def clock():
    while True:
        ticks.append(time.monotonic())
        eventlet.sleep(0.01)
with engine.connect() as connection:
    ticking = eventlet.spawn(clock)
    connection.execute(text("SELECT pg_sleep(1)"))
ticking.kill()
print(len(ticks))
"""


def test_slow_query_does_not_stop_the_clock_of_another_phone():
    url = os.environ.get("CONSULT_TEST_POSTGRESQL")
    if not url:
        missing("PostgreSQL (its address in CONSULT_TEST_POSTGRESQL)")

    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SLOW_QUERY, _driver_url(url)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    # A clock that stood still would have ticked once.
    assert int(ran.stdout) > 20


def arrive(meeting: Meeting, language: str):  # type: ignore[no-untyped-def]
    participant, _ = join.join(
        meeting,
        nickname="",
        language=language,
        languages=[language, "en"],
        group_key=None,
        mode="onsite",
        consented=True,
    )
    return participant


def test_translations_on_postgresql(app_on_postgresql: Flask, translated: Callable[[], None]):
    meeting = prepare.first_meeting(prepare.ready_made())
    english, french = arrive(meeting, "en"), arrive(meeting, "fr")
    steer.steer(meeting.id, steer.PLAIN["round.open"])
    _version, note = contribute.write_note(
        english,
        client_key="key-00000001",
        kind=Kind.NEED,
        text="(es) Faltan luces",
        language="en",
        round_number=1,
        by_proxy=False,
    )
    translated()
    table = rows.person(english).tables[1]
    seating_steer.move(meeting.id, french.id, table)
    correcting.by_reader(db.session.get_one(Participant, french.id), note.id, "Il manque des lampes.")
    desk.written(desk.NOTE, meeting.id, [note.id])
    translated()

    found = db.session.execute(
        select(NoteTranslation.language, NoteTranslation.text).order_by(NoteTranslation.language)
    ).all()
    assert [tuple(row) for row in found] == [
        ("en", "[en] (es) Faltan luces"),
        ("fr", "Il manque des lampes."),
        ("pt", "[pt] (es) Faltan luces"),
    ]
    join.erase(db.session.get_one(Participant, english.id))
    assert db.session.scalar(select(func.count()).select_from(NoteTranslation)) == 0


def test_notes_are_understood_by_several_at_once_on_postgresql(app_on_postgresql: Flask):
    consultation = prepare.ready_made()
    rows = [row for row in harvested.written() if row["commitment"] in (7, 8, 10)]
    notes = harvested.hold(prepare.first_meeting(consultation), rows[:24])
    app_on_postgresql.config["ANALYSIS_ENGINE"] = "glossary"
    consultation_id, ids = consultation.id, [note.id for note in notes]
    run = AnalysisRun(consultation_id=consultation_id, started_at=0.0)
    db.session.add(run)
    db.session.commit()
    assess.work(run.id)
    assert db.session.get_one(AnalysisRun, run.id).state == "done"
    board.change(consultation_id, None, NoteConfirm(ids[0], ("3",), "4"))
    loose = ids[12:]
    db.session.execute(delete(ThemeNote).where(ThemeNote.note_id.in_(loose)))
    db.session.execute(delete(NoteMeaning).where(NoteMeaning.note_id.in_(loose)))
    db.session.commit()

    def work() -> set[int]:
        with app_on_postgresql.app_context():
            worker = Worker(lambda: None)
            worker.understand(loose)
            return worker.carry_out({"notes": [], "learn": consultation_id})

    with ThreadPoolExecutor(3) as pool:
        done = [each.result() for each in [pool.submit(work) for _ in range(3)]]

    assert set().union(*done) == {notes[0].meeting_id}
    assert sorted(db.session.scalars(select(ThemeNote.note_id))) == ids
    assert sorted(db.session.scalars(select(NoteMeaning.note_id))) == ids
    assert db.session.get_one(NoteMeaning, ids[0]).proposals["commitments"][0][0] == "3"
