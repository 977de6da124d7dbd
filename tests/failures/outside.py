"""Engines outside, as LibreTranslate and OpenAI's endpoint are, which answer as badly as they are told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FRENCH = "Les voisins demandent plus de lumière dans le parc numéro {}."
GOOD = {
    "en": "The neighbours ask for more light in park number {}.",
    "es": "Los vecinos piden más luz en el parque número {}.",
    "pt": "Os vizinhos pedem mais luz no parque número {}.",
}
TEN_MEGABYTES = 10_000_000

Answer = Callable[["Question"], None]


class Question(BaseHTTPRequestHandler):
    """One text that somebody asks for; `said` is the JSON of it."""

    server: Here

    def do_POST(self) -> None:
        self.said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        engine = self.server.engine
        engine.asked.append(self.said)
        with engine.counting:
            engine.waiting += 1
        try:
            with suppress(OSError):
                engine.answer(self)
        finally:
            with engine.counting:
                engine.waiting -= 1

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def say(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        """Answer with these bytes."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def translation(self) -> str:
        """What a good engine answers."""
        if "messages" in self.said:
            told, text = (message["content"] for message in self.said["messages"])
            target = next(
                c
                for c, name in (("en", "English"), ("es", "Spanish"), ("pt", "Portuguese"))
                if f"to {name}" in told
            )
        else:
            text, target = self.said["q"], self.said["target"]
        return GOOD[target].format(text.split()[-1].rstrip("."))  # fmt: skip


class Here(ThreadingHTTPServer):
    """Listens for an engine."""

    daemon_threads = True
    engine: Engine


class Engine:
    """Answers with `answer`, and remembers what it was asked and how many wait for it."""

    def __init__(self) -> None:
        self.answer: Answer = well
        self.asked: list[dict[str, Any]] = []
        self.waiting = 0
        self.counting = threading.Lock()
        self.over = threading.Event()
        self.port = 0
        self.open()

    def open(self) -> None:
        """Listen, the second time at the same address."""
        self._listening = Here(("127.0.0.1", self.port), Question)
        self._listening.engine = self
        self.port = self._listening.server_port
        threading.Thread(target=self._listening.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Refuse every connection."""
        self._listening.shutdown()
        self._listening.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def texts(self) -> str:
        """Everything it was ever sent."""
        return json.dumps(self.asked, ensure_ascii=False)


def well(question: Question) -> None:
    """As it should."""
    text = question.translation()
    if "messages" in question.said:
        answer: Any = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}
    else:
        answer = {"translatedText": text}
    question.say(json.dumps(answer).encode())


def hangs(question: Question) -> None:
    """Never says anything."""
    question.server.engine.over.wait(60)


def drips(question: Question) -> None:
    """One byte a second, for ever."""
    question.say(b"{", length=100_000)
    while not question.server.engine.over.wait(1):
        question.wfile.write(b" ")
        question.wfile.flush()


def of_status(status: int, **headers: str) -> Answer:
    """Says only that it cannot."""
    return lambda question: question.say(b"", status, **headers)


def raw(body: bytes) -> Answer:
    """Says this, whatever it was asked."""
    return lambda question: question.say(body)


def talks(text: str) -> Answer:
    """Answers in the right form with a text that is no translation."""

    def answer(question: Question) -> None:
        if "messages" in question.said:
            form: Any = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}
        else:
            form = {"translatedText": text}
        question.say(json.dumps(form).encode())

    return answer


def repeats(question: Question) -> None:
    """A model that says back what it was told to do; another engine has been told nothing but the text."""
    told = question.said.get(
        "messages", [{"content": "Here is the translation: " + question.said.get("q", "")}]
    )
    talks(told[0]["content"])(question)


def in_turn(*answers: Answer) -> Answer:
    """One after the other, again and again."""
    count = iter(range(1_000_000))
    return lambda question: answers[next(count) % len(answers)](question)
