"""How much one participant or screen may ask for: a token bucket each, refilled steadily."""

from __future__ import annotations

import time
from dataclasses import dataclass

CAPACITY = 40.0
PER_SECOND = 5.0
MOST_BUCKETS = 20_000
# Our own screens wait for their answers; so many refusals without an end is no screen of ours.
MOST_REFUSALS = 200


@dataclass(slots=True)
class Bucket:
    """What is left, and since when."""

    level: float
    at: float
    refusals: int = 0

    def now(self, instant: float) -> float:
        """What is left at that instant."""
        return min(CAPACITY, self.level + (instant - self.at) * PER_SECOND)


_buckets: dict[tuple[str, int], Bucket] = {}


def spend(owner: tuple[str, int], cost: float) -> bool:
    """Take `cost` from the owner's bucket; False when it is empty."""
    instant = time.monotonic()
    bucket = _buckets.get(owner) or _new(owner, instant)
    bucket.level, bucket.at = bucket.now(instant), instant
    if bucket.level < cost:
        bucket.refusals += 1
        return False
    bucket.level -= cost
    if bucket.level > CAPACITY / 2:
        bucket.refusals = 0
    return True


def has_gone_wild(owner: tuple[str, int]) -> bool:
    """Whether this owner goes on and on asking too much; they begin anew then."""
    bucket = _buckets[owner]
    if bucket.refusals < MOST_REFUSALS:
        return False
    bucket.refusals = 0
    return True


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
