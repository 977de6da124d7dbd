"""What somebody who is signed in may send to a theme board."""

from __future__ import annotations

from typing import Any

from consult.domain.errors import Refused
from consult.domain.words import Role
from consult.live import board_payloads as p
from consult.live import events, pace
from consult.live.answers import answered
from consult.live.board_commands import command
from consult.live.payloads import Nothing, parse
from consult.live.who import Who
from consult.services import board, understanding
from consult.services.accounts.permissions import has_role
from consult.services.board import looking

Answer = dict[str, Any]


def register() -> None:
    """Attach the handlers, under the names they have on the wire."""
    events.on("board.open", open_board)
    events.on("board.do", do)
    events.on("board.hold", hold)


@answered("board", cost=2, patience=pace.LAST)
def open_board(who: Who, payload: Any) -> Answer:
    """Everything on the board as it is now; a screen hears of every change since it is connected."""
    parse(Nothing, payload)
    understanding.look_for_lost(who.consultation_id)
    return {
        "me": who.id,
        "may_edit": has_role(who.id, who.consultation_id, Role.COORDINATOR),
        **board.board(who.consultation_id, who.language),
        **looking.state(who.consultation_id),
    }


@answered("board")
def do(who: Who, payload: Any) -> Answer:
    """A coordinator changes the board."""
    wish = parse(p.Doing, payload)
    if not has_role(who.id, who.consultation_id, Role.COORDINATOR):
        raise Refused("not_allowed")
    done = board.change(who.consultation_id, who.id, command(wish.command, who.language), wish.key)
    return {"version": done.version, "change": done.change, "theme": done.theme}


@answered("board", cost=0.2)
def hold(who: Who, payload: Any) -> Answer:
    """A coordinator has a note in their hand, or has let go of it."""
    note = parse(p.Holding, payload).note
    if not has_role(who.id, who.consultation_id, Role.COORDINATOR):
        raise Refused("not_allowed")
    looking.holds(who.consultation_id, who.id, note)
    return {}
