"""Broadcasts written straight to the websockets: the same as the stock way, and nobody waits for a slow phone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from eventlet.websocket import RFC6455WebSocket
from hypothesis import given
from hypothesis import strategies as st
from live.hall import Bare, Hall, Poller
from socketio import Manager
from tools import run_apart

from consult.config import ConfigurationError, Settings
from consult.live import fan_out
from consult.live.line import framed
from consult.live.manager import manager
from consult.live.reader import unmasked

WAYS = [("eventlet", "fast"), ("eventlet", "stock"), ("threading", "fast")]
each_way = pytest.mark.parametrize(("mode", "how"), WAYS)


def within(hall: Hall, scene: Callable[[Hall], Awaitable[None]]) -> None:
    """Play a scene in a hall."""

    async def play() -> None:
        async with hall:
            await scene(hall)

    run_apart(play())


@each_way
def test_broadcasts_reach_everyone_in_the_room_in_order_and_no_one_else(mode, how):
    async def scene(hall: Hall) -> None:
        first = await hall.person("first", "a")
        second = await hall.person("second", "a", "b")
        polling = await hall.person("polling", "a", by="polling")
        changed = await hall.person("changed", "b", by="both")
        outside = await hall.person("outside", "c")

        await first.ask("say", "a", [1, 2, 3])
        await first.ask("say", "b", [4, 5])
        await first.ask("without", "a", 6)
        await outside.ask("say", ["a", "b"], [7])
        assert await polling.ask("leave", "a") == []
        assert await outside.ask("enter", "b") == ["b", "c"]
        await changed.ask("say", "a", [8])
        await changed.ask("say", "b", [9])
        await changed.ask("say", None, ["end"])

        assert await first.hears("end") == [1, 2, 3, 7, 8, "end"]
        assert await second.hears("end") == [1, 2, 3, 4, 5, 6, 7, 8, 9, "end"]
        assert await polling.hears("end") == [1, 2, 3, 6, 7, "end"]
        assert await changed.hears("end") == [4, 5, 7, 9, "end"]
        assert await outside.hears("end") == [9, "end"]

    within(Hall(mode, how), scene)


@each_way
def test_texts_of_every_length_and_alphabet_arrive_whole(mode, how):
    texts = [
        "",
        "ñé ção œuvre",
        "مرحبا 👋🏽",
        "é" * 100,
        "x" * 125,
        "y" * 70_000,
        {"note": {"text": "¿Qué? «oui»"}},
    ]

    async def scene(hall: Hall) -> None:
        people = [await hall.person(by, "a", by=by) for by in ("websocket", "polling", "both")]

        await people[0].ask("say", "a", [*texts, "end"])

        for person in people:
            assert await person.hears("end") == [*texts, "end"]

    within(Hall(mode, how), scene)


@each_way
def test_answers_and_questions_are_as_before(mode, how):
    async def scene(hall: Hall) -> None:
        asker = await hall.person("asker", "a")
        other = await hall.person("other", "a", by="both")

        assert await asker.ask("ask_me", "well") == {"asked": "well", "answered": "WELL"}
        await other.ask("say", "a", ["é", "end"])

        assert await asker.hears("end") == ["é", "end"]
        assert await other.hears("end") == ["é", "end"]

    within(Hall(mode, how), scene)


@each_way
def test_whoever_comes_while_it_is_told_misses_nothing_from_then_on(mode, how):
    async def scene(hall: Hall) -> None:
        teller = await hall.person("teller", "a")
        counting = asyncio.create_task(teller.ask("count", "a"))
        await teller.hears(0)
        # Each comes in, and perhaps changes from polling to a websocket, while the others are being told.
        people = [
            await hall.person(f"{by}-{i}", "a", by=by) for i in range(3) for by in ("websocket", "both")
        ]
        for person in people:
            await person.hears(len(teller.told) + 3)

        await teller.ask("enough", "a")
        last = await counting - 1

        assert await teller.hears(last) == list(range(last + 1))
        for person in people:
            heard = await person.hears(last)
            assert heard == list(range(heard[0], last + 1))

    within(Hall(mode, how), scene)


@each_way
def test_nothing_is_lost_or_early_between_polling_and_websocket(mode, how):
    async def scene(hall: Hall) -> None:
        teller = await hall.person("teller")
        phone = Poller(hall.port, "phone", "a")
        await teller.ask("say", "a", [1])
        change = Bare(hall.port, phone.line_id)
        await teller.ask("say", "a", [2])
        change.send("2probe")
        assert change.read() == "3probe"
        await teller.ask("say", "a", [3])
        change.send("5")
        frames = [change.read() for _ in range(4)]
        await teller.ask("say", "a", [4])

        assert [*frames, change.read()] == [
            *(f'42["told",{n}]' for n in (1, 2)),
            "6",
            *(f'42["told",{n}]' for n in (3, 4)),
        ]
        change.socket.close()

    within(Hall(mode, how), scene)


@pytest.mark.parametrize("how", ["fast", "stock"])
def test_whoever_fails_to_change_goes_on_polling(how):
    async def scene(hall: Hall) -> None:
        teller = await hall.person("teller")
        phone = Poller(hall.port, "phone", "a")
        change = Bare(hall.port, phone.line_id)
        change.send("2wrong")
        assert change.read() == ""

        await teller.ask("say", "a", [1, 2])
        assert phone.fetch() == ['42["told",1]', '42["told",2]']
        change.socket.close()

    within(Hall("eventlet", how), scene)


@each_way
def test_whoever_leaves_in_the_middle_takes_nothing_from_the_others(mode, how):
    async def scene(hall: Hall) -> None:
        teller = await hall.person("teller", "a", "watchers")
        staying = await hall.person("staying", "a")
        leaving = await hall.person("leaving", "a")
        moving = await hall.person("moving", "a")
        counting = asyncio.create_task(teller.ask("count", "a"))
        await leaving.hears(20)

        await leaving.go()
        assert await moving.ask("leave", "a") == []
        assert await teller.sees_leaving("leaving") == ["leaving"]
        await teller.hears(len(teller.told) + 5)
        await teller.ask("enough", "a")
        last = await counting - 1

        assert await staying.hears(last) == list(range(last + 1))
        assert leaving.told == list(range(len(leaving.told)))
        assert moving.told == list(range(len(moving.told)))
        assert len(moving.told) < last

    within(Hall(mode, how), scene)


@each_way
def test_who_is_sent_away_is_gone_and_the_others_stay(mode, how):
    async def scene(hall: Hall) -> None:
        sent = await hall.person("sent", "a")
        staying = await hall.person("staying", "a", "watchers")

        await sent.socket.emit("send_me_away")
        assert await staying.sees_leaving("sent") == ["sent"]
        await asyncio.wait_for(sent.away.wait(), 30)
        await staying.ask("say", "a", ["end"])

        assert await staying.hears("end") == ["end"]
        assert sent.told == []

    within(Hall(mode, how), scene)


def test_who_does_not_read_is_dropped_and_the_others_hear_everything():
    items = [f"{number}:" + "x" * 8000 for number in range(300)]

    async def scene(hall: Hall) -> None:
        watcher = await hall.person("watcher", "a", "watchers")
        other = await hall.person("other", "a", by="both")
        deaf = Bare(hall.port).come_in("deaf", "a")

        for start in range(0, 300, 5):
            await watcher.ask("say_long", "a", [start, start + 5], "x", 8000)
            await watcher.hears(items[start + 4])
            await other.hears(items[start + 4])

        assert await watcher.sees_leaving("deaf") == ["deaf"]
        assert watcher.told == items
        assert other.told == items
        heard = told(deaf)
        assert heard == items[: len(heard)]
        assert len(heard) < 300
        # It comes back, and is told again.
        again = await hall.person("deaf", "a")
        await watcher.ask("say", "a", ["end"])
        assert await again.hears("end") == ["end"]

    within(Hall(max_waiting=100_000), scene)


@pytest.mark.parametrize("how", ["fast", "stock"])
def test_who_reads_late_gets_whole_frames_in_order(how):
    items = [f"{number}:" + "é" * 20_000 for number in range(40)]

    async def scene(hall: Hall) -> None:
        watcher = await hall.person("watcher", "a")
        late = Bare(hall.port).come_in("late", "a")

        await watcher.ask("say_long", "a", [20], "é", 20_000)
        late.send('421["enter","b"]')
        late.send('422["enter","c"]')
        await watcher.ask("say_long", "a", [20, 40], "é", 20_000)
        await watcher.ask("say", "a", ["end"])
        assert await watcher.hears("end") == [*items, "end"]
        frames = [late.read() for _ in range(43)]

        assert [json.loads(f[2:])[1] for f in frames if f.startswith("42")] == [*items, "end"]
        assert [f for f in frames if not f.startswith("42")] == ['431[["a","b"]]', '432[["a","b","c"]]']
        late.socket.close()

    within(Hall("eventlet", how, max_waiting=10_000_000), scene)


@pytest.mark.parametrize("how", ["fast", "stock"])
def test_compression_is_never_agreed_on(how):
    async def scene(hall: Hall) -> None:
        browser = Bare(hall.port, offer="permessage-deflate; client_max_window_bits")

        assert b"101 Switching Protocols" in browser.answer
        assert b"Extensions" not in browser.answer
        browser.socket.close()

    within(Hall("eventlet", how), scene)


@given(
    st.one_of(st.text(max_size=300), st.binary(max_size=300), st.text(min_size=1).map(lambda t: t * 40_000))
)
def test_frame_is_the_one_eventlet_makes(payload):
    ws = RFC6455WebSocket(None, {})

    assert framed(payload) == ws._pack_message(payload)


@given(st.binary(max_size=300), st.tuples(*[st.integers(0, 255)] * 4), st.integers(0, 20))
def test_unmasking_is_that_of_eventlet(data, mask, offset):
    assert unmasked(data, mask, len(data), offset) == RFC6455WebSocket._apply_mask(
        data, mask, len(data), offset
    )


PEOPLE = [f"line-{number}" for number in range(4)]
STEPS = st.tuples(
    st.sampled_from(["connect", "enter", "leave", "close", "disconnect"]),
    st.sampled_from(PEOPLE),
    st.sampled_from(["a", "b"]),
)


@given(st.lists(STEPS, max_size=40))
def test_rooms_are_those_of_the_stock_manager(steps):
    ours, stock = (played(kind, steps) for kind in (fan_out.FanOut, Manager))

    assert ours == stock


def played(kind: type[Any], steps: list[tuple[str, str, str]]) -> Any:
    """Who is in which room after these steps."""
    manager = kind()
    for step, person, room in steps:
        known = manager.rooms.get("/", {}).get(None, {})
        if step == "connect" and person not in known:
            manager.basic_enter_room(person, "/", None, eio_sid=f"eio-{person}")
            manager.basic_enter_room(person, "/", person, eio_sid=f"eio-{person}")
        elif step == "enter" and person in known:
            manager.basic_enter_room(person, "/", room)
        elif step == "leave":
            manager.basic_leave_room(person, "/", room)
        elif step == "close":
            manager.basic_close_room(room, "/")
        elif step == "disconnect":
            manager.basic_disconnect(person, "/")
    everyone = {room: dict(manager.get_participants("/", room)) for room in [None, "a", "b", *PEOPLE]}
    return everyone, {person: sorted(manager.get_rooms(person, "/")) for person in PEOPLE}


def told(bare: Bare) -> list[Any]:
    """All that it still reads, to the end of the connection."""
    return [json.loads(frame[2:])[1] for frame in iter(bare.read, "")]


def test_fan_out_is_fast_or_stock(tmp_path):
    base = {"CONSULT_DATA": str(tmp_path)}

    assert Settings.from_environment(base).fan_out == "fast"
    assert Settings.from_environment({**base, "CONSULT_FAN_OUT": "stock"}).fan_out == "stock"
    with pytest.raises(ConfigurationError, match="CONSULT_FAN_OUT"):
        Settings.from_environment({**base, "CONSULT_FAN_OUT": "quick"})


@each_way
def test_only_eventlet_has_a_manager_of_ours(mode, how):
    assert (manager(mode, how) is not None) == ((mode, how) == ("eventlet", "fast"))
