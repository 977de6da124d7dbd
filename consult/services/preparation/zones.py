"""Names of time zones in the four languages: what a clock is called in a sentence, and the list to choose from."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global

from consult.domain.cities import CITIES
from consult.domain.times import known_zones, zone_of

Group = tuple[str, list[tuple[str, str]]]

# Many countries of Europe share these times, and people there say the name of the time rather than that of a city.
_SHARED: Final = ("Europe_Western", "Europe_Central", "Europe_Eastern")
# The first part of a zone's name → UN M.49, for which CLDR has a name. Antarctica has no city to consult.
_PARTS: Final = {
    "Africa": "002",
    "America": "019",
    "Asia": "142",
    "Australia": "009",
    "Europe": "150",
    "Pacific": "009",
    "Arctic": "150",
}
_ISLANDS: Final = {
    "Atlantic": "150",
    "Atlantic/Bermuda": "019",
    "Atlantic/Stanley": "019",
    "Atlantic/South_Georgia": "019",
    "Atlantic/Cape_Verde": "002",
    "Atlantic/St_Helena": "002",
    "Indian": "002",
    "Indian/Maldives": "142",
    "Indian/Chagos": "142",
    "Indian/Christmas": "009",
    "Indian/Cocos": "009",
}
_ORDER: Final = ("150", "002", "019", "142", "009")


@cache
def clock_name(zone: str, language: str) -> str:
    """What the clocks of a zone are called: "Central European Time", but "Rio de Janeiro"."""
    shared = _shared_time(zone_of(zone)) if zone.startswith("Europe/") else None
    if shared is None:
        return city_name(zone, language)
    names = Locale.parse(language).meta_zones.get(shared, {}).get("long", {})
    return str(names.get("generic") or city_name(zone, language))


@cache
def city_name(zone: str, language: str) -> str:
    """The city a zone is named for, in a language: "Rio de Janeiro", "Jacarta"."""
    if zone in CITIES:
        return CITIES[zone].names[language]
    known = Locale.parse(language).time_zones
    for name in (zone, *_old_names().get(zone, ())):
        city = known.get(name, {}).get("city")
        if city:
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def choices(language: str) -> list[Group]:
    """Every zone to choose from, (zone, city), in alphabetical order under the name of its continent."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for zone in known_zones() & (get_global("zone_territories").keys() | CITIES.keys()):
        part = (
            _ISLANDS.get(zone) or _ISLANDS.get(zone.partition("/")[0]) or _PARTS.get(zone.partition("/")[0])
        )
        if part:
            groups[part].append((zone, city_name(zone, language)))
    territories = Locale.parse(language).territories
    listed = [(str(territories[part]), sorted(groups[part], key=_alphabetically)) for part in _ORDER]
    return [*listed, ("UTC", [("UTC", "UTC")])]


def _alphabetically(choice: tuple[str, str]) -> tuple[str, str]:
    """As people look a name up: accents and capitals do not count."""
    letters = unicodedata.normalize("NFD", choice[1].casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)), choice[0]


def _shared_time(zone: str) -> str | None:
    known = get_global("meta_zones")
    found = next((known[name] for name in (zone, *_old_names().get(zone, ())) if name in known), None)
    return found if found in _SHARED else None


@cache
def _old_names() -> dict[str, list[str]]:
    """Zone → what it was called before: CLDR keeps many names under these."""
    old: dict[str, list[str]] = defaultdict(list)
    for before, today in get_global("zone_aliases").items():
        old[today].append(before)
    return dict(old)
