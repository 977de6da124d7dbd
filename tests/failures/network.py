"""A bad network between a phone and the server: a small proxy that is slow, stalls and cuts connections."""

from __future__ import annotations

import asyncio
import random
import threading

# A network that loses packets delivers them late: the next attempt comes after one of these, in seconds.
AGAIN = (0.2, 1.0)
FOR_EVER = (10**9, 10**9)


class Network:
    """Good until it is told to be bad. Everything arrives in order or the connection ends: that is TCP."""

    def __init__(self, server_port: int, seed: int) -> None:
        self.delay = self.loss = 0.0
        self.stalled = self.cut = 0
        self._life = FOR_EVER
        self._left: list[list[int]] = []
        self._server_port, self._dice = server_port, random.Random(seed)
        self._open = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=[self._serve()], daemon=True)
        self._thread.start()
        assert self._open.wait(10)

    def worsen(self, delay: float, loss: float, life: tuple[int, int]) -> None:
        """From now on: seconds each way, the share of pieces that stall, after how many pieces a connection is cut.

        A new one is cut after so many at least and at most, one that is there already within the least.
        """
        self.delay, self.loss, self._life = delay, loss, life
        for left in self._left:
            left[0] = self._dice.randint(1, life[0])

    def mend(self) -> None:
        """Good again, for what is sent from now on."""
        self.worsen(0, 0, FOR_EVER)

    def close(self) -> None:
        """Cut what is left."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._open.set()
        await self._over.wait()
        server.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        left = [self._dice.randint(*self._life)]
        self._left.append(left)
        ways = [(reader, server_writer), (server_reader, writer)]
        try:
            await asyncio.gather(*(self._carry(*way, left) for way in ways))
        except (OSError, asyncio.CancelledError):
            # Cut, or everything is over.
            pass
        finally:
            for end in (writer, server_writer):
                end.transport.abort()

    async def _carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, left: list[int]
    ) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._arrive(under_way, target))
        due = 0.0
        while piece := await source.read(65536):
            left[0] -= 1
            if left[0] == 0:
                self.cut += 1
                raise ConnectionAbortedError
            due = max(due, self._loop.time() + self.delay)
            if self._dice.random() < self.loss:
                # What comes behind waits too.
                self.stalled += 1
                due += self._dice.uniform(*AGAIN)
            under_way.put_nowait((due, piece))
        under_way.put_nowait((due, b""))
        await arriving

    async def _arrive(
        self, under_way: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter
    ) -> None:
        while True:
            due, piece = await under_way.get()
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            if not piece:
                break
            target.write(piece)
            await target.drain()
        target.write_eof()
