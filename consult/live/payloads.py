"""What a screen may send: every payload as a strict model. Whatever is not named here is refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from consult.domain.channels import LINK_LENGTH
from consult.domain.languages import LANGUAGES
from consult.domain.texts import clean_line, clean_text
from consult.domain.words import (
    HAND_OVER_LENGTH,
    MOST_ASKED_POINTS,
    MOST_VOTES_EACH,
    NICKNAME_LENGTH,
    NOTE_LENGTH,
    OBJECTION_LENGTH,
    TRANSLATION_LENGTH,
    Kind,
    Mode,
    View,
)

# A note in another language may take a few words more.
# What a row can be numbered in every database.
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
TableNumber = Annotated[int, Field(ge=1, le=1000)]
RoundNumber = Annotated[int, Field(ge=1, le=100)]


def _text(limit: int, *, required: bool = True, one_line: bool = False) -> Any:
    """A cleaned text of at most `limit` code points."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise PydanticCustomError("not_text", "not a text")
        cleaned = clean_line(value) if one_line else clean_text(value)
        if required and not cleaned:
            raise PydanticCustomError("text_missing", "no text")
        if len(cleaned) > limit:
            raise PydanticCustomError("text_too_long", "too long", {"length": len(cleaned), "limit": limit})
        return cleaned

    return BeforeValidator(check)


def _known_language(code: str) -> str:
    if code not in LANGUAGES:
        raise PydanticCustomError("unknown_language", "unknown language")
    return code


Language = Annotated[str, AfterValidator(_known_language)]


class Payload(BaseModel):
    """Strict: no unknown fields, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Payload):
    pass


class Turn(Payload):
    """What a console asks; `version` is what it saw when it decided. Commands about the phase look at it."""

    version: Annotated[int, Field(ge=0)] | None = None


class NewNote(Payload):
    client_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    kind: Annotated[Kind, Field(strict=False)]
    text: Annotated[str, _text(NOTE_LENGTH)]
    language: Language | None = None
    round: Annotated[int, Field(ge=1, le=100)]
    by_proxy: bool = False


class OfNote(Payload):
    note_id: Id


class OnNote(OfNote):
    on: bool


class Correction(Turn):
    """A note in another language; without `language` in that of the sender's screen, as phones send it."""

    note_id: Id
    text: Annotated[str, _text(TRANSLATION_LENGTH)]
    language: Language | None = None


class LanguageOfNote(Turn):
    """Which language a note is written in."""

    note_id: Id
    language: Language


class Switch(Payload):
    on: bool


class NewHandOver(Payload):
    text: Annotated[str, _text(HAND_OVER_LENGTH, required=False)]
    round: Annotated[int, Field(ge=1, le=100)]


class Heads(Payload):
    people: Annotated[int, Field(ge=0, le=99)]


class LanguageChoice(Payload):
    language: Language


class Extension(Turn):
    minutes: Annotated[int, Field(ge=1, le=30)]
    keep_end: bool


class Preview(Turn):
    minutes: Annotated[int, Field(ge=1, le=30)]


class Move(Turn):
    participant_id: Id
    table: TableNumber
    round: RoundNumber | None = None


class OfSeating(Turn):
    round: RoundNumber | None = None


class OfStep(Turn):
    step: Id | None = None


class Pair(Turn):
    one: Id
    other: Id


class Swap(Pair):
    round: RoundNumber


class SeatPreview(Turn):
    """Either two people who change places, or one who moves."""

    round: RoundNumber
    swap: Annotated[list[Id], Field(min_length=2, max_length=2)] | None = None
    move: OneMove | None = None


class OneMove(Payload):
    participant_id: Id
    table: TableNumber


class Pins(Turn):
    round: RoundNumber
    participant_ids: Annotated[list[Id], Field(min_length=1, max_length=60)]
    on: bool


class PairWish(Pair):
    wish: Literal["apart", "together"] | None


class Aims(Turn):
    fresh_tables: bool
    mix_groups: bool


class Channel(Payload):
    language: Language
    how: Annotated[str, _text(LINK_LENGTH, required=False, one_line=True)] = ""


class Interpretation(Turn):
    """What is interpreted at a table from now on; without a table: in plenary."""

    table: TableNumber | None
    channels: Annotated[list[Channel], Field(max_length=4)]


class Proposal(Turn):
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NewParticipant(Turn):
    nickname: Annotated[str, _text(NICKNAME_LENGTH, required=False, one_line=True)] = ""
    language: Language
    languages: Annotated[list[Language], Field(min_length=1, max_length=4)]
    group: Annotated[str, Field(max_length=60)] | None = None
    mode: Annotated[Mode, Field(strict=False)] = Mode.ONSITE
    table: TableNumber | None = None


class OfParticipant(Turn):
    participant_id: Id


class Appointment(OfParticipant):
    on: bool


class Showing(Turn):
    note_id: Id


class Hiding(Showing):
    reason: Annotated[str, _text(200, one_line=True)]


class NewAnnouncement(Turn):
    text: Annotated[str, _text(400)]
    table: TableNumber | None = None


class NewStance(Payload):
    """`acceptable` null takes the answer back."""

    note_id: Id
    acceptable: bool | None
    objection: Annotated[str, _text(OBJECTION_LENGTH, required=False)] = ""


class VoteBudget(Turn):
    votes: Annotated[int, Field(ge=1, le=MOST_VOTES_EACH)]


class Asking(Turn):
    """About how many main points at most; null: about all."""

    most: Annotated[int, Field(ge=1, le=MOST_ASKED_POINTS)] | None = None


class NewPrompt(Turn):
    prompt: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    table: TableNumber | None = None


class OfTable(Turn):
    table: TableNumber


class Steering(Turn):
    view: Annotated[View, Field(strict=False)]


class Speaker(Turn):
    table: TableNumber | None
    seconds: Annotated[int, Field(ge=10, le=900)] = 90


P = TypeVar("P", bound=Payload)


def parse(model: type[P], payload: Any) -> P:
    """The payload as `model`; raises pydantic's ValidationError."""
    return model.model_validate(payload if payload is not None else {})
