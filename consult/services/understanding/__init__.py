"""What a note means is worked out as it arrives, by a process beside the server, and never undoes what a person has done.

`desk` takes wishes from anywhere and never waits; `loop` sends them to the process, one after another. `worker` is the
process itself: it reads (`reading`), understands (`meanings`) and stores (`storing`) on its own, so that neither texts
nor vectors pass through the server. `suggesting` is what a whole run would change and a person takes or leaves.
"""

from __future__ import annotations

from consult.services.understanding import desk, lacking

__all__ = ["learn", "look_for_lost"]


def learn(consultation_id: int) -> None:
    """People have confirmed something: within a moment, what nobody confirmed is proposed anew. Never waits or raises."""
    desk.learn(consultation_id)


def look_for_lost(consultation_id: int) -> None:
    """Somebody looks at what is proposed: what nobody has understood yet, and nobody waits for any more, is wished for."""
    desk.written(lacking.in_consultation(consultation_id))
