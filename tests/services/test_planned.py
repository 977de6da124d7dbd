"""When a meeting is planned: the lines of a network's programme, and the laws behind them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import times
from consult.domain.languages import LANGUAGES
from consult.services.preparation.planned import Planned, planned
from consult.services.preparation.zones import choices, city_name, clock_name

MADRID, RIO, JAKARTA = "Europe/Madrid", "America/Rio_de_Janeiro", "Asia/Jakarta"

zones = st.sampled_from(sorted(times.known_zones()))
languages = st.sampled_from(LANGUAGES)
lengths = st.one_of(st.none(), st.integers(1, 24 * 60))
starts = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
    lambda moment: moment.isoformat(timespec="minutes")
)


def told(start: str, minutes: int | None, zone: str, second: str = "", language: str = "en") -> Planned:
    found = planned(start, minutes, zone, second, language)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("start", "second", "date", "line"),
    [
        (
            "2023-11-14T15:00",
            RIO,
            "November 14, 2023",
            "15:00-18:00 Central European Time (UTC+1) / 11:00-14:00 Rio de Janeiro (UTC-3)",
        ),
        (
            "2023-11-15T09:00",
            JAKARTA,
            "November 15, 2023",
            "9:00-12:00 Central European Time (UTC+1) / 15:00-18:00 Jakarta (UTC+7)",
        ),
        (
            "2023-11-15T15:00",
            RIO,
            "November 15, 2023",
            "15:00-18:00 Central European Time (UTC+1) / 11:00-14:00 Rio de Janeiro (UTC-3)",
        ),
    ],
)
def test_a_programme_in_english_reads_as_networks_write_it(
    start: str, second: str, date: str, line: str
) -> None:
    found = told(start, 180, MADRID, second)

    assert (found.date, found.line) == (date, line)


@pytest.mark.parametrize(
    ("language", "date", "line"),
    [
        (
            "fr",
            "14 novembre 2023",
            "15:00–18:00 heure d’Europe centrale (UTC+1) / 11:00–14:00 Rio de Janeiro (UTC-3)",
        ),
        (
            "es",
            "14 de noviembre de 2023",
            "15:00–18:00 hora de Europa central (UTC+1) / 11:00–14:00 Río de Janeiro (UTC-3)",
        ),
        (
            "pt",
            "14 de novembro de 2023",
            "15:00–18:00 Horário da Europa Central (UTC+1) / 11:00–14:00 Rio de Janeiro (UTC-3)",
        ),
    ],
)
def test_each_language_writes_dates_and_zones_its_own_way(language: str, date: str, line: str) -> None:
    found = told("2023-11-14T15:00", 180, MADRID, RIO, language)

    assert (found.date, found.line) == (date, line)


@pytest.mark.parametrize(
    ("start", "minutes", "zone", "second", "line"),
    [
        ("2023-12-01T22:00", 180, MADRID, "", "22:00 - December 2, 1:00 Central European Time (UTC+1)"),
        (
            "2023-12-01T22:00",
            90,
            MADRID,
            "Asia/Kolkata",
            "22:00-23:30 Central European Time (UTC+1) / December 2, 2:30-4:00 Kolkata (UTC+5:30)",
        ),
        (
            "2024-03-01T01:00",
            60,
            JAKARTA,
            RIO,
            "1:00-2:00 Jakarta (UTC+7) / February 29, 15:00-16:00 Rio de Janeiro (UTC-3)",
        ),
        (
            "2023-07-01T12:00",
            60,
            MADRID,
            "Asia/Kathmandu",
            "12:00-13:00 Central European Time (UTC+2) / 15:45-16:45 Kathmandu (UTC+5:45)",
        ),
        # Clocks are put back, or forward, during the meeting.
        ("2027-10-31T02:30", 45, MADRID, "", "2:30 (UTC+2) - 2:15 (UTC+1) Central European Time"),
        (
            "2027-03-28T01:30",
            60,
            MADRID,
            "UTC",
            "1:30 (UTC+1) - 3:30 (UTC+2) Central European Time / 0:30-1:30 UTC",
        ),
        # Skipped by the clocks, because the zone was changed after the meeting was planned.
        ("2027-03-28T02:30", None, MADRID, "", "3:30 Central European Time (UTC+2)"),
        # Both zones say the same.
        ("2027-01-28T10:00", 60, MADRID, "Europe/Turin", "10:00-11:00 Central European Time (UTC+1)"),
        (
            "2027-01-28T10:00",
            None,
            "Europe/London",
            RIO,
            "10:00 London (UTC+0) / 7:00 Rio de Janeiro (UTC-3)",
        ),
    ],
)
def test_days_halves_of_hours_and_changes_of_the_clocks_are_told(
    start: str, minutes: int | None, zone: str, second: str, line: str
) -> None:
    assert told(start, minutes, zone, second).line == line


def test_the_first_of_a_month_is_an_ordinal_in_french_alone() -> None:
    assert [told("2027-03-01T09:00", 60, MADRID, "", code).date for code in LANGUAGES] == [
        "March 1, 2027",
        "1er mars 2027",
        "1 de marzo de 2027",
        "1 de março de 2027",
    ]
    assert told("2027-02-28T23:30", 60, MADRID, "", "fr").line == (
        "23:30 – 1er mars, 00:30 heure d’Europe centrale (UTC+1)"
    )


def test_a_meeting_without_a_time_tells_none() -> None:
    assert planned(None, 180, MADRID, RIO, "en") is None
    assert planned("", 180, MADRID, RIO, "en") is None


@given(starts, st.integers(1, 24 * 60), zones, zones, languages)
def test_a_meeting_ends_after_its_length_on_every_clock(
    start: str, minutes: int, zone: str, second: str, language: str
) -> None:
    for clock in told(start, minutes, zone, second, language).clocks:
        assert clock.ends is not None
        length = datetime.fromisoformat(clock.ends.at) - datetime.fromisoformat(clock.begins.at)
        assert length == timedelta(minutes=minutes)


@given(starts, lengths, zones, zones, languages)
def test_an_end_that_looks_earlier_always_says_its_day_or_its_offset(
    start: str, minutes: int | None, zone: str, second: str, language: str
) -> None:
    for clock in told(start, minutes, zone, second, language).clocks:
        if clock.ends is None:
            continue
        first, last = (re.search(r"\d+:\d\d", each.told) for each in (clock.begins, clock.ends))
        assert first is not None
        assert last is not None
        earlier = last.group().rjust(5, "0") <= first.group().rjust(5, "0")
        assert not earlier or clock.ends.told != last.group()


@given(starts, lengths, zones, zones, languages)
def test_every_clock_of_a_meeting_tells_the_same_instant(
    start: str, minutes: int | None, zone: str, second: str, language: str
) -> None:
    found = told(start, minutes, zone, second, language)

    assert {datetime.fromisoformat(clock.begins.at).timestamp() for clock in found.clocks} == {
        found.begins_at
    }
    assert len({clock.text for clock in found.clocks}) == len(found.clocks)


def test_the_wire_holds_what_a_screen_needs_for_a_clock_of_its_own() -> None:
    assert told("2023-11-14T15:00", 180, MADRID, RIO).wire == {
        "date": "November 14, 2023",
        "clocks": [
            {
                "begins": ["2023-11-14T15:00+01:00", "15:00"],
                "ends": ["2023-11-14T18:00+01:00", "18:00"],
                "dash": "-",
                "name": "Central European Time",
                "offset": "UTC+1",
            },
            {
                "begins": ["2023-11-14T11:00-03:00", "11:00"],
                "ends": ["2023-11-14T14:00-03:00", "14:00"],
                "dash": "-",
                "name": "Rio de Janeiro",
                "offset": "UTC-3",
            },
        ],
    }


def test_every_zone_has_a_name_in_every_language() -> None:
    for code in LANGUAGES:
        assert [zone for zone in times.known_zones() if not clock_name(zone, code).strip()] == []


def test_the_list_of_zones_offers_each_city_once_by_name() -> None:
    for code in LANGUAGES:
        offered = [one for _group, cities in choices(code) for one in cities]
        assert len({zone for zone, _name in offered}) == len(offered)
        assert len({name for _zone, name in offered}) == len(offered)
        assert {zone for zone, _name in offered} <= times.known_zones()
        assert {"Europe/Brussels", RIO, "Asia/Kolkata", "America/Montreal", "UTC"} <= {
            zone for zone, _ in offered
        }


def test_cities_are_named_in_the_language_that_is_read() -> None:
    assert [city_name("Europe/Brussels", code) for code in LANGUAGES] == [
        "Brussels",
        "Bruxelles",
        "Bruselas",
        "Bruxelas",
    ]
    assert city_name("America/Argentina/Buenos_Aires", "fr") == "Buenos Aires"
    assert clock_name("Europe/Kyiv", "en") == "Eastern European Time"
