"""Whether data from outside is a seating problem at all; if not, which of its fields is wrong.

Tables of checks, one for each object of a problem file (see `instance`). Nothing here builds anything: what
passes can be read by `instance.problem_from_instance` without an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from consult.rotation.problem import MIXED, ONSITE, REMOTE

MOST_PEOPLE, MOST_TABLES, MOST_ROUNDS = 5_000, 1_000, 50
MOST_BYTES = 32_000_000

Check = Callable[[Any, str], None]
"""Takes a value and the path of its field; raises Malformed."""


class Malformed(ValueError):
    """Data that is no seating problem; the text names the field, like `people[3].langs[0]: not one of langs`."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(f"{path or 'problem'}: {text}")


def parse(content: bytes) -> Any:
    """The JSON in a file's content. Raises Malformed for anything else, and for NaN and infinite numbers."""
    if len(content) > MOST_BYTES:
        raise Malformed("", f"longer than {MOST_BYTES // 1_000_000} MB")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Malformed("", f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise Malformed("", f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise Malformed("", "lists or objects nested too deeply") from None
    except Malformed:
        raise
    except ValueError:
        # Python refuses to read numbers of more than some thousand digits.
        raise Malformed("", "a number with too many digits") from None


def check_instance(data: Any) -> None:
    """Raise Malformed if the data of a problem file has no meaning, with the first field found wrong."""
    _record(_FRAME, _FRAME_EXTRA)(data, "")
    rounds, people, tables = data["rounds"], len(data["people"]), len(data["tables"])
    language = _one_of(data["langs"], "langs")
    table, round_index = _whole(0, tables - 1), _whole(0, rounds - 1)
    _each(_record(_table(language)))(data["tables"], "tables")
    _each(_record(_person(language, data["groups"], table, rounds), {"absences": _each(round_index)}))(
        data["people"], "people"
    )
    for key in ("tables", "people"):
        _distinct([entry["id"] for entry in data[key]], key, ".id")
    for place, entry in enumerate(data["tables"]):
        _ordered(entry, "min", "max", f"tables[{place}]")
    for place, entry in enumerate(data["people"]):
        _ordered(entry, "from", "to", f"people[{place}]")
        _pins(entry.get("pins", {}), f"people[{place}].pins", rounds, table)
    for key in ("apart", "together"):
        _each(_pair(people))(data[key], key)
    _shown(data, people, tables)


def _shown(data: Mapping[str, Any], people: int, tables: int) -> None:
    """`past` and the plan whose first rows are the past."""
    _whole(0, data["rounds"])(data["past"], "past")
    if "plan0" not in data:
        if data["past"]:
            raise Malformed("plan0", "missing, though rounds have been played")
        return
    seat = _whole(-1, tables + data.get("closed", 0) - 1)
    rows = data["plan0"]
    _list(data["rounds"], data["rounds"])(rows, "plan0")
    _each(_list(people, people))(rows, "plan0")
    _each(_each(seat))(rows, "plan0")


def _table(language: Check) -> dict[str, Check]:
    return {
        "id": _name,
        "min": _whole(0, MOST_PEOPLE),
        "max": _whole(1, MOST_PEOPLE),
        "mode": _one_of((ONSITE, REMOTE, MIXED)),
        "interp": _each(language),
    }


def _person(language: Check, groups: list[str], table: Check, rounds: int) -> dict[str, Check]:
    return {
        "id": _name,
        "langs": _each(language),
        "mode": _one_of((ONSITE, REMOTE)),
        "group": _or_null(_one_of(groups, "groups")),
        "host": _or_null(table),
        "from": _whole(0, rounds),
        "to": _whole(0, rounds),
    }


def _record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with at least the required fields; others than the named ones are let pass."""
    optional = optional or {}

    def check(value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise Malformed(path, "must be an object")
        for key, check_field in {**required, **optional}.items():
            where = f"{path}.{key}" if path else key
            if key in value:
                check_field(value[key], where)
            elif key in required:
                raise Malformed(where, "missing")

    return check


def _list(least: int, most: int) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, list):
            raise Malformed(path, "must be a list")
        if not least <= len(value) <= most:
            size = f"{least}" if least == most else f"{least} to {most}"
            raise Malformed(path, f"must have {size} entries, not {len(value)}")

    return check


def _each(check_entry: Check) -> Check:
    def check(value: Any, path: str) -> None:
        _list(0, MOST_BYTES)(value, path)
        for place, entry in enumerate(value):
            check_entry(entry, f"{path}[{place}]")

    return check


def _whole(least: int, most: int) -> Check:
    def check(value: Any, path: str) -> None:
        # In Python, True is a number.
        if type(value) is not int or not least <= value <= most:
            raise Malformed(path, f"must be a whole number from {least} to {most}")

    return check


def _one_of(known: Collection[str], name: str = "") -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, str) or value not in known:
            raise Malformed(path, f"not one of {name or ', '.join(known)}")

    return check


def _or_null(check_value: Check) -> Check:
    def check(value: Any, path: str) -> None:
        if value is not None:
            check_value(value, path)

    return check


def _name(value: Any, path: str) -> None:
    if not isinstance(value, str):
        raise Malformed(path, "must be a text")


def _flag(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise Malformed(path, "must be true or false")


def _names(value: Any, path: str) -> None:
    _each(_name)(value, path)
    _distinct(value, path)


def _pair(people: int) -> Check:
    def check(value: Any, path: str) -> None:
        _list(2, 2)(value, path)
        _each(_whole(0, people - 1))(value, path)
        if value[0] == value[1]:
            raise Malformed(path, "names the same person twice")

    return check


def _distinct(values: list[str], path: str, suffix: str = "") -> None:
    seen: dict[str, int] = {}
    for place, value in enumerate(values):
        if seen.setdefault(value, place) != place:
            raise Malformed(f"{path}[{place}]{suffix}", f"the same as {path}[{seen[value]}]{suffix}")


def _ordered(entry: Mapping[str, int], low: str, high: str, path: str) -> None:
    if entry[low] > entry[high]:
        raise Malformed(f"{path}.{low}", f"greater than {high}")


def _pins(value: Any, path: str, rounds: int, table: Check) -> None:
    _record({})(value, path)
    known = {str(r) for r in range(rounds)}
    for key, pinned in value.items():
        if key not in known:
            raise Malformed(path, f"its keys must be whole numbers from 0 to {rounds - 1}")
        table(pinned, f"{path}.{key}")


def _no_number(text: str) -> Any:
    raise Malformed("", f"{text} is not a number that JSON knows")


_FRAME: dict[str, Check] = {
    "rounds": _whole(1, MOST_ROUNDS),
    "langs": _names,
    "groups": _names,
    "tables": _list(1, MOST_TABLES),
    "people": _list(0, MOST_PEOPLE),
    "apart": _list(0, MOST_BYTES),
    "together": _list(0, MOST_BYTES),
    "past": _whole(0, MOST_ROUNDS),
}
_FRAME_EXTRA: dict[str, Check] = {
    "name": _name,
    "closed": _whole(0, MOST_TABLES),
    "fresh_tables": _flag,
    "mix_groups": _flag,
    "nobody_alone": _flag,
}
