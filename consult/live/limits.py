"""How much one participant or screen may ask for: a token bucket each, refilled steadily."""

from __future__ import annotations

import time
from dataclasses import dataclass

from consult.domain.errors import Refused

CAPACITY = 40.0
PER_SECOND = 5.0
MOST_BUCKETS = 20_000


@dataclass(slots=True)
class Bucket:
    """What is left, and since when."""

    level: float
    at: float

    def now(self, instant: float) -> float:
        """What is left at that instant."""
        return min(CAPACITY, self.level + (instant - self.at) * PER_SECOND)


_buckets: dict[tuple[str, int], Bucket] = {}


def spend(owner: tuple[str, int], cost: float) -> None:
    """Take `cost` from the owner's bucket; raises Refused("too_fast") when it is empty."""
    instant = time.monotonic()
    bucket = _buckets.get(owner) or _new(owner, instant)
    bucket.level, bucket.at = bucket.now(instant), instant
    if bucket.level < cost:
        raise Refused("too_fast")
    bucket.level -= cost


def forget_all() -> None:
    """Start afresh, for tests."""
    _buckets.clear()


def _new(owner: tuple[str, int], instant: float) -> Bucket:
    if len(_buckets) >= MOST_BUCKETS:
        _drop_fullest(instant)
    bucket = _buckets[owner] = Bucket(CAPACITY, instant)
    return bucket


def _drop_fullest(instant: float) -> None:
    """Forget the fuller half. A full bucket is no different from a new one; whoever asks too much stays known."""
    fullest = sorted(_buckets, key=lambda owner: -_buckets[owner].now(instant))
    for owner in fullest[: len(fullest) // 2]:
        del _buckets[owner]
