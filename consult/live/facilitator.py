"""What a console may send."""

from __future__ import annotations

from typing import Any

from consult.domain import commands as c
from consult.live import events, pace
from consult.live import payloads as p
from consult.live.answers import answered
from consult.live.who import Who
from consult.services.assessment import analysis_control
from consult.services.meeting import interpretation, steer
from consult.services.meeting.wire import millis
from consult.services.translating import correcting

Answer = dict[str, Any]


def register() -> None:
    """Attach the handlers, under the names they have on the wire."""
    for name, command in steer.PLAIN.items():
        events.on(name, _plain(command))
    events.on("round.extend", extend_round)
    events.on("clock.preview", preview_extension)
    events.on("participant.add", add_participant)
    events.on("participant.remove", remove_participant)
    events.on("note.hide", hide_note)
    events.on("note.show", show_note)
    events.on("note.language", set_language)
    events.on("announcement.make", make_announcement)
    events.on("prompt.send", send_prompt)
    events.on("voting.budget", choose_votes)
    events.on("acceptability.open", open_acceptability)
    events.on("help.answer", answer_help)
    events.on("projector.steer", steer_projector)
    events.on("speaker.choose", choose_speaker)
    events.on("analysis.start", start_analysis)
    events.on("analysis.cancel", cancel_analysis)


def _plain(command: c.Command) -> Any:
    @answered("console")
    def handle(who: Who, payload: Any) -> Answer:
        return {"version": steer.steer(who.meeting_id, command, p.parse(p.Turn, payload).version)}

    return handle


@answered("console")
def extend_round(who: Who, payload: Any) -> Answer:
    """More time for the open round."""
    wish = p.parse(p.Extension, payload)
    command = c.ExtendRound(wish.minutes, wish.keep_end)
    return {"version": steer.steer(who.meeting_id, command, wish.version)}


@answered("console")
def preview_extension(who: Who, payload: Any) -> Answer:
    """What more time would do, before it is confirmed."""
    row, choices = steer.preview_extension(who.meeting_id, p.parse(p.Preview, payload).minutes)
    later = [r.number for r in row.rounds if r.number > row.round_number]
    return {
        "version": row.version,
        "choices": [
            {
                "keep_end": choice.keep_end,
                "possible": choice.possible,
                "rounds": [
                    {"number": number, "minutes": minutes}
                    for number, minutes in zip(later, choice.minutes, strict=True)
                ],
                "ends_at": millis(choice.ends_at),
                "promised_end": millis(row.promised_end),
                "late_by": round(choice.late_by),
            }
            for choice in choices
        ],
    }


@answered("console")
def add_participant(who: Who, payload: Any) -> Answer:
    """A latecomer, perhaps without a phone."""
    new = p.parse(p.NewParticipant, payload)
    version, token, table = steer.add_participant(
        who.meeting_id,
        nickname=new.nickname,
        language=new.language,
        languages=list(new.languages),
        group_key=new.group,
        mode=new.mode,
        table=new.table,
    )
    covered = interpretation.covers(who.meeting_id, new.languages)
    return {"version": version, "link": f"/seat/{token}", "table": table, "covered": covered}


@answered("console")
def remove_participant(who: Who, payload: Any) -> Answer:
    """Somebody has gone home."""
    gone = p.parse(p.OfParticipant, payload)
    return {"version": steer.remove_participant(who.meeting_id, gone.participant_id)}


@answered("console")
def hide_note(who: Who, payload: Any) -> Answer:
    """A note leaves every screen, with a reason."""
    wish = p.parse(p.Hiding, payload)
    return {"version": steer.hide_note(who.meeting_id, wish.note_id, wish.reason)}


@answered("console")
def show_note(who: Who, payload: Any) -> Answer:
    """A hidden note comes back."""
    return {"version": steer.show_note(who.meeting_id, p.parse(p.Showing, payload).note_id)}


@answered("console")
def set_language(who: Who, payload: Any) -> Answer:
    """Somebody knows which language a note is written in."""
    said = p.parse(p.LanguageOfNote, payload)
    return {"version": correcting.set_language(who.meeting_id, said.note_id, said.language)}


@answered("console")
def make_announcement(who: Who, payload: Any) -> Answer:
    """A line to one table, or to all."""
    new = p.parse(p.NewAnnouncement, payload)
    return {"version": steer.steer(who.meeting_id, c.MakeAnnouncement(new.text, new.table))}


@answered("console")
def send_prompt(who: Who, payload: Any) -> Answer:
    """A ready question for table hosts."""
    wish = p.parse(p.NewPrompt, payload)
    return {"version": steer.send_prompt(who.meeting_id, wish.prompt, wish.table)}


@answered("console")
def choose_votes(who: Who, payload: Any) -> Answer:
    """How many votes each person will have."""
    wish = p.parse(p.VoteBudget, payload)
    return {"version": steer.steer(who.meeting_id, c.ChooseVotes(wish.votes), wish.version)}


@answered("console")
def open_acceptability(who: Who, payload: Any) -> Answer:
    """Ask everybody whether they can live with the main points."""
    wish = p.parse(p.Asking, payload)
    return {"version": steer.open_acceptability(who.meeting_id, wish.most, wish.version)}


@answered("console")
def answer_help(who: Who, payload: Any) -> Answer:
    """Somebody is on the way to the table."""
    return {"version": steer.steer(who.meeting_id, c.AnswerHelp(p.parse(p.OfTable, payload).table))}


@answered("console")
def steer_projector(who: Who, payload: Any) -> Answer:
    """Show something else to the hall."""
    return {"version": steer.steer(who.meeting_id, c.SteerProjector(p.parse(p.Steering, payload).view))}


@answered("console")
def choose_speaker(who: Who, payload: Any) -> Answer:
    """Give the floor to a table."""
    floor = p.parse(p.Speaker, payload)
    return {"version": steer.steer(who.meeting_id, c.ChooseSpeaker(floor.table, floor.seconds))}


@answered("console", cost=5, patience=pace.SOON)
def start_analysis(who: Who, payload: Any) -> Answer:
    """Work out the themes, in a process of its own."""
    p.parse(p.Turn, payload)
    return {"version": analysis_control.start(who.meeting_id)}


@answered("console")
def cancel_analysis(who: Who, payload: Any) -> Answer:
    """Stop working out the themes."""
    p.parse(p.Turn, payload)
    return {"version": analysis_control.cancel(who.meeting_id)}
