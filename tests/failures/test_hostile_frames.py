"""Ten thousand frames that no page would send: each is answered or ends the line, and the server stays well."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from real import JsonServer
from tools import run_apart

from consult.extensions import socketio
from consult.phrases import PHRASES
from failures import stored
from failures.frames import MARK, Frame, Wire, frames
from failures.phones import Phone, all_of, there
from failures.prepared import Hall

FRAMES = 10
SCENES = 1000 if os.environ.get("CI") == "true" else 100
# What only a fault of ours would say.
INSIDE = re.compile(
    r"Traceback|File \"|sqlalchemy|psycopg|sqlite|pydantic|\w+Error|consult[./]\w|0x[0-9a-f]{6}", re.I
)
PROBE = Frame(b'42NUMBER["clock.probe",{}]', asks=True)


def check_answer(answer: Any) -> str:
    """It is one of ours, and says nothing about how we are made; its code."""
    if answer["ok"]:
        return "ok"
    assert set(answer) <= {"ok", "code", "message", "retry"}
    assert answer["code"] in PHRASES
    assert INSIDE.search(answer["message"].split(": ")[0]) is None, answer
    return str(answer["code"])


def play(open_line: Callable[[], Wire], scene: list[Frame], outcomes: Counter[str]) -> Wire | None:
    """Send all of it, on as many lines as it takes. Whatever asks is answered, or its line ends.

    Whoever is not let in is not answered: their line is returned, and has to end soon.
    """
    wire = open_line()
    if not wire.is_in:
        for frame in scene:
            wire.send(frame)
        return wire
    for frame in scene:
        if wire.closed:
            wire.close()
            wire = open_line()
        number = wire.send(frame)
        if frame.asks:
            answer = wire.answer(number)
            outcomes["closed" if answer is None else check_answer(answer)] += 1
        elif frame.claimed is not None or frame.body.startswith(b"41"):
            # The rest never comes, or they have said goodbye: the door ends such lines in its own time.
            wire.close()
            wire.closed = True
            outcomes["cut off"] += 1
    if not wire.closed:
        # Also what cannot be answered must not leave a line on which nothing is answered any more.
        answer = wire.answer(wire.send(PROBE))
        outcomes["closed at the end" if answer is None else check_answer(answer)] += 1
    assert [text for text in wire.heard if INSIDE.search(text) and not text.startswith("43")] == []
    wire.close()
    return None


def who_comes(hall: Hall) -> Iterator[dict[str, str] | None]:
    """Mostly phones, sometimes a console, a projector, somebody unknown, somebody who never says who it is."""
    phones = cycle([{"token": person.token} for person in hall.people[1:]])
    consoles = cycle([{"ticket": ticket} for ticket in hall.spare])
    for number in count():
        rare: list[Any] = [next(consoles), {"projector": hall.projector}, {"token": MARK}, None]
        yield rare[number // 5 % 4] if number % 5 == 0 else next(phones)


async def good_phone_writes(phone: Phone) -> None:
    async with there(phone):
        phone.write()
        await all_of(phone.empty())


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_whatever_is_sent_is_answered_or_ends_the_line(
    app: Flask, on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], folder: Path
):
    hall, server = on_sqlite(250), serve()
    outcomes: Counter[str] = Counter()
    screens, not_let_in = who_comes(hall), list[Wire]()
    commands = sorted(socketio.server.handlers["/"])

    @settings(
        max_examples=SCENES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(frames(commands), min_size=FRAMES, max_size=FRAMES))
    def attack(scene: list[Frame]) -> None:
        who = next(screens)
        outside = play(lambda: Wire(server.port, who), scene, outcomes)
        if outside is not None:
            not_let_in.append(outside)

    attack()

    for wire in not_let_in:
        assert wire.answer(0) is None
        wire.close()

    good = Phone([server.url], hall.people[0], random.Random(1))
    run_apart(good_phone_writes(good))
    assert server.process.poll() is None
    assert server.fetch("/readyz")[0] == 200
    written = stored.by_author(stored.notes(folder / "consult.sqlite"))
    assert written[good.person.id] == good.written
    lines = Path(server.said.name).read_text()
    assert MARK not in lines
    assert [line for line in lines.splitlines() if json.loads(line)["level"] not in ("INFO",)] == []
    assert outcomes.keys() >= {"ok", "malformed", "not_allowed", "unknown_command", "closed"}
