"""Several processes, one house: what one of them tells a room, the phones at the others hear too, through Redis.

The manager of a socket.io server, in front of the fast or the stock one. It differs from python-socketio's own
RedisManager in what a hall needs:

- **Nobody waits for Redis.** What is to be told goes into a bounded queue; one task sends it on, many at a time. A
  note is acknowledged and told at home whether Redis is there or not.
- **A break is mended.** Whoever could not speak or hear for a while cannot know what was missed, so when Redis is
  back every screen asks for its state again.
- **One way for everything**: broadcasts and what processes tell each other (`services/neighbours.py`) arrive in the
  order in which they were sent.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from socketio.pubsub_manager import PubSubManager

from consult.live.fan_out import FanOut
from consult.services import neighbours

CHANNEL = "consult"
LARGEST_BATCH = 200
# What is kept for Redis while it is away; who misses more asks again anyway.
MOST_WAITING = 10_000
# Redis answers within milliseconds, or something is wrong.
PATIENCE_SECONDS = 2.0
# A process hears at least its own signs of life: a longer silence is a line that is dead without saying so.
SIGN_OF_LIFE_SECONDS, SILENCE_SECONDS = 1.0, 5.0
AGAIN_SECONDS = 0.5
ASK_AGAIN = ("meeting.changed", "meeting.touched", "board.stale")
log = logging.getLogger(__name__)


class Relay(PubSubManager):  # type: ignore[misc]
    """Sends what is told here to all processes, and tells here what others have sent."""

    name = "relay"

    def __init__(self, url: str, channel: str = CHANNEL) -> None:
        super().__init__(channel=channel)
        self._url = url
        self._ears: dict[str, Callable[[Any], None]] = {}
        self._outgoing: Any = None
        self._lost = False

    def begin(self, ears: dict[str, Callable[[Any], None]]) -> None:
        """Speak and listen from now on; `ears` is what to do with what neighbours tell, by name."""
        self._ears = ears
        self._outgoing = self.server.eio.create_queue(MOST_WAITING)
        self.server.manager_initialized = True
        self.initialize()
        self.server.start_background_task(self._send_on)

    def tell(self, name: str, about: Any) -> None:
        """Let all other processes know."""
        self._publish({"method": "tell", "name": name, "about": about})

    def waiting(self) -> int:
        """How many messages wait for Redis."""
        return 0 if self._outgoing is None else int(self._outgoing.qsize())

    # Speaking

    def _publish(self, message: dict[str, Any]) -> None:
        if self._outgoing is None:
            # Not serving: a command that changes something while nobody is connected.
            return
        if self._outgoing.full():
            self._lost = True
            return
        self._outgoing.put_nowait(message)

    def _send_on(self) -> None:
        redis = self._redis()
        while True:
            batch = self._next_batch()
            if self._lost:
                batch.append({"method": "tell", "name": "ask_again", "about": None})
            try:
                redis.publish(self.channel, json.dumps([self.host_id, batch]))
                self._lost = False
            except Exception as error:
                if not self._lost:
                    log.warning(
                        "Redis does not take what is told to other processes: %s", type(error).__name__
                    )
                self._lost = True
                self.server.sleep(AGAIN_SECONDS)

    def _next_batch(self) -> list[dict[str, Any]]:
        """What is to be sent on; nothing, as a sign of life, when there was nothing for a while."""
        try:
            batch = [self._outgoing.get(timeout=SIGN_OF_LIFE_SECONDS)]
        except self.server.eio.get_queue_empty_exception():
            return []
        while len(batch) < LARGEST_BATCH and not self._outgoing.empty():
            batch.append(self._outgoing.get_nowait())
        return batch

    # Hearing

    def _thread(self) -> None:
        """Listen for ever; after a break every screen of this process asks again."""
        once_heard = None
        while True:
            try:
                self._listen_until_trouble(once_heard)
            except Exception as error:
                if neighbours.heard() or once_heard is None:
                    log.warning("Redis is not heard: %s", type(error).__name__)
            once_heard = self._ask_again
            neighbours.hear(False)
            self.server.sleep(AGAIN_SECONDS)

    def _listen_until_trouble(self, once_heard: Callable[[], None] | None) -> None:
        """Raises what went wrong."""
        with self._redis() as redis, redis.pubsub(ignore_subscribe_messages=True) as line:
            line.subscribe(self.channel)
            line.get_message(timeout=PATIENCE_SECONDS)
            neighbours.hear(True)
            if once_heard is not None:
                log.info("Redis is heard again")
                once_heard()
            while (heard := line.get_message(timeout=SILENCE_SECONDS)) is not None:
                self._hear(heard["data"])
        raise ConnectionError("silence")

    def _hear(self, data: bytes) -> None:
        sender, batch = json.loads(data)
        if sender == self.host_id:
            return
        for message in batch:
            try:
                self._hear_one(message)
            except Exception as error:
                # One that cannot be told must not keep the others from being told.
                log.warning("what another process told was not understood: %s", type(error).__name__)

    def _hear_one(self, message: dict[str, Any]) -> None:
        match message["method"]:
            case "emit":
                self._handle_emit(message)
            case "tell" if message["name"] == "ask_again":
                self._ask_again()
            case "tell":
                self._ears[message["name"]](message["about"])
            case "leave_room":
                self._handle_leave_room(message)
            case "close_room":
                self._handle_close_room(message)
            case "disconnect":
                self._handle_disconnect(message)

    def _handle_emit(self, message: dict[str, Any]) -> None:
        room, here = message["room"], self.rooms.get(message["namespace"], {})
        names = room if isinstance(room, list) else [room]
        if any(name in here for name in names):
            super()._handle_emit(message)

    def _ask_again(self) -> None:
        """Nobody here can know what they have missed: phones, consoles and projectors fetch their state."""
        for event in ASK_AGAIN:
            self.emit(event, {}, namespace="/", ignore_queue=True)

    def _redis(self) -> Any:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return Redis.from_url(
            self._url,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )


class RelayedFanOut(Relay, FanOut):
    """The fast fan-out, with neighbours."""
