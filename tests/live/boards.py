"""People at a theme board: a consultation with a few notes in themes, screens, and what a screen makes of what it hears."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from stage import Screen

from consult.domain.board import NoteMove
from consult.extensions import db
from consult.models import Consultation, Meeting, Membership, Note, Participant, Theme, ThemeNote, User
from consult.services.accounts import tickets

Board = dict[str, Any]
_keys = (f"key-{number:08}" for number in itertools.count(1))
_numbers = itertools.count(1)
_names = (f"person {number}" for number in itertools.count(1))


def consultation_with(themes: Iterable[int], loose: int = 0) -> tuple[Consultation, list[int], list[int]]:
    """A consultation with themes of so many notes, and some in none; it, the ids of its themes and of its notes."""
    own = Consultation(title={"en": "City"}, purpose={}, languages=["en", "fr"], created_at=0.0, questions=[])
    db.session.add(own)
    db.session.flush()
    number = next(_numbers)
    meeting = Meeting(
        consultation_id=own.id,
        title={"en": "Café"},
        created_at=0.0,
        join_code=f"CODE{number}",
        join_secret=f"secret {number}",
        projector_key=f"key {number}",
    )
    db.session.add(meeting)
    db.session.flush()
    person = Participant(
        meeting_id=meeting.id,
        token_hash=f"hash {meeting.id}",
        nickname="",
        language="en",
        languages=["en"],
        joined_at=0.0,
    )
    db.session.add(person)
    db.session.flush()
    theme_ids, note_ids = [], []
    for size in themes:
        theme = Theme(consultation_id=own.id, label={"en": f"Theme {size}"}, commitment="1", track="2")
        db.session.add(theme)
        db.session.flush()
        theme_ids.append(theme.id)
        for _ in range(size):
            note_ids.append(_note(meeting, person, len(note_ids)))
            db.session.add(ThemeNote(note_id=note_ids[-1], theme_id=theme.id))
    note_ids += [_note(meeting, person, len(note_ids) + number) for number in range(loose)]
    db.session.commit()
    return own, theme_ids, note_ids


def member(consultation: Consultation, role: str = "coordinator") -> User:
    """Somebody new with a role."""
    user = User(name=next(_names))
    db.session.add(user)
    db.session.flush()
    db.session.add(Membership(user_id=user.id, consultation_id=consultation.id, role=role))
    db.session.commit()
    return user


def at_board(connect: Callable[..., Screen], consultation: Consultation, role: str = "coordinator") -> Screen:
    """The screen of somebody new, with the board open."""
    screen = connect({"board": tickets.board_ticket(member(consultation, role), consultation)})
    assert screen.ask("board.open")["ok"]
    screen.get_received()
    return screen


def ask(screen: Screen, do: str, key: str | None = None, **values: Any) -> dict[str, Any]:
    """Send a command to the board."""
    return screen.ask("board.do", {"key": key or next(_keys), "command": {"do": do, **values}})


def opened(screen: Screen) -> Board:
    """The board as it is, for `fold`: themes and notes by id."""
    answer = screen.ask("board.open")
    return {
        "version": answer["version"],
        "themes": {theme["id"]: theme for theme in answer["themes"]},
        "notes": {note["id"]: note for note in answer["notes"]},
    }


def fold(board: Board, heard: Iterable[dict[str, Any]]) -> Board:
    """What a screen makes of what it hears, as the contract of the board says."""
    for event in heard:
        told = event["args"][0]
        if event["name"] == "board.notes":
            for note in told["notes"]:
                old = board["notes"].get(note["id"], {"translation": None})
                board["notes"][note["id"]] = {**old, **note}
            for note_id in told["gone"]:
                board["notes"].pop(note_id, None)
        if event["name"] != "board.changed" or told["version"] <= board["version"]:
            continue
        assert told["version"] == board["version"] + 1
        board["version"] = told["version"]
        board["themes"] |= {theme["id"]: theme for theme in told["themes"]}
        for theme_id in told["gone"]:
            board["themes"].pop(theme_id, None)
        for note in told["notes"]:
            board["notes"][note["id"]] = {**board["notes"].get(note["id"], {}), **note}
    return board


def _note(meeting: Meeting, person: Participant, number: int) -> int:
    note = Note(
        meeting_id=meeting.id,
        participant_id=person.id,
        client_key=f"key-{number:08}",
        round_number=1,
        table_number=1,
        kind="need",
        text=f"Note {number}",
        language="en",
        written_at=0.0,
    )
    db.session.add(note)
    db.session.flush()
    return note.id


def move(note_ids: Iterable[int], theme_id: int | None) -> NoteMove:
    """The command that puts notes into a theme."""
    return NoteMove(tuple(note_ids), theme_id)
