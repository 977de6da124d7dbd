"""Who sits where in a meeting: seats for those who come, the plan of the rounds to come, and steering it."""

from consult.services.seating.live import follow_up, free_seat, join_planned, take_seat
from consult.services.seating.quality import Quality, interpreted_at, quality, without_language

__all__ = [
    "Quality",
    "follow_up",
    "free_seat",
    "interpreted_at",
    "join_planned",
    "quality",
    "take_seat",
    "without_language",
]
