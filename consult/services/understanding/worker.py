"""The process beside the server that understands notes, until its input ends (`consult understand`).

In:  {"notes": [ids], "learn": null} or {"notes": [], "learn": id of a consultation}, a JSON object a line.
Out: {"alive": true} now and then, and {"done": true, "failed": bool, "meetings": [ids]}: there is something new.
It reads and stores by itself: neither texts nor vectors pass through the server.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any

from consult import logs
from consult.extensions import db

log = logging.getLogger(__name__)

Answer = Callable[[dict[str, Any]], None]


def run() -> None:
    """Be the process: until standard input ends. Needs a context of the app."""
    from consult.services.understanding.work import Worker

    search_seldom()
    worker = Worker(lambda: answer({"alive": True}))
    try:
        serve(iter(sys.stdin.buffer.readline, b""), worker.carry_out, answer)
    except ConnectionError:
        # Whoever asked has gone.
        return
    finally:
        worker.close()


def search_seldom() -> None:
    """Look for rubbish less often: with thousands of notes in hand that takes as long as the work itself."""
    gc.set_threshold(50_000, 20, 100)


def answer(content: dict[str, Any]) -> None:
    """One line to whoever asked."""
    sys.stdout.buffer.write(json.dumps(content).encode() + b"\n")
    sys.stdout.buffer.flush()


def serve(
    lines: Iterable[bytes], carry_out: Callable[[dict[str, Any]], Iterable[int]], answer: Answer
) -> None:
    """Answer one line after another until there are no more. What cannot be done costs nothing but itself."""
    for line in lines:
        meetings: list[int] = []
        failed = False
        try:
            meetings = sorted(carry_out(json.loads(line)))
        except ConnectionError:
            raise
        except Exception as error:
            failed = True
            logs.failure(log, "understanding", error)
        finally:
            # Nothing of it is held while there is nothing to do.
            db.session.rollback()
            db.session.expunge_all()
        answer({"done": True, "failed": failed, "meetings": meetings})
