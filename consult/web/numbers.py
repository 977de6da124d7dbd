"""Whole numbers in addresses and forms: whatever cannot be the number of a row is no number at all."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

# The largest number a row can have in every database; beyond it SQLite and PostgreSQL raise different errors.
LARGEST = 2**31 - 1


def register(app: Flask) -> None:
    """Answer addresses with impossible numbers like addresses that do not exist. Before any page is attached."""
    app.url_map.converters["int"] = _RowNumber


def whole(text: str) -> int:
    """`text` as a number from 0 to LARGEST; raises ValueError for anything else, also for ² and ٣."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(LARGEST)) or int(text) > LARGEST:
        raise ValueError("not a whole number")
    return int(text)


def whole_or(text: str, other: int) -> int:
    """`text` as a number, else `other`."""
    try:
        return whole(text)
    except ValueError:
        return other


class _RowNumber(IntegerConverter):
    regex = r"\d{1,10}"

    def to_python(self, value: str) -> int:
        number = super().to_python(value)
        if number > LARGEST:
            raise ValidationError
        return int(number)
