"""The rules for what people contribute and for the care of tables: notes, hand-overs, votes, hosts, help."""

from __future__ import annotations

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain import seating_events as se
from consult.domain.errors import Refused
from consult.domain.seating import require_table
from consult.domain.state import Meeting
from consult.domain.words import Phase, Voting

COMMANDS = (
    c.WriteNote,
    c.EraseNote,
    c.CastVote,
    c.CallHelp,
    c.Volunteer,
    c.WriteHandOver,
    c.MarkMainPoint,
    c.GiveHeadCount,
    c.HideNote,
    c.ShowNote,
    c.AppointHost,
    c.MakeAnnouncement,
    c.SendPrompt,
    c.AnswerHelp,
)


def decide(meeting: Meeting, command: c.Command, now: float) -> e.Event:
    """What one of `COMMANDS` leads to; raises Refused."""
    match command:
        case c.WriteNote():
            return write_note(meeting, command, now)
        case c.EraseNote(author, note):
            _require_author(author, note)
            return e.NoteErased(note.id, note.round_number, note.table_number)
        case c.CastVote():
            return cast_vote(meeting, command)
        case c.CallHelp(author, on):
            return e.HelpCalled(_table_now(meeting, author), on)
        case c.Volunteer():
            return volunteer(meeting, command)
        case c.WriteHandOver(author, round_number, text, language):
            _require_begun(meeting, round_number)
            return e.HandOverWritten(round_number, _hosted_table(author, round_number), text, language)
        case c.MarkMainPoint(author, note, on):
            return mark_main_point(meeting, author, note, on)
        case c.GiveHeadCount(author, people):
            number = meeting.round_number or 1
            return e.HeadCountGiven(number, _hosted_table(author, number), people)
        case c.HideNote(note, reason):
            return e.NoteHidden(note.id, reason, now)
        case c.ShowNote(note):
            return e.NoteShown(note.id)
        case c.AppointHost(participant_id, on, table):
            if on and table is None:
                raise Refused("person_not_seated")
            return se.HostAppointed(participant_id, meeting.seated_round, table if on else None)
        case c.MakeAnnouncement(text, table):
            if table is not None:
                require_table(meeting, table)
            return e.AnnouncementMade(text, table, now)
        case c.SendPrompt(prompt, table):
            return send_prompt(meeting, prompt, table, now)
        case c.AnswerHelp(table):
            require_table(meeting, table)
            return e.HelpCalled(table, False)
    raise Refused("unknown_command")


def write_note(meeting: Meeting, command: c.WriteNote, now: float) -> e.NoteWritten:
    """A note belongs to the round it was written in, even when it arrives later: it is not refused."""
    number = command.round_number
    _require_begun(meeting, number)
    table = command.author.tables.get(number)
    if table is None:
        raise Refused("not_seated")
    if command.by_proxy and number not in command.author.hosted_rounds:
        raise Refused("hosts_only")
    return e.NoteWritten(
        author_id=command.author.id,
        client_key=command.client_key,
        kind=command.kind,
        text=command.text,
        language=command.language,
        round_number=number,
        table=table,
        by_proxy=command.by_proxy,
        at=now,
    )


def cast_vote(meeting: Meeting, command: c.CastVote) -> e.VoteCast:
    """Votes go to main points, a few each, while voting is open."""
    if meeting.voting is not Voting.OPEN:
        raise Refused("voting_not_open")
    if not command.author.tables:
        # Joining costs nothing: whoever comes for the ballot alone could come a hundred times.
        raise Refused("never_seated")
    if command.note.hidden or not command.note.main_point:
        raise Refused("not_a_main_point")
    if command.on and command.votes_used >= meeting.votes_each:
        raise Refused("no_votes_left", votes=meeting.votes_each)
    return e.VoteCast(command.author.id, command.note.id, command.on)


def volunteer(meeting: Meeting, command: c.Volunteer) -> se.HostAppointed:
    """Somebody becomes the table host where they sit, or stops being it."""
    _require_seating(meeting)
    number = meeting.seated_round
    if not command.on:
        return se.HostAppointed(command.author.id, number, None)
    table = _table_now(meeting, command.author)
    if command.host_present:
        raise Refused("table_has_host")
    return se.HostAppointed(command.author.id, number, table)


def mark_main_point(meeting: Meeting, author: c.Person, note: c.NoteRef, on: bool) -> e.MainPointMarked:
    """The host of the note's table and round says what matters; fixed once people vote on it."""
    hosted = author.tables.get(note.round_number) if note.round_number in author.hosted_rounds else None
    if hosted != note.table_number:
        raise Refused("hosts_only")
    if meeting.voting is not Voting.NOT_YET or meeting.acceptability is not Voting.NOT_YET:
        raise Refused("voting_has_begun")
    return e.MainPointMarked(note.id, on)


def send_prompt(meeting: Meeting, prompt: str, table: int | None, now: float) -> e.PromptSent:
    """A question to read aloud, for the table host of one table or of all, while people talk."""
    if meeting.phase is not Phase.ROUND:
        raise Refused("no_round_open")
    if table is not None:
        require_table(meeting, table)
    return e.PromptSent(prompt, table, now)


def _require_author(author: c.Person, note: c.NoteRef) -> None:
    # Whether the note exists is nobody else's business.
    if note.author_id != author.id:
        raise Refused("no_such_note")


def _require_begun(meeting: Meeting, round_number: int) -> None:
    if not 1 <= round_number <= meeting.round_number:
        raise Refused("round_not_open")


def _require_seating(meeting: Meeting) -> None:
    # In the harvest nobody moves: the seats say who sat where when it was written.
    if meeting.phase is Phase.HARVEST:
        raise Refused("no_round_open")


def _table_now(meeting: Meeting, author: c.Person) -> int:
    table = author.tables.get(meeting.seated_round)
    if table is None:
        raise Refused("not_seated")
    return table


def _hosted_table(author: c.Person, round_number: int) -> int:
    table = author.tables.get(round_number)
    if table is None or round_number not in author.hosted_rounds:
        raise Refused("hosts_only")
    return table
