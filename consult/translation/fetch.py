"""One question over HTTP and its answer, with an end to everything: time, size, redirects.

Errors are codes. Nothing of what was asked or answered is ever in an exception.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

MOST_BYTES: Final = 262_144
"""Of an answer; a translated note is a few hundred."""
_MOST_WAIT: Final = 600.0


class FetchError(Exception):
    """No usable answer; `why` is a code, `wait` the seconds the other side asked to wait (0.0: it did not)."""

    def __init__(self, why: str, wait: float = 0.0, status: int = 0) -> None:
        """Keep the codes; there is no text."""
        super().__init__(why)
        self.why = why
        self.wait = wait
        self.status = status


def ask(url: str, question: dict[str, Any], headers: dict[str, str], seconds: float) -> Any:
    """Send JSON, return the JSON of the answer; raise FetchError for everything else.

    `seconds` are for all of it. Certificates are checked; a redirect is not followed; no proxy is used.
    """
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=_trusted())
    else:
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
    over = _Alarm(seconds)
    try:
        with over:
            connection.connect()
            # Kept here: the connection forgets its line where the other side says that it will close it.
            over.watch(connection.sock)
            answer = _answer(connection, parts.path or "/", question, headers)
    except FetchError:
        if over.rang:
            raise FetchError("timeout") from None
        raise
    except (http.client.HTTPException, OSError, ValueError, RecursionError) as error:
        late = over.rang or isinstance(error, TimeoutError)
        raise FetchError("timeout" if late else _why(error)) from None
    finally:
        connection.close()
    return answer


def _answer(
    connection: http.client.HTTPConnection, path: str, question: dict[str, Any], headers: dict[str, str]
) -> Any:
    body = json.dumps(question, ensure_ascii=False).encode()
    connection.request(
        "POST", path, body, {"Content-Type": "application/json", "Accept": "application/json", **headers}
    )
    response = connection.getresponse()
    if response.status != 200:
        raise _refusal(response)
    content = response.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise FetchError("nonsense")
    if response.length:
        # Cut off in the middle.
        raise FetchError("unreachable")
    return json.loads(content)


def _refusal(response: http.client.HTTPResponse) -> FetchError:
    if response.status in {429, 503}:
        return FetchError("busy", _wait(response.getheader("Retry-After", "")), response.status)
    why = "refused" if response.status in {401, 403} else "status"
    return FetchError(why, status=response.status)


def _wait(text: str) -> float:
    return min(float(text), _MOST_WAIT) if text.isdecimal() and len(text) < 10 else 0.0


def _why(error: Exception) -> str:
    """Said something that is no answer, or nothing at all."""
    # A certificate that is not good is a ValueError too.
    gone = isinstance(error, (OSError, http.client.IncompleteRead))
    return "unreachable" if gone else "nonsense"


class _Alarm:
    """Cuts the line when the time is over, also where bytes keep dripping in."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._line: socket.socket | None = None
        self.rang = False

    def watch(self, line: socket.socket) -> None:
        """Cut this one; raise TimeoutError where it is too late already."""
        self._line = line
        if self.rang:
            raise TimeoutError

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.rang = True
        with contextlib.suppress(OSError):
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
