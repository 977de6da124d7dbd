"""The figures for Prometheus: what is counted, who may read them, and what they never hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from live.notes import new_note
from prometheus_client.parser import text_string_to_metric_families

from consult.config import ConfigurationError, Settings
from consult.extensions import db
from consult.phrases import PHRASES

TOKEN = "a-token-of-the-city-for-figures"


def figures(client) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every sample: (name, values of its labels) → value."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.get_data(as_text=True))
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def grown(before, after, name, *labels) -> float:
    return after.get((name, labels), 0.0) - before.get((name, labels), 0.0)


# ── What is counted ──────────────────────────────────────────────────────────


def test_note_is_counted_from_its_arrival_to_its_table(client, phone, open_round):
    author, _neighbour, _elsewhere = phone(table=1), phone(table=1), phone(table=2)
    open_round()
    before = figures(client)

    assert author.ask("note.write", new_note())["ok"]
    assert author.ask("note.write", new_note(text=""))["code"] == "text_missing"

    after = figures(client)
    assert grown(before, after, "consult_commands_total", "note.write", "ok") == 1
    assert grown(before, after, "consult_commands_total", "note.write", "text_missing") == 1
    assert grown(before, after, "consult_command_seconds_count", "note.write") == 2
    assert grown(before, after, "consult_notes_stored_total") == 1
    assert grown(before, after, "consult_commit_seconds_count") == 1
    assert grown(before, after, "consult_broadcasts_total") == 2
    assert grown(before, after, "consult_deliveries_total") == 2


def test_note_sent_twice_is_stored_once(client, phone, open_round):
    author = phone(table=1)
    open_round()
    before = figures(client)

    for _again in range(2):
        assert author.ask("note.write", new_note())["ok"]

    after = figures(client)
    assert grown(before, after, "consult_commands_total", "note.write", "ok") == 2
    assert grown(before, after, "consult_notes_stored_total") == 1


def test_connections_by_kind(client, phone, console, projector):
    before = figures(client)

    one, other = phone(), phone()
    console(), projector()

    after = figures(client)
    kinds = ("phone", "console", "projector")
    assert [grown(before, after, "consult_connections", kind) for kind in kinds] == [2, 1, 1]
    for screen in (one, other):
        screen.disconnect()
    assert grown(before, figures(client), "consult_connections", "phone") == 0


def test_queues_runs_and_the_process_are_shown(client):
    shown = figures(client)

    queues = {labels for name, labels in shown if name == "consult_queue_length"}
    assert {("commands",), ("outgoing",), ("outgoing_longest",), ("news",)} <= queues
    assert shown["consult_runs_open", ("planning",)] == 0
    assert shown["consult_runs_open", ("analysis",)] == 0
    assert shown["process_resident_memory_bytes", ()] > 0


# ── What the labels never hold ───────────────────────────────────────────────


def test_command_nobody_knows_has_one_name(client, phone):
    author = phone()
    before = figures(client)

    for name in ("invented.by.me", "DROP TABLE note", "invented again"):
        assert author.ask(name)["code"] == "unknown_command"

    after = figures(client)
    assert grown(before, after, "consult_commands_total", "unknown", "unknown_command") == 3
    text = client.get("/metrics").get_data(as_text=True)
    assert [word for word in ("invented", "DROP", "again") if word in text] == []


def test_figures_hold_no_text_and_no_person(client, phone, console, open_round):
    author = phone(table=1, nickname="Zsófia-Unmistakable")
    open_round()
    author.ask("note.write", new_note(text="An unmistakable sentence"))
    author.ask("note.write", {"an unmistakable field": 1})
    console().ask("participant.move", {"participant_id": author.participant.id, "table": 999_999})

    text = client.get("/metrics").get_data(as_text=True)

    assert "nmistakable" not in text
    outcomes = {labels[1] for name, labels in figures(client) if name == "consult_commands_total"}
    assert outcomes - set(PHRASES) == {"ok"}


# ── Who may read them ────────────────────────────────────────────────────────


@pytest.fixture
def with_token(app):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], metrics_token=TOKEN)
    return app.test_client()


def asked(browser, address="203.0.113.9", host="city.example", **headers) -> int:
    environ = {"REMOTE_ADDR": address}
    return browser.get("/metrics", environ_base=environ, headers={"Host": host, **headers}).status_code


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("127.0.0.1", "127.0.0.1:8000"),
        ("127.0.0.1", "localhost"),
        ("::1", "[::1]:8000"),
        ("::ffff:127.0.0.1", "localhost:8000"),
    ],
)
def test_this_machine_may_read_them(client, address, host):
    assert asked(client, address, host) == 200


@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        ("203.0.113.9", "city.example", {}),
        ("203.0.113.9", "localhost", {}),
        ("192.168.1.20", "192.168.1.20:8000", {}),
        ("127.0.0.1", "city.example", {}),
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", "127.0.0.1:8000", {"X-Real-IP": "203.0.113.9"}),
        ("127.0.0.1", "127.0.0.1:8000", {"Forwarded": "for=203.0.113.9"}),
        ("203.0.113.9", "city.example", {"Authorization": "Bearer "}),
        ("203.0.113.9", "city.example", {"Authorization": f"Bearer {TOKEN}"}),
    ],
)
def test_nobody_else_finds_anything(client, address, host, headers):
    assert asked(client, address, host, **headers) == 404


def test_the_token_opens_them_from_anywhere(with_token):
    assert asked(with_token, Authorization=f"Bearer {TOKEN}") == 200
    assert asked(with_token, Authorization=f"Bearer {TOKEN}x") == 404
    assert asked(with_token, Authorization=f"Basic {TOKEN}") == 404
    assert asked(with_token, Authorization="Bearer é") == 404
    assert (
        with_token.get(f"/metrics?token={TOKEN}", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code
        == 404
    )


def test_short_token_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="CONSULT_METRICS_TOKEN"):
        Settings.from_environment({"CONSULT_DATA": str(tmp_path), "CONSULT_METRICS_TOKEN": "short"})


def test_asking_does_not_touch_the_database(app, client):
    db.session.remove()

    assert client.get("/metrics").status_code == 200
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
