"""Drafts from a process beside the server: what comes, what does not, and that nobody waits for ever."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from consult.services.preparation import wording
from consult.services.preparation.wording import Wanted
from consult.translation.base import FAILED, NOT_SET_UP, Translation
from consult.translation.base import LANGUAGES as CODES

FAKE = Path(__file__).parent / "fake_translator.py"
MUTE = "import sys; sys.stdin.buffer.read()"


def begin(*command: str) -> Callable[[int], subprocess.Popen[bytes]]:
    return lambda end: subprocess.Popen([sys.executable, *command], stdin=end, stdout=end)


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """Nothing that was begun is left."""
    yield
    while wording._ended:
        wording._ended.pop().wait(timeout=10)


@pytest.fixture(autouse=True)
def engine(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine is set up; the process that would ask it is one that only says what it would do."""
    monkeypatch.setenv("CONSULT_TRANSLATION", "libretranslate")
    monkeypatch.setenv("CONSULT_LIBRETRANSLATE_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(wording, "begin_process", begin(str(FAKE), str(tmp_path)))


def texts(found: wording.Offer) -> list[dict[str, str]]:
    return [{code: made.text for code, made in each.items()} for each in found.made]


def test_each_text_comes_in_the_languages_asked_for() -> None:
    found = wording.offer([Wanted("Logement", "fr", ("es", "pt")), Wanted("Home", "en", ("fr",))])

    assert (found.state, texts(found)) == (
        wording.COMPLETE,
        [{"es": "[es] Logement", "pt": "[pt] Logement"}, {"fr": "[fr] Home"}],
    )


def test_doubts_come_along() -> None:
    found = wording.offer([Wanted("Nadie explica.", "es", ("en",))])

    assert found.made == [{"en": Translation("[en] Nadie explica.", "fake", True, ("negation",))}]


def test_without_an_engine_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_TRANSLATION", "none")
    monkeypatch.setattr(wording, "begin_process", None)

    found = wording.offer([Wanted("Logement", "fr", ("es",))])

    assert (wording.possible(), found.state, found.made) == (False, NOT_SET_UP, [{}])


def test_what_an_engine_could_not_do_is_told_by_pair() -> None:
    found = wording.offer([Wanted("FAIL", "fr", ("es",)), Wanted("Logement", "de", ("fr",))])

    assert (found.state, found.made) == (wording.COMPLETE, [{}, {}])
    assert (found.failed, found.impossible) == ({("fr", "es")}, {("de", "fr")})


def test_nonsense_of_the_process_is_passed_over() -> None:
    found = wording.offer([Wanted("GARBLE", "fr", ("es",)), Wanted("Home", "en", ("fr",))])

    assert texts(found) == [{"es": "[es] GARBLE"}, {"fr": "[fr] Home"}]


def test_a_process_that_dies_leaves_what_came_before() -> None:
    found = wording.offer([Wanted("Logement", "fr", ("es",)), Wanted("KILL", "fr", ("es",))])

    assert (found.state, texts(found)) == (FAILED, [{"es": "[es] Logement"}, {}])


def test_a_process_that_cannot_be_begun_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(_end: int) -> subprocess.Popen[bytes]:
        raise OSError

    monkeypatch.setattr(wording, "begin_process", cannot)

    assert wording.offer([Wanted("Logement", "fr", ("es",))]).state == FAILED


def test_a_process_that_is_silent_is_ended_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "begin_process", begin("-c", MUTE))

    found = wording.offer([Wanted("Logement", "fr", ("es",))], seconds=0.2)

    assert (found.state, found.made) == (wording.SLOW, [{}])
    assert [process.wait(timeout=10) for process in wording._ended] == [-9]


def test_too_much_is_asked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "MOST_CHARACTERS", 20)
    wanted = [Wanted("0123456789", "en", ("fr",)) for _each in range(3)]

    found = wording.offer(wanted)

    assert found.state == wording.PARTLY
    assert texts(found) == [{"fr": "[fr] 0123456789"}, {"fr": "[fr] 0123456789"}, {}]


def test_one_text_that_is_too_much_alone_is_asked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "MOST_CHARACTERS", 5)

    assert texts(wording.offer([Wanted("0123456789", "en", ("fr",))])) == [{"fr": "[fr] 0123456789"}]


def test_two_do_not_ask_at_once() -> None:
    with wording._turn:
        found = wording.offer([Wanted("Logement", "fr", ("es",))], seconds=0.01)

    assert (found.state, found.made) == (wording.BUSY, [{}])


def test_the_real_engine_drafts_in_every_language_where_it_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("CONSULT_TRANSLATION", "apertium")
    if not wording.possible():
        pytest.skip("Apertium is not installed")

    found = wording.offer([Wanted("Vivienda\n\n15:00 Mesas", "es", ("en", "fr", "pt"))], seconds=60)

    assert found.state == wording.COMPLETE
    assert {made.engine for made in found.made[0].values()} == {"apertium"}
    assert set(found.made[0]) == set(CODES) - {"es"}
    assert found.made[0]["fr"].text == "Logement\n\n15:00 Tables"
