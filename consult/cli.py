"""The `consult` command. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import click

from consult import logs
from consult.config import ConfigurationError


@click.group()
@click.version_option(package_name="consult")
def cli() -> None:
    """Participatory consultation for cities: World Cafés in four languages."""


@cli.command()
@click.option("--host", default="0.0.0.0", envvar="HOST", show_default=True, help="Address to listen on.")  # noqa: S104
@click.option("--port", default=8000, envvar="PORT", show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Prepare the database and run the server."""
    from consult.serving import serve as run

    run(host, port)


@cli.command()
@click.option("--run", "run_id", type=int, required=True, help="Number of the waiting run.")
def analyse(run_id: int) -> None:
    """Work out the themes of a consultation (the server starts this in a process of its own)."""
    from consult.extensions import can_be_done_again
    from consult.services import assess
    from consult.serving import app_for_command

    can_be_done_again()
    with app_for_command().app_context():
        assess.work(run_id)


@cli.command()
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


def _failure(command: str, error: Exception) -> str:
    """Kind and place, never its text: that may quote what people wrote, and the server keeps this in a log."""
    return f"{command} failed: {type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


def main() -> None:
    """Run the command; a wrong setting is a sentence, not a trace."""
    # The database, logs and reports hold what people said: for this account only.
    os.umask(0o077)
    logs.set_up(os.environ.get("CONSULT_LOG", "plain"))
    try:
        cli()
    except ConfigurationError as error:
        raise SystemExit(f"consult: {error}") from error
    except Exception as error:
        if type(error).__name__ != "OperationalError" or getattr(error, "orig", None) is None:
            raise
        # The driver's own words: an address that does not answer, a folder that cannot be written. Nobody's text.
        reason = str(error.orig).splitlines()[0]  # type: ignore[attr-defined]
        raise SystemExit(f"consult: the database cannot be used: {reason}") from None
