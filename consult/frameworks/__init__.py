"""Frameworks, questions, stakeholder groups, fields of activity, tags and prompts: data files beside this module.

Everything is read once and kept; a file that is wrong raises ValueError on first use.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from consult.domain.framework import Example, Framework, parse
from consult.domain.languages import LANGUAGES

__all__ = [
    "BankQuestion",
    "Field",
    "Prompt",
    "Slot",
    "StakeholderGroup",
    "Tag",
    "TagKind",
    "fields",
    "framework",
    "frameworks",
    "prompts",
    "question_bank",
    "stakeholder_groups",
    "suggested_groups",
    "tag_kinds",
]

_FRAMEWORKS = ("eccar-2017", "turin")


@dataclass(frozen=True)
class Slot:
    """One thing a bank question can be about; `text` carries article and preposition in each language."""

    id: str
    field: str
    text: Mapping[str, str]


@dataclass(frozen=True)
class BankQuestion:
    """One suggested question; `text` holds "{slot}" where a slot goes, if it has slots."""

    key: str
    text: Mapping[str, str]
    slots: tuple[Slot, ...] = ()

    def filled(self, slot_id: str | None = None) -> dict[str, str]:
        """Return the whole question in every language; raise KeyError for an unknown slot.

        Without a slot id, the first slot is taken; a question without slots needs none.
        """
        if not self.slots:
            return dict(self.text)
        slot = self.slots[0] if slot_id is None else self._slot(slot_id)
        return {language: text.format(slot=slot.text[language]) for language, text in self.text.items()}

    def _slot(self, slot_id: str) -> Slot:
        for slot in self.slots:
            if slot.id == slot_id:
                return slot
        raise KeyError(slot_id)


@dataclass(frozen=True)
class StakeholderGroup:
    """A kind of organisation or people a city may invite."""

    id: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """A field of activity, with the ids of the stakeholder groups to think of."""

    id: str
    names: Mapping[str, str]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Prompt:
    """A question a table host can read aloud where nobody has spoken about a track yet; `field` None: of any field."""

    key: str
    track: str
    field: str | None
    text: Mapping[str, str]


@dataclass(frozen=True)
class Tag:
    """One value of a kind of tag; `cues` are word patterns per language that speak for it."""

    id: str
    names: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class TagKind:
    """A kind of tag a note may carry; `several`: more than one of its values at once."""

    id: str
    names: Mapping[str, str]
    hints: Mapping[str, str]
    several: bool
    values: tuple[Tag, ...]

    def value(self, tag_id: str) -> Tag:
        """Return one value; raise KeyError for an unknown id."""
        for tag in self.values:
            if tag.id == tag_id:
                return tag
        raise KeyError(tag_id)


def frameworks() -> list[str]:
    """Return the ids of the frameworks that come with the product, the usual one first."""
    return list(_FRAMEWORKS)


@cache
def framework(framework_id: str) -> Framework:
    """Return a framework by id, with every example there is for it; raise KeyError for an unknown one."""
    if framework_id not in _FRAMEWORKS:
        raise KeyError(framework_id)
    found = parse(_text(f"{framework_id}.toml"))
    return replace(found, examples=(*found.examples, *_examples(framework_id), *_examples("nothing")))


@cache
def question_bank() -> tuple[BankQuestion, ...]:
    """Return the five suggested questions in the order of the toolkit."""
    return tuple(
        BankQuestion(row["key"], row["text"], tuple(_slot(slot) for slot in row.get("slots", [])))
        for row in _data("questions.toml")["questions"]
    )


@cache
def stakeholder_groups() -> tuple[StakeholderGroup, ...]:
    """Return every stakeholder group, in the order of the file."""
    return tuple(
        StakeholderGroup(id=group_id, names=names)
        for group_id, names in _data("stakeholders.toml")["groups"].items()
    )


@cache
def fields() -> tuple[Field, ...]:
    """Return the fields of activity, the general one first."""
    return tuple(
        Field(id=row["id"], names=row["names"], groups=tuple(row["groups"]))
        for row in _data("fields.toml")["fields"]
    )


@cache
def prompts(framework_id: str, field_id: str) -> tuple[Prompt, ...]:
    """Return the prompts for the tracks of a framework, those for this field of activity before those for any."""
    if framework_id != _FRAMEWORKS[0]:
        return ()
    rows = [
        Prompt(row["key"], row["track"], row.get("field"), {code: row[code] for code in LANGUAGES})
        for row in _data("prompts.toml")["prompts"]
    ]
    fitting = (row for row in rows if row.field in (None, field_id))
    return tuple(sorted(fitting, key=lambda row: (row.track, row.field is None)))


@cache
def tag_kinds() -> tuple[TagKind, ...]:
    """Return the kinds of tags: ground, city_role, pillar, addressee and target_group, in the order of the file."""
    return tuple(
        TagKind(
            id=kind["id"],
            names=kind["names"],
            hints=kind["hints"],
            several=kind["several"],
            values=tuple(_tag(row) for row in kind["values"]),
        )
        for kind in _data("tags.toml")["kinds"]
    )


def suggested_groups(field_id: str) -> tuple[StakeholderGroup, ...]:
    """Return the groups to invite for a field of activity; raise KeyError for an unknown field."""
    by_id = {group.id: group for group in stakeholder_groups()}
    for field in fields():
        if field.id == field_id:
            return tuple(by_id[group_id] for group_id in field.groups)
    raise KeyError(field_id)


def _examples(name: str) -> tuple[Example, ...]:
    """Read examples/<name>.toml, if there is one: lists of sentences per "commitment.track" and language."""
    folder = files(__name__) / "examples"
    if not (folder / f"{name}.toml").is_file():
        return ()
    english = json.loads((folder / "english.json").read_text(encoding="utf-8"))
    cells = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(
        Example(*_cell(cell), text, language, english.get(text))
        for cell, languages in cells.items()
        for language, texts in languages.items()
        for text in texts
    )


def _cell(name: str) -> tuple[str | None, str | None]:
    commitment, _, track = name.partition(".")
    return (None, None) if name == "nothing" else (commitment, track or None)


def _slot(row: Mapping[str, Any]) -> Slot:
    text = {key: value for key, value in row.items() if key not in ("id", "field")}
    return Slot(id=row["id"], field=row["field"], text=text)


def _tag(row: Mapping[str, Any]) -> Tag:
    cues = {language: tuple(words) for language, words in row["cues"].items()}
    return Tag(id=row["id"], names=row["names"], cues=cues)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
