"""Somebody takes a note back, or withdraws everything they wrote."""

from __future__ import annotations

from live.notes import done, new_note, quiet, written

from consult.extensions import db
from consult.models import HandOver, Note, Participant
from consult.services.meeting import join


def test_erased_note_leaves_the_screens_of_its_table_only(phone, open_round, projector):
    author, neighbour, elsewhere, hall = phone(table=1), phone(table=1), phone(table=2), projector()
    open_round()
    note_id = written(author)
    quiet(author, neighbour, elsewhere, hall)

    done(author.ask("note.erase", {"note_id": note_id}))

    assert neighbour.get_received()[0]["args"] == [{"id": note_id}]
    assert author.heard() == ["note.removed"]
    assert (elsewhere.heard(), hall.heard()) == ([], [])
    assert done(author.ask("catch_up"))["own"] == []
    assert db.session.query(Note).count() == 0


def test_note_of_somebody_else_stays(phone, open_round):
    author, neighbour = phone(table=1), phone(table=1)
    open_round()
    note_id = written(author)

    assert neighbour.ask("note.erase", {"note_id": note_id})["code"] == "no_such_note"
    assert neighbour.ask("note.erase", {"note_id": 999})["code"] == "no_such_note"
    assert db.session.query(Note).count() == 1


def test_erased_note_can_be_written_again_under_its_key(phone, open_round):
    author = phone(table=1)
    open_round()
    done(author.ask("note.erase", {"note_id": written(author)}))

    assert done(author.ask("note.write", new_note()))["note"]["client_key"] == "key-00000001"


def test_withdrawing_everything_leaves_no_word_and_no_way_back(phone, open_round, console, meeting):
    host, neighbour = phone(table=1, nickname="Ada"), phone(table=1)
    facilitator = console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    written(host)
    done(host.ask("hand_over.write", {"text": "They want lamps.", "round": 1}))
    quiet(host, neighbour)

    join.erase(db.session.get_one(Participant, host.participant.id))

    assert neighbour.heard() == ["note.removed"]
    assert "ended" in host.heard()
    assert host.ask("catch_up")["code"] == "not_recognised"
    assert done(neighbour.ask("catch_up"))["notes"] == []
    assert db.session.query(Note).count() + db.session.query(HandOver).count() == 0
    kept = db.session.get_one(Participant, host.participant.id)
    assert (kept.nickname, kept.group_key) == ("", None)
    assert "Ada" not in str(done(facilitator.ask("catch_up")))


def test_withdrawn_notes_keep_nobody_from_hearing_of_others(phone, open_round):
    gone, neighbour = phone(table=1), phone(table=1)
    open_round()
    join.erase(db.session.get_one(Participant, gone.participant.id))
    quiet(gone, neighbour)

    written(neighbour)

    assert gone.heard() == []
    assert neighbour.heard() == ["note.written"]
