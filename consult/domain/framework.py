"""A framework of commitments and tracks, as data: the ECCAR ten-point plan, Turin's three lines, another one.

Pure: text in, frozen values out. Where the files are and who reads them is not known here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from consult.domain.languages import LANGUAGES

FALLBACK_LANGUAGE: Final = "en"


@dataclass(frozen=True)
class Chapter:
    """One commitment or one track, with its wording in every language of the framework.

    `official` lists the languages whose title is the network's own wording; the others were translated by us.
    `cues` are word patterns per language ("landlord*") that speak for this chapter.
    """

    id: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    official: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """Return the title in `language`, or in English where that language is missing."""
        return self.titles.get(language) or self.titles[FALLBACK_LANGUAGE]

    def description(self, language: str) -> str:
        """Return the description in `language`, or in English, or nothing."""
        return self.descriptions.get(language) or self.descriptions.get(FALLBACK_LANGUAGE, "")

    def is_official(self, language: str) -> bool:
        """Tell whether the title in `language` is the network's own wording."""
        return language in self.official


class Commitment(Chapter):
    """One of the commitments a city signs, for example "Fair Access to Housing"."""


class Track(Chapter):
    """One of the strands every commitment should cover, for example "Enforcement"."""


@dataclass(frozen=True)
class Example:
    """What a note about a commitment, and of a track where the framework has tracks, may sound like.

    Without a commitment: what people also write, and what speaks for none. `english` is a machine translation of a
    text in another language, never to be shown.
    """

    commitment: str | None
    track: str | None
    text: str
    language: str = FALLBACK_LANGUAGE
    english: str | None = None


Row = TypeVar("Row", bound=Chapter)


@dataclass(frozen=True)
class Framework:
    """A versioned list of commitments and tracks. Tracks and examples may be absent."""

    id: str
    version: str
    names: Mapping[str, str]
    commitments: tuple[Commitment, ...]
    tracks: tuple[Track, ...]
    examples: tuple[Example, ...] = ()

    def name(self, language: str) -> str:
        """Return the framework's name in `language`, or in English."""
        return self.names.get(language) or self.names[FALLBACK_LANGUAGE]

    def commitment(self, commitment_id: str) -> Commitment:
        """Return one commitment; raise KeyError for an unknown id."""
        return _by_id(self.commitments, commitment_id)

    def track(self, track_id: str) -> Track:
        """Return one track; raise KeyError for an unknown id."""
        return _by_id(self.tracks, track_id)


def parse(text: str) -> Framework:
    """Read a framework from TOML; raise ValueError that says what is wrong and where."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not valid TOML: {error}") from error
    official = tuple(_strings(data.get("official", []), "official"))
    commitments = tuple(
        Commitment(**_chapter(row, "commitments", official)) for row in _rows(data, "commitments")
    )
    tracks = tuple(Track(**_chapter(row, "tracks", official)) for row in _rows(data, "tracks"))
    if not commitments:
        raise ValueError("a framework needs at least one commitment")
    _refuse_duplicates(commitments, "commitments")
    _refuse_duplicates(tracks, "tracks")
    return Framework(
        id=_word(data, "id", "framework"),
        version=_word(data, "version", "framework"),
        names=_translations(data.get("names"), "names"),
        commitments=commitments,
        tracks=tracks,
        examples=_examples(data, {row.id for row in commitments}, {row.id for row in tracks}),
    )


def _by_id(rows: tuple[Row, ...], wanted: str) -> Row:
    for row in rows:
        if row.id == wanted:
            return row
    raise KeyError(wanted)


def _rows(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"{key} must be a list of tables")
    return rows


def _chapter(row: Mapping[str, Any], where: str, official: tuple[str, ...]) -> dict[str, Any]:
    chapter_id = _word(row, "id", where)
    place = f"{where} {chapter_id}"
    cues = row.get("cues", {})
    if not isinstance(cues, dict):
        raise ValueError(f"{place}: cues must be a table of languages")
    descriptions = row.get("descriptions")
    return {
        "id": chapter_id,
        "titles": _translations(row.get("titles"), f"{place}: titles"),
        "descriptions": _translations(descriptions, f"{place}: descriptions") if descriptions else {},
        "cues": {code: tuple(_strings(words, f"{place}: cues.{code}")) for code, words in cues.items()},
        "official": tuple(_strings(row["official"], place)) if "official" in row else official,
    }


def _examples(data: Mapping[str, Any], commitments: set[str], tracks: set[str]) -> tuple[Example, ...]:
    examples = []
    for row in _rows(data, "examples"):
        example = Example(
            _word(row, "commitment", "examples"), row.get("track"), _word(row, "text", "examples")
        )
        if example.commitment not in commitments or not (example.track is None or example.track in tracks):
            raise ValueError(f"examples: no such cell: {example.commitment}, {example.track}")
        examples.append(example)
    return tuple(examples)


def _translations(value: object, where: str) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise ValueError(f"{where} must be a table of languages")
    missing = [code for code in LANGUAGES if not isinstance(value.get(code), str) or not value[code].strip()]
    if missing:
        raise ValueError(f"{where}: no wording in {', '.join(missing)}")
    return {code: str(text) for code, text in value.items()}


def _strings(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{where} must be a list of words")
    return value


def _word(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: {key} is missing")
    return value


def _refuse_duplicates(rows: tuple[Chapter, ...], where: str) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise ValueError(f"{where}: id {row.id} appears twice")
        seen.add(row.id)
