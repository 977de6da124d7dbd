"""Frames that no page would send, and a line that sends them."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from live.hall import Bare

from consult.live import payloads as p

# In every text, so that it is found wherever it should not be.
MARK = "Kryptonym4711"
ANSWER_WITHIN = 10.0
ANSWER = re.compile(r"43(\d+)(\[.*)", re.DOTALL)
HUGE = [2**31, -(2**63), 10**40, 10**400, 1e308, -0.0, float("nan"), float("inf")]
MEAN = [
    MARK * 200,
    f"{MARK}\0",
    f"{MARK}\ud800",
    f"' or 1=1; -- {MARK}",
    f"{{0.__class__}}{MARK}",
    f"%s%n{MARK}",
]
FIELDS = sorted(
    {name for model in p.Payload.__subclasses__() for name in model.model_fields} | {"__proto__", "self"}
)


@dataclass(frozen=True)
class Frame:
    """A websocket frame (RFC 6455, 5.2). `asks`: an answer has to come, or the end. `claimed`: a size it does not have."""

    body: bytes
    opcode: int = 1
    masked: bool = True
    final: bool = True
    asks: bool = False
    claimed: int | None = None

    def packed(self, number: int) -> bytes:
        """As it is sent; `number` is put where the body asks under it."""
        body = self.body.replace(b"NUMBER", str(number).encode())
        size = len(body) if self.claimed is None else self.claimed
        first, bit = (0x80 if self.final else 0) | self.opcode, 0x80 if self.masked else 0
        if size < 126:
            head = struct.pack("!BB", first, bit | size)
        elif size < 65536:
            head = struct.pack("!BBH", first, bit | 126, size)
        else:
            head = struct.pack("!BBQ", first, bit | 127, size)
        # A mask of zeros leaves everything as it is.
        return head + (b"\0\0\0\0" if self.masked else b"") + body


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _event(name: Any, payload: Any) -> Frame:
    body = _bytes("42NUMBER" + json.dumps([name, payload], ensure_ascii=False))
    # Names of the protocol itself are no commands.
    return Frame(body, asks=name not in ("connect", "disconnect"))


texts = st.text(max_size=20).map(MARK.__add__) | st.sampled_from(MEAN)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(HUGE) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3),
    max_leaves=5,
)
payloads = st.dictionaries(st.sampled_from(FIELDS) | texts, values, max_size=5) | values
notes = st.fixed_dictionaries(
    {
        "client_key": st.from_regex(r"[A-Za-z0-9-]{6,66}", fullmatch=True),
        "kind": st.just("need"),
        "text": texts,
    },
    optional={"round": st.integers(-1, 3), "language": texts, "by_proxy": values},
)
deep = st.integers(1, 5000).map(lambda depth: "[" * depth + "]" * depth)
bodies = texts.map(_bytes) | st.binary(max_size=40)
unread = st.one_of(
    # Engine.IO and socket.io: wrong kinds of packets, namespaces, attachments that never come, numbers without an end.
    st.builds(lambda kind, text: Frame(_bytes(f"{kind}{text}")), st.integers(0, 99), texts),
    st.builds(lambda name, text: Frame(_bytes(f'42/{name},1["{text}"]')), texts, texts),
    st.builds(
        lambda count: Frame(_bytes(f'45{count}-["note.write",{{"_placeholder":true,"num":0}}]')),
        st.integers(0),
    ),
    deep.map(lambda text: Frame(_bytes(f'421["note.write",{text}]'))),
    values.map(lambda value: Frame(_bytes("421" + json.dumps(value)))),
    st.sampled_from(
        [
            b"42",
            b"421",
            b"42[]",
            b"42[1]",
            b'42[["a"]]',
            b"40",
            b"40{",
            b"41",
            b"43[]",
            b"44",
            b"2probe",
            b"5",
        ]
    ).map(Frame),
    # Websockets: bytes, pieces, pings and farewells of every kind, unknown kinds, without a mask, too long, cut off.
    st.builds(Frame, bodies, st.integers(0, 15), st.booleans(), st.booleans()),
    st.integers(16_000, 70_000).map(
        lambda size: Frame(_bytes('421["note.write","' + MARK + "x" * size + '"]'))
    ),
    st.builds(lambda body, size: Frame(body, claimed=len(body) + size), bodies, st.integers(1, 2**62)),
)


def frames(names: Sequence[str]) -> st.SearchStrategy[Frame]:
    """One frame; `names` are those of the commands."""
    return st.one_of(
        st.builds(_event, st.sampled_from(names), payloads),
        st.builds(_event, st.just("note.write"), notes),
        st.builds(_event, texts, values),
        unread,
    )


class Wire:
    """A websocket that sends what it is given, and reads what it should get for it."""

    def __init__(self, port: int, auth: dict[str, str] | None) -> None:
        """`auth` None: it never says who it is."""
        self.bare = Bare(port)
        self.bare.socket.settimeout(ANSWER_WITHIN)
        self.closed = False
        self.heard: list[str] = []
        self.sent = 0
        self._read()
        if auth is not None:
            self.send(Frame(_bytes("40" + json.dumps(auth))))
            self._read()
        self.is_in = bool(self.heard) and self.heard[-1].startswith("40")

    def send(self, frame: Frame) -> int:
        """The number under which it asks."""
        self.sent += 1
        try:
            self.bare.socket.sendall(frame.packed(self.sent))
        except (BrokenPipeError, ConnectionResetError):
            self.closed = True
        return self.sent

    def answer(self, number: int) -> Any:
        """What was answered under that number; None when the line has ended instead. Raises TimeoutError."""
        while not self.closed:
            self._read()
            found = ANSWER.fullmatch(self.heard[-1]) if self.heard else None
            if found and int(found[1]) == number:
                return json.loads(found[2])[0]
        return None

    def close(self) -> None:
        """Leave without a word."""
        self.bare.socket.close()

    def _read(self) -> None:
        try:
            first, size = self.bare._take(2)
            if size == 126:
                size = struct.unpack("!H", self.bare._take(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self.bare._take(8))[0]
            body = self.bare._take(size)
        except (EOFError, ConnectionResetError):
            self.closed = True
            return
        if first & 15 == 8:
            self.closed = True
        elif first & 15 == 1:
            self.heard.append(body.decode())
