"""Commands that write what a consultation or a meeting has on paper into a file."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from consult.config import ConfigurationError


@click.command()
@click.option("--consultation", type=int, required=True, help="Number of the consultation.")
@click.option(
    "--format", "file_format", default="docx", show_default=True, help="docx, pdf, xlsx, json or md."
)
@click.option("--language", default="en", show_default=True, help="en, fr, es or pt.")
@click.option("--form", default="assessment", show_default=True, help="assessment, session or brief.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(consultation: int, file_format: str, language: str, form: str, output: Path) -> None:
    """Write a report of a consultation into a file: its needs assessment, a session report, or a page in brief."""
    from consult.services.reports import publish
    from consult.serving import app_for_command

    with app_for_command().app_context(), _telling_why("export"):
        content, _media_type, _name = publish.export(consultation, file_format, language, form)
    output.write_bytes(content)


@click.command()
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
    from consult.services.reports import pack as service
    from consult.serving import app_for_command

    app = app_for_command()
    app.config["ADDRESS_SEEN"] = address
    with app.app_context(), _telling_why("pack"):
        content = service.write(meeting, part, language, by_number=numbered)
    output.write_bytes(content)


@contextmanager
def _telling_why(command: str) -> Iterator[None]:
    """End with what failed: kind and place, never its text, which may quote what people wrote and ends in a log."""
    try:
        yield
    except ConfigurationError:
        raise
    except Exception as error:
        why = _old_tables(error)
        if why is None:
            why = f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
        raise SystemExit(f"{command} failed: {why}") from None


def _old_tables(error: Exception) -> str | None:
    """What to do where a newer program met tables that no server has brought up to date yet."""
    from sqlalchemy.exc import DatabaseError

    from consult.extensions import db
    from consult.services.backup import revisions

    if not isinstance(error, DatabaseError):
        return None
    db.session.rollback()
    found = revisions.of_database(db.session.connection())
    if found == revisions.newest():
        return None
    return f"tables of revision {found}, needed {revisions.newest()}. `consult serve` brings them up to date."
