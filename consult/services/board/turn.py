"""One change of a board at a time, in this process and in all others."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Consultation

_locks: dict[int, threading.RLock] = defaultdict(threading.RLock)


@contextmanager
def turn(consultation_id: int) -> Iterator[int]:
    """The version this change makes of the board; until the commit nobody else changes it.

    Counting up comes first: it locks the row on PostgreSQL, and on SQLite everybody else who wants to write. Whatever goes
    wrong in between is taken back. Raises Refused("not_in_consultation"), or "board_moved_on" where a note or a theme
    was erased in this very moment.
    """
    # Two who wait for the same row in one process would wait for each other for ever.
    with _locks[consultation_id]:
        try:
            version = db.session.scalar(
                update(Consultation)
                .where(Consultation.id == consultation_id)
                .values(board_version=Consultation.board_version + 1)
                .returning(Consultation.board_version)
                .execution_options(synchronize_session=False)
            )
            if version is None:
                raise Refused("not_in_consultation")
            yield version
        except IntegrityError as error:
            db.session.rollback()
            raise Refused("board_moved_on") from error
        except Exception:
            db.session.rollback()
            raise
