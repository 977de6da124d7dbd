"""What a step has changed, as rows before and after it: what can be put back, and whether it still can.

An image maps a kind of row ("themes", "places", "marks", "needs") to {id: {column: value} or None}. None: there is no
such row. Of a row that was there before and after, only the columns that differ are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Need, Note, NoteMark, Theme, ThemeNote, User

Values = dict[str, Any]
Rows = dict[int, Values | None]
Image = dict[str, Rows]


class Kind(NamedTuple):
    """A table: how a row is numbered, what of it belongs to the board, and columns that mean something only together."""

    model: Any
    key: str
    columns: tuple[str, ...]
    together: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "themes": Kind(
        Theme,
        "id",
        (
            "consultation_id",
            "label",
            "pinned",
            "commitment",
            "also",
            "track",
            "confidence",
            "confirmed",
            "set_aside",
        ),
        ("commitment", "also", "track", "confidence", "confirmed"),
    ),
    "places": Kind(ThemeNote, "note_id", ("theme_id", "fixed", "commitment", "track"), ("theme_id", "fixed")),
    "marks": Kind(
        NoteMark,
        "note_id",
        ("commitments", "track", "confirmed_at", "confirmed_by", "tags", "set_aside", "dissent"),
        ("commitments", "track", "confirmed_at", "confirmed_by"),
    ),
    "needs": Kind(Need, "id", ("theme_id",)),
}  # fmt: skip
UNMARKED: Values = {
    "commitments": [],
    "track": None,
    "confirmed_at": None,
    "confirmed_by": None,
    "tags": {},
    "set_aside": None,
    "dissent": False,
}
# What an analysis may write anew at any time is not what a person has decided.
_PROPOSED: Mapping[str, tuple[str, ...]] = {
    "themes": ("confidence",),
    "places": ("commitment", "track"),
    "marks": ("confirmed_at", "confirmed_by"),
}


def read(kind: str, ids: Collection[int]) -> Rows:
    """The rows as they are now. Without a mark a note is like one whose mark says nothing."""
    table = KINDS[kind]
    key = getattr(table.model, table.key)
    columns = [getattr(table.model, name) for name in table.columns]
    found: Rows = dict.fromkeys(ids, dict(UNMARKED) if kind == "marks" else None)
    for row in db.session.execute(select(key, *columns).where(key.in_(ids))):
        found[row[0]] = dict(zip(table.columns, row[1:], strict=True))
    return found


def differing(before: Image, after: Image) -> tuple[Image, Image]:
    """Of two images of the same rows, what differs: as it was, and as it was made."""
    was: Image = {}
    made: Image = {}
    for kind, rows in before.items():
        for key, old in rows.items():
            new = after[kind][key]
            if old == new:
                continue
            names = _differing(KINDS[kind], old, new)
            was.setdefault(kind, {})[key] = _only(old, names)
            made.setdefault(kind, {})[key] = _only(new, names)
    return was, made


def still(was: Image, made: Image) -> Image | None:
    """What of a step can be put back: `was`, without notes that are erased; None where a person has changed it since.

    A note that a step only kept where it was, and that somebody has moved since, is left where it is now.
    """
    found: Image = {}
    for kind, rows in made.items():
        now = read(kind, rows)
        there = _existing(rows) if kind in {"places", "marks"} else set(rows)
        for key in there:
            if _same(kind, rows[key], now[key]):
                found.setdefault(kind, {})[key] = was[kind][key]
            elif kind != "places" or _theme(was[kind][key]) != _theme(rows[key]):
                return None
    return found


def put_back(was: Image) -> None:
    """Make the rows what they were: themes first, for notes to be in them. Raises Refused("step_overtaken")."""
    themes = was.get("themes", {})
    _write("themes", {key: values for key, values in themes.items() if values is not None})
    for kind in ("needs", "places", "marks"):
        _write(kind, was.get(kind, {}))
    gone = [key for key, values in themes.items() if values is None]
    if gone and _inhabited(gone):
        # Somebody, or an analysis, has put something into them since.
        raise Refused("step_overtaken")
    db.session.execute(delete(Theme).where(Theme.id.in_(gone)))


def as_json(image: Image) -> dict[str, Any]:
    """For a column of JSON, whose keys are texts."""
    return {kind: {str(key): values for key, values in rows.items()} for kind, rows in image.items()}


def from_json(stored: Mapping[str, Any]) -> Image:
    """What `as_json` made."""
    return {kind: {int(key): values for key, values in rows.items()} for kind, rows in stored.items()}


def _write(kind: str, rows: Rows) -> None:
    table = KINDS[kind]
    key = getattr(table.model, table.key)
    there = set(db.session.scalars(select(key).where(key.in_(rows))))
    for number, values in rows.items():
        if values is None:
            db.session.execute(delete(table.model).where(key == number))
        elif number in there:
            db.session.execute(update(table.model).where(key == number).values(**_known(kind, values)))
        elif kind != "needs":
            full = {**UNMARKED, **values} if kind == "marks" else values
            db.session.execute(insert(table.model).values({table.key: number, **_known(kind, full)}))


def _known(kind: str, values: Values) -> Values:
    """Without the name of a person who no longer signs in here."""
    by = values.get("confirmed_by") if kind == "marks" else None
    if by is not None and db.session.scalar(select(User.id).where(User.id == by)) is None:
        return {**values, "confirmed_by": None}
    return values


def _existing(note_ids: Collection[int]) -> set[int]:
    return set(db.session.scalars(select(Note.id).where(Note.id.in_(note_ids))))


def _inhabited(theme_ids: Collection[int]) -> bool:
    places = select(ThemeNote.theme_id).where(ThemeNote.theme_id.in_(theme_ids))
    needs = select(Need.theme_id).where(Need.theme_id.in_(theme_ids))
    return db.session.scalar(places.limit(1)) is not None or db.session.scalar(needs.limit(1)) is not None


def _differing(table: Kind, old: Values | None, new: Values | None) -> tuple[str, ...]:
    if old is None or new is None:
        return table.columns
    names = {name for name in table.columns if old[name] != new[name]}
    if names & set(table.together):
        names |= set(table.together)
    return tuple(name for name in table.columns if name in names)


def _only(values: Values | None, names: tuple[str, ...]) -> Values | None:
    return None if values is None else {name: values[name] for name in names}


def _theme(place: Values | None) -> object:
    return None if place is None else place["theme_id"]


def _same(kind: str, made: Values | None, now: Values | None) -> bool:
    if made is None or now is None:
        return made is None and now is None
    return _decided(kind, made) == _decided(kind, {name: now[name] for name in made})


def _decided(kind: str, values: Values) -> Values:
    found = {name: value for name, value in values.items() if name not in _PROPOSED.get(kind, ())}
    if kind == "themes" and not values.get("confirmed", True):
        found = {name: value for name, value in found.items() if name not in ("commitment", "track")}
    if kind == "marks" and "confirmed_at" in values:
        found["confirmed"] = values["confirmed_at"] is not None
    return found
