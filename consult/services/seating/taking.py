"""Seats that were planned, put in force."""

from __future__ import annotations

from consult.domain import seating_commands as s
from consult.models import Meeting
from consult.services.seating.live import hosts_among
from consult.services.seating.problem import SeatsByRound


def taking(row: Meeting, rounds: SeatsByRound) -> s.TakePlan:
    """The command that puts them in force, with whoever is the table host where they sit."""
    return s.TakePlan(rounds, {number: hosts_among(row, seats) for number, seats in rounds.items()})
