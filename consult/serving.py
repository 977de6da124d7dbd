"""The entry point: chooses how the server waits, prepares the database, says where everything is, and serves."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from consult import logs
from consult.config import ConfigurationError, Settings

if TYPE_CHECKING:
    from flask import Flask

# A connection is an open file; some are needed for the database, logs and processes beside the server.
MOST_FILES, SPARE_FILES = 65_536, 128
# Connections that the kernel keeps until they are accepted.
AT_THE_DOOR = 2048
# A connection that a browser keeps for later is a file too. A proxy closes its own first (Caddy after 120 s), or a request
# could meet a connection that is just being closed. Live lines have a patience of their own.
IDLE_SECONDS, IDLE_SECONDS_OF_A_PROXY = 20, 125
# How long a request may be stuck half-way.
STUCK_SECONDS = 60
# Where every connection has a thread of its own.
MOST_THREADS = 600
# The number of the lock that servers starting on the same database wait for.
STARTING = 0x636F6E73
log = logging.getLogger(__name__)


def serve(host: str, port: int) -> None:
    """Run the server until it is stopped."""
    settings = Settings.from_environment()
    _require_free(host, port)
    _choose_waiting(settings.async_mode)

    from consult import create_app, live
    from consult.services.backup import occupied

    app = create_app(settings)
    app.config["ADDRESS_SEEN"] = settings.public_url or f"http://{_own_address()}:{port}"
    # Held as long as the process lives.
    take_place = occupied.claim if settings.database_url.startswith("sqlite") else occupied.share
    at_work = take_place(settings.data_folder)
    with app.app_context():
        prepare_database()
        if settings.log == "plain":
            _welcome(port)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    logging.getLogger("engineio.server").addFilter(worth_a_line)
    for library in ("engineio.server", "socketio.server"):
        # Each brings a printer of its own, which would print what people wrote.
        logging.getLogger(library).handlers.clear()
    live.start_background(app)
    freeze()
    log.info("serving on %s, port %d", host, port)
    if settings.async_mode == "eventlet":
        run_on_eventlet(app, host, port)
    else:
        _run_on_threads(app, host, port)
    at_work.close()


def run_on_eventlet(app: Flask, host: str, port: int) -> None:
    """Serve until stopped, with room for a hall and for a hall that comes back all at once.

    Left to itself eventlet serves 1,024 connections, so that with a thousand phones nobody could open a page any more,
    and lets 50 wait at the door: whoever comes when it is full tries again a second later.
    """
    import resource

    import eventlet.wsgi

    from consult.live import full

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = eventlet.listen((host, port), family, backlog=AT_THE_DOOR)
    # Access logs would hold the personal links of participants.
    pool = eventlet.GreenPool(files - SPARE_FILES)
    full.room(app, files - SPARE_FILES, pool.running)
    settings = app.config.get("SETTINGS")
    idle = IDLE_SECONDS_OF_A_PROXY if settings is not None and settings.proxies else IDLE_SECONDS
    eventlet.wsgi.server(
        door,
        app,
        log_output=False,
        custom_pool=pool,
        keepalive=idle,
        socket_timeout=STUCK_SECONDS,
        protocol=_silent_protocol(),
    )


def _silent_protocol() -> type[Any]:
    """HTTP that answers what it cannot read, but does not print it: it may be what somebody wrote."""
    from eventlet.wsgi import HttpProtocol

    class Silent(HttpProtocol):  # type: ignore[misc]
        def log_message(self, *_what: object) -> None:
            return

    return Silent


def app_for_command() -> Flask:
    """The app for a command that does not serve: without pages it is there in two thirds of the time."""
    from consult import create_app

    return create_app(replace(Settings.from_environment(), async_mode="threading"), answers=False)


def prepare_database() -> None:
    """Bring the tables up to date and make sure that a first facilitator and a ready-made consultation exist."""
    from flask import current_app
    from flask_migrate import upgrade

    from consult.services.preparation import prepare

    settings: Settings = current_app.config["SETTINGS"]
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time():
        upgrade()
        prepare.ready_made()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Servers that start together on PostgreSQL prepare it one after another. SQLite has one server."""
    from sqlalchemy import func, select

    from consult.extensions import db

    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(select(func.pg_advisory_lock(STARTING)))
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(STARTING)))


def new_sign_in_link(name: str) -> str:
    """The address of a fresh one-time sign-in link; the user is made if there is none of that name."""
    from consult.services.accounts import sign_in
    from consult.services.meeting.wire import public_address

    user = sign_in.find(name) or sign_in.add_user(name)
    return f"{public_address()}/sign-in/{sign_in.make_link(user)}"


def worth_a_line(record: logging.LogRecord) -> bool:
    """Whether a fault of the live connection is ours. Nobody may fill the log by sending what cannot be read."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, ValueError | RecursionError)


def freeze() -> None:
    """What is loaded by now stays: it need not be searched for rubbish again while a hall is waiting."""
    from consult.live import rubbish

    rubbish.put_off_searching()


def _choose_waiting(mode: str) -> None:
    """eventlet must patch the standard library before anything else is loaded."""
    if mode == "eventlet":
        import warnings

        with warnings.catch_warnings():
            # eventlet announces that it is in maintenance; the choice and its reason are in docs/decisions.md.
            warnings.simplefilter("ignore")
            import eventlet

            eventlet.monkey_patch()
        # The C code of psycopg waits for the database without letting anybody else go on.
        os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_select")
        hub = eventlet.hubs.get_hub()
        # What nobody catches would be printed with its message.
        hub.squelch_timer_exception = lambda _timer, fault: logs.uncaught(*fault)
        hub.squelch_generic_exception = lambda fault: logs.uncaught(*fault)


def _run_on_threads(app: Flask, host: str, port: int) -> None:
    """A thread for each connection, for small halls. As Flask does it, without what it prints."""
    from werkzeug.serving import run_simple

    from consult.live import full

    full.room(app, MOST_THREADS, threading.active_count)
    run_simple(host, port, app, threaded=True)


def _require_free(host: str, port: int) -> None:
    """Raises ConfigurationError when the address cannot be listened on, before anything is promised."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise ConfigurationError(
                f"cannot listen on {host}:{port} ({reason}); choose another port with PORT=8080"
            ) from error


def _own_address() -> str:
    """This machine's address in the local network, else the loopback address. No packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _welcome(port: int) -> None:
    """Print what a facilitator needs to begin."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_L

    from consult.services.meeting.wire import join_address, public_address
    from consult.services.preparation import prepare

    consultation = prepare.ready_made()
    meeting = prepare.first_meeting(consultation)
    local = f"http://127.0.0.1:{port}"
    link = new_sign_in_link("facilitator")
    print("\n  City consultation is running.\n")
    print(f"  This machine      {local}")
    print(f"  Local network     {public_address()}")
    print(f"  Console, works once   {local}{link.removeprefix(public_address())}")
    print(f"  Join              {join_address(meeting)}")
    print(f"  Join code         {meeting.join_code}  (at {public_address()})\n")
    code = qrcode.QRCode(border=2, error_correction=ERROR_CORRECT_L)
    code.add_data(join_address(meeting))
    code.print_ascii(invert=True)
    print("\n  Stop with Ctrl-C.\n", flush=True)
