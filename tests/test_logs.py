"""What goes into the log, and what never does: hostile words, broken tables, real addresses."""

from __future__ import annotations

import ast
import json
import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from live.notes import new_note
from real import JsonServer

from consult import logs
from consult.config import ConfigurationError, Settings
from consult.extensions import db
from consult.services.meeting import contribute, join

ROOT = Path(__file__).resolve().parent.parent
MARK = "Kryptonym4711"
HOSTILE = [
    f"{MARK} plain",
    f"%s %d %(name)s {MARK} %",
    f"{{0}} {{__class__}} {MARK}",
    f'"}},\n{{"level": "INFO", "message": "{MARK}"',
    f"{MARK}\r\n2026-01-01 00:00:00 ERROR consult: forged",
    f"\u2028{MARK}\x1b[31m",
    f"'; drop table note; -- {MARK}",
    f"<script>alert('{MARK}')</script>",
]


def lines_of(make: Callable[[], logging.Formatter]) -> Iterator[StringIO]:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(make())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(params=[logs.PlainLines, logs.JsonLines])
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """Everything that is logged, from the lowest level on, as the server would write it."""
    yield from lines_of(request.param)


@pytest.fixture
def json_lines() -> Iterator[StringIO]:
    yield from lines_of(logs.JsonLines)


# ── Lines ────────────────────────────────────────────────────────────────────


def broken(text: str) -> None:
    raise KeyError(text)


def test_failure_is_a_line_of_json_with_kind_and_places(json_lines):
    try:
        broken(MARK)
    except KeyError as error:
        logs.failure(logging.getLogger("consult.somewhere"), "command note.write", error)

    line = json.loads(json_lines.getvalue())

    assert list(line) == ["time", "level", "logger", "place", "message", "error", "trace"]
    assert (line["level"], line["logger"], line["error"]) == ("ERROR", "consult.somewhere", "KeyError")
    assert line["message"] == "command note.write failed: KeyError"
    assert line["place"].startswith("tests/test_logs.py:")
    assert line["trace"][-1].endswith(" broken")
    assert line["time"].endswith("+00:00")


def test_failure_in_plain_lines_says_where(caplog):
    caplog.handler.setFormatter(logs.PlainLines())
    try:
        broken(MARK)
    except KeyError as error:
        logs.failure(logging.getLogger("consult.somewhere"), "the thing", error)

    first, *places = caplog.text.splitlines()

    assert first.endswith("ERROR consult.somewhere: the thing failed: KeyError")
    assert places[-1].endswith(" broken")


def test_lines_of_libraries_lose_what_was_put_into_them(written):
    library = logging.getLogger("some.library")
    try:
        broken(MARK)
    except KeyError:
        library.exception("could not read %s from %r", MARK, {"text": MARK})
    library.warning("plain words")

    assert "could not read %s from %r" in written.getvalue()
    assert "KeyError" in written.getvalue()
    assert "plain words" in written.getvalue()
    assert MARK not in written.getvalue()


def test_same_failure_is_told_a_few_times_a_minute(json_lines, monkeypatch):
    instant = 1000.0
    monkeypatch.setattr(logs.time, "monotonic", lambda: instant)
    logs.forget_all()

    def fail(what: str) -> None:
        try:
            broken(MARK)
        except KeyError as error:
            logs.failure(logging.getLogger("consult.somewhere"), what, error)

    for _ in range(100):
        fail("the one")
    fail("the other")
    instant += logs.WINDOW_SECONDS
    fail("the one")

    told = [json.loads(line)["message"] for line in json_lines.getvalue().splitlines()]
    assert told[: logs.TOLD_AT_MOST] == ["the one failed: KeyError"] * logs.TOLD_AT_MOST
    assert told[logs.TOLD_AT_MOST :] == [
        "the other failed: KeyError",
        "the one failed: KeyError (and 95 times more since it was last told)",
    ]
    logs.forget_all()


@pytest.mark.parametrize("text", HOSTILE)
def test_every_line_is_one_object(json_lines, text):
    logging.getLogger("consult.x").info("a name of ours: %s", text)

    lines = json_lines.getvalue().split("\n")

    assert (len(lines), lines[1]) == (2, "")
    assert json.loads(lines[0])["message"] == f"a name of ours: {text}"


def test_setting_is_checked(tmp_path):
    with pytest.raises(ConfigurationError, match="CONSULT_LOG"):
        Settings.from_environment({"CONSULT_DATA": str(tmp_path), "CONSULT_LOG": "xml"})


# ── Our own calls ────────────────────────────────────────────────────────────


def test_our_own_lines_hold_nothing_of_anybody():
    """A sentence in the code, and put into it only kinds of faults, counts, and where the server listens."""
    words = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    allowed = re.compile(r"len\(\w+\)|type\(error\)\.__name__|kind\.__name__")
    ours = {"consult/logs.py": {"what", "kind", "more"}, "consult/serving.py": {"host", "port"}}
    wrong, seen = [], 0
    for path in sorted((ROOT / "consult").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = ast.unparse(node.func.value)
            if node.func.attr not in words or not (
                "getLogger" in owner or re.search(r"\blog(ger|ging)?$", owner)
            ):
                continue
            seen += 1
            sentence, *put_in = node.args
            extra = {word.arg for word in node.keywords} - {"extra", "stacklevel"}
            rest = {ast.unparse(value) for value in put_in} - ours.get(place, set())
            if not isinstance(sentence, ast.Constant) or extra or not all(map(allowed.fullmatch, rest)):
                wrong.append((place, ast.unparse(node)))

    assert seen >= 3
    assert wrong == []


def test_what_failed_is_named_by_us():
    """A plain word, or one with a name or a number of ours in it."""
    ours = {"handler.__name__", "loop", "meeting_id", "request.endpoint"}
    wrong = []
    for path in sorted((ROOT / "consult").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "logs.failure":
                name = node.args[1]
                parts = name.values if isinstance(name, ast.JoinedStr) else [name]
                put_in = {
                    ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else ""
                    for part in parts
                    if not isinstance(part, ast.Constant)
                }
                if put_in - ours:
                    wrong.append((str(path.relative_to(ROOT)), ast.unparse(name)))

    assert wrong == []


# ── Hostile words, in this process ───────────────────────────────────────────


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_anybody_when_everything_works(written, phone, console, open_round, text):
    author, _neighbour = phone(table=1, nickname=text[:40]), phone(table=1)
    open_round()

    answers = [
        author.ask("note.write", new_note(text=text)),
        console().ask("announcement.make", {"text": text, "table": 1}),
        author.emit(text, {"text": text}, callback=True),
        author.ask("note.write", {text: text}),
        author.ask("hand_over.write", {"text": text, "round": 1}),
    ]

    assert answers[0]["ok"] is True
    assert MARK not in written.getvalue()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_anybody_when_a_table_is_broken(written, phone, open_round, text):
    author = phone(table=1, nickname=text[:40])
    open_round()
    db.session.execute(db.text("alter table note rename to elsewhere"))
    db.session.commit()

    answer = author.ask("note.write", new_note(text=text))

    db.session.execute(db.text("alter table elsewhere rename to note"))
    db.session.commit()
    assert answer["code"] == "please_wait"
    assert "OperationalError" in written.getvalue()
    assert MARK not in written.getvalue()


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_no_word_of_anybody_when_our_code_is_broken(written, phone, console, open_round, monkeypatch, text):
    author = phone(table=1)
    open_round()
    for name in ("write_note", "write_hand_over", "call_help"):
        monkeypatch.setattr(contribute, name, lambda *_a, **named: broken(str(named) + text))

    codes = [
        author.ask("note.write", new_note(text=text))["code"],
        author.ask("hand_over.write", {"text": text, "round": 1})["code"],
        author.ask("help.call", {"on": True})["code"],
    ]

    assert codes == ["please_wait"] * 3
    assert written.getvalue().count("KeyError") >= 3
    assert MARK not in written.getvalue()


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_no_name_nor_address_when_joining_fails(written, app, client, meeting, monkeypatch, text):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(join, "join", lambda *_a, **named: broken(str(named)))
    form = {"language": "en", "languages": "en", "mode": "onsite", "consent": "yes", "nickname": text[:40]}

    answer = client.post(f"/join/{meeting.join_secret}", data=form)

    assert answer.status_code == 500
    assert "page join.join failed: KeyError" in written.getvalue()
    assert [word for word in (MARK, meeting.join_secret) if word in written.getvalue()] == []


def test_what_breaks_before_a_page_is_reached_tells_nobody_anything(written, app, monkeypatch):
    from consult.web import security

    guarded = security._guarded(lambda *_arguments: broken(MARK))
    told: list[Any] = []

    body = guarded({"PATH_INFO": f"/seat/{MARK}"}, lambda status, headers: told.append((status, headers)))

    assert (told[0][0], list(body)) == ("500 Internal Server Error", [b""])
    assert "answering a request failed: KeyError" in written.getvalue()
    assert MARK not in written.getvalue()


def test_a_line_that_breaks_is_no_failure_of_ours(written):
    from consult.web import security

    def gone(*_arguments: object) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        security._guarded(gone)({}, lambda *_: None)

    assert written.getvalue() == ""


# ── A real server ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_real_server_says_only_lines_of_json_without_tokens(tmp_path, mode):
    server = JsonServer(tmp_path, CONSULT_ASYNC_MODE=mode)
    try:
        server.wait()
        secret, projector = server.sql("select join_secret, projector_key from meeting")[0]
        token = "a-token-that-nobody-has"
        paths = (f"/join/{secret}", f"/seat/{token}", f"/projector/{projector}", f"/sign-in/{token}")
        before = [server.fetch(path)[0] for path in paths]
        server.sql("alter table participant rename to elsewhere")
        server.sql("alter table meeting rename to nowhere")
        after = [server.fetch(path)[0] for path in paths]
        server.sql("alter table nowhere rename to meeting")
        server.sql("alter table elsewhere rename to participant")
    finally:
        lines = server.stop()

    assert before[0] == before[2] == 200
    assert (after[0], after[1]) == (500, 500)
    assert lines[0]["message"] == f"serving on 127.0.0.1, port {server.port}"
    assert all(list(line)[:5] == ["time", "level", "logger", "place", "message"] for line in lines)
    assert "OperationalError" in {line.get("error") for line in lines}
    text = json.dumps(lines)
    assert [word for word in (secret, projector, token) if word in text] == []
