"""What goes into the log, and what never does: the words of people, their tokens, the addresses of pages.

An exception's message may quote what somebody wrote, and so may the arguments of a library's own log call. Of
an exception only its kind and its places are kept; of a library's line only what stands in its source.
Lines are made for reading, or, with CONSULT_LOG=json, one JSON object each: time, level, logger, place, message,
and of a failure its kind and where it came from.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

OURS = "consult"
TOLD_AT_MOST = 5
WINDOW_SECONDS = 60.0
MOST_WINDOWS = 1000


@dataclass
class _Window:
    """How often a failure was told since `begun`, and how often not."""

    begun: float
    told: int = 1
    unsaid: int = 0


_windows: dict[tuple[str, ...], _Window] = {}


def set_up(kind: str) -> None:
    """Send all lines to the standard error; `kind` is plain or json. Called by commands, not by tests."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    sys.excepthook = uncaught
    threading.excepthook = lambda told: uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def failure(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that `what` (a name of ours) failed: the kind of the exception and its places, never its message.

    The same failure is told `TOLD_AT_MOST` times in `WINDOW_SECONDS`: a hall whose database is away must not fill the disk.
    """
    kind, trace = type(error).__name__, places_of(error.__traceback__)
    unsaid = _unsaid((what, kind, *trace[-1:]))
    if unsaid is None:
        return
    more = f" (and {unsaid} times more since it was last told)" if unsaid else ""
    log.error("%s failed: %s%s", what, kind, more, extra={"error_kind": kind, "trace": trace}, stacklevel=2)


def forget_all() -> None:
    """Tell everything anew, for tests."""
    _windows.clear()


def uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, /) -> None:
    """Log an exception that nobody has caught, without its message."""
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logging.getLogger(OURS).critical(
        "not caught: %s", kind.__name__, extra={"error_kind": kind.__name__, "trace": places_of(trace)}
    )


def places_of(trace: TracebackType | None) -> list[str]:
    """Where an exception came from, outermost first, as "file:line function"."""
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


class PlainLines(logging.Formatter):
    """`2026-05-04 10:11:12 ERROR consult.live.answers: command note.write failed: KeyError`, then the places."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one for each place of a failure."""
        facts = facts_of(record)
        line = f"{_time(record):%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {facts['message']}"
        if "error" in facts and facts["error"] not in facts["message"]:
            line += f" ({facts['error']})"
        return "\n".join([line, *(f"    {place}" for place in facts.get("trace", ()))])


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        return json.dumps(facts_of(record), ensure_ascii=False)


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What may be told of a record: time (UTC), level, logger, place, message; error and trace of a failure."""
    facts: dict[str, Any] = {
        "time": _time(record).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "place": f"{_short(record.pathname)}:{record.lineno}",
        "message": _message(record),
    }
    kind, trace = _failure_of(record)
    if kind:
        facts["error"] = kind
    if trace:
        facts["trace"] = list(trace)
    return facts


def _unsaid(failure: tuple[str, ...]) -> int | None:
    """How often this failure has been passed over before it is told now; None to pass it over once more."""
    instant = time.monotonic()
    if len(_windows) > MOST_WINDOWS:
        _windows.clear()
    window = _windows.get(failure)
    if window is None or instant - window.begun >= WINDOW_SECONDS:
        _windows[failure] = _Window(instant)
        return window.unsaid if window else 0
    window.told += 1
    if window.told <= TOLD_AT_MOST:
        return 0
    window.unsaid += 1
    return None


def _message(record: logging.LogRecord) -> str:
    """Our own lines as they are; of others the first line of their source, without what was to be put in."""
    if record.name == OURS or record.name.startswith(OURS + "."):
        return record.getMessage()
    return next(iter(str(record.msg).splitlines()), "")


def _failure_of(record: logging.LogRecord) -> tuple[str, Sequence[str]]:
    if record.exc_info and record.exc_info[0] is not None:
        return record.exc_info[0].__name__, places_of(record.exc_info[2])
    return getattr(record, "error_kind", ""), getattr(record, "trace", ())


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _short(path: str) -> str:
    """The path from the package on; elsewhere its last two parts."""
    parts = path.replace("\\", "/").split("/")
    if OURS in parts[:-1]:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index(OURS) :])
    return "/".join(parts[-2:])
