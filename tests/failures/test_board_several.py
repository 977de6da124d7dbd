"""One theme board at two processes on PostgreSQL and Redis: lines break, Redis goes away, and all see the same."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from live.boards import fold
from real import JsonServer
from tools import missing, run_apart

from failures import stored
from failures.cluster import Cluster
from failures.line import NoLine
from failures.phones import AGAIN_AFTER, Screen, all_of, there
from failures.prepared import KEY
from failures.test_several import Redis

NOTES, THEMES, EACH = 12, 4, 8
TICKETS = URLSafeTimedSerializer(KEY["CONSULT_SECRET_KEY"], salt="board-ticket")


class BoardScreen(Screen):
    """A coordinator's board: keeps commands until they are answered, and fetches the state when it missed something."""

    REFRESH_ON = ("board.stale",)

    def __init__(self, addresses: list[str], user: int, consultation: int) -> None:
        super().__init__(addresses, {"board": str(TICKETS.dumps([user, consultation]))}, random.Random(user))
        self.outbox: deque[tuple[str, dict[str, Any]]] = deque()
        self.answers: list[dict[str, Any]] = []
        self.sent = 0

    def do(self, do: str, **values: Any) -> None:
        self.sent += 1
        self.outbox.append((f"{self.auth['board'][:8]}-{self.sent:08}", {"do": do, **values}))
        self._news.set()

    async def _refresh(self) -> None:
        answer = await self.line.ask("board.open")
        while not answer["ok"]:
            await asyncio.sleep(AGAIN_AFTER)
            answer = await self.line.ask("board.open")
        kinds = {name: {row["id"]: row for row in answer[name]} for name in ("themes", "notes")}
        self.state = {"version": answer["version"], **kinds}
        self._news.set()

    def _hear(self, name: str, payload: Any = None) -> None:
        super()._hear(name, payload)
        if not self.state or name not in ("board.changed", "board.version"):
            return
        ahead = payload["version"] - self.state["version"]
        if name == "board.changed" and ahead == 1:
            fold(self.state, [{"name": name, "args": [payload]}])
        elif ahead > 0:
            super()._hear("board.stale")

    async def _be_there(self) -> None:
        sending = asyncio.create_task(self._send_all())
        try:
            await self.line.gone.wait()
        finally:
            sending.cancel()

    async def _send_all(self) -> None:
        while True:
            await self.until(lambda: bool(self.outbox))
            key, command = self.outbox[0]
            try:
                answer = await self.line.ask("board.do", {"key": key, "command": command})
            except NoLine:
                await asyncio.sleep(AGAIN_AFTER)
                continue
            if answer.get("retry"):
                await asyncio.sleep(AGAIN_AFTER)
                continue
            self.answers.append(answer)
            self.outbox.popleft()
            self._news.set()


@pytest.fixture
def redis() -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        missing("Redis")
    running = Redis()
    yield running
    running.kill()


@pytest.fixture
def address(cluster: Callable[[], Cluster]) -> str:
    """A database with a meeting, its notes, and themes they are in."""
    found, hall = cluster().hall(10)
    person = hall.people[0].id
    for number in range(1, THEMES + 1):
        stored.ask(
            found,
            "INSERT INTO theme (consultation_id, label, pinned, confidence, confirmed)"
            f' SELECT consultation_id, \'{{"en": "Theme {number}"}}\', false, 0, false FROM meeting'
            f" WHERE id = {hall.meeting_id} RETURNING id",
        )
    for number in range(NOTES):
        stored.ask(
            found,
            "INSERT INTO note (meeting_id, participant_id, client_key, round_number, table_number, kind, text, language,"
            " language_by_person, by_proxy, main_point, written_at)"
            f" VALUES ({hall.meeting_id}, {person}, 'key-{number:08}', 1, 1, 'need', 'Note {number}', 'en',"
            " false, false, false, 0) RETURNING id",
        )
    stored.ask(
        found,
        "INSERT INTO theme_note (note_id, theme_id, fixed)"
        f" SELECT id, (SELECT min(id) FROM theme) + id % {THEMES}, false FROM note RETURNING note_id",
    )
    return found


@pytest.fixture
def servers(redis: Redis, address: str, serve: Callable[..., JsonServer], tmp_path: Path) -> list[JsonServer]:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(serve(tmp_path / name, CONSULT_DATABASE_URL=address, CONSULT_REDIS_URL=redis.url))
    return made


@pytest.fixture
def screens(servers: list[JsonServer], address: str) -> list[BoardScreen]:
    """Two coordinators at one process, one at the other; whoever loses their process goes to the other one."""
    urls = [server.url for server in servers]
    consultation = stored.ask(address, "SELECT min(consultation_id) FROM theme")[0][0]
    users = stored.ask(address, "SELECT id FROM \"user\" WHERE name LIKE 'facilitator-%' ORDER BY id LIMIT 3")
    return [
        BoardScreen(urls[::step], user, consultation) for (user,), step in zip(users, (1, 1, -1), strict=True)
    ]


def keep_sorting(screen: BoardScreen, dice: random.Random) -> None:
    """A few commands of somebody who looks at this board."""
    for _ in range(EACH):
        themes, notes = sorted(screen.state["themes"]), sorted(screen.state["notes"])
        screen.do("note.move", notes=dice.sample(notes, 2), theme=dice.choice([None, *themes]))
        screen.do("theme.merge", themes=dice.sample(themes, min(2, len(themes))))
        screen.do("note.mark_dissent", note=dice.choice(notes), on=dice.random() < 0.5)


def at_the_end(address: str) -> dict[str, Any]:
    return {
        "version": stored.ask(address, "SELECT max(board_version) FROM consultation")[0][0],
        "themes": sorted(row[0] for row in stored.ask(address, "SELECT id FROM theme")),
        "notes": sorted(stored.ask(address, "SELECT note_id, theme_id FROM theme_note")),
    }


def shown(screen: BoardScreen) -> dict[str, Any]:
    return {
        "version": screen.state["version"],
        "themes": sorted(screen.state["themes"]),
        "notes": sorted((note["id"], note["theme"]) for note in screen.state["notes"].values()),
    }


async def all_see_what_is_stored(screens: list[BoardScreen], address: str) -> None:
    """Until everything is answered and every board is as the database."""
    await all_of(*(screen.until(lambda screen=screen: not screen.outbox) for screen in screens))
    wanted = await asyncio.to_thread(at_the_end, address)
    await all_of(*(screen.until(lambda screen=screen: shown(screen) == wanted) for screen in screens))


@pytest.mark.parametrize("trouble", ["none", "Redis is away", "a process is killed"])
def test_three_coordinators_at_two_processes_see_the_same_at_the_end(
    trouble: str, screens: list[BoardScreen], servers: list[JsonServer], redis: Redis, address: str
):
    async def play() -> None:
        async with there(*screens), asyncio.timeout(240):
            for screen in screens:
                keep_sorting(screen, random.Random(screen.auth["board"]))
            await screens[0].until(lambda: len(screens[0].answers) >= 5)
            if trouble == "Redis is away":
                await asyncio.to_thread(redis.kill)
                await screens[0].until(lambda: len(screens[0].answers) >= 15)
                await asyncio.to_thread(redis.start)
            if trouble == "a process is killed":
                await asyncio.to_thread(servers[0].kill)
            await all_see_what_is_stored(screens, address)

    run_apart(play())

    notes = at_the_end(address)["notes"]
    assert [note_id for note_id, _ in notes] == sorted(screens[0].state["notes"])
    assert len(notes) == NOTES
    asked = [answer for screen in screens for answer in screen.answers]
    assert len(asked) == 3 * 3 * EACH
    steps = stored.ask(address, "SELECT count(*), count(DISTINCT board_version) FROM theme_change")[0]
    assert steps == (sum(answer["ok"] and answer["change"] is not None for answer in asked),) * 2
