"""The whole truth for one screen: what it asks for when it opens, reconnects, wakes up or was told of a change."""

from consult.services.catch_up.ballots import ballot
from consult.services.catch_up.for_console import console
from consult.services.catch_up.for_host import coverage
from consult.services.catch_up.for_phone import phone
from consult.services.catch_up.for_projector import projector
from consult.services.catch_up.for_seating import seating
from consult.services.catch_up.past import past_notes
from consult.services.catch_up.seating_change import preview

__all__ = ["ballot", "console", "coverage", "past_notes", "phone", "preview", "projector", "seating"]
