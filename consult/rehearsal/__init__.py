"""A dress rehearsal: simulated people play a whole café against a running server, over real sockets.

For facilitators, who see the meeting before it happens; and our own load tool. The notes of a rehearsal go into a
consultation of their own, never into a real needs assessment.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from consult.rehearsal.cast import Role
    from consult.rehearsal.play import Play

STOPPED = 130


@dataclass(frozen=True)
class Wishes:
    """What somebody asked for; `speed`: seconds of the meeting in one second."""

    participants: int
    notes: Path | None = None
    notes_each: int = 2
    urls: Sequence[str] = ("http://127.0.0.1:8000",)
    speed: float = 60.0
    seed: int = 1
    meeting_id: int | None = None
    report: Path | None = None
    as_json: bool = False


def rehearse(wishes: Wishes) -> int:
    """Play and tell what was seen. 0: every promise kept; 1: one broken, or it could not go on; 130: stopped."""
    from consult.rehearsal import telling
    from consult.rehearsal.cast import BadNotes, cast, read_notes

    screen = Console(stderr=wishes.as_json)
    try:
        lines, complaints = read_notes(wishes.notes)
    except BadNotes as error:
        screen.print(f"[bold red]{wishes.notes}: {error}")
        return 2
    for complaint in complaints[:20]:
        screen.print(f"[yellow]{wishes.notes}, {complaint}: left out")
    roles = cast(wishes.participants, lines, wishes.seed, wishes.notes_each)
    figures, problem = _play(roles, wishes, screen)
    if figures is not None:
        telling.tell(figures, screen)
        if wishes.report is not None:
            wishes.report.write_text(json.dumps(figures, indent=2))
        if wishes.as_json:
            json.dump(figures, sys.stdout, indent=2)
    if isinstance(problem, KeyboardInterrupt):
        screen.print("[yellow]Stopped. The rehearsal meeting stays as it is.")
        return STOPPED
    if problem is not None:
        screen.print(f"[bold red]The rehearsal could not go on:[/] {type(problem).__name__}: {problem}")
        return 1
    return 0 if figures is not None and not figures["faults"] else 1


def _play(
    roles: list[Role], wishes: Wishes, screen: Console
) -> tuple[dict[str, Any] | None, BaseException | None]:
    """(the figures, as far as there are any; what stopped it before the end)."""
    from consult.rehearsal import outcome, server
    from consult.serving import app_for_command

    with app_for_command().app_context():
        try:
            play, meeting_id, rounds = _prepared(roles, wishes)
        except Exception as error:
            return None, error
        planned = sum(len(role.lines) for role in roles)
        before, begun = server.look(play.urls), time.monotonic()
        state, problem = _played(play, 2 * len(roles) + planned + rounds + 1, screen)
        seconds = time.monotonic() - begun
        after = server.look(play.urls)
        figures = outcome.measure(meeting_id, play, planned, seconds)
        figures["analysis"] = state.get("analysis")
        if problem is None:
            figures["report_bytes"] = outcome.report_size(figures["consultation"])
    figures["assessment"] = f"{play.urls[0]}/consultations/{figures['consultation']}/assessment"
    return {**figures, **server.spent(before, after)}, problem


def _prepared(roles: list[Role], wishes: Wishes) -> tuple[Play, int, int]:
    """(the play, id of its meeting, number of rounds)."""
    from consult.extensions import db
    from consult.models import Meeting
    from consult.rehearsal.play import Play
    from consult.rehearsal.stage import rehearsal_meeting
    from consult.services.accounts import sign_in, tickets

    user = sign_in.first_facilitator()
    row = (
        db.session.get(Meeting, wishes.meeting_id)
        if wishes.meeting_id
        else rehearsal_meeting(wishes.participants)
    )
    if row is None:
        raise LookupError(f"there is no meeting {wishes.meeting_id}")
    urls = [url.rstrip("/") for url in wishes.urls]
    ticket = tickets.console_ticket(user, row)
    play = Play(urls, ticket, f"/join/{row.join_secret}", roles, wishes.speed, wishes.seed)
    play.projector_key = row.projector_key
    prepared = play, row.id, len(row.rounds)
    db.session.commit()
    return prepared


def _played(play: Play, steps: int, screen: Console) -> tuple[dict[str, Any], BaseException | None]:
    """(the last state of the console, what stopped it)."""
    from consult.rehearsal import telling

    with telling.bar(screen) as bar:
        task = bar.add_task("joining", total=steps)
        try:
            play_on = play.run(lambda stage, done: bar.update(task, description=stage, advance=done))
            return asyncio.run(play_on), None
        except (KeyboardInterrupt, Exception) as error:
            return {}, error
