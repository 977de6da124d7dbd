"""Who has the board of a consultation open, here and at other processes, and which note they have in their hand.

Kept in memory: it is only true while a process lives.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from consult.extensions import socketio
from consult.services import neighbours
from consult.services.meeting import rooms

# A process says again who is looking, and one that has not been heard of for so long has ended.
AGAIN_SECONDS, SILENT_SECONDS = 2.0, 6.0
Wire = dict[str, Any]

# Of a consultation: socket → (user, name); and user → note.
_sockets: dict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
_hands: dict[int, dict[int, int]] = defaultdict(dict)
# Of another process: when it was heard, and of each consultation what `_own` says there.
_elsewhere: dict[str, tuple[float, dict[int, Wire]]] = {}
_said_at = 0.0


def arrived(consultation_id: int, socket_id: str, user_id: int, name: str) -> None:
    """A screen of this user has connected."""
    _sockets[consultation_id][socket_id] = (user_id, name)
    _changed(consultation_id)


def left(consultation_id: int, socket_id: str) -> None:
    """A screen is gone."""
    found = _sockets[consultation_id].pop(socket_id, None)
    if found is None:
        return
    if found[0] not in {user_id for user_id, _ in _sockets[consultation_id].values()}:
        _hands[consultation_id].pop(found[0], None)
    if not _sockets[consultation_id]:
        del _sockets[consultation_id]
        _hands.pop(consultation_id, None)
    _changed(consultation_id)


def holds(consultation_id: int, user_id: int, note_id: int | None) -> None:
    """Somebody has a note in their hand, or (None) has let go."""
    if _hands[consultation_id].get(user_id) == note_id:
        return
    if note_id is None:
        del _hands[consultation_id][user_id]
    else:
        _hands[consultation_id][user_id] = note_id
    _changed(consultation_id)


def sockets_of(consultation_id: int, user_id: int) -> list[str]:
    """The screens of a user at this process."""
    here = _sockets.get(consultation_id, {})
    return [socket_id for socket_id, (who, _) in here.items() if who == user_id]


def boards() -> list[int]:
    """The consultations whose board somebody has open at this process."""
    return [consultation_id for consultation_id, here in _sockets.items() if here]


def is_open(consultation_id: int) -> bool:
    """Whether anybody has this board open, here or elsewhere."""
    return bool(_sockets.get(consultation_id)) or any(
        consultation_id in said for _, said in _elsewhere.values()
    )


def state(consultation_id: int) -> Wire:
    """Who is looking, by name, and who has which note in their hand."""
    people: dict[int, str] = {}
    holding: dict[str, str] = {}
    for said in (_own(consultation_id), *(_of(said, consultation_id) for _, said in _elsewhere.values())):
        people |= {int(user_id): name for user_id, name in said["people"]}
        holding |= {str(note): people[int(user_id)] for user_id, note in said["holding"] if user_id in people}
    ordered = sorted(people.items(), key=lambda one: (one[1], one[0]))
    return {"people": [{"id": user_id, "name": name} for user_id, name in ordered], "holding": holding}


def heard(told: Mapping[str, Any]) -> None:
    """What another process tells: its name, and of each consultation who is looking there."""
    said = {int(consultation_id): one for consultation_id, one in told["boards"].items()}
    before = _elsewhere.get(told["of"], (0.0, {}))[1]
    _elsewhere[told["of"]] = (time.monotonic(), said)
    for consultation_id in {*before, *said}:
        if before.get(consultation_id) != said.get(consultation_id):
            _show(consultation_id)


def keep_in_touch() -> None:
    """Say again who is looking here, and forget processes that are silent."""
    global _said_at
    instant = time.monotonic()
    if instant - _said_at >= AGAIN_SECONDS:
        _say()
    for name, (heard_at, said) in list(_elsewhere.items()):
        if instant - heard_at > SILENT_SECONDS:
            del _elsewhere[name]
            for consultation_id in said:
                _show(consultation_id)


def forget_all() -> None:
    """Nobody is looking, for tests."""
    _sockets.clear()
    _hands.clear()
    _elsewhere.clear()


def _changed(consultation_id: int) -> None:
    _say()
    _show(consultation_id)


def _say() -> None:
    global _said_at
    _said_at = time.monotonic()
    neighbours.tell(
        "board_looking", {"of": neighbours.ME, "boards": {str(one): _own(one) for one in boards()}}
    )


def _show(consultation_id: int) -> None:
    """To the screens here, each time anything is different here or elsewhere."""
    here = list(_sockets.get(consultation_id, ()))
    if here:
        socketio.emit("board.people", state(consultation_id), to=rooms.board(consultation_id))


def _own(consultation_id: int) -> Wire:
    here = _sockets.get(consultation_id, {})
    return {
        "people": sorted([user_id, name] for user_id, name in set(here.values())),
        "holding": sorted([user_id, note] for user_id, note in _hands.get(consultation_id, {}).items()),
    }


def _of(said: Mapping[int, Wire], consultation_id: int) -> Wire:
    return said.get(consultation_id, {"people": [], "holding": []})
