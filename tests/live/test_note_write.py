"""A participant writes a note: who hears it, what is refused, and that it is stored once."""

from __future__ import annotations

import pytest
from live.notes import new_note
from sqlalchemy import func, select

from consult.extensions import db
from consult.locales import in_language
from consult.models import Note
from consult.phrases import sentence


def stored_notes() -> int:
    return db.session.scalar(select(func.count()).select_from(Note)) or 0


def test_note_reaches_everyone_at_the_table_and_no_one_else(phone, console, projector, open_round):
    author, neighbour, elsewhere = phone(table=1), phone(table=1), phone(table=2)
    hall = projector()
    open_round()
    for screen in (author, neighbour, elsewhere, hall):
        screen.get_received()

    answer = author.ask("note.write", new_note())

    assert answer["ok"] is True
    assert answer["note"]["client_key"] == "key-00000001"
    assert neighbour.heard() == ["note.written"]
    assert author.heard() == ["note.written"]
    assert elsewhere.heard() == []
    assert hall.heard() == []


def test_neighbour_sees_neither_the_key_nor_the_author(phone, open_round):
    author, neighbour = phone(table=1, nickname="Ada"), phone(table=1)
    open_round()
    neighbour.get_received()

    author.ask("note.write", new_note())

    note = neighbour.get_received()[0]["args"][0]["note"]
    assert sorted(note) == sorted(
        ["id", "kind", "text", "language", "round", "table", "mine", "main_point", "by_proxy", "at"]
    )
    assert note["mine"] is False


def test_note_sent_twice_is_stored_and_announced_once(phone, open_round):
    author, neighbour = phone(table=1), phone(table=1)
    open_round()
    neighbour.get_received()

    first = author.ask("note.write", new_note())
    second = author.ask("note.write", new_note())

    assert second["note"]["id"] == first["note"]["id"]
    assert stored_notes() == 1
    assert neighbour.heard() == ["note.written"]


def test_same_key_of_another_person_is_another_note(phone, open_round):
    one, other = phone(table=1), phone(table=1)
    open_round()

    assert one.ask("note.write", new_note(text="One"))["ok"]
    assert other.ask("note.write", new_note(text="Two"))["ok"]

    assert stored_notes() == 2


def test_note_of_an_earlier_round_goes_to_the_table_of_that_round(phone, console, open_round):
    author = phone(table=1)
    phone(table=2)
    open_round()
    console().ask("round.close")
    open_round()

    answer = author.ask("note.write", new_note(round=1))

    assert (answer["note"]["round"], answer["note"]["table"]) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": ""}, "text_missing"),
        ({"text": "   \n"}, "text_missing"),
        ({"text": "x" * 601}, "text_too_long"),
        ({"text": 5}, "malformed"),
        ({"kind": "opinion"}, "malformed"),
        ({"round": 2}, "round_not_open"),
        ({"round": 0}, "malformed"),
        ({"round": "1"}, "malformed"),
        ({"client_key": "short"}, "malformed"),
        ({"client_key": "with blanks in it"}, "malformed"),
        ({"participant_id": 1}, "malformed"),
        ({"language": "de"}, "malformed"),
        ({"by_proxy": True}, "hosts_only"),
    ],
)
def test_bad_note_is_refused_and_nothing_is_stored(phone, open_round, changes, code):
    author = phone(table=1)
    open_round()

    answer = author.ask("note.write", new_note(**changes))

    assert (answer["ok"], answer["code"]) == (False, code)
    assert answer["message"]
    assert stored_notes() == 0


@pytest.mark.parametrize("payload", [None, [], "text", 7, {"text": "x"}, [[[]]]])
def test_payload_of_another_shape_is_refused(phone, open_round, payload):
    author = phone(table=1)
    open_round()

    answer = author.emit("note.write", payload, callback=True)

    assert answer["code"] == "malformed"


def test_refusal_speaks_the_language_of_the_participant(phone, open_round):
    author = phone(table=1, languages=("fr",))
    open_round()

    answer = author.ask("note.write", new_note(text=""))

    with in_language("fr"):
        french = sentence("text_missing")
    assert answer["message"] == french != sentence("text_missing")


def test_composed_and_decomposed_letters_are_the_same_text(phone, open_round):
    author = phone(table=1)
    open_round()

    answer = author.ask("note.write", new_note(text="e\u0301cole \u202eabc\u0007"))

    assert answer["note"]["text"] == "école abc"


def test_600_emoji_are_600_characters(phone, open_round):
    author = phone(table=1)
    open_round()

    assert author.ask("note.write", new_note(text="🙂" * 600))["ok"] is True


def test_note_after_closing_is_refused(phone, console, open_round):
    author = phone(table=1)
    open_round()
    facilitator = console()
    facilitator.ask("round.close")
    facilitator.ask("meeting.close")

    assert author.ask("note.write", new_note())["code"] == "meeting_closed"
