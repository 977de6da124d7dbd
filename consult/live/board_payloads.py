"""What the screen of a theme board may send, and the command it means."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from consult.domain import board as b
from consult.live.payloads import Id, Language, Payload, _text

Notes = Annotated[list[Id], Field(min_length=1, max_length=2000)]
Label = Annotated[str, _text(b.LABEL_LENGTH, required=False, one_line=True)]
Reason = Annotated[str, _text(b.REASON_LENGTH, one_line=True)]
# Of a commitment, a track, a kind of tag or its value.
Name = Annotated[str, Field(min_length=1, max_length=40)]


class Merge(Payload):
    do: Literal["theme.merge"]
    themes: Annotated[list[Id], Field(min_length=1, max_length=200)]
    into: Id | None = None


class Split(Payload):
    do: Literal["theme.split"]
    theme: Id
    notes: Notes
    label: Label = ""
    language: Language | None = None


class Rename(Payload):
    do: Literal["theme.rename"]
    theme: Id
    label: Annotated[str, _text(b.LABEL_LENGTH, one_line=True)]
    language: Language | None = None


class Pin(Payload):
    do: Literal["theme.pin"]
    theme: Id
    on: bool


class ThemeAside(Payload):
    do: Literal["theme.set_aside"]
    theme: Id
    reason: Reason


class ThemeBack(Payload):
    do: Literal["theme.take_back"]
    theme: Id


class Move(Payload):
    do: Literal["note.move"]
    notes: Notes
    theme: Id | None
    label: Label = ""
    language: Language | None = None


class NoteAside(Payload):
    do: Literal["note.set_aside"]
    notes: Notes
    reason: Reason


class NoteBack(Payload):
    do: Literal["note.take_back"]
    notes: Notes


class Dissent(Payload):
    do: Literal["note.mark_dissent"]
    note: Id
    on: bool


class Confirm(Payload):
    """The place of a theme, or else of a note."""

    do: Literal["place.confirm"]
    theme: Id | None = None
    note: Id | None = None
    commitments: Annotated[list[Name], Field(max_length=20)]
    track: Name | None


class Withdraw(Payload):
    do: Literal["place.withdraw"]
    theme: Id | None = None
    note: Id | None = None


class Tag(Payload):
    do: Literal["note.tag"]
    note: Id
    kind: Name
    values: Annotated[list[Name], Field(max_length=40)]


class Undo(Payload):
    do: Literal["step.undo"]
    change: Id


Wish = Annotated[
    Merge
    | Split
    | Rename
    | Pin
    | ThemeAside
    | ThemeBack
    | Move
    | NoteAside
    | NoteBack
    | Dissent
    | Confirm
    | Withdraw
    | Tag
    | Undo,
    Field(discriminator="do"),
]


class Doing(Payload):
    """A command under a key made by the screen: sent twice, it is carried out once."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    command: Wish


class Holding(Payload):
    note: Id | None
