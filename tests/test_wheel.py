"""A wheel, installed into an empty environment elsewhere, serves a page with styles and translations."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel and nothing of the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    run("-m", "venv", "--without-pip", str(folder / "env"))
    python = folder / "env" / "bin" / "python"
    wheel = next(folder.glob("consult-*.whl"))
    # Only what is imported is compiled, by the one server that imports it.
    run("-m", "pip", "--python", str(python), "install", "--quiet", "--no-compile", str(wheel))
    return python


def run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, cwd=ROOT)


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def wait_for(port: int) -> None:
    """Until the server listens: it says what it is before it does."""
    pause = threading.Event()
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)


def test_wheel_serves_a_page_with_styles_and_translations(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "CONSULT"))}
    server = subprocess.Popen(
        [installed, "-m", "consult", "serve", "--host", "127.0.0.1", "--port", str(port)],
        cwd=tmp_path,
        env={**environment, "CONSULT_DATA": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert any("Ctrl-C" in line for line in server.stdout)
        wait_for(port)
        page = fetch(f"http://127.0.0.1:{port}/?lang=fr")
        style = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert '<html lang="fr">' in page
        assert "Code de la séance" in page
        assert "--paper" in fetch(f"http://127.0.0.1:{port}{style}")
    finally:
        server.terminate()
        server.wait(120)
