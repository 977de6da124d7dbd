"""An engine that hangs, talks nonsense or is gone costs nobody a note, and is used again as soon as it is well."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from real import JsonServer
from tools import missing, run_apart

from consult.config import EngineSettings
from consult.translation.chain import engine_from
from failures.line import Line
from failures.outside import (
    FRENCH,
    GOOD,
    TEN_MEGABYTES,
    Answer,
    Engine,
    drips,
    hangs,
    in_turn,
    of_status,
    raw,
    repeats,
    talks,
    well,
)
from failures.prepared import Hall

IMPATIENT = str(Path(__file__).with_name("impatient"))
LONG = os.environ.get("CI") == "true"
WITHIN = 120
NOTES = 3
NONSENSE = [
    raw(b"<html><body>Bad gateway</body></html>"),
    raw(b""),
    raw(b'{"message": "hello"}'),
    raw(b'{"translatedText": "' + b"x" * TEN_MEGABYTES + b'"}'),
    talks("Соседи просят больше света в парке"),
    talks("Here is the translation: the note says that there should be light."),
    talks(""),
    repeats,
]


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.over.set()
    made.close()


class Table:
    """A French phone that writes, Spanish and Portuguese ones that read, and the console."""

    def __init__(self, server: JsonServer, hall: Hall) -> None:
        self.server, self.hall = server, hall
        self.told: dict[str, dict[int, Any]] = {"es": {}, "pt": {}}
        self.written: list[int] = []
        self.news = asyncio.Event()

    async def come_in(self) -> Table:
        _english, french, spanish, portuguese, *_ = self.hall.people
        self.french = await Line(lambda *_: None).open(self.server.url, {"token": french.token})
        self.readers = {
            one.language: await Line(self._hear(one.language)).open(self.server.url, {"token": one.token})
            for one in (spanish, portuguese)
        }
        self.console = await Line(lambda *_: None).open(self.server.url, {"ticket": self.hall.tickets[0]})
        return self

    async def write(self, text: str | None = None, kind: str = "need") -> int:
        """A note of the French phone; it must be acknowledged."""
        number = len(self.written) + 1
        note = {"kind": kind, "round": 1, "client_key": f"key-{number:08}"}
        answer = await self.french.ask("note.write", {**note, "text": text or FRENCH.format(number)})
        assert answer["ok"] is True, answer
        self.written.append(answer["note"]["id"])
        return int(answer["note"]["id"])

    async def reads(self, language: str) -> dict[int, tuple[str, str | None]]:
        """What a phone that asks has: of each note the original, and the translation if there is one."""
        state = await self.readers[language].ask("catch_up")
        assert state["ok"] is True, state
        return {n["id"]: (n["text"], (n.get("translation") or {}).get("text")) for n in state["notes"]}

    async def translating(self) -> dict[str, Any]:
        """What the console is told."""
        state = await self.console.ask("catch_up")
        return dict(state["translation"]) if state["ok"] else {}

    async def until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        """Until something is so."""
        async with asyncio.timeout(WITHIN):
            while not await holds():
                self.news.clear()
                try:
                    await asyncio.wait_for(self.news.wait(), 0.3)
                except TimeoutError:
                    continue

    async def is_told(self, state: str) -> None:
        async def holds() -> bool:
            return (await self.translating()).get("state") == state

        await self.until(holds)

    async def have_all(self, expected: dict[str, Callable[[int], str]]) -> None:
        """Until the phones have been told all translations, and those are what they should be."""

        async def holds() -> bool:
            return all(set(told) >= set(self.written) for told in self.told.values())

        await self.until(holds)
        for language, told in self.told.items():
            wanted = {one: expected[language](place) for place, one in enumerate(self.written, 1)}
            assert {one: told[one] for one in self.written} == wanted
            assert {one: text for one, (_, text) in (await self.reads(language)).items()} == wanted

    async def leave(self) -> None:
        for line in (self.french, self.console, *self.readers.values()):
            await line.close()

    def stored(self) -> int:
        return int(self.server.sql("SELECT count(*) FROM note")[0][0])

    def _hear(self, language: str) -> Callable[[str, Any], None]:
        def hear(name: str, payload: Any) -> None:
            if name == "note.translated":
                self.told[language][payload["id"]] = payload["translation"]["text"]
                self.news.set()

        return hear


def as_good(language: str) -> Callable[[int], str]:
    return lambda place: GOOD[language].format(place)


GOOD_ONES = {language: as_good(language) for language in ("es", "pt")}


# Translations that are none.
WRONG = " AND ".join(
    ["SELECT text FROM note_translation WHERE 1"]
    + [f"text NOT LIKE '{text.format('%')}'" for text in GOOD.values()]
)


async def goes_wrong(table: Table, engine: Engine, waits: bool) -> None:
    """Notes are written: they are there, as they were written and nothing else, and the console is told."""
    before = len(table.written)
    for _ in range(NOTES):
        await table.write()
        for language in table.readers:
            assert (await table.reads(language))[table.written[-1]] == (
                FRENCH.format(len(table.written)),
                None,
            )
    if waits:
        # It was acknowledged while the engine had somebody waiting, and still has.
        await table.until(lambda: _is(engine.waiting > 0))
        await table.write()
        assert engine.waiting > 0
    await table.is_told("paused")
    assert (await table.translating())["waiting"] > 0
    assert table.stored() == len(table.written)
    made = table.server.sql(f"SELECT count(*) FROM note_translation WHERE note_id >= {table.written[before]}")
    assert made == [(0,)]


async def _is(what: bool) -> bool:
    return what


@dataclass(frozen=True)
class Scene:
    """What the engine does to at least so many questions, and whether it leaves them waiting."""

    answer: Answer | None
    questions: int = 1
    waits: bool = False

    def begin(self, engine: Engine) -> None:
        if self.answer is None:
            engine.close()
        else:
            engine.answer = self.answer

    def end(self, engine: Engine) -> None:
        if self.answer is None:
            engine.open()
        engine.answer = well


ERRORS = [of_status(500), of_status(429), of_status(429, Retry_After="1"), of_status(503), of_status(404)]
SCENES = [
    Scene(hangs, waits=True),
    Scene(in_turn(*NONSENSE), len(NONSENSE) if LONG else NOTES),
    # Nobody is there.
    Scene(None, questions=0),
    *([Scene(drips, waits=True), Scene(in_turn(*ERRORS), len(ERRORS))] if LONG else []),
]


def test_engines_outside_that_are_not_well_cost_nobody_a_note(
    on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], engine: Engine
):
    hall = on_sqlite(5)
    server = serve(
        PYTHONPATH=IMPATIENT,
        CONSULT_TRANSLATION="openai,libretranslate",
        CONSULT_OPENAI_URL=f"{engine.url}/v1",
        CONSULT_OPENAI_MODEL="a-model",
        CONSULT_LIBRETRANSLATE_URL=engine.url,
        CONSULT_TRANSLATION_SECONDS="1",
    )
    table = Table(server, hall)

    async def _play() -> None:
        await table.come_in()
        await table.write()
        await table.have_all(GOOD_ONES)
        for scene in SCENES:
            asked = len(engine.asked)
            scene.begin(engine)
            await goes_wrong(table, engine, scene.waits)
            await table.until(lambda least=asked + scene.questions: _is(len(engine.asked) >= least))
            assert table.server.sql(WRONG) == []
            scene.end(engine)
            await table.have_all(GOOD_ONES)
            await table.is_told("works")
        await table.leave()

    run_apart(_play())
    log = (server.folder / "said").read_text()
    assert [word for word in ("voisins", "vecinos", "vizinhos", "neighbours") if word in log] == []


PRIVATE = "Mon propriétaire m'a traité de sale étranger devant mes enfants."


@pytest.mark.parametrize("allowed", ["no", "yes"] if LONG else ["no"])
def test_what_people_went_through_goes_outside_only_where_the_city_says_so(
    on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], engine: Engine, allowed: str
):
    needs_apertium()
    hall = on_sqlite(5)
    server = serve(
        PYTHONPATH=IMPATIENT,
        CONSULT_TRANSLATION="libretranslate,apertium",
        # An address that leads here, and looks like one that does not.
        CONSULT_LIBRETRANSLATE_URL=engine.url.replace("127.0.0.1", "0.0.0.0"),
        CONSULT_TRANSLATE_EXPERIENCES=allowed,
    )
    table = Table(server, hall)

    async def _play() -> None:
        await table.come_in()
        private, other = await table.write(PRIVATE, kind="experience"), await table.write()
        async with asyncio.timeout(WITHIN):
            while not {private, other} <= set(table.told["es"]):
                table.news.clear()
                await table.news.wait()
        await table.leave()

    run_apart(_play())
    engines = server.sql("SELECT DISTINCT note_id, engine FROM note_translation ORDER BY note_id")
    inside = "apertium" if allowed == "no" else "libretranslate"
    assert engines == [(table.written[0], inside), (table.written[1], "libretranslate")]
    assert ("sale étranger" in engine.texts()) is (allowed == "yes")
    assert "lumière" in engine.texts()


def descendants(parent: int) -> dict[int, bytes]:
    """The processes that a process has begun, and what those have, with their command lines."""
    found: dict[int, bytes] = {}
    for thread in Path(f"/proc/{parent}/task").iterdir():
        for child in (thread / "children").read_text().split():
            found[int(child)] = Path(f"/proc/{child}/cmdline").read_bytes()
            found.update(descendants(int(child)))
    return found


def needs_apertium() -> None:
    if not engine_from(EngineSettings(order=("apertium",))).can("fr", "pt"):
        missing("Apertium")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP] if LONG else [signal.SIGKILL])
def test_pipelines_of_apertium_that_die_or_stop_while_notes_come(
    on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], how: signal.Signals
):
    needs_apertium()
    hall = on_sqlite(5)
    table = Table(serve(PYTHONPATH=IMPATIENT, CONSULT_TRANSLATION="apertium"), hall)

    def strike() -> int:
        """So many programs of the pipelines were hit."""
        pipelines = {p: c for p, c in descendants(table.server.process.pid).items() if b"lt-proc" in c}
        for pid in pipelines:
            os.kill(pid, how)
        return len(pipelines)

    async def _play() -> None:
        await table.come_in()
        first = await table.write()
        await table.until(lambda: _is(all(first in told for told in table.told.values())))
        assert strike() > 0
        for _ in range(NOTES):
            await table.write()
            assert (await table.reads("es"))[table.written[-1]][0] == FRENCH.format(len(table.written))
        assert table.stored() == NOTES + 1

        async def holds() -> bool:
            return all(set(told) == set(table.written) for told in table.told.values())

        await table.until(holds)
        spanish = table.told["es"]
        assert all(str(place) in spanish[one] for place, one in enumerate(table.written, 1))
        assert all("parque" in text for told in table.told.values() for text in told.values())
        await table.is_told("works")
        await table.leave()

    run_apart(_play())
