"""Joining without an account: a code or a QR link leads in; a token in the link says who somebody is."""

from __future__ import annotations

import threading
from collections import deque

from sqlalchemy import delete, select

from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.domain.texts import clean_line
from consult.domain.words import NICKNAME_LENGTH, Mode, Phase
from consult.extensions import db
from consult.models import HandOver, Meeting, Note, Participant, Seat, SlowerRequest, Stance, Vote
from consult.services import seating
from consult.services.accounts.tokens import could_be_token, new_token, token_hash
from consult.services.clock import now
from consult.services.meeting import announce, news, stances, telling
from consult.services.meeting.conduct import deciding
from consult.services.preparation import consent
from consult.services.reports import erasing as report_erasing

# Wrong codes from one address: a hall of 500 people mistypes now and then, a guessing machine always. And all
# visitors together, so high that somebody far away cannot close the door of a hall.
GUESSES_PER_MINUTE = 60
GUESSES_TOGETHER = 600

_wrong_codes: deque[tuple[float, str]] = deque()
_guard = threading.Lock()


def meeting_by_secret(secret: str) -> Meeting | None:
    """The meeting of a QR link, unless it is closed."""
    if not could_be_token(secret):
        return None
    row: Meeting | None = db.session.scalar(select(Meeting).where(Meeting.join_secret == secret))
    return row if row is not None and row.phase != Phase.CLOSED else None


def meeting_by_code(code: str, address: str = "") -> Meeting | None:
    """The meeting of a code typed at `address`; unknown and closed answer alike.

    Raises Refused("too_many_tries") while too many wrong codes come in.
    """
    instant = now()
    with _guard:
        while _wrong_codes and _wrong_codes[0][0] < instant - 60:
            _wrong_codes.popleft()
        here = sum(1 for _at, where in _wrong_codes if where == address)
        if here >= GUESSES_PER_MINUTE or len(_wrong_codes) >= GUESSES_TOGETHER:
            raise Refused("too_many_tries")
    letters = "".join(ch for ch in code.upper() if ch.isalnum())
    row: Meeting | None = db.session.scalar(select(Meeting).where(Meeting.join_code == letters))
    if row is None or row.phase == Phase.CLOSED:
        with _guard:
            _wrong_codes.append((instant, address))
        return None
    return row


def join(
    row: Meeting,
    *,
    nickname: str,
    language: str,
    languages: list[str],
    group_key: str | None,
    mode: str,
    consented: bool,
    by_facilitator: bool = False,
) -> tuple[Participant, str]:
    """A new participant with a seat, and the token of their personal link.

    Raises Refused when the meeting is closed or an answer is not possible.
    """
    _check(row, language, languages, group_key, mode, consented or by_facilitator)
    token = new_token()
    with deciding(row.id) as row:
        if row.phase == Phase.CLOSED:
            raise Refused("meeting_closed")
        participant = Participant(
            meeting_id=row.id,
            token_hash=token_hash(token),
            nickname=clean_line(nickname)[:NICKNAME_LENGTH],
            language=language,
            languages=sorted(set(languages)),
            group_key=group_key,
            mode=mode,
            joined_at=now(),
            consented_at=now() if consented else None,
            consent_mark=consent.mark_for(row.consultation, language) if consented else consent.NO_WORDS,
        )
        db.session.add(participant)
        db.session.flush()
        seat = seating.take_seat(row, participant)
        db.session.commit()
        if seat is not None and row.phase == Phase.ROUND:
            announce.table_changed(row.id, seat.round_number, seat.table_number)
    news.people_changed(row.id, row.version)
    return participant, token


def participant_by_token(token: str) -> Participant | None:
    """Whose link this is, unless they have left."""
    found = author_by_token(token)
    return found if found is not None and found.left_at is None else None


def author_by_token(token: str) -> Participant | None:
    """Whose link this is, also after they have left: their notes stay theirs to take along or to erase."""
    return db.session.scalar(select(Participant).where(Participant.token_hash == token_hash(token)))


def own_notes(participant: Participant) -> list[Note]:
    """Everything the participant wrote, oldest first."""
    return list(
        db.session.scalars(select(Note).where(Note.participant_id == participant.id).order_by(Note.id))
    )


def erase(participant: Participant) -> None:
    """Remove what the participant wrote and chose, and what could name them; an empty row keeps the seats."""
    with deciding(participant.meeting_id) as row:
        telling.before_erasing(row)
        written = own_notes(participant)
        notes = [(note.id, note.round_number, note.table_number) for note in written]
        objections = [one.text for one in stances.own_objections(participant.id) if one.text]
        ids, words = [note.id for note in written], report_erasing.marks_of(written, objections)
        for chosen in (Vote, Stance):
            db.session.execute(delete(chosen).where(chosen.note_id.in_(ids)))
            db.session.execute(delete(chosen).where(chosen.participant_id == participant.id))
        db.session.execute(delete(Note).where(Note.participant_id == participant.id))
        report_erasing.take_out(row.consultation_id, ids, words)
        db.session.execute(delete(SlowerRequest).where(SlowerRequest.participant_id == participant.id))
        _erase_hand_overs(participant)
        participant.nickname = ""
        participant.group_key = None
        participant.host_table = None
        participant.left_at = participant.left_at or now()
        # The link must not open anything any more.
        participant.token_hash = token_hash(new_token())
        seating.free_seat(row, participant)
        db.session.commit()
    announce.notes_erased(row, notes)
    announce.ended(row, participant.id)


def _check(
    row: Meeting, language: str, languages: list[str], group_key: str | None, mode: str, consented: bool
) -> None:
    if row.phase == Phase.CLOSED:
        raise Refused("meeting_closed")
    if language not in row.consultation.languages:
        raise Refused("language_not_offered")
    if not languages or not set(languages) <= set(LANGUAGES):
        raise Refused("language_missing")
    if group_key is not None and group_key not in {g.key for g in row.consultation.groups}:
        raise Refused("no_such_group")
    if mode not in set(Mode):
        raise Refused("malformed", field="mode")
    if not consented:
        raise Refused("consent_missing")


def _erase_hand_overs(participant: Participant) -> None:
    """What they left at the tables they hosted."""
    hosted = select(Seat.round_number, Seat.table_number).where(
        Seat.participant_id == participant.id, Seat.is_host.is_(True)
    )
    for number, table in db.session.execute(hosted).all():
        db.session.execute(
            delete(HandOver).where(
                HandOver.meeting_id == participant.meeting_id,
                HandOver.round_number == number,
                HandOver.table_number == table,
            )
        )
