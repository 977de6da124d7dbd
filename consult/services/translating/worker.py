"""The process beside the server: JSON lines in, JSON lines out, until its input ends (`consult translator`).

In:  {"id", "text", "source", "targets", "private", "allowed"}; where `allowed` is not empty, the language is recognised
     among these first, with `source` (the writer's screen) for a text that tells nothing.
Out: {"id", "language", "fifth"} once it is recognised; {"id", "target", "text", "engine", "doubtful", "reasons"} for each
     target that is not the language of the text; {"id", "done": true}; and {"state"} when the engines do better or worse.
What cannot be read is answered with {"nonsense": true}. No text goes into a log.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from consult.translation.base import NOT_SET_UP, PAUSED, WORKS, EngineState, Translation

Content = dict[str, Any]
# What is found out is told together, but never later than this: a silent process is taken for one that hangs.
WORD_SECONDS = 1.0


class Engines(Protocol):
    """What the process needs of a chain of engines."""

    def state(self) -> Sequence[EngineState]: ...
    def translate_many(
        self, texts: Sequence[str], source: str, target: str, *, private: bool = False
    ) -> list[Translation]: ...


class Recognised(Protocol):
    """What the process needs of an answer of `analysis.language`."""

    @property
    def language(self) -> str: ...
    @property
    def fifth(self) -> bool: ...


Recognise = Callable[[str, Sequence[str], str], Recognised]


def run() -> None:
    """Be the process: until standard input ends."""
    from consult.analysis import language
    from consult.config import EngineSettings
    from consult.translation.chain import engine_from

    engines = engine_from(EngineSettings.from_environment())

    def answer(answers: list[Content]) -> None:
        sys.stdout.buffer.write(as_line(answers))
        sys.stdout.buffer.flush()

    try:
        answer([{"state": state_of(engines.state())}])
        language.load()
        work(engines, language.recognise, iter(sys.stdin.buffer.readline, b""), answer)
    except ConnectionError:
        # Whoever asked has gone.
        return
    finally:
        engines.close()


def work(
    engines: Engines, recognise: Recognise, lines: Iterator[bytes], answer: Callable[[list[Content]], None]
) -> None:
    """Answer one line after another until there are no more."""
    state = ""
    for line in lines:
        content = _read(line)
        if content is None:
            answer([{"nonsense": True}])
        else:
            _tell(_answers(engines, recognise, content), answer)
        now = state_of(engines.state())
        if now != state:
            state = now
            answer([{"state": state}])


def state_of(engines: Sequence[EngineState]) -> str:
    """How all of them together do: they work as long as one of them does."""
    conditions = {engine.condition for engine in engines}
    return next((each for each in (WORKS, PAUSED) if each in conditions), NOT_SET_UP)


def as_line(answers: list[Content]) -> bytes:
    """Answers as they are written."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in answers)


def _tell(answers: Iterator[Content], answer: Callable[[list[Content]], None]) -> None:
    found: list[Content] = []
    told = time.monotonic()
    for each in answers:
        found.append(each)
        if time.monotonic() - told > WORD_SECONDS:
            answer(found)
            found, told = [], time.monotonic()
    if found:
        answer(found)


def _answers(engines: Engines, recognise: Recognise, asked: Content) -> Iterator[Content]:
    number, text, language = asked["id"], asked["text"], asked["source"]
    if asked["allowed"]:
        found = recognise(text, asked["allowed"], language)
        language = found.language
        yield {"id": number, "language": language, "fifth": found.fifth}
    for target in asked["targets"]:
        if target != language:
            (made,) = engines.translate_many([text], language, target, private=asked["private"])
            yield _translated(number, target, made)
    yield {"id": number, "done": True}


def _translated(number: object, target: str, made: Translation) -> Content:
    return {
        "id": number,
        "target": target,
        "text": made.text,
        "engine": made.engine,
        "doubtful": made.doubtful,
        "reasons": list(made.reasons),
    }


def _read(line: bytes) -> Content | None:
    """What is asked, if that is what it is."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    if not isinstance(found, dict) or "id" not in found:
        return None
    texts = isinstance(found.get("text"), str) and isinstance(found.get("source"), str)
    lists = all(
        isinstance(found.get(name), list) and all(isinstance(code, str) for code in found[name])
        for name in ("targets", "allowed")
    )
    return found if texts and lists and isinstance(found.get("private"), bool) else None
