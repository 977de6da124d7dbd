"""What somebody does in a round, and when: look for the table, host it, write, lose the connection, come back."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from operator import itemgetter

from consult.rehearsal.cast import Line
from consult.rehearsal.phone import Phone

SHARE_TWICE = 0.1
SHARE_EAGER = 0.2
MAIN_POINTS = 2
HAND_OVERS = {
    "en": "We spoke about what people meet when they look for a home. Please go on from there.",
    "fr": "Nous avons parlé de ce que vivent les personnes qui cherchent un logement. Continuez à partir de là.",
    "es": "Hemos hablado de lo que viven las personas que buscan vivienda. Seguid a partir de ahí.",
    "pt": "Falámos do que vivem as pessoas que procuram casa. Continuem a partir daqui.",
}
Act = Callable[[], Awaitable[None]]


class Person:
    """Somebody in one round. `dice` are theirs alone, so that the same seed plays the same round."""

    def __init__(self, phone: Phone, dice: random.Random, rounds: int) -> None:
        self.phone = phone
        self.dice = dice
        self.rounds = rounds

    def day(self, number: int, lines: Sequence[Line], wrote: Callable[[], None]) -> list[tuple[float, Act]]:
        """(share of the round that has passed, what they do then), in order."""
        role, dice, phone = self.phone.role, self.dice, self.phone
        # Some offer at once, the others only where nobody has.
        offers = dice.uniform(0.0, 0.1) if dice.random() < SHARE_EAGER else dice.uniform(0.2, 0.5)
        acts: list[tuple[float, Act]] = [(offers, self.volunteer)]
        if phone.asleep:
            acts.append((dice.uniform(0.05, 0.3), phone.wake))
        for line in lines:
            acts.append((0.8 * dice.random(), self.writing(line, number, wrote)))
        if role.drops:
            away = dice.uniform(0.3, 0.6)
            acts += [(away, self.sleep), (away + dice.uniform(0.1, 0.25), phone.wake)]
        if role.reloads:
            acts.append((dice.uniform(0.2, 0.8), phone.reload))
        acts.append((dice.uniform(0.86, 0.94), lambda: self.hand_over(number)))
        if role.sleeps and number < self.rounds:
            acts.append((0.95, self.sleep))
        return sorted(acts, key=itemgetter(0))

    def writing(self, line: Line, number: int, wrote: Callable[[], None]) -> Act:
        """Write this note; now and then it is sent twice."""
        twice = self.dice.random() < SHARE_TWICE

        async def write() -> None:
            await self.phone.write(line, number, twice=twice)
            wrote()

        return write

    async def sleep(self) -> None:
        """The phone goes dark."""
        self.phone.sleep()

    async def volunteer(self) -> None:
        """Where there is no table host yet, be it."""
        me = self.phone.state.get("me")
        if self.phone.online and me and me["table"] and not me["table_has_host"]:
            await self.phone.act("host.volunteer", {})

    async def hand_over(self, number: int) -> None:
        """The table host marks a main point or two and writes what the next group should know."""
        phone, state = self.phone, self.phone.state
        if not (phone.online and state["me"]["is_host"]):
            return
        text = HAND_OVERS[phone.role.language]
        await phone.act("hand_over.write", {"text": text, "round": number})
        await phone.act("head_count.give", {"people": state["me"]["people_at_table"]})
        for note in self.dice.sample(state["notes"], min(MAIN_POINTS, len(state["notes"]))):
            await phone.act("main_point.mark", {"note_id": note["id"], "on": True})
