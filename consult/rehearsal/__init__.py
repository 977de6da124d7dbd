"""A dress rehearsal: simulated people play a whole café against a running server, over real sockets.

For facilitators, who see the meeting before it happens; and our own load tool. The notes of a rehearsal go into a
consultation of their own, never into a real needs assessment.
"""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table


def rehearse(
    participants: int,
    notes: Path | None,
    url: str,
    speed: float,
    seed: int,
    meeting_id: int | None,
    report: Path | None,
) -> int:
    """Play and print the report; the exit code is 0 when every note was acknowledged and stored."""
    from consult.rehearsal.cast import BadNotes, cast, read_notes

    screen = Console()
    try:
        lines, complaints = read_notes(notes)
    except BadNotes as error:
        screen.print(f"[bold red]{notes}: {error}")
        return 2
    for complaint in complaints[:20]:
        screen.print(f"[yellow]{notes}, {complaint}: left out")
    roles = cast(participants, lines, seed)
    try:
        figures = _play(roles, len(lines), url.rstrip("/"), speed, seed, meeting_id, screen)
    except KeyboardInterrupt:
        screen.print("[yellow]Stopped. The rehearsal meeting stays as it is.")
        return 130
    except Exception as error:
        screen.print(f"[bold red]The rehearsal could not go on:[/] {type(error).__name__}: {error}")
        return 1
    _print(figures, screen)
    if report is not None:
        report.write_text(json.dumps(figures, indent=2))
    return 0 if figures["notes_stored"] == figures["notes_acknowledged"] == figures["notes_planned"] else 1


def _play(
    roles: list[Any], planned: int, url: str, speed: float, seed: int, meeting_id: int | None, screen: Console
) -> dict[str, Any]:
    from consult.extensions import db
    from consult.models import Meeting
    from consult.rehearsal import outcome
    from consult.rehearsal.play import Play
    from consult.rehearsal.stage import rehearsal_meeting
    from consult.services import sign_in, tickets
    from consult.serving import app_for_command

    with app_for_command().app_context():
        user = sign_in.first_facilitator()
        row = db.session.get(Meeting, meeting_id) if meeting_id else rehearsal_meeting(len(roles))
        if row is None:
            raise LookupError(f"there is no meeting {meeting_id}")
        row_id, consultation_id = row.id, row.consultation_id
        play = Play(url, tickets.console_ticket(user, row), f"/join/{row.join_secret}", roles, speed, seed)
        steps = 2 * len(roles) + planned + len(row.rounds) + 1
        db.session.commit()
        begun = time.monotonic()
        with _bar(screen) as bar:
            task = bar.add_task("joining", total=steps)
            last = asyncio.run(
                play.run(lambda stage, done: bar.update(task, description=stage, advance=done))
            )
        db.session.expire_all()
        row = db.session.get_one(Meeting, row_id)
        figures = outcome.measure(row, play.phones, planned, time.monotonic() - begun, last["analysis"])
    figures["consultation"] = consultation_id
    figures["meeting"] = row_id
    figures["assessment"] = f"{url}/consultations/{consultation_id}/assessment"
    return figures


def _bar(screen: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:>8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=screen,
    )


def _print(figures: dict[str, Any], screen: Console) -> None:
    table = Table("", "", title="Rehearsal", show_header=False)
    for name, value in figures.items():
        if name == "analysis" and value:
            value = value["state"]
        table.add_row(name.replace("_", " "), str(value))
    screen.print(table)
