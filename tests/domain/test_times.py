"""Laws of zones: what is agreed on a wall clock is one instant, and every other wall tells the same instant."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import times

zones = st.sampled_from(sorted(times.known_zones()))
# From 1980 on: before, some zones differed from UTC by seconds.
instants = st.integers(315_532_800 // 60, 4_000_000_000 // 60).map(lambda minutes: minutes * 60)
locals_ = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(
    lambda moment: moment.isoformat(timespec="minutes")
)


@given(locals_, zones)
def test_what_the_wall_shows_at_the_instant_of_a_time_is_that_time(local: str, zone: str) -> None:
    try:
        when = times.instant(local, zone)
    except times.DoesNotExist:
        return

    assert times.wall(when, zone) == local


@given(instants, zones)
def test_every_instant_is_found_again_unless_its_hour_comes_twice(when: int, zone: str) -> None:
    local = times.wall(when, zone)

    found = times.instant(local, zone)

    assert found == when or (times.is_ambiguous(local, zone) and found < when)


@given(instants, zones, zones)
def test_two_walls_differ_by_what_their_offsets_differ(when: int, zone: str, other: str) -> None:
    def shown(name: str) -> datetime:
        return datetime.fromisoformat(times.wall(when, name))

    ahead = timedelta(minutes=times.offset(when, zone) - times.offset(when, other))

    assert shown(zone) - shown(other) == ahead


def test_a_time_skipped_in_spring_does_not_exist() -> None:
    with pytest.raises(times.DoesNotExist):
        times.instant("2027-03-28T02:30", "Europe/Brussels")

    # Clocks jump from 2 to 3: both edges are one minute apart.
    before = times.instant("2027-03-28T01:59", "Europe/Brussels")
    assert times.instant("2027-03-28T03:00", "Europe/Brussels") - before == 60


def test_a_time_that_comes_twice_in_autumn_is_the_first_of_two() -> None:
    first = times.instant("2027-10-31T02:30", "Europe/Brussels")

    assert times.is_ambiguous("2027-10-31T02:30", "Europe/Brussels")
    assert not times.is_ambiguous("2027-10-31T03:00", "Europe/Brussels")
    assert [times.offset(first, "Europe/Brussels"), times.offset(first + 3600, "Europe/Brussels")] == [
        120,
        60,
    ]
    assert times.wall(first + 3600, "Europe/Brussels") == "2027-10-31T02:30"


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("Asia/Kolkata", 330), ("Asia/Kathmandu", 345), ("America/St_Johns", -210), ("UTC", 0)],
)
def test_offsets_that_are_no_whole_hours(zone: str, minutes: int) -> None:
    assert times.offset(times.instant("2023-11-14T12:00", zone), zone) == minutes


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Madrid", "UTC+1"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC-3:30"),
        ("Europe/London", "UTC+0"),
        ("UTC", "UTC"),
    ],
)
def test_an_offset_is_named_as_people_write_it(zone: str, told: str) -> None:
    assert times.offset_name(times.at(1_700_000_000, zone)) == told


def test_a_city_of_our_own_has_the_clocks_of_its_zone() -> None:
    rio = times.instant("2023-11-14T11:00", "America/Rio_de_Janeiro")

    assert rio == times.instant("2023-11-14T11:00", "America/Sao_Paulo")
    assert times.zone_of("America/Rio_de_Janeiro") == "America/Sao_Paulo"
    assert times.zone_of("Asia/Jakarta") == "Asia/Jakarta"


def test_a_time_skipped_after_it_was_agreed_on_is_told_as_the_hour_after() -> None:
    when = times.instant_or_next("2027-03-28T02:30", "Europe/Brussels")

    assert times.wall(when, "Europe/Brussels") == "2027-03-28T03:30"


@pytest.mark.parametrize("name", ["", "Central European Time", "Europe/Rio", "US/Eastern", "../etc/passwd"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(times.UnknownZone):
        times.instant("2023-11-14T12:00", name)


@pytest.mark.parametrize(
    "local",
    [
        "",
        "2023-11-14",
        "2023-11-14T12:00:00",
        "2023-02-30T12:00",
        "2023-11-14T24:00",
        "0001-01-01T00:00",
        "soon",
    ],
)
def test_what_is_no_date_and_time_is_refused(local: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        times.instant(local, "Asia/Tokyo")
