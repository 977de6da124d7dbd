"""Who sits where: seatings of World Cafés over their rounds, planned ahead and re-planned on the day."""

from consult.rotation.advice import Advice, Fact, Outcome, Suggestion, advise
from consult.rotation.bounds import Bounds, bounds
from consult.rotation.measure import measure
from consult.rotation.outlook import Outlook, outlook
from consult.rotation.paper import PaperRule, paper_rule
from consult.rotation.problem import Measures, Person, Plan, Problem, Seats, Table
from consult.rotation.replan import plan, seat_latecomer

__all__ = [
    "Advice",
    "Bounds",
    "Fact",
    "Measures",
    "Outcome",
    "Outlook",
    "PaperRule",
    "Person",
    "Plan",
    "Problem",
    "Seats",
    "Suggestion",
    "Table",
    "advise",
    "bounds",
    "measure",
    "outlook",
    "paper_rule",
    "plan",
    "seat_latecomer",
]
