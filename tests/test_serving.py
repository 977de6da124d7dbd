"""Starting the server."""

from __future__ import annotations

import contextlib
import resource
import socket
from pathlib import Path

import pytest
from real import JsonServer

from consult.config import ConfigurationError
from consult.serving import serve


def test_port_in_use_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("CONSULT_DATA", str(tmp_path))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(ConfigurationError, match=f"127.0.0.1:{port}.*PORT="):
            serve("127.0.0.1", port)


def test_a_hall_of_phones_leaves_room_for_whoever_opens_a_page(tmp_path: Path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = JsonServer(tmp_path, CONSULT_ASYNC_MODE="eventlet")
    try:
        server.wait()
        with contextlib.ExitStack() as phones:
            # More than eventlet serves unless it is told otherwise.
            for _ in range(1100):
                phones.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))

            assert server.fetch("/healthz")[0] == 200
    finally:
        server.stop()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
