"""What is the same for everybody in a meeting: read once with a handful of statements, and kept for all who ask.

A thousand phones that come back at once cost one reading, not a thousand. Nothing here is older than what this process
has announced last: whoever announces says `stale` first. What another process has changed shows by the version of the
meeting or by its `stale`, and at the latest after a second.
"""

from consult.services.hall.keep import forget, forget_all, hall_of, notes_at, stale, touched_in
from consult.services.hall.read import Hall, TableNote

__all__ = ["Hall", "TableNote", "forget", "forget_all", "hall_of", "notes_at", "stale", "touched_in"]
