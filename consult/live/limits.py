"""How much one participant or screen may ask for: a token bucket each, refilled steadily."""

from __future__ import annotations

import time
from dataclasses import dataclass

from consult.domain.errors import Refused

CAPACITY = 40.0
PER_SECOND = 5.0
MOST_BUCKETS = 20_000


@dataclass
class Bucket:
    """What is left, and since when."""

    level: float
    at: float


_buckets: dict[tuple[str, int], Bucket] = {}


def spend(owner: tuple[str, int], cost: float) -> None:
    """Take `cost` from the owner's bucket; raises Refused("too_fast") when it is empty."""
    instant = time.monotonic()
    if len(_buckets) > MOST_BUCKETS:
        _buckets.clear()
    bucket = _buckets.setdefault(owner, Bucket(CAPACITY, instant))
    bucket.level = min(CAPACITY, bucket.level + (instant - bucket.at) * PER_SECOND)
    bucket.at = instant
    if bucket.level < cost:
        raise Refused("too_fast")
    bucket.level -= cost


def forget_all() -> None:
    """Start afresh, for tests."""
    _buckets.clear()
