"""The engines of this server, one after the other: the first that can, then the next, then the original as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from consult.config import EngineSettings
from consult.translation.apertium import Apertium
from consult.translation.base import (
    CANCELLED,
    FAILED,
    UNTRANSLATED,
    Asked,
    EngineState,
    Translation,
    Translator,
    never,
    unchanged,
)
from consult.translation.libretranslate import LibreTranslate
from consult.translation.openai import OpenAI


class Engine(Translator, Protocol):
    """An engine that a chain can hold."""

    def is_elsewhere(self) -> bool:
        """Tell whether the texts leave this machine."""

    def state(self) -> EngineState:
        """Return how the engine does."""


class Chain(Translator):
    """A translator made of translators. Safe in several threads where its engines are; all of ours are."""

    name = "chain"

    def __init__(self, engines: Sequence[Engine], experiences_outside: bool = False) -> None:
        """`engines` in the order of asking; `experiences_outside`: whether private texts may leave the machine."""
        self._engines = tuple(engines)
        self._experiences_outside = experiences_outside

    def available(self) -> bool:
        """Tell whether any engine is set up."""
        return any(engine.available() for engine in self._engines)

    def can(self, source: str, target: str, private: bool = False) -> bool:
        """Tell whether any engine that is set up does this pair, be it paused or not."""
        return bool(self._for(source, target, private))

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the pairs of the four languages that some engine does."""
        return frozenset[tuple[str, str]]().union(*(engine.pairs() for engine in self._engines))

    def state(self) -> tuple[EngineState, ...]:
        """Return how each engine does, in the order of asking."""
        return tuple(engine.state() for engine in self._engines)

    def close(self) -> None:
        """Let go of processes; the chain may be used again afterwards."""
        for engine in self._engines:
            engine.close()

    def translate_many(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        private: bool = False,
        cancelled: Asked = never,
    ) -> list[Translation]:
        """Translate each text with the first engine that can; one result per text, in order; never raises.

        `private`: the texts tell people's own experience. Engines on other machines are left out then, unless the
        settings allow it. In the same language a text comes back as it is, without engine and without doubt.
        """
        if source == target:
            return [Translation(text=text, engine="") for text in texts]
        found = [unchanged(text) for text in texts]
        for engine in self._for(source, target, private):
            open_ = [at for at, one in enumerate(found) if not one.engine and one.reasons != (CANCELLED,)]
            waiting = [at for at in open_ if _worth(texts[at])]
            if not waiting:
                break
            some = engine.translate_many(
                [texts[at] for at in waiting], source, target, private=private, cancelled=cancelled
            )
            for at, one in zip(waiting, some, strict=True):
                found[at] = _better(found[at], one)
        return [
            one if one.engine or _worth(one.text) else Translation(text=one.text, engine="") for one in found
        ]

    def _for(self, source: str, target: str, private: bool) -> list[Engine]:
        inside_only = private and not self._experiences_outside
        return [
            engine
            for engine in self._engines
            if engine.can(source, target) and not (inside_only and engine.is_elsewhere())
        ]


def engine_from(settings: EngineSettings, only: str | None = None) -> Chain:
    """Return the chain of the settings; `only`: with this one engine. Nothing is started or asked yet."""
    made: dict[str, Engine] = {
        "openai": OpenAI(settings.openai_url, settings.openai_key, settings.openai_model, settings.seconds),
        "libretranslate": LibreTranslate(
            settings.libretranslate_url, settings.libretranslate_key, settings.seconds
        ),
        "apertium": Apertium(megabytes=settings.apertium_megabytes),
    }
    order = settings.order if only is None else (only,)
    return Chain([made[name] for name in order], settings.experiences_outside)


def _worth(text: str) -> bool:
    """A text without a letter or a digit is the same in every language."""
    return any(map(str.isalnum, text))


def _better(before: Translation, now: Translation) -> Translation:
    """That an engine failed is worth knowing also when the next one cannot do the pair at all."""
    return before if now.reasons == (UNTRANSLATED,) and before.reasons == (FAILED,) else now
