"""What a rehearsal costs the server, from its own figures: only where it shows them, as it does on this machine."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

SECONDS = 10
MOST_COMMANDS = 8


@dataclass
class Figures:
    """CPU seconds and bytes of memory of one process, and (calls, seconds) by command since it started."""

    cpu: float = 0.0
    memory: float = 0.0
    commands: dict[str, tuple[float, float]] = field(default_factory=dict)


def look(urls: Iterable[str]) -> list[Figures] | None:
    """The figures of each process; None where one does not show them."""
    try:
        return [_read(url) for url in urls]
    except (OSError, ValueError):
        return None


def spent(before: Sequence[Figures] | None, after: Sequence[Figures] | None) -> dict[str, Any]:
    """What has been used in between by all of them together; an empty dict where nothing is known."""
    if before is None or after is None:
        return {}
    return {
        "server_cpu_seconds": round(sum(f.cpu for f in after) - sum(f.cpu for f in before), 1),
        "server_memory_mb": [round(f.memory / 1e6) for f in after],
        "server_memory_before_mb": [round(f.memory / 1e6) for f in before],
        "server_commands": _commands(before, after),
    }


def _commands(before: Sequence[Figures], after: Sequence[Figures]) -> dict[str, dict[str, float]]:
    """The commands that took longest altogether: how many, and how long one took on average."""
    found = {
        name: (
            _total(after, name, 0) - _total(before, name, 0),
            _total(after, name, 1) - _total(before, name, 1),
        )
        for figures in after
        for name in figures.commands
    }
    longest = sorted(found, key=lambda name: -found[name][1])[:MOST_COMMANDS]
    return {
        name: {"answered": found[name][0], "mean_ms": round(found[name][1] / found[name][0] * 1000, 1)}
        for name in longest
        if found[name][0]
    }


def _total(figures: Sequence[Figures], name: str, place: int) -> float:
    return sum(one.commands.get(name, (0.0, 0.0))[place] for one in figures)


def _read(url: str) -> Figures:
    if not url.startswith(("http://", "https://")):
        raise ValueError(url)
    with urllib.request.urlopen(f"{url}/metrics", timeout=SECONDS) as answer:  # noqa: S310 - checked above
        return _parsed(answer.read().decode())


def _parsed(text: str) -> Figures:
    values: dict[tuple[str, str], float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels: Mapping[str, str] = sample.labels
            if "le" not in labels:
                values[sample.name, labels.get("command", "")] = sample.value
    counts = {
        label: value for (name, label), value in values.items() if name == "consult_command_seconds_count"
    }
    return Figures(
        cpu=values.get(("process_cpu_seconds_total", ""), 0.0),
        memory=values.get(("process_resident_memory_bytes", ""), 0.0),
        commands={
            label: (count, values["consult_command_seconds_sum", label]) for label, count in counts.items()
        },
    )
