"""The figures of a real server with real connections."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import socketio
from prometheus_client.parser import text_string_to_metric_families
from real import JsonServer
from tools import run_apart

from consult.live import background

FIRST = ("websocket", "polling")


def figures(server: JsonServer) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(server.read("/metrics"))
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


async def scene(server: JsonServer, key: str) -> dict[tuple[str, ...], float]:
    screens = [socketio.AsyncClient(reconnection=False) for _ in FIRST]
    for screen, transport in zip(screens, FIRST, strict=True):
        await screen.connect(server.url, auth={"projector": key}, transports=[transport], wait_timeout=30)
        assert (await screen.call("clock.probe", {}, timeout=30))["ok"]
        assert (await screen.call("made.up", {}, timeout=30))["code"] == "unknown_command"
    shown = await asyncio.to_thread(figures, server)
    for screen in screens:
        await screen.disconnect()
    return shown


@pytest.mark.parametrize("way", [("eventlet", "fast"), ("eventlet", "stock"), ("threading", "stock")])
def test_figures_of_a_server_with_screens_of_both_kinds(tmp_path: Path, way: tuple[str, str]) -> None:
    server = JsonServer(tmp_path, CONSULT_ASYNC_MODE=way[0], CONSULT_FAN_OUT=way[1])
    try:
        server.wait()
        ((key,),) = server.sql("select projector_key from meeting")
        shown = run_apart(scene(server, key))
    finally:
        lines = server.stop()

    assert shown["consult_connections", "projector"] == 2
    assert shown["consult_connections", "door"] == 0
    assert shown["consult_commands_total", "clock.probe", "ok"] == 2
    assert shown["consult_commands_total", "unknown", "unknown_command"] == 2
    assert shown["consult_command_seconds_count", "clock.probe"] == 2
    assert shown["consult_queue_length", "outgoing"] >= shown["consult_queue_length", "outgoing_longest"]
    loops = {name[1] for name in shown if name[0] == "consult_loop_age_seconds"}
    assert loops == {name for name, _work, _pause in background.LOOPS}
    assert max(shown["consult_loop_age_seconds", loop] for loop in loops) < 15
    assert [line["message"] for line in lines if line["level"] != "INFO"] == []
