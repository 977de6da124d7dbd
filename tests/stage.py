"""What every test plays with: a clock that stands still, and connected screens."""

from __future__ import annotations

from typing import Any

from flask_socketio import SocketIOTestClient

from consult.models import Participant

START = 1_800_000_000.0


class Clock:
    """The time of a test: it stands still until it is told to go on."""

    def __init__(self) -> None:
        self.instant = START

    def __call__(self) -> float:
        return self.instant

    def advance(self, seconds: float) -> None:
        self.instant += seconds


class Screen(SocketIOTestClient):
    """A connected screen. `ask` sends a command and returns its answer; `heard` names what has arrived."""

    participant: Participant | None = None

    def ask(self, name: str, payload: Any = None) -> dict[str, Any]:
        answer = self.emit(name, {} if payload is None else payload, callback=True)
        assert isinstance(answer, dict), f"{name} was not answered"
        return answer

    def heard(self) -> list[str]:
        return [event["name"] for event in self.get_received()]
