"""When a meeting is planned, as people read it: the date, and its beginning and end on the clocks of two zones.

English is written as the programmes of city networks have it, "9:00-12:00 Central European Time (UTC+1)"; the other
languages as CLDR has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from consult.domain import times
from consult.models import Meeting
from consult.services.meeting.wire import Wire
from consult.services.preparation.zones import clock_name

# What stands between two clocks.
BETWEEN = " / "


@dataclass(frozen=True)
class Moment:
    """The beginning or the end on one clock: for machines ("2023-11-14T15:00+01:00") and as told."""

    at: str
    told: str


@dataclass(frozen=True)
class Clock:
    """A meeting on the clocks of one zone, called `name`; `offset` from UTC, "" where it is told with each time."""

    begins: Moment
    ends: Moment | None
    dash: str
    name: str
    offset: str

    @property
    def text(self) -> str:
        """Such as "15:00-18:00 Central European Time (UTC+1)"."""
        ends = f"{self.dash}{self.ends.told}" if self.ends else ""
        return f"{self.begins.told}{ends} {self.name}{f' ({self.offset})' if self.offset else ''}"


@dataclass(frozen=True)
class Planned:
    """A planned meeting; `begins_at` and `ends_at` in Unix seconds, `date` as it is where the meeting is held."""

    begins_at: float
    ends_at: float | None
    date: str
    clocks: tuple[Clock, ...]

    @property
    def line(self) -> str:
        """All clocks in one line."""
        return BETWEEN.join(clock.text for clock in self.clocks)

    @property
    def wire(self) -> Wire:
        """For a screen, which adds the clock of its reader."""
        return {
            "date": self.date,
            "clocks": [
                {
                    "begins": [clock.begins.at, clock.begins.told],
                    "ends": [clock.ends.at, clock.ends.told] if clock.ends else None,
                    "dash": clock.dash,
                    "name": clock.name,
                    "offset": clock.offset,
                }
                for clock in self.clocks
            ],
        }


def of_meeting(row: Meeting, language: str) -> Planned | None:
    """When a meeting is planned; None for one without a time."""
    zones = row.consultation.time_zone, row.second_zone or row.consultation.second_zone
    return planned(row.planned_start, row.planned_minutes, *zones, language)


@lru_cache(maxsize=1024)
def planned(start: str | None, minutes: int | None, zone: str, second: str, language: str) -> Planned | None:
    """The same from what is stored: a wall clock time of `zone`, a length, and a second zone or "".

    A start that is skipped in spring, because the zone was changed afterwards, is told as the hour after. Raises
    UnknownZone, and ValueError for what is no date and time.
    """
    if not start:
        return None
    begins_at = times.instant_or_next(start, zone)
    ends_at = begins_at + minutes * 60 if minutes else None
    today = times.at(begins_at, zone).date()
    clocks = [_clock(begins_at, ends_at, one, today, language) for one in (zone, second) if one]
    if len(clocks) == 2 and clocks[0] == clocks[1]:
        clocks.pop()
    return Planned(begins_at, ends_at, _long_date(today, language), tuple(clocks))


def _clock(begins_at: float, ends_at: float | None, zone: str, today: date, language: str) -> Clock:
    """One zone's clocks; `today` is the date above, so that only another one is said."""
    begins = times.at(begins_at, zone)
    ends = times.at(ends_at, zone) if ends_at is not None else None
    name, dash = clock_name(zone, language), "-" if language == "en" else "–"
    offset = "" if name == "UTC" else times.offset_name(begins)
    first, last = _time(begins, language), _time(ends, language) if ends else ""
    if ends and ends.utcoffset() != begins.utcoffset():
        # Clocks are changed meanwhile: 2:30 to 2:15 is no mistake, but must be told.
        offset, dash = "", f" {dash} "
        first, last = f"{first} ({times.offset_name(begins)})", f"{last} ({times.offset_name(ends)})"
    if begins.date() != today:
        first = f"{_day(begins, language)}, {first}"
    if ends and ends.date() != begins.date():
        last, dash = f"{_day(ends, language)}, {last}", f" {dash.strip()} "
    return Clock(
        Moment(_stamp(begins), first), Moment(_stamp(ends), last) if ends else None, dash, name, offset
    )


def _time(when: datetime, language: str) -> str:
    return f"{when:%H:%M}" if language in ("fr", "pt") else f"{when.hour}:{when:%M}"


def _long_date(day: date, language: str) -> str:
    return _first(str(format_date(day, "long", language)), language)


def _day(when: datetime, language: str) -> str:
    pattern = {"en": "MMMM d", "fr": "d MMMM"}.get(language, "d 'de' MMMM")
    return _first(str(format_date(when.date(), pattern, language)), language)


def _first(told: str, language: str) -> str:
    """French says "1er mars" and "2 mars"; CLDR does not know."""
    return f"1er{told[1:]}" if language == "fr" and told.startswith("1 ") else told


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="minutes")
