"""A real app on a real database, and people with a role: participants, table hosts, facilitators, strangers."""

from __future__ import annotations

import os
import sys

# Before anything else is loaded, here and in the hundreds of processes that tests start. They run side by side: where BLAS
# has as many threads as there are processors, these wait for each other, at several times the work. (The server tells its
# own processes the same.) And what is imported is compiled once, not by each process, also where the machine says otherwise.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# ruff: noqa: E402
import gc
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from stage import Clock, Screen
from werkzeug.routing import Rule

from consult import Settings, create_app, logs
from consult.domain.words import Phase
from consult.extensions import Base, db, socketio
from consult.live import limits, own
from consult.models import Consultation, Meeting, Membership, User
from consult.services import hall
from consult.services.accounts import tickets
from consult.services.board import following, looking
from consult.services.meeting import join, news, presence
from consult.services.preparation import prepare
from consult.services.seating import steer as seating_steer
from consult.services.translating import loop as translating
from consult.services.understanding import loop as understanding

# No test asserts a time: the machine may be busy. In continuous integration every run tries the same examples.
hypothesis.settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("house")

# Processes that run tests side by side must not meet in one database: "…/consult" is "…/consult_gw0" to the first.
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and (
    postgresql := os.environ.get("CONSULT_TEST_POSTGRESQL")
):
    os.environ["CONSULT_TEST_POSTGRESQL"] = f"{postgresql}_{worker}"

# What is slow because it waits, by folder or file, and how many quick files follow each of its files.
SLOW, QUICK_BESIDE = {"failures", "journeys", "rehearsal", "test_wheel.py"}, 3
# What SQLite is told, ready-made, by statement: see `_compile_once`. And what werkzeug makes of each address.
_compiled: dict[object, Any] = {}
_builders: dict[object, Any] = {}
_compile_builder = Rule._compile_builder


def _compile_builder_once(rule: Rule, append_unknown: bool = True) -> Any:
    """Each test has an app of its own, for which werkzeug would compile two functions for each of its addresses."""
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


Rule._compile_builder = _compile_builder_once  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts servers and waits for them begins early, quick files beside it; the other quick ones fill up the end.

    All at once they would keep each other waiting, and at the end processors would be idle.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    slow = [path for path in files if not SLOW.isdisjoint(path.parts)]
    quick = iter([path for path in files if SLOW.isdisjoint(path.parts)])
    early = [path for one in slow for path in (one, *islice(quick, QUICK_BESIDE))]
    items[:] = [item for path in (*early, *quick) for item in files[path]]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it need not be searched for rubbish again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_folder=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'consult.sqlite'}",
        secret_key="a-key-for-tests-only-0123456789",
        async_mode=os.environ.get("CONSULT_ASYNC_MODE", "eventlet"),
    )


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables, made once: copying a file is far quicker than making them for each of two thousand tests."""
    path = tmp_path_factory.mktemp("empty") / "consult.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def app(settings: Settings, clock: Clock, empty_database: Path) -> Iterator[Flask]:
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False, CLOCK=clock)
    # The context of a test outlives its requests: who was recognised in one must not be in the next.
    app.before_request(lambda: [g.pop(name, None) for name in ("_login_user", "language")] and None)
    limits.forget_all()
    logs.forget_all()
    hall.forget_all()
    translating.forget_all()
    understanding.forget_all()
    own.forget_all()
    presence.forget_all()
    looking.forget_all()
    following.forget_all()
    join._wrong_codes.clear()
    news._touched.clear()
    shutil.copyfile(empty_database, settings.data_folder / "consult.sqlite")
    with app.app_context():
        _compile_once()
        yield app
        translating.forget_all()
        understanding.forget_all()
        db.session.remove()
        db.engine.dispose()
        # The class remembers all screens there ever were, and with them each test's app.
        Screen.clients.clear()


def _compile_once() -> None:
    """Each test has an engine of its own, which would compile all statements anew: half the time of a test."""
    _compiled.setdefault("dialect", db.engine.dialect)
    db.engine.dialect = _compiled["dialect"]
    db.engine.update_execution_options(compiled_cache=_compiled)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    """The ready-made consultation on housing."""
    return prepare.ready_made()


@pytest.fixture
def meeting(consultation: Consultation) -> Meeting:
    """Its World Café in WELCOME: 20 expected people, four tables, three rounds."""
    return prepare.first_meeting(consultation)


@pytest.fixture
def facilitator(consultation: Consultation) -> User:
    """Facilitator and coordinator of the ready-made consultation."""
    return db.session.query(User).filter_by(name="facilitator").one()


@pytest.fixture
def stranger(app: Flask) -> User:
    """Somebody who signs in here, but has no role in the ready-made consultation."""
    user = User(name="stranger")
    db.session.add(user)
    db.session.commit()
    return user


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], FlaskClient]:
    """A browser in which that user is signed in."""

    def _sign_in(user: User) -> FlaskClient:
        browser = app.test_client()
        with browser.session_transaction() as cookies:
            cookies["_user_id"] = str(user.id)
            cookies["_fresh"] = True
        return browser

    return _sign_in


@pytest.fixture
def with_role(app: Flask, consultation: Consultation) -> Callable[..., User]:
    """A new user with one role in the ready-made consultation."""

    def _with_role(role: str, name: str) -> User:
        user = User(name=name)
        db.session.add(user)
        db.session.flush()
        db.session.add(Membership(user_id=user.id, consultation_id=consultation.id, role=role))
        db.session.commit()
        return user

    return _with_role


@pytest.fixture
def connect(app: Flask) -> Iterator[Callable[[dict[str, str]], Screen]]:
    """A screen connected with a token, ticket or key."""
    screens: list[Screen] = []

    def _connect(auth: dict[str, str]) -> Screen:
        screen = Screen(app, socketio, auth=auth)
        screens.append(screen)
        return screen

    yield _connect
    for screen in screens:
        if screen.is_connected():
            screen.disconnect()


@pytest.fixture
def phone(meeting: Meeting, connect: Callable[[dict[str, str]], Screen]) -> Callable[..., Screen]:
    """A participant's phone, connected and caught up; `table` moves the participant there."""

    def _phone(
        table: int | None = None,
        languages: tuple[str, ...] = ("en",),
        mode: str = "onsite",
        nickname: str = "",
    ) -> Screen:
        participant, token = join.join(
            meeting,
            nickname=nickname,
            language=languages[0],
            languages=list(languages),
            group_key=None,
            mode=mode,
            consented=True,
        )
        if table is not None:
            seating_steer.move(meeting.id, participant.id, table)
        screen = connect({"token": token})
        screen.participant = participant
        screen.ask("catch_up")
        screen.get_received()
        return screen

    return _phone


@pytest.fixture
def console(
    meeting: Meeting, facilitator: User, connect: Callable[[dict[str, str]], Screen]
) -> Callable[..., Screen]:
    """A facilitator's console."""

    def _console(user: User | None = None) -> Screen:
        screen = connect({"ticket": tickets.console_ticket(user or facilitator, meeting)})
        if screen.is_connected():
            screen.get_received()
        return screen

    return _console


@pytest.fixture
def projector(meeting: Meeting, connect: Callable[[dict[str, str]], Screen]) -> Callable[[], Screen]:
    """The projector of the hall."""

    def _projector() -> Screen:
        return connect({"projector": meeting.projector_key})

    return _projector


@pytest.fixture
def translated(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Wait until everything that was asked for is translated, by a process with an engine of the tests."""
    script = Path(__file__).parent / "services" / "fake_translator.py"
    command = [sys.executable, str(script), str(tmp_path)]
    monkeypatch.setattr(
        translating, "begin_process", lambda end: subprocess.Popen(command, stdin=end, stdout=end)
    )

    def _translated() -> None:
        translating.turn(0)
        for _ in range(100):
            if not translating.waiting():
                return
            translating.turn(1)
        pytest.fail("it is not translated")

    return _translated


@pytest.fixture
def open_round(meeting: Meeting, console: Callable[..., Screen]) -> Callable[[], None]:
    """Open the next round."""

    def _open() -> None:
        if meeting.phase == Phase.ROUND:
            assert console().ask("round.close")["ok"]
        assert console().ask("round.open")["ok"]

    return _open
