"""Everything has an end: lines, lines at the door, screens of one person, events of one phone; who must not suffer."""

from __future__ import annotations

import json

import pytest
from live.notes import done, new_note

from consult import metrics
from consult.extensions import socketio
from consult.live import door, full, limits, own
from consult.locales import in_language
from consult.phrases import sentence
from consult.services.meeting import join

OPEN = "/socket.io/?EIO=4&transport=polling"


def opened(client) -> str:
    """The id of a new line."""
    return str(json.loads(client.get(OPEN).get_data(as_text=True)[1:])["sid"])


def come_in(client, meeting) -> str:
    """The id of the line of somebody who was let in."""
    _person, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )
    line = opened(client)
    client.post(f"{OPEN}&sid={line}", data="40" + json.dumps({"token": token}))
    return line


def shed(reason: str) -> float:
    return metrics.registry.get_sample_value("consult_shed_total", {"reason": reason}) or 0.0


@pytest.fixture
def lines():
    """The lines that are open; none of them outlives the test."""
    found = socketio.server.eio.sockets
    found.clear()
    yield found
    for line in list(found.values()):
        line.close(wait=False, abort=True)
    found.clear()


@pytest.fixture
def most(app):
    """So many connections has the process, of which so many are open."""

    def _most(connections: int, open_now: int = 0) -> None:
        full.room(app, connections, lambda: open_now)

    yield _most
    app.config.pop("MOST_CONNECTIONS", None)


# Lines of the process


def test_house_that_is_full_asks_new_lines_to_wait_and_leaves_the_others(client, lines, most, meeting):
    most(10)
    inside = [come_in(client, meeting) for _ in range(9)]
    before = shed("lines")

    answer = client.get(OPEN, headers={"Accept-Language": "pt-BR,pt;q=0.9"})

    with in_language("pt"):
        words = sentence("please_wait")
    assert answer.status_code == 503
    assert answer.get_json() == {
        "ok": False,
        "code": "please_wait",
        "retry": True,
        "message": words,
    }
    assert 5 <= int(answer.headers["Retry-After"]) <= 15
    assert shed("lines") - before == 1
    assert client.get("/").status_code == 200
    assert client.post(f"{OPEN}&sid={inside[-1]}", data="3").status_code == 200


def test_settings_say_how_many_lines_there_may_be_at_most(app, most):
    most(100_000)

    assert full.most_lines(app) == app.config["SETTINGS"].most_lines == 5_000


def test_pages_wait_too_before_there_is_no_file_left(client, most, meeting):
    most(100, open_now=99)
    before = shed("pages")

    page = client.get("/", headers={"Accept-Language": "fr"})
    form = client.post("/join", data={"code": "ABCDEF"})

    assert (page.status_code, form.status_code, client.get(OPEN).status_code) == (503, 503, 503)
    assert 'lang="fr"' in page.get_data(as_text=True)
    assert 'http-equiv="refresh"' in page.get_data(as_text=True)
    assert 'http-equiv="refresh"' not in form.get_data(as_text=True)
    assert shed("pages") - before == 2


def test_what_watches_the_server_is_always_answered(client, most, meeting):
    most(100, open_now=100)

    assert client.get("/healthz").status_code == 200


# Lines at the door


def test_flood_at_the_door_pushes_out_itself_and_no_phone(client, lines, phone, monkeypatch):
    monkeypatch.setattr(door, "MOST_WAITING", 20)
    before = shed("door")
    author = phone(table=1)

    flood = [opened(client) for _ in range(50)]

    assert len(lines) <= 20
    assert flood[-1] in lines
    assert flood[0] not in lines
    assert shed("door") - before >= 30
    assert author.ask("catch_up")["ok"]


def test_phone_that_comes_during_a_flood_is_let_in(client, lines, meeting, monkeypatch):
    monkeypatch.setattr(door, "MOST_WAITING", 20)
    for _ in range(30):
        opened(client)
    line = come_in(client, meeting)
    for _ in range(50):
        opened(client)

    assert line in lines


# Screens of one person


def test_one_person_keeps_the_newest_screens(meeting, connect, phone):
    neighbour = phone(table=1)
    _person, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )
    before = shed("own")

    screens = [connect({"token": token}) for _ in range(own.MOST["phone"] + 2)]

    assert [screen.is_connected() for screen in screens] == [False] * 2 + [True] * own.MOST["phone"]
    assert shed("own") - before == 2
    assert neighbour.is_connected()


def test_whoever_closes_a_screen_may_open_another(meeting, connect):
    _person, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )
    first = connect({"token": token})
    for _ in range(10):
        connect({"token": token}).disconnect()

    assert first.is_connected()
    first.disconnect()
    assert own._held == {}


def test_coming_and_going_all_the_time_has_its_price(meeting, connect, phone):
    _person, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )

    comings = [connect({"token": token}).is_connected() for _ in range(60)]

    assert comings[:15] == [True] * 15
    assert comings[-1] is False
    assert phone().is_connected()


# Events of one phone


def test_phone_gone_wild_is_cut_off_and_nobody_else(phone, open_round):
    wild, neighbour = phone(table=1), phone(table=1)
    open_round()
    before = shed("flood")

    for number in range(limits.MOST_REFUSALS * 3):
        if shed("flood") > before:
            break
        wild.emit("note.write", new_note(f"key-{number:08}"))

    assert shed("flood") - before == 1
    done(neighbour.ask("note.write", new_note("key-of-the-other")))


def test_refusals_of_a_flood_do_not_look_into_the_database(phone, monkeypatch):
    screen = phone()
    while screen.ask("nonsense")["code"] != "too_fast":
        pass
    looks = []
    monkeypatch.setattr("consult.live.answers.current_who", looks.append)

    assert screen.ask("meeting.leave")["code"] == "too_fast"
    assert looks == []
