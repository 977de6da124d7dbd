"""Starting the server."""

from __future__ import annotations

import socket

import pytest

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
