"""Who sits where: seatings of World Cafés over their rounds, planned ahead and re-planned on the day."""

from consult.rotation.measure import measure
from consult.rotation.problem import Measures, Person, Plan, Problem, Seats, Table
from consult.rotation.replan import plan, seat_latecomer

__all__ = ["Measures", "Person", "Plan", "Problem", "Seats", "Table", "measure", "plan", "seat_latecomer"]
