"""Commands that need no data of a city: a rehearsal, and the engines on files or on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option("--participants", default=30, show_default=True, type=click.IntRange(2, 2000))
@click.option(
    "--notes", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Notes as JSON lines."
)
@click.option(
    "--notes-each",
    default=2,
    show_default=True,
    type=click.IntRange(0, 100),
    help="Where there are fewer notes than so many for everybody, all are written again.",
)
@click.option(
    "--url",
    "urls",
    default=["http://127.0.0.1:8000"],
    show_default=True,
    multiple=True,
    help="The running server; several addresses of one share the phones.",
)
@click.option(
    "--speed",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1, 10_000),
    help="60: a minute a second.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed plays the same people.")
@click.option(
    "--meeting", type=int, help="Number of a prepared meeting; without it a rehearsal meeting is made."
)
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Also write the report as JSON."
)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON on standard output.")
def rehearse(
    participants: int,
    notes: Path | None,
    notes_each: int,
    urls: tuple[str, ...],
    speed: float,
    seed: int,
    meeting: int | None,
    report: Path | None,
    as_json: bool,
) -> None:
    """Play a whole café against a running server, with simulated people who come late and lose their connection.

    The command ends with 1 when a note that was acknowledged is missing or doubled, or a phone showed what is not so.
    """
    from consult.rehearsal import Wishes
    from consult.rehearsal import rehearse as play

    wishes = Wishes(participants, notes, notes_each, urls, speed, seed, meeting, report, as_json)
    sys.exit(play(wishes))


@click.command()
@click.argument("problem", metavar="PROBLEM.json")
@click.option("--seconds", type=click.FloatRange(0, 86_400), help="The most to spend on searching.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same plan.")
@click.option(
    "--replan", is_flag=True, help="Keep to the seats people were shown (plan0) where it does no harm."
)
@click.option("--advice", is_flag=True, help="Also try what would help where a wish is not met.")
def rotate(problem: str, seconds: float | None, seed: int, replan: bool, advice: bool) -> None:
    """Plan who sits where in every round; `-` reads the problem from standard input.

    Prints the plan as JSON. Rounds already played stay as they were. docs/rotation.md describes the files.
    """
    from consult.rotate_command import rotate as run

    run(problem, seconds, seed, replan, advice)


@click.command()
@click.argument("notes", metavar="NOTES.jsonl")
@click.option(
    "--framework", default="eccar-2017", show_default=True, help="What to propose commitments and tracks of."
)
@click.option(
    "--confirmed",
    metavar="LABELS.jsonl",
    help='What people confirmed, and the others learn from: {"id", "commitment", "track"} a line.',
)
@click.option(
    "--themes",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the themes into this file, one a line.",
)
@click.option(
    "--engine",
    type=click.Choice(["minilm", "local", "glossary"]),
    help="Only this one, not the best there is.",
)
def analyse(
    notes: str, framework: str, confirmed: str | None, themes: Path | None, engine: str | None
) -> None:
    """Find themes in notes, one JSON object a line: {"id", "lang" (else recognised), "text"}; `-` reads standard input.

    Prints {"id", "lang", "cluster", "neighbours", "commitments", "tracks", "sure"} a line, best first. Lines that are no
    notes are named with their number, and the command ends with 1. docs/analysis.md describes the files.
    """
    from consult.analyse_command import Asking
    from consult.analyse_command import analyse as run

    sys.exit(run(Asking(notes, framework, confirmed, themes, engine)))


@click.command()
@click.argument("notes", metavar="NOTES.jsonl")
@click.option(
    "--to", "target", required=True, type=click.Choice(["en", "fr", "es", "pt"]), help="The language wanted."
)
@click.option(
    "--engine",
    type=click.Choice(["apertium", "libretranslate", "openai"]),
    help="Only this one, instead of those of the settings.",
)
def translate(notes: str, target: str, engine: str | None) -> None:
    """Translate notes, one JSON object a line: {"id", "lang" (else it is recognised), "text"}; `-` reads standard input.

    Prints {"id", "lang", "to", "text", "engine", "doubtful", "reasons"} a line. Lines that are no notes are named with their
    number, and the command ends with 1.
    """
    from consult.translate_command import translate as run

    sys.exit(run(notes, target, engine))
