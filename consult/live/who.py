"""Who is at the other end of a socket: read once from what it connected with, never from a payload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, select

from consult.domain.languages import LANGUAGES
from consult.domain.words import Role
from consult.extensions import db
from consult.live.events import request_of
from consult.locales import chosen_language
from consult.models import Meeting, Participant, User
from consult.services.accounts.permissions import has_role
from consult.services.accounts.tickets import read_board_ticket, read_ticket
from consult.services.accounts.tokens import could_be_token, token_hash


@dataclass
class Who:
    """A recognised socket: phone, console, projector or board; `id` of the participant or user, 0 for a projector.

    A board belongs to a consultation and to no meeting (0), everything else the other way round.
    """

    kind: str
    id: int
    meeting_id: int
    language: str
    consultation_id: int = 0
    # What others who have the same board open call them.
    name: str = ""

    @property
    def bucket(self) -> tuple[str, int]:
        """Whose budget of commands this socket draws on; never an address: all phones of a hall share one."""
        return (self.kind, self.id or self.meeting_id)


_recognised: dict[str, Who] = {}
# Plain columns: a thousand who come back at once need no objects.
_PERSON = cast(Table, Participant.__table__).c
_BY_TOKEN: Select[Any] = select(_PERSON.id, _PERSON.meeting_id, _PERSON.language).where(
    _PERSON.token_hash == bindparam("token_hash"), _PERSON.left_at.is_(None)
)


def recognise(socket_id: str, auth: Any) -> Who | None:
    """Whose token, ticket or key a new socket came with; None for anything else."""
    if not isinstance(auth, dict):
        return None
    if isinstance(token := auth.get("token"), str):
        return _phone(token)
    if isinstance(ticket := auth.get("ticket"), str):
        return _console(socket_id, ticket)
    if isinstance(key := auth.get("projector"), str):
        return _projector(key)
    if isinstance(ticket := auth.get("board"), str):
        return _board(socket_id, ticket)
    return None


def remember(socket_id: str, who: Who) -> None:
    """Keep who this socket belongs to."""
    _recognised[socket_id] = who


def everybody() -> list[Who]:
    """Everybody who has been let in, one for each socket."""
    return list(_recognised.values())


def how_many() -> int:
    """How many sockets have been let in."""
    return len(_recognised)


def is_known(socket_id: str) -> bool:
    """Whether this socket has been let in."""
    return socket_id in _recognised


def forget(socket_id: str) -> Who | None:
    """The socket is gone."""
    return _recognised.pop(socket_id, None)


def remembered(socket_id: str) -> Who | None:
    """Who sends, as they came in: for what looks at their rights itself."""
    return _recognised.get(socket_id)


def let_in(socket_id: str) -> Who | None:
    """Who asks for their state: a phone as it came in, because whoever has left has none; others with their rights."""
    who = _recognised.get(socket_id)
    return who if who is None or who.kind == "phone" else current_who(socket_id)


def reads_now(who: Who, language: str) -> None:
    """Answer this participant in another language, on all their phones."""
    for one in _recognised.values():
        if one.bucket == who.bucket:
            one.language = language


def current_who(socket_id: str) -> Who | None:
    """Who sends, with their rights as they are at this moment."""
    who = _recognised.get(socket_id)
    if who is None:
        return None
    if who.kind == "phone":
        row = db.session.get(Participant, who.id)
        if row is None or row.left_at is not None:
            return None
        who.language = row.language
    if who.kind == "console" and not _may_run(who.id, who.meeting_id):
        return None
    if who.kind == "board" and not has_role(who.id, who.consultation_id):
        return None
    return who


def _phone(token: str) -> Who | None:
    with db.engine.connect() as connection:
        found = connection.execute(_BY_TOKEN, {"token_hash": token_hash(token)}).one_or_none()
    return Who("phone", *found) if found is not None else None


def _console(socket_id: str, ticket: str) -> Who | None:
    found = read_ticket(ticket)
    if found is None or not _may_run(*found):
        return None
    return Who("console", *found, _language_of(db.session.get(User, found[0]), socket_id))


def _board(socket_id: str, ticket: str) -> Who | None:
    found = read_board_ticket(ticket)
    if found is None or not has_role(*found):
        return None
    user = db.session.get(User, found[0])
    language, name = _language_of(user, socket_id), user.name if user is not None else ""
    return Who("board", found[0], 0, language, found[1], name)


def _language_of(user: User | None, socket_id: str) -> str:
    if user is not None and user.language in LANGUAGES:
        return str(user.language)
    with request_of(socket_id):
        return chosen_language()


def _projector(key: str) -> Who | None:
    if not could_be_token(key):
        return None
    meeting_id = db.session.scalar(select(Meeting.id).where(Meeting.projector_key == key))
    meeting = db.session.get(Meeting, meeting_id) if meeting_id is not None else None
    return Who("projector", 0, meeting.id, meeting.consultation.languages[0]) if meeting is not None else None


def _may_run(user_id: int, meeting_id: int) -> bool:
    meeting = db.session.get(Meeting, meeting_id)
    return meeting is not None and has_role(user_id, meeting.consultation_id, Role.FACILITATOR)
