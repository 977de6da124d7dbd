"""What a participant or a table host may send."""

from __future__ import annotations

from typing import Any

from consult.domain.errors import Refused
from consult.extensions import db
from consult.live import events, pace
from consult.live import payloads as p
from consult.live.answers import answered
from consult.live.who import Who, reads_now, remembered
from consult.models import Participant
from consult.services.meeting import contribute
from consult.services.meeting.wire import note_wire
from consult.services.translating import correcting

Answer = dict[str, Any]


def register() -> None:
    """Attach the handlers, under the names they have on the wire."""
    events.on("note.write", write_note)
    events.on("note.erase", erase_note)
    events.on("note.correct", correct_note)
    events.on("vote.cast", cast_vote)
    events.on("stance.give", give_stance)
    events.on("help.call", call_help)
    events.on("slower.ask", ask_slower)
    events.on("host.volunteer", volunteer)
    events.on("host.step_down", step_down)
    events.on("hand_over.write", write_hand_over)
    events.on("main_point.mark", mark_main_point)
    events.on("head_count.give", give_head_count)
    events.on("language.change", change_language)
    events.on("round.sit_out", sit_out)
    events.on("meeting.leave", leave)


@answered("phone", recognise=remembered, patience=pace.LAST)
def write_note(who: Who, payload: Any) -> Answer:
    """A participant adds a note to their table."""
    note = p.parse(p.NewNote, payload)
    version, stored = contribute.write_note(
        who,
        client_key=note.client_key,
        kind=note.kind,
        text=note.text,
        language=note.language or who.language,
        round_number=note.round,
        by_proxy=note.by_proxy,
    )
    return {"version": version, "note": note_wire(stored, who.id)}


@answered("phone", patience=pace.LAST)
def erase_note(who: Who, payload: Any) -> Answer:
    """Somebody takes their own note back."""
    return {"version": contribute.erase_note(_me(who), p.parse(p.OfNote, payload).note_id)}


@answered("any")
def correct_note(who: Who, payload: Any) -> Answer:
    """Somebody who reads a note, or a facilitator, makes its translation better."""
    if who.kind in ("projector", "board"):
        raise Refused("not_allowed")
    better = p.parse(p.Correction, payload)
    if who.kind == "phone":
        version, stored = correcting.by_reader(_me(who), better.note_id, better.text)
    else:
        language = better.language or who.language
        version, stored = correcting.by_facilitator(who.meeting_id, better.note_id, language, better.text)
    return {"version": version, "translation": stored}


@answered("phone")
def cast_vote(who: Who, payload: Any) -> Answer:
    """A vote for a main point, or back."""
    vote = p.parse(p.OnNote, payload)
    return {"version": contribute.cast_vote(_me(who), vote.note_id, vote.on)}


@answered("phone")
def give_stance(who: Who, payload: Any) -> Answer:
    """Whether somebody can live with a main point."""
    stance = p.parse(p.NewStance, payload)
    version = contribute.give_stance(_me(who), stance.note_id, stance.acceptable, stance.objection)
    return {"version": version}


@answered("phone", patience=pace.LAST)
def call_help(who: Who, payload: Any) -> Answer:
    """A table asks the facilitator to come."""
    return {"version": contribute.call_help(_me(who), p.parse(p.Switch, payload).on)}


@answered("phone")
def ask_slower(who: Who, payload: Any) -> Answer:
    """Somebody cannot follow what is said."""
    p.parse(p.Nothing, payload)
    return {"version": contribute.ask_slower(_me(who))}


@answered("phone")
def volunteer(who: Who, payload: Any) -> Answer:
    """Somebody becomes the table host."""
    p.parse(p.Nothing, payload)
    return {"version": contribute.volunteer(_me(who), on=True)}


@answered("phone")
def step_down(who: Who, payload: Any) -> Answer:
    """The table host travels again."""
    p.parse(p.Nothing, payload)
    return {"version": contribute.volunteer(_me(who), on=False)}


@answered("phone", patience=pace.LAST)
def write_hand_over(who: Who, payload: Any) -> Answer:
    """The table host writes what the next group should know."""
    hand_over = p.parse(p.NewHandOver, payload)
    return {"version": contribute.write_hand_over(_me(who), hand_over.text, hand_over.round)}


@answered("phone")
def mark_main_point(who: Who, payload: Any) -> Answer:
    """The table host marks a main point."""
    mark = p.parse(p.OnNote, payload)
    return {"version": contribute.mark_main_point(_me(who), mark.note_id, mark.on)}


@answered("phone")
def give_head_count(who: Who, payload: Any) -> Answer:
    """The table host says how many people sit there."""
    return {"version": contribute.give_head_count(_me(who), p.parse(p.Heads, payload).people)}


@answered("phone")
def change_language(who: Who, payload: Any) -> Answer:
    """Read in another language."""
    language = p.parse(p.LanguageChoice, payload).language
    version = contribute.change_language(_me(who), language)
    reads_now(who, language)
    return {"version": version}


@answered("phone")
def sit_out(who: Who, payload: Any) -> Answer:
    """Rest, or come back."""
    return {"version": contribute.sit_out(_me(who), p.parse(p.Switch, payload).on)}


@answered("phone", patience=pace.LAST)
def leave(who: Who, payload: Any) -> Answer:
    """Go home."""
    p.parse(p.Nothing, payload)
    return {"version": contribute.leave(_me(who))}


def _me(who: Who) -> Participant:
    return db.session.get_one(Participant, who.id)
