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


@cli.command("find-themes", hidden=True)
@click.option("--run", "run_id", type=int, required=True, help="Number of the waiting run.")
def find_themes(run_id: int) -> None:
    """Work out the themes of a consultation (the server starts this in a process of its own)."""
    from consult.extensions import can_be_done_again
    from consult.services import assess
    from consult.serving import app_for_command

    can_be_done_again()
    with app_for_command().app_context():
        assess.work(run_id)


@cli.command(hidden=True)
def translator() -> None:
    """Recognise and translate what comes on standard input, a JSON object a line (the server starts this by itself)."""
    from consult.services.translating.worker import run

    run()


@cli.command(hidden=True)
def understand() -> None:
    """Understand the notes that standard input names, a JSON object a line (the server starts this by itself)."""
    from consult.extensions import can_be_done_again
    from consult.services.understanding.worker import run
    from consult.serving import app_for_command

    can_be_done_again()
    with app_for_command().app_context():
        run()


@cli.command()
@click.option("--consultation", type=int, required=True, help="Number of the consultation.")
@click.option(
    "--format", "file_format", default="docx", show_default=True, help="docx, pdf, xlsx, json or md."
)
@click.option("--language", default="en", show_default=True, help="en, fr, es or pt.")
@click.option("--form", default="assessment", show_default=True, help="assessment, session or brief.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(consultation: int, file_format: str, language: str, form: str, output: Path) -> None:
    """Write a report of a consultation into a file: its needs assessment, a session report, or a page in brief."""
    from consult.services import publish
    from consult.serving import app_for_command

    try:
        with app_for_command().app_context():
            content, _media_type, _name = publish.export(consultation, file_format, language, form)
    except ConfigurationError:
        raise
    except Exception as error:
        raise SystemExit(_failure("export", error)) from None
    output.write_bytes(content)


@cli.command()
@click.option("--meeting", type=int, required=True, help="Number of the meeting.")
@click.option(
    "--part", default="all", show_default=True, help="tents, cards, sheets, plan, rule, or all of them."
)
@click.option("--language", default="en", show_default=True, help="en, fr, es or pt.")
@click.option("--numbered", is_flag=True, help="Numbered places for the people who are expected.")
@click.option("--address", help="Where phones find the server, without it CONSULT_PUBLIC_URL.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def pack(meeting: int, part: str, language: str, numbered: bool, address: str | None, output: Path) -> None:
    """Write what a meeting needs on paper into a PDF: table tents, route cards, sheets, plan, rule."""
    from consult.services import pack as service
    from consult.serving import app_for_command

    app = app_for_command()
    app.config["ADDRESS_SEEN"] = address
    try:
        with app.app_context():
            content = service.write(meeting, part, language, by_number=numbered)
    except ConfigurationError:
        raise
    except Exception as error:
        raise SystemExit(_failure("pack", error)) from None
    output.write_bytes(content)


@cli.command("sign-in-link")
@click.option("--name", default="facilitator", show_default=True, help="Sign-in name of the person.")
def sign_in_link(name: str) -> None:
    """Print a link that signs somebody in once."""
    from consult.serving import app_for_command, new_sign_in_link, prepare_database

    app = app_for_command()
    with app.app_context():
        prepare_database()
        click.echo(new_sign_in_link(name))


@cli.command()
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="FILE.tar.gz, or - for standard output; without it a new file in the data folder, under backups.",
)
@click.option("--with-key", is_flag=True, help="Also the secret key: then nobody has to sign in again.")
def backup(target: Path | None, with_key: bool) -> None:
    """Write a backup of the database into a new file, also while the server runs."""
    from consult.upkeep import back_up

    back_up(target, with_key)


@cli.command()
@click.argument(
    "file",
    metavar="FILE.tar.gz",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@click.option("--replace", is_flag=True, help="Also where there is data already; it is kept aside.")
def restore(file: Path, replace: bool) -> None:
    """Put a backup in place while no server runs; `-` reads it from standard input."""
    from consult.upkeep import restore_from

    restore_from(file, replace)


@cli.command()
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


@cli.command()
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


@cli.command()
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
