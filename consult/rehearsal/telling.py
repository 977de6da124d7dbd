"""What a rehearsal tells on the terminal: its progress, and at the end what it saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

# The names of the figures that are shown, in parts; the file of the report has all of them.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Hall",
        ("people", "people_seated", "tables", "rounds_played", "seats_without_table", "second_phones", "seconds"),
    ),
    (
        "Notes",
        (
            "notes_planned", "notes_acknowledged", "notes_stored", "notes_missing", "notes_doubled",
            "authors_out_of_order", "notes_waiting", "sent_twice",
        ),
    ),
    (
        "Screens",
        ("reconnections", "unanswered_in_time", "wrong_tables", "phones_behind_in_rounds", "phones_behind_at_end"),
    ),
    ("Seating", ("people_without_shared_language", "table_returns", "repeated_meetings")),
    ("Afterwards", ("themes", "themes_mixing_languages", "report_bytes", "assessment")),
)  # fmt: skip
WAITS = (
    ("join, three pages", "join"),
    ("acknowledgement of a note", "answer"),
    ("snapshot of a phone", "snapshot"),
    ("back online, with its snapshot", "back"),
    ("snapshot of the console", "console_snapshot"),
    ("snapshot of the projector", "projector_snapshot"),
)


def bar(screen: Console) -> Progress:
    """The progress bar."""
    return Progress(
        TextColumn("{task.description:>8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=screen,
    )


def tell(figures: Mapping[str, Any], screen: Console) -> None:
    """Everything that matters as tables, the verdict last."""
    table = Table("", "", title="Rehearsal", show_header=False)
    for part, names in PARTS:
        table.add_section()
        table.add_row(f"[bold]{part}", "")
        for name in names:
            if figures.get(name) is not None:
                table.add_row(name.replace("_", " "), f"{figures[name]}")
    for refusal, times in figures["refusals"].items():
        table.add_row(f"refused: {refusal}", str(times))
    screen.print(table, _rounds(figures), _waits(figures))
    _server(figures, screen)
    if not figures["finished"]:
        screen.print(f"[yellow]Stopped while {figures['stage']}: this is what was seen so far.")
    elif figures["faults"]:
        screen.print("[bold red]Broken: " + "; ".join(figures["faults"]) + ".")
    else:
        screen.print(
            "[bold green]Kept: every note that was acknowledged is stored once, and no phone was wrong."
        )


def _rounds(figures: Mapping[str, Any]) -> Table:
    table = Table(
        "round", "phones", "told, first ms", "last ms", "turned, first ms", "last ms", "clocks differ by ms",
        title="Since the facilitator opened the round",
    )  # fmt: skip
    for one in figures["rounds"]:
        names = ("number", "connected", "told_first_ms", "told_last_ms", "turned_first_ms", "turned_last_ms")
        table.add_row(*(_said(one[name]) for name in (*names, "clock_spread_ms")))
    return table


def _waits(figures: Mapping[str, Any]) -> Table:
    table = Table("waiting for", "p50 ms", "p99 ms", "worst ms", title="How long it took")
    for words, name in WAITS:
        if figures.get(f"{name}_ms_p50") is not None:
            table.add_row(words, *(_said(figures[f"{name}_ms_{which}"]) for which in ("p50", "p99", "worst")))
    return table


def _server(figures: Mapping[str, Any], screen: Console) -> None:
    if "server_cpu_seconds" not in figures:
        return
    memory = ", ".join(f"{mb} MB" for mb in figures["server_memory_mb"])
    screen.print(f"The server used {figures['server_cpu_seconds']} s of CPU and holds {memory} of memory.")
    screen.print(f"The players were {figures['players_late_ms']} ms late themselves at worst.")


def _said(value: Any) -> str:
    return "–" if value is None else f"{value:,}"
