"""Which cities a text names, so that a session can be summed up city by city."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from consult.domain.cities import CITIES
from consult.domain.languages import LANGUAGES

# Names that are also everyday words, people or peoples in one of the four languages.
_TOO_COMMON = frozenset(
    {
        "Colonia",
        "Colônia",
        "Deli",
        "Valence",
        "São Francisco",
        "Roma",
        "Sofia",
        "Sofía",
        "Sófia",
        "Santiago",
        "Lima",
    }
)
_ZONES = (
    "Europe/",
    "America/Bogota",
    "America/Montevideo",
    "America/Lima",
    "America/Santiago",
    "Africa/Dakar",
)


def cities_in(text: str, language: str) -> list[str]:
    """Return the cities that a text names, in their order, by their names in `language`."""
    pattern, places = _known()
    found = dict.fromkeys(places[one] for one in pattern.findall(text))
    return [_names()[place][language] for place in found]


@cache
def _known() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all names in all languages, and the place that each is the name of."""
    places = {
        name: place
        for place, names in _names().items()
        for name in names.values()
        if len(name) > 3 and name not in _TOO_COMMON
    }
    longest_first = "|".join(re.escape(name) for name in sorted(places, key=len, reverse=True))
    return re.compile(rf"(?<!El )(?<!\w)(?:{longest_first})(?!\w)"), places


@cache
def _names() -> dict[str, dict[str, str]]:
    """Place → language → name."""
    names: dict[str, dict[str, str]] = {}
    for place, city in CITIES.items():
        names[place] = {code: name.split(" (")[0] for code, name in city.names.items()}
    for code in LANGUAGES:
        for zone, about in Locale.parse(code).time_zones.items():
            if "city" in about and zone.startswith(_ZONES):
                names.setdefault(zone, {})[code] = about["city"]
    for place, known in names.items():
        plain = known.get("en") or place.rpartition("/")[2].replace("_", " ")
        names[place] = {code: known.get(code, plain) for code in LANGUAGES}
    return names
