"""However a websocket's bytes are cut on their way, the same messages are read from them, as eventlet reads them."""

from __future__ import annotations

import struct
from itertools import pairwise

from eventlet.websocket import RFC6455WebSocket
from hypothesis import given
from hypothesis import strategies as st

from consult.live.reader import CHUNK, Reader

LIMIT = 3 * CHUNK
MASK = b"\x01\xa2\x7f\xfe"
TEXTS = st.text(max_size=200) | st.sampled_from(
    ["é" * 63, "x" * 125, "x" * 126, "x" * CHUNK, "x" * (CHUNK + 1)]
)


class Pipe:
    """A socket from which the given pieces come; what is sent is thrown away."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def recv(self, size: int) -> bytes:
        if not self._pieces:
            return b""
        taken, rest = self._pieces[0][:size], self._pieces[0][size:]
        self._pieces[:1] = [rest] if rest else []
        return taken

    def sendall(self, _data: bytes) -> None: ...
    def shutdown(self, _how: int) -> None: ...
    def close(self) -> None: ...


def frame(data: bytes, opcode: int = 1, final: bool = True) -> bytes:
    size = len(data)
    if size < 126:
        length = struct.pack("!B", 0x80 | size)
    elif size < 65536:
        length = struct.pack("!BH", 0x80 | 126, size)
    else:
        length = struct.pack("!BQ", 0x80 | 127, size)
    masked = bytes(byte ^ MASK[place % 4] for place, byte in enumerate(data))
    return bytes([opcode | (0x80 if final else 0)]) + length + MASK + masked


def in_two(text: str) -> bytes:
    data = text.encode()
    return frame(data[:1], final=False) + frame(b"well", opcode=9) + frame(data[1:], opcode=0)


MESSAGES = st.one_of(
    TEXTS.map(lambda text: frame(text.encode())),
    TEXTS.map(in_two),
    st.binary(max_size=300).map(lambda data: frame(data, opcode=2)),
    st.just(frame(b"", opcode=9)),
)
BROKEN = st.sampled_from(
    [
        frame(b"\xff\xfe"),
        frame(b"x" * (LIMIT + 1)),
        frame(b"\x03\xe8", opcode=8),
        b"\x81\x05hello",
        b"\xf1\x80",
        frame(b"left")[:-2],
        b"",
    ]
)


def heard(data: bytes, cuts: list[int], ours: bool) -> list[object]:
    """All messages that are read until the end, and what is raised there."""
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    ws = RFC6455WebSocket(Pipe([data[a:b] for a, b in pairwise(places)]), {})
    ws.max_frame_length = LIMIT
    if ours:
        Reader(ws)
    messages: list[object] = []
    try:
        messages += iter(ws.wait, None)
    except ValueError as error:
        return [*messages, type(error)]
    return messages


@given(st.lists(MESSAGES, max_size=5), BROKEN, st.lists(st.integers(0, 10_000), max_size=8))
def test_messages_are_those_that_eventlet_reads(messages, end, cuts):
    data = b"".join(messages) + end

    assert heard(data, cuts, ours=True) == heard(data, cuts, ours=False)
