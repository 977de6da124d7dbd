"""Seats that were planned, put in force."""

from __future__ import annotations

from consult.domain import commands as c
from consult.models import Meeting
from consult.services.seating.live import hosts_among
from consult.services.seating.problem import SeatsByRound


def taking(row: Meeting, rounds: SeatsByRound) -> c.TakePlan:
    """The command that puts them in force, with whoever is the table host where they sit."""
    return c.TakePlan(rounds, {number: hosts_among(row, seats) for number, seats in rounds.items()})
