"""Which manager a socket.io server gets: who is connected, who is in which room, and how they are told."""

from __future__ import annotations

from typing import Any

from consult.live.fan_out import FanOut


def manager(async_mode: str, how: str, redis_url: str | None = None) -> Any:
    """A new manager, None for the stock one: `how` is "fast" or "stock".

    With the address of a Redis it shares what it tells with other processes.
    """
    fast = how == "fast" and async_mode == "eventlet"
    if redis_url is None:
        return FanOut() if fast else None
    # Whoever is alone needs no Redis.
    from consult.live.relay import Relay, RelayedFanOut

    return RelayedFanOut(redis_url) if fast else Relay(redis_url)
