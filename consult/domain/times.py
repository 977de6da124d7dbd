"""Instants and what clocks on walls show, in the zones of the IANA database, across changes of daylight saving.

A planned time is kept as what the clock of a city will show, such as "2027-03-28T15:00": that is what people agree
on, whatever happens to its rules until then. An instant is Unix seconds.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from consult.domain.cities import CITIES

# What the database keeps for ships, or for old programs beside a newer name.
_NO_PLACE: Final = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
_LOCAL: Final = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


class UnknownZone(ValueError):
    """A name that is not in the database of zones."""


class DoesNotExist(ValueError):
    """A time that no clock of the zone will show: it is skipped when daylight saving begins."""


def instant(local: str, zone: str) -> float:
    """Unix seconds at which the clocks of a zone show `local`, "YYYY-MM-DDThh:mm"; the first time of two in autumn.

    Raises DoesNotExist for a time that is skipped in spring, UnknownZone, and ValueError for what is no date and time.
    """
    when = _read(local).replace(tzinfo=_zone(zone)).timestamp()
    if wall(when, zone) != local:
        raise DoesNotExist(f"{local} is skipped in {zone}")
    return when


def instant_or_next(local: str, zone: str) -> float:
    """As `instant`; a time that is skipped is told by the clocks that were not put forward: 02:30 is 03:30."""
    try:
        return instant(local, zone)
    except DoesNotExist:
        return _read(local).replace(tzinfo=_zone(zone)).timestamp()


def is_ambiguous(local: str, zone: str) -> bool:
    """Whether the clocks of a zone show `local` twice, because daylight saving ends; raises as `instant`."""
    first = _read(local).replace(tzinfo=_zone(zone))
    instant(local, zone)
    return first.utcoffset() != first.replace(fold=1).utcoffset()


def wall(when: float, zone: str) -> str:
    """What the clocks of a zone show at an instant, "YYYY-MM-DDThh:mm", seconds cut off. Raises UnknownZone."""
    return at(when, zone).replace(tzinfo=None).isoformat(timespec="minutes")


def at(when: float, zone: str) -> datetime:
    """An instant with the date, the time and the offset of a zone. Raises UnknownZone."""
    return datetime.fromtimestamp(when, UTC).astimezone(_zone(zone))


def offset(when: float, zone: str) -> int:
    """How many minutes the clocks of a zone are ahead of UTC at an instant, behind below 0. Raises UnknownZone."""
    return round((at(when, zone).utcoffset() or timedelta()).total_seconds() / 60)


def offset_name(moment: datetime) -> str:
    """How people name the offset of a moment: "UTC+1", "UTC+5:30", "UTC-3", "UTC+0"; "UTC" where that is its zone."""
    if moment.tzname() == "UTC":
        return "UTC"
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


@cache
def known_zones() -> frozenset[str]:
    """Every zone of the database that is named for a place, our own cities, and "UTC"."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACE)}
    return frozenset(places | CITIES.keys() | {"UTC"})


def zone_of(zone: str) -> str:
    """The zone of the database whose clocks a zone has: itself, unless it is a city of our own."""
    return CITIES[zone].zone if zone in CITIES else zone


def _zone(zone: str) -> ZoneInfo:
    if zone not in known_zones():
        raise UnknownZone(f"{zone!r} is no zone of the database")
    return ZoneInfo(zone_of(zone))


def _read(local: str) -> datetime:
    if not _LOCAL.fullmatch(local):
        raise ValueError(f"{local!r} is no date and time like 2027-03-28T15:00")
    return datetime.fromisoformat(local)
