"""The fixed words of a report in its language; dates, numbers and language names as that language has them.

The words are TOML files in `fixed_words`, one per language, all with the same keys and placeholders. A key
whose value is a table has plural forms (`one`, `other`) and takes `{n}`.

The rule for inclusive language: words without gender first ("personnes", "participantes", "quien escribe");
where French cannot avoid it, the middle dot ("un·e hôte"). Portuguese avoids words that differ between Rio
and Lisbon.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from consult.domain.times import offset_name

NOTHING_TO_SHOW = "–"


class Words:
    """The words of one language: `words("in_brief")`, `words.count("notes", 3)`, `words.number(12)`."""

    def __init__(self, language: str) -> None:
        """Load the words of `language`; KeyError if there is no such file."""
        self.language = language
        self._locale = Locale.parse(_LOCALES[language])
        self._plurals = Locale.parse(_PLURALS.get(language, _LOCALES[language]))
        self._table = table(language)

    def __call__(self, key: str, **values: str | int) -> str:
        """Return the text of `key` with its placeholders filled; KeyError for an unknown key."""
        text = self._table[key]
        return str(text).format(**{name: self._shown(value) for name, value in values.items()})

    def count(self, key: str, number: int | None) -> str:
        """Return `number` with its noun, in the right plural: "12 notes"; "– people" for None."""
        forms = self._table[key]
        plural = "other" if number is None else self._plurals.plural_form(number)
        form = forms.get(plural, forms["other"])
        return str(form).format(n=self.number(number))

    def noun(self, key: str, number: int | None) -> str:
        """Return the noun of :meth:`count` alone, in the plural that fits the number: "notes"."""
        return self.count(key, number).replace(self.number(number), "", 1).strip()

    def people(self, number: int | None) -> str:
        """Return "48 people", or "a few people" where the number is too small to show or unknown."""
        return self("a_few_people") if number is None else self.count("people_n", number)

    def number(self, number: int | None) -> str:
        """Return a number as this language writes it, or "–" for None."""
        if number is None:
            return NOTHING_TO_SHOW
        return str(format_decimal(number, locale=self._locale))

    def decimal(self, number: float, pattern: str) -> str:
        """Return a number after a pattern: "0.00" always has two decimals, "0.#" one where there is one."""
        return str(format_decimal(number, format=pattern, locale=self._locale))

    def percent(self, share: float | None) -> str:
        """Return a share of 0 to 1 in whole percent, or "–" for None."""
        return NOTHING_TO_SHOW if share is None else str(format_percent(share, locale=self._locale))

    def day(self, day: date) -> str:
        """Return "12 November 2026"."""
        shown = str(format_date(day, format="long", locale=self._locale))
        # Only the first day of a month is an ordinal.
        return shown.replace("1 ", "1er ", 1) if self.language == "fr" and day.day == 1 else shown

    def moment(self, moment: datetime) -> str:
        """Return day and time, with the offset of the time zone when there is one: "21 November 2026, 21:15 (UTC+1)"."""
        time = format_datetime(moment, format="HH:mm", tzinfo=moment.tzinfo, locale=self._locale)
        shown = f"{self.day(moment.date())}, {time}"
        return f"{shown} ({offset_name(moment)})" if moment.tzinfo else shown

    def listing(self, items: Iterable[str]) -> str:
        """Return "a, b and c"."""
        names: Sequence[str] = list(items)
        return str(format_list(names, locale=self._locale)) if names else NOTHING_TO_SHOW

    def language_name(self, code: str) -> str:
        """Return the name of a language in this language; the code itself where no name is known."""
        return str(self._locale.languages.get(code.replace("-", "_")) or code)

    def _shown(self, value: str | int) -> str:
        return self.number(value) if isinstance(value, int) else value


# "12 November 2026" and not "November 12, 2026": the day comes first in all four.
_LOCALES = {"en": "en_GB", "fr": "fr", "es": "es", "pt": "pt"}
# "0 contribuições": people write so on both sides of the sea.
_PLURALS = {"pt": "pt_PT"}


@cache
def table(language: str) -> dict[str, Any]:
    """Return all words of a language: key → text, or key → plural forms."""
    path = files(__package__) / "fixed_words" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
