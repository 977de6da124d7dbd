"""The theme board over the socket: who may do what, who hears of it, and who must not."""

from __future__ import annotations

import pytest
from live import boards
from live.boards import ask, at_board, fold, opened
from sqlalchemy import func, select

from consult.extensions import db
from consult.live import together
from consult.models import (
    Membership,
    Need,
    Note,
    NoteMark,
    NoteTranslation,
    Theme,
    ThemeChange,
    ThemeNote,
    User,
)
from consult.services import board, neighbours
from consult.services.accounts import members, tickets
from consult.services.board import following, looking
from consult.services.translating import telling


@pytest.fixture
def scene(app):
    """A consultation with themes of three, two and one notes, and two loose ones."""
    return boards.consultation_with([3, 2, 1], loose=2)


@pytest.fixture
def own(scene):
    return scene[0]


@pytest.fixture
def other(app):
    return boards.consultation_with([2])


def place(note_id):
    db.session.expire_all()
    row = db.session.get(ThemeNote, note_id)
    return row and (row.theme_id, row.fixed)


EVERY_COMMAND = {
    "theme.merge": {"themes": [1, 2]},
    "theme.split": {"theme": 1, "notes": [1]},
    "theme.rename": {"theme": 1, "label": "Homes"},
    "theme.pin": {"theme": 1, "on": True},
    "theme.set_aside": {"theme": 1, "reason": "Another office"},
    "theme.take_back": {"theme": 1},
    "note.move": {"notes": [1], "theme": 2},
    "note.set_aside": {"notes": [1], "reason": "A test"},
    "note.take_back": {"notes": [1]},
    "note.mark_dissent": {"note": 1, "on": True},
    "place.confirm": {"theme": 1, "commitments": ["1"], "track": "1"},
    "place.withdraw": {"note": 1},
    "note.tag": {"note": 1, "kind": "ground", "values": ["race"]},
    "step.undo": {"change": 1},
}


@pytest.mark.parametrize("do", EVERY_COMMAND)
def test_a_coordinator_may_and_a_facilitator_may_only_look(connect, own, do):
    facilitator, coordinator = at_board(connect, own, "facilitator"), at_board(connect, own)

    refused = ask(facilitator, do, **EVERY_COMMAND[do])
    answer = ask(coordinator, do, **EVERY_COMMAND[do])

    assert refused["code"] == "not_allowed"
    assert answer["ok"] or answer["code"] == "step_not_there"
    assert facilitator.ask("board.open")["may_edit"] is False


@pytest.mark.parametrize("do", EVERY_COMMAND)
def test_nothing_of_another_consultation_can_be_touched(connect, scene, other, do):
    stranger = at_board(connect, other[0])
    ask(at_board(connect, scene[0]), "theme.pin", theme=scene[1][0], on=True)

    answer = ask(stranger, do, **EVERY_COMMAND[do])

    assert answer["code"] in {"theme_gone", "no_such_note", "step_not_there"}
    assert db.session.scalar(select(func.count()).select_from(ThemeChange)) == 1


def test_every_command_is_tried_here():
    from consult.live.board_payloads import Doing

    schema = Doing.model_json_schema()["properties"]["command"]
    assert set(schema["discriminator"]["mapping"]) == set(EVERY_COMMAND)


def test_a_stranger_is_not_let_in(connect, own, stranger):
    assert connect({"board": tickets.board_ticket(stranger, own)}).is_connected() is False
    assert connect({"board": "nonsense"}).is_connected() is False


def test_the_ticket_of_a_console_opens_no_board_and_the_other_way_round(connect, meeting, facilitator):
    of_console = tickets.console_ticket(facilitator, meeting)
    of_board = tickets.board_ticket(facilitator, meeting.consultation)

    assert connect({"board": of_console}).is_connected() is False
    assert connect({"ticket": of_board}).is_connected() is False


def test_a_change_is_told_to_everybody_at_the_board_and_to_nobody_else(
    connect, scene, other, phone, console, projector
):
    own, themes, notes = scene
    author, colleague, facilitator = (
        at_board(connect, own, role) for role in ("coordinator", "coordinator", "facilitator")
    )
    elsewhere, at_table, at_console, in_hall = (
        at_board(connect, other[0]),
        phone(table=1),
        console(),
        projector(),
    )
    for screen in (author, colleague, facilitator, at_table, at_console, in_hall):
        screen.get_received()

    answer = ask(author, "note.move", notes=[notes[0]], theme=themes[1])

    assert (answer["ok"], answer["version"], answer["theme"]) == (True, 1, themes[1])
    told = [screen.get_received() for screen in (author, colleague, facilitator)]
    assert [[event["name"] for event in heard] for heard in told] == [["board.changed"]] * 3
    assert told[0] == told[1] == told[2]
    assert told[1][0]["args"][0]["step"]["what"] == "moved"
    assert [screen.heard() for screen in (elsewhere, at_table, at_console, in_hall)] == [[]] * 4


def test_refused_commands_change_and_tell_nothing(connect, scene):
    own, themes, notes = scene
    author, colleague = at_board(connect, own), at_board(connect, own)

    codes = [
        ask(author, "theme.split", theme=themes[2], notes=[notes[5]])["code"],
        ask(author, "note.move", notes=[99999], theme=themes[0])["code"],
        ask(author, "note.move", notes=[notes[0]], theme=99999)["code"],
        ask(author, "place.confirm", theme=themes[0], commitments=["11"], track=None)["code"],
        ask(author, "place.confirm", theme=themes[0], note=notes[0], commitments=[], track=None)["code"],
        ask(author, "place.confirm", theme=themes[0], commitments=["1", "11"], track=None)["code"],
        ask(author, "note.tag", note=notes[0], kind="ground", values=["shoe size"])["code"],
        ask(author, "nonsense")["code"],
        author.ask("board.do", {"key": "short", "command": {"do": "theme.pin", "theme": 1, "on": True}})[
            "code"
        ],
    ]

    assert codes == [
        "split_needs_rest",
        "no_such_note",
        "theme_gone",
        "unknown_commitment",
        "malformed",
        "unknown_commitment",
        "unknown_tag",
        "malformed",
        "malformed",
    ]
    assert colleague.heard() == []
    assert board.version_of(own.id) == 0
    assert board.edited(own.id) is False


def test_the_same_key_again_changes_nothing_and_gets_the_same_answer(connect, scene):
    own, themes, notes = scene
    author, colleague = at_board(connect, own), at_board(connect, own)
    first = ask(author, "note.move", "key-of-move", notes=[notes[0]], theme=None, label="Mine")
    ask(colleague, "note.move", notes=[notes[0]], theme=themes[0])
    author.get_received()

    again = ask(author, "note.move", "key-of-move", notes=[notes[0]], theme=None, label="Mine")

    assert again == first
    assert place(notes[0]) == (themes[0], True)
    assert author.heard() == []


def test_a_key_is_that_of_one_person(connect, scene):
    own, themes, notes = scene
    one, other = at_board(connect, own), at_board(connect, own)

    ask(one, "note.move", "key-of-both", notes=[notes[0]], theme=themes[1])
    answer = ask(other, "note.move", "key-of-both", notes=[notes[1]], theme=themes[1])

    assert answer["version"] == 2
    assert place(notes[1]) == (themes[1], True)


def test_of_two_who_move_the_same_note_the_later_wins_and_both_hear(connect, scene):
    own, themes, notes = scene
    one, other = at_board(connect, own), at_board(connect, own)
    seen = [opened(one), opened(other)]

    ask(one, "note.move", notes=[notes[0]], theme=themes[1])
    ask(other, "note.move", notes=[notes[0]], theme=themes[2])

    assert place(notes[0]) == (themes[2], True)
    after = opened(one)
    assert [fold(state, screen.get_received()) for state, screen in zip(seen, (one, other), strict=True)] == [
        after
    ] * 2


def test_a_theme_that_was_merged_meanwhile_is_gone_for_good(connect, scene):
    own, themes, notes = scene
    one, other = at_board(connect, own), at_board(connect, own)
    ask(one, "theme.merge", themes=themes, into=themes[0])

    late = ask(other, "note.move", notes=[notes[0]], theme=themes[2])
    new = ask(other, "note.move", notes=[notes[0]], theme=None)

    assert late["code"] == "theme_gone"
    assert "no longer there" in late["message"]
    assert new["theme"] not in themes


def test_needs_follow_their_theme_and_come_back(connect, scene):
    own, themes, _notes = scene
    need = Need(consultation_id=own.id, theme_id=themes[2], sentence={"en": "Light"}, written_at=0.0)
    db.session.add(need)
    db.session.commit()
    author = at_board(connect, own)

    merged = ask(author, "theme.merge", themes=[themes[2]], into=themes[0])
    assert db.session.scalars(select(Need.theme_id)).all() == [themes[0]]
    ask(author, "step.undo", change=merged["change"])
    assert db.session.scalars(select(Need.theme_id)).all() == [themes[2]]


def test_a_step_that_was_overtaken_is_not_undone(connect, scene):
    own, themes, notes = scene
    one, other = at_board(connect, own), at_board(connect, own)
    moved = ask(one, "note.move", notes=[notes[0]], theme=themes[1])
    tagged = ask(one, "note.tag", note=notes[0], kind="ground", values=["race"])
    ask(other, "note.move", notes=[notes[0]], theme=themes[2])

    overtaken = ask(one, "step.undo", change=moved["change"])
    untouched = ask(other, "step.undo", change=tagged["change"])
    twice = ask(other, "step.undo", change=tagged["change"])

    assert (overtaken["code"], untouched["ok"], twice["code"]) == ("step_overtaken", True, "step_not_there")
    assert place(notes[0]) == (themes[2], True)


def test_a_name_is_undone_although_a_note_has_left_the_theme_since(connect, scene):
    own, themes, notes = scene
    one, other = at_board(connect, own), at_board(connect, own)
    renamed = ask(one, "theme.rename", theme=themes[0], label="Homes")
    ask(other, "note.move", notes=[notes[0]], theme=themes[1])

    assert ask(one, "step.undo", change=renamed["change"])["ok"]

    assert opened(one)["themes"][themes[0]]["label"] == {"en": "Theme 3"}
    assert [place(note_id) for note_id in notes[:2]] == [(themes[1], True), (themes[0], False)]


def test_undoing_skips_notes_that_were_erased_since(connect, scene):
    own, themes, notes = scene
    author = at_board(connect, own)
    merged = ask(author, "theme.merge", themes=[themes[1]], into=themes[0])
    db.session.delete(db.session.get_one(Note, notes[3]))
    db.session.commit()

    assert ask(author, "step.undo", change=merged["change"])["ok"]
    assert [place(note_id) for note_id in notes[:6]] == [
        *[(themes[0], False)] * 3,
        None,
        (themes[1], False),
        (themes[2], False),
    ]


def test_a_new_theme_that_others_have_used_is_not_undone_away(connect, scene):
    own, _themes, notes = scene
    one, other = at_board(connect, own), at_board(connect, own)
    made = ask(one, "note.move", notes=[notes[0]], theme=None)
    ask(other, "note.move", notes=[notes[1]], theme=made["theme"])

    assert ask(one, "step.undo", change=made["change"])["code"] == "step_overtaken"
    assert [place(note_id)[0] for note_id in notes[:2]] == [made["theme"]] * 2


def test_undoing_an_undoing_says_which_steps_hold_again(connect, scene):
    own, themes, notes = scene
    one, other = at_board(connect, own), at_board(connect, own)
    moved = ask(one, "note.move", notes=[notes[0]], theme=themes[1])
    undone = ask(one, "step.undo", change=moved["change"])
    other.get_received()

    ask(one, "step.undo", change=undone["change"])

    told = other.get_received()[0]["args"][0]
    assert {step["id"]: step["undone"] for step in told["turned"]} == {
        moved["change"]: False,
        undone["change"]: True,
    }
    assert [step["undone"] for step in one.ask("board.open")["steps"]] == [False, True, False]


def test_what_people_decided_about_a_note(connect, scene):
    own, _themes, notes = scene
    author = at_board(connect, own)

    ask(author, "place.confirm", note=notes[0], commitments=["3", "1"], track=None)
    ask(author, "note.tag", note=notes[0], kind="ground", values=["race", "gender"])
    ask(author, "note.mark_dissent", note=notes[0], on=True)
    ask(author, "note.set_aside", notes=[notes[0]], reason="  Not\nabout us ")

    shown = opened(author)["notes"][notes[0]]
    assert {
        name: shown[name] for name in ("commitments", "track", "confirmed", "tags", "dissent", "set_aside")
    } == {
        "commitments": ["3", "1"],
        "track": None,
        "confirmed": True,
        "tags": {"ground": ["race", "gender"]},
        "dissent": True,
        "set_aside": "Not about us",
    }
    mark = db.session.get_one(NoteMark, notes[0])
    assert db.session.get_one(User, mark.confirmed_by).name == author.ask("board.open")["steps"][-1]["who"]


def test_a_removed_member_hears_and_may_nothing_any_more(connect, scene):
    own, themes, notes = scene
    stays, goes = at_board(connect, own), at_board(connect, own)
    user_id = goes.ask("board.open")["me"]

    members.remove_member(own, user_id)

    assert goes.heard()[-1] == "board.closed"
    ask(stays, "note.move", notes=[notes[0]], theme=themes[1])
    db.session.add(
        NoteTranslation(note_id=notes[0], language="en", text="Lamps", engine="apertium", reasons=[])
    )
    db.session.get_one(Note, notes[0]).language = "fr"
    db.session.commit()
    telling.notes_translated({notes[0]: {"en"}})
    following.follow()
    assert "board.notes" in stays.heard()
    assert goes.heard() == []
    assert ask(goes, "note.move", notes=[notes[0]], theme=themes[2])["code"] == "not_recognised"
    assert goes.ask("board.open")["code"] == "not_recognised"
    assert [person["id"] for person in stays.ask("board.open")["people"]] == [stays.ask("board.open")["me"]]


def test_rights_are_looked_up_at_each_command(connect, scene):
    own, themes, notes = scene
    author = at_board(connect, own)
    db.session.query(Membership).filter_by(consultation_id=own.id, role="coordinator").update(
        {"role": "facilitator"}
    )
    db.session.commit()

    assert ask(author, "note.move", notes=[notes[0]], theme=themes[1])["code"] == "not_allowed"
    assert author.ask("board.open")["ok"]


def test_who_only_looks_has_no_note_in_their_hand(connect, scene):
    own, _themes, notes = scene
    screen = at_board(connect, own, "facilitator")

    assert screen.ask("board.hold", {"note": notes[0]})["code"] == "not_allowed"
    assert screen.ask("board.open")["holding"] == {}


def test_who_is_looking_and_what_they_hold(connect, scene):
    own, _themes, notes = scene
    one = at_board(connect, own)
    other = at_board(connect, own)
    names = [db.session.get_one(User, screen.ask("board.open")["me"]).name for screen in (one, other)]
    assert [event["name"] for event in one.get_received()] == ["board.people"]

    other.ask("board.hold", {"note": notes[0]})
    told = one.get_received()[-1]["args"][0]
    assert sorted(person["name"] for person in told["people"]) == sorted(names)
    assert told["holding"] == {str(notes[0]): names[1]}

    other.disconnect()
    told = one.get_received()[-1]["args"][0]
    assert ([person["name"] for person in told["people"]], told["holding"]) == ([names[0]], {})


def test_who_is_looking_at_another_process_is_shown_until_it_is_silent(connect, scene, monkeypatch):
    own, _themes, notes = scene
    here = at_board(connect, own)
    said = []
    monkeypatch.setattr(neighbours, "_voice", lambda name, about: said.append((name, about)))
    there = {"of": "another", "boards": {str(own.id): {"people": [[77, "Zoé"]], "holding": [[77, notes[1]]]}}}

    together.EARS["board_looking"](there)
    assert here.get_received()[-1]["args"][0]["holding"] == {str(notes[1]): "Zoé"}
    together.EARS["board_looking"]({"of": "another", "boards": {}})
    assert "Zoé" not in str(here.get_received()[-1]["args"][0])

    here.ask("board.hold", {"note": notes[0]})
    assert said[-1][0] == "board_looking"
    assert said[-1][1]["boards"][str(own.id)]["holding"][0][1] == notes[0]


def test_a_board_hears_of_notes_that_are_hidden_and_come_back(connect, scene):
    own, themes, notes = scene
    author = at_board(connect, own)
    seen = opened(author)
    note = db.session.get_one(Note, notes[0])

    for hidden_at in (1.0, None):
        note.hidden_at = hidden_at
        db.session.commit()
        following.note_changed(note.meeting_id, [note.id])
        following.follow()
        seen = fold(seen, author.get_received())
        assert seen == opened(author)
    assert seen["notes"][notes[0]]["theme"] == themes[0]


def test_a_translation_is_told_to_those_who_read_that_language(connect, scene):
    own, _themes, notes = scene
    english = at_board(connect, own)
    user = boards.member(own)
    user.language = "fr"
    french = connect({"board": tickets.board_ticket(user, own)})
    seen = opened(french)
    db.session.add(
        NoteTranslation(note_id=notes[0], language="fr", text="Des lampes", engine="apertium", reasons=[])
    )
    db.session.commit()
    for screen in (english, french):
        screen.get_received()

    telling.notes_translated({notes[0]: {"fr", "es"}})
    following.follow()

    assert [name for name in english.heard() if name == "board.notes"] == []
    assert fold(seen, french.get_received()) == opened(french)
    assert seen["notes"][notes[0]]["translation"]["text"] == "Des lampes"


def test_what_a_machine_found_is_told_and_can_be_asked_for(connect, scene):
    own, themes, notes = scene
    author = at_board(connect, own)
    seen = opened(author)

    with board.changed(own.id) as found:
        db.session.add(ThemeNote(note_id=notes[6], theme_id=themes[0]))
        found.notes.add(notes[6])

    told = author.get_received()
    assert fold(seen, told) == opened(author)
    assert told[0]["args"][0]["step"] is None
    assert board.edited(own.id) is False


def test_what_another_process_stored_is_noticed(connect, scene):
    own, _themes, _notes = scene
    author = at_board(connect, own)
    following.follow()
    author.get_received()
    own.board_version += 1
    db.session.commit()

    following.follow()
    following.follow()

    assert [(event["name"], event["args"]) for event in author.get_received()] == [
        ("board.version", [{"version": 1}])
    ]


def test_nobody_is_told_where_nobody_looks(app, scene):
    own, themes, notes = scene

    board.change(own.id, None, boards.move(notes[:1], themes[1]))
    following.note_changed(1, notes)
    following.follow()

    assert looking.boards() == []
    assert db.session.get_one(Theme, themes[1]).pinned
