"""Packets of the live connection as JSON, by orjson: a note is written five times, and this is a tenth of the work.

What orjson does not take, half a letter that a phone has cut off for instance, goes through the standard library.
"""

from __future__ import annotations

import json
from typing import Any

import orjson
from socketio.packet import ACK, BINARY_ACK, BINARY_EVENT, EVENT
from socketio.packet import Packet as SocketPacket

COMPACT = json.JSONEncoder(separators=(",", ":")).encode


def dumps(value: Any, **_how: Any) -> str:
    """`value` as JSON, as short as it can be."""
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        return COMPACT(value)


def loads(text: str | bytes, **_how: Any) -> Any:
    """What the JSON says. Raises ValueError."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


class Packet(SocketPacket):  # type: ignore[misc]
    """A packet of socket.io that holds no bytes, so that nobody looks for some in it."""

    uses_binary_events = False

    def __init__(self, *what: Any, encoded_packet: str | bytes | None = None, **more: Any) -> None:
        """What is to be said, or (`encoded_packet`) what a screen sent. Raises ValueError as `decode` does."""
        # The library would take a message of nothing at all for an event with nothing in it.
        if encoded_packet is not None and not encoded_packet:
            raise ValueError("an empty message")
        super().__init__(*what, encoded_packet=encoded_packet, **more)

    def decode(self, encoded_packet: str) -> int:
        """What a screen sent. Raises ValueError, which ends its line, for what none of our screens sends.

        That is also a packet with bytes to follow: they would be kept without an end.
        """
        attachments: int = super().decode(encoded_packet)
        if self.packet_type in (BINARY_EVENT, BINARY_ACK):
            raise ValueError("a packet with bytes")
        if self.packet_type in (EVENT, ACK) and not isinstance(self.data, list):
            raise ValueError("no list")
        if self.packet_type == EVENT and not (self.data and isinstance(self.data[0], str)):
            raise ValueError("an event without a name")
        return attachments

    class json:
        """What socket.io expects of a module for JSON."""

        dumps = staticmethod(dumps)
        loads = staticmethod(loads)
