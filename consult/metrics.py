"""What this process counts about itself, for Prometheus. `/metrics` shows it.

No label ever holds what people wrote, who they are or what a client invented: every value is one of ours.
Where a value is cheap to look up, it is looked up when somebody asks (`watch`), and costs nothing in between.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

CONTENT_TYPE = CONTENT_TYPE_LATEST
UNKNOWN_COMMAND = "unknown"
# Upper bounds in seconds: from a snapshot out of memory to a phone that has given up.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0)

disable_created_metrics()  # type: ignore[no-untyped-call]
registry = CollectorRegistry()
ProcessCollector(registry=registry)

CONNECTIONS = Gauge(
    "consult_connections", "Open live connections by kind of screen.", ["kind"], registry=registry
)
COMMANDS = Counter(
    "consult_commands",
    "Commands answered, by name and by outcome: ok or the code of the refusal.",
    ["command", "outcome"],
    registry=registry,
)
COMMAND_SECONDS = Histogram(
    "consult_command_seconds",
    "From the arrival of a command to its answer.",
    ["command"],
    buckets=SECONDS,
    registry=registry,
)
NOTES_STORED = Counter("consult_notes_stored", "Notes that are on disk.", registry=registry)
COMMIT_SECONDS = Histogram(
    "consult_commit_seconds", "How long a commit took.", buckets=SECONDS, registry=registry
)
BROADCASTS = Counter("consult_broadcasts", "Events sent to a room of screens.", registry=registry)
DELIVERIES = Counter("consult_deliveries", "Screens that those events were sent to.", registry=registry)
DROPPED = Counter(
    "consult_dropped", "Screens cut off because they did not read what they were sent.", registry=registry
)
QUEUE_LENGTH = Gauge(
    "consult_queue_length", "What is waiting, by queue (docs/operating.md).", ["queue"], registry=registry
)
REDIS_HEARD = Gauge(
    "consult_redis_heard",
    "1 while this process hears what the others tell, through Redis.",
    registry=registry,
)
PHONE_LAG = Gauge(
    "consult_phone_lag_seconds",
    "How long phones take to answer a ping, or have owed an answer: the worst, and the median.",
    ["of"],
    registry=registry,
)
LOOP_LATENESS = Gauge(
    "consult_lateness_seconds", "How late this process does what is due.", registry=registry
)
SHED = Counter(
    "consult_shed",
    "What was turned away or cut off so that the others are served, by reason (docs/operating.md).",
    ["reason"],
    registry=registry,
)
TRANSLATIONS = Counter(
    "consult_translations",
    "Translations by outcome: made, doubtful, impossible (no engine for it), failed, nonsense.",
    ["outcome"],
    registry=registry,
)
TRANSLATION_SECONDS = Histogram(
    "consult_translation_seconds",
    "From the commit of a note until its table can read it in other languages.",
    buckets=SECONDS,
    registry=registry,
)
RUNS = Counter(
    "consult_runs",
    "Processes beside the server that have ended, by kind of work and outcome.",
    ["work", "outcome"],
    registry=registry,
)
RUNS_OPEN = Gauge("consult_runs_open", "Processes beside the server now.", ["work"], registry=registry)
LOOP_FAILURES = Counter(
    "consult_loop_failures", "Turns of a background loop that failed.", ["loop"], registry=registry
)
LOOP_AGE = Gauge(
    "consult_loop_age_seconds", "Since a background loop came round last.", ["loop"], registry=registry
)


def answered(command: str, outcome: str, seconds: float) -> None:
    """A command was answered; `command` is a name we have registered, or `*` for one that nobody knows."""
    name = UNKNOWN_COMMAND if command == "*" else command
    COMMANDS.labels(name, outcome).inc()
    COMMAND_SECONDS.labels(name).observe(seconds)


def watch(gauge: Gauge, label: str, look: Callable[[], float]) -> None:
    """Let a gauge look its value up whenever somebody asks for the figures. A second call takes its place."""
    gauge.labels(label).set_function(look)


def exposition() -> bytes:
    """All figures in the text format of Prometheus."""
    return generate_latest(registry)
