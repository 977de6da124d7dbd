"""Every command is answered: `ok` with what it brought, or a stable code and a translated sentence."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from babel import Locale
from flask import g
from pydantic import ValidationError

from consult import logs
from consult.domain.errors import Refused
from consult.extensions import db, socketio
from consult.live import door, limits, pace
from consult.live.events import Command
from consult.live.who import Who, current_who, remembered
from consult.locales import in_language
from consult.phrases import sentence

# Parsing the name of a language takes longer than many a command.
_locale = functools.cache(Locale.parse)
Handler = Callable[[Who, Any], dict[str, Any]]
log = logging.getLogger(__name__)


def answered(
    kind: str,
    cost: float = 1.0,
    recognise: Callable[[str], Who | None] | None = None,
    patience: float | None = None,
) -> Callable[[Handler], Command]:
    """Recognise the sender (`kind`: phone, console or any), limit, act, and answer whatever happens.

    `patience` says how late the process may be before this has to wait (`pace`), if not as for others of its kind.
    """
    patience = pace.PATIENCE[kind] if patience is None else patience

    def decorate(handler: Handler) -> Command:
        @functools.wraps(handler)
        def handle(socket_id: str, payload: Any) -> dict[str, Any]:
            known = remembered(socket_id)
            if pace.must_wait(patience):
                return _refused(known, "please_wait")
            if known is not None and not limits.spend(known.bucket, cost):
                _give_way(known, socket_id)
                return _refused(known, "too_fast")
            return _recognised(handler, kind, socket_id, payload, recognise)

        return handle

    return decorate


def refusal(code: str, **values: object) -> dict[str, Any]:
    """The answer to something that cannot be done; `retry` when the same may work later."""
    answer: dict[str, Any] = {"ok": False, "code": code, "message": sentence(code, **values)}
    if code in {"too_fast", "please_wait"}:
        answer["retry"] = True
    return answer


def _refused(who: Who | None, code: str) -> dict[str, Any]:
    """Without a look into the database: it costs next to nothing."""
    with in_language(_locale(who.language if who else "en")):
        return refusal(code)


def _give_way(who: Who, socket_id: str) -> None:
    """Whoever asks too much lets everybody else go first; whoever goes on and on is cut off."""
    socketio.sleep(0)
    if limits.has_gone_wild(who.bucket):
        door.cut(socket_id)


def _recognised(
    handler: Handler,
    kind: str,
    socket_id: str,
    payload: Any,
    recognise: Callable[[str], Who | None] | None,
) -> dict[str, Any]:
    try:
        who = (recognise or current_who)(socket_id)
    except Exception as error:
        return _failed(handler, error)
    with in_language(_locale(who.language if who else "en")):
        return _answer(handler, who, kind, payload)


def _answer(handler: Handler, who: Who | None, kind: str, payload: Any) -> dict[str, Any]:
    try:
        if who is None or kind not in (who.kind, "any"):
            raise Refused("not_recognised" if who is None else "not_allowed")
        g.language = who.language
        return {"ok": True, **handler(who, payload)}
    except Refused as refused:
        db.session.rollback()
        return refusal(refused.code, **refused.values)
    except ValidationError as error:
        db.session.rollback()
        return _malformed(error)
    except Exception as error:
        return _failed(handler, error)


def _failed(handler: Handler, error: Exception) -> dict[str, Any]:
    db.session.rollback()
    logs.failure(log, f"command {handler.__name__}", error)
    return refusal("please_wait")


def _malformed(error: ValidationError) -> dict[str, Any]:
    first = error.errors(include_url=False, include_input=False, include_context=True)[0]
    place = ".".join(str(part) for part in first["loc"]) or "payload"
    if first["type"] in {"string_too_short", "text_missing"} and place == "text":
        return refusal("text_missing")
    if first["type"] == "text_too_long":
        return refusal("text_too_long", **first.get("ctx", {}))
    return refusal("malformed", field=place)
