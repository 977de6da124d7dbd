"""The engines one after the other: who is asked, who is not, and what is left when nobody can."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from answering import Server, data, status

from consult.config import EngineSettings
from consult.translation.apertium import Apertium
from consult.translation.base import (
    CANCELLED,
    FAILED,
    UNTRANSLATED,
    EngineState,
    Translation,
    never,
    unchanged,
)
from consult.translation.chain import Chain, engine_from
from consult.translation.libretranslate import LibreTranslate
from consult.translation.outside import Surroundings


class Stub:
    """Translates what it is told to; remembers what it was asked."""

    def __init__(
        self, name: str, fails: str = "", elsewhere: bool = False, pairs: Sequence[tuple[str, str]] = ()
    ):
        self.name, self.fails, self.elsewhere = name, fails, elsewhere
        self.known = frozenset(pairs) or frozenset({("en", "fr")})
        self.asked: list[str] = []

    def available(self) -> bool:
        return True

    def is_elsewhere(self) -> bool:
        return self.elsewhere

    def can(self, source, target):
        return (source, target) in self.known

    def pairs(self):
        return self.known

    def state(self):
        return EngineState(self.name, "works")

    def close(self):
        self.asked.append("closed")

    def translate(self, text, source, target, *, private=False):
        return self.translate_many([text], source, target)[0]

    def translate_many(self, texts, source, target, *, private=False, cancelled=never):
        self.asked.extend(texts)
        return [
            unchanged(text, CANCELLED)
            if cancelled()
            else unchanged(text, FAILED)
            if self.fails and self.fails in text
            else Translation(f"{self.name} {text}", self.name)
            for text in texts
        ]


def test_first_engine_is_enough() -> None:
    first, second = Stub("a"), Stub("b")

    found = Chain([first, second]).translate_many(["x", "y"], "en", "fr")

    assert ([one.text for one in found], second.asked) == (["a x", "a y"], [])


def test_next_engine_gets_only_what_the_first_failed_at() -> None:
    first, second = Stub("a", fails="y"), Stub("b")

    found = Chain([first, second]).translate_many(["x", "y", "z"], "en", "fr")

    assert ([one.text for one in found], second.asked) == (["a x", "b y", "a z"], ["y"])


def test_where_all_fail_the_original_stays_and_says_so() -> None:
    found = Chain([Stub("a", fails="y"), Stub("b", fails="y")]).translate("y", "en", "fr")

    assert (found.text, found.engine, found.doubtful, found.reasons) == ("y", "", True, (FAILED,))


def test_without_engine_for_the_pair_the_original_stays_and_says_so() -> None:
    chain = Chain([Stub("a")])

    assert (chain.can("fr", "en"), chain.translate("y", "fr", "en").reasons) == (False, (UNTRANSLATED,))


def test_same_language_needs_no_engine_and_is_no_doubt() -> None:
    assert Chain([]).translate("y", "fr", "fr") == Translation("y", "")


def test_text_without_words_asks_nobody() -> None:
    first = Stub("a")

    assert (Chain([first]).translate("?! 😀", "en", "fr"), first.asked) == (Translation("?! 😀", ""), [])


def test_cancelled_texts_go_to_no_other_engine() -> None:
    second = Stub("b")

    (found,) = Chain([Stub("a"), second]).translate_many(["x"], "en", "fr", cancelled=lambda: True)

    assert (found.reasons, second.asked) == ((CANCELLED,), [])


@pytest.mark.parametrize(("allowed", "engine"), [(False, "here"), (True, "away")])
def test_experiences_stay_on_this_machine_unless_allowed(allowed: bool, engine: str) -> None:
    away, here = Stub("away", elsewhere=True), Stub("here")
    chain = Chain([away, here], experiences_outside=allowed)

    told = chain.translate("x", "en", "fr", private=True)
    other = chain.translate("y", "en", "fr")

    assert (told.engine, other.engine, "x" in away.asked) == (engine, "away", allowed)


def test_experience_with_engines_outside_only_stays_as_it_is() -> None:
    chain = Chain([Stub("away", elsewhere=True)])

    assert chain.translate("x", "en", "fr", private=True).reasons == (UNTRANSLATED,)
    assert [chain.can("en", "fr"), chain.can("en", "fr", private=True)] == [True, False]


def test_closing_closes_all() -> None:
    stubs = [Stub("a"), Stub("b")]
    Chain(stubs).close()

    assert [stub.asked for stub in stubs] == [["closed"], ["closed"]]


def test_order_and_state_follow_the_settings() -> None:
    chain = engine_from(
        EngineSettings(order=("apertium", "libretranslate"), libretranslate_url="http://localhost")
    )

    assert [(state.name, state.condition) for state in chain.state()][1] == ("libretranslate", "works")
    assert [state.name for state in chain.state()] == ["apertium", "libretranslate"]
    assert engine_from(EngineSettings(order=())).available() is False
    assert [state.name for state in engine_from(EngineSettings(), only="openai").state()] == ["openai"]


def test_server_that_fails_costs_nobody_a_note_and_is_used_again_when_it_is_back(
    apertium: Apertium, server: Server, around: Surroundings, clock
) -> None:
    chain = Chain([LibreTranslate(server.url, None, 5.0, around), apertium])
    server.answer = status(500)
    while_away = chain.translate_many(["Two houses"] * 6, "en", "es")
    state_away = chain.state()[0].condition
    server.answer = data({"translatedText": "Dos casitas"})
    clock.time += 60
    after = chain.translate("Two houses", "en", "es")

    assert {(one.text, one.engine) for one in while_away} == {("Dos casas", "apertium")}
    assert (state_away, after.text, chain.state()[0].condition) == ("paused", "Dos casitas", "works")
