"""The play itself: join, three rounds, hand-overs, harvest with votes, themes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from typing import Any

import socketio

from consult.rehearsal.cast import Line, Role
from consult.rehearsal.phone import ANSWER_SECONDS, Phone, RehearsalError

JOINING_AT_ONCE = 10
ANALYSIS_SECONDS = 300
HAND_OVERS = {
    "en": "We spoke about what people meet when they look for a home. Please go on from there.",
    "fr": "Nous avons parlé de ce que vivent les personnes qui cherchent un logement. Continuez à partir de là.",
    "es": "Hemos hablado de lo que viven las personas que buscan vivienda. Seguid a partir de ahí.",
    "pt": "Falámos do que vivem as pessoas que procuram casa. Continuem a partir daqui.",
}
Tell = Callable[[str, int], None]


class Play:
    """One rehearsal against a running server. `speed` is how many seconds of the meeting pass in one."""

    def __init__(
        self, url: str, ticket: str, join_path: str, roles: Sequence[Role], speed: float, seed: int
    ) -> None:
        self.url = url
        self.ticket = ticket
        self.join_path = join_path
        self.speed = speed
        self.phones = [Phone(role, url) for role in roles]
        self.dice = random.Random(seed)  # noqa: S311 - a play, not a secret
        self.console = socketio.AsyncClient(reconnection=True)

    async def run(self, tell: Tell) -> dict[str, Any]:
        """Play to the end; the console's last state. `tell(stage, steps done)` moves the progress bar."""
        await self.console.connect(
            self.url, auth={"ticket": self.ticket}, transports=["websocket"], wait_timeout=ANSWER_SECONDS
        )
        try:
            return await self._acts(tell)
        finally:
            for phone in self.phones:
                await phone.disconnect()
            await self.console.disconnect()

    async def _acts(self, tell: Tell) -> dict[str, Any]:
        await self._join([p for p in self.phones if not p.role.late], tell)
        rounds = (await self.steer("catch_up"))["meeting"]["rounds"]
        shares = {p.role.number: _share(p.role.lines, len(rounds)) for p in self.phones}
        for index, round_ in enumerate(rounds):
            await self.steer("round.open")
            seconds = round_["minutes"] * 60 / self.speed
            late = [p for p in self.phones if p.role.late] if index == 0 else []
            await asyncio.gather(
                self._join(late, tell),
                *(
                    self._talk(p, shares[p.role.number][index], index + 1, seconds, tell)
                    for p in self._here(late)
                ),
            )
            for phone in late:
                await self._talk(phone, shares[phone.role.number][index], index + 1, 0, tell)
            await self._hand_over(index + 1)
            await self.steer("round.close")
            tell("moving", 1)
        await self._harvest(tell)
        await self._themes(tell)
        await self.steer("meeting.close")
        return await self.steer("catch_up")

    async def steer(self, name: str, payload: dict[str, Any] | None = None) -> dict[str, Any]:
        """A command of the console; the play stops when the server refuses it."""
        for _ in range(20):
            answer: dict[str, Any] = await self.console.call(name, payload or {}, timeout=ANSWER_SECONDS)
            if answer["ok"]:
                return answer
            if not answer.get("retry"):
                break
            await asyncio.sleep(0.5)
        raise RehearsalError(f"{name} was refused: {answer['message']}")

    def _here(self, absent: Sequence[Phone]) -> list[Phone]:
        return [phone for phone in self.phones if phone not in absent]

    async def _join(self, phones: Sequence[Phone], tell: Tell) -> None:
        gate = asyncio.Semaphore(JOINING_AT_ONCE)

        async def enter(phone: Phone) -> None:
            async with gate:
                await phone.join(self.join_path)
            tell("joining", 1)

        await asyncio.gather(*(enter(phone) for phone in phones))

    async def _talk(
        self, phone: Phone, lines: Sequence[Line], number: int, seconds: float, tell: Tell
    ) -> None:
        """One person's round: look where to sit, volunteer, write, lose the connection, come back."""
        await phone.catch_up()
        if phone.state["me"]["table"] and not phone.state["me"]["table_has_host"]:
            await phone.ask("host.volunteer", {})
        moments = sorted(self.dice.random() * 0.8 for _ in lines)
        before = 0.0
        away_at = 0.4 if phone.role.drops and seconds else None
        for moment, line in zip(moments, lines, strict=True):
            if away_at is not None and moment > away_at:
                await phone.disconnect()
                away_at = None
            await asyncio.sleep((moment - before) * seconds)
            before = moment
            await phone.write(line, number, twice=self.dice.random() < 0.1)
            tell("writing", 1)
        if away_at is not None:
            await phone.disconnect()
        await asyncio.sleep((0.9 - before) * seconds)
        if phone.role.drops and seconds:
            await phone.come_back()
        await asyncio.sleep(0.1 * seconds)

    async def _hand_over(self, number: int) -> None:
        """Every table host marks a main point or two and writes what the next group should know."""
        for phone in self.phones:
            state = await phone.catch_up()
            if not state["me"]["is_host"]:
                continue
            language = phone.role.language
            await phone.ask("hand_over.write", {"text": HAND_OVERS[language], "round": number})
            await phone.ask("head_count.give", {"people": state["me"]["people_at_table"]})
            for note in self.dice.sample(state["notes"], min(2, len(state["notes"]))):
                await phone.ask("main_point.mark", {"note_id": note["id"], "on": True})

    async def _harvest(self, tell: Tell) -> None:
        for table in (await self.steer("catch_up"))["tables"]:
            await self.steer("speaker.choose", {"table": table["number"], "seconds": 60})
        await self.steer("speaker.choose", {"table": None, "seconds": 60})
        await self.steer("voting.open")
        for phone in self.phones:
            choices = (await phone.catch_up())["voting"]["choices"]
            for choice in self.dice.sample(choices, min(3, len(choices))):
                await phone.ask("vote.cast", {"note_id": choice["id"], "on": True})
            tell("voting", 1)
        await self.steer("voting.close")

    async def _themes(self, tell: Tell) -> None:
        # The server also works out themes by itself after a round; ours shall know all notes and votes.
        await self._analysed()
        await self.steer("analysis.start")
        await self._analysed()
        tell("themes", 1)

    async def _analysed(self) -> None:
        """Wait until no analysis is at work."""
        deadline = asyncio.get_running_loop().time() + ANALYSIS_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            analysis = (await self.steer("catch_up"))["analysis"]
            if analysis is None or analysis["state"] not in ("waiting", "running"):
                return
            await asyncio.sleep(0.5)
        raise RehearsalError("the themes took too long")


def _share(lines: Sequence[Line], rounds: int) -> list[list[Line]]:
    """Somebody's lines, dealt over the rounds."""
    return [list(lines[index::rounds]) for index in range(rounds)]
