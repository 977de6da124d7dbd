"""Commands that write what a consultation or a meeting has on paper into a file."""

from __future__ import annotations

import traceback
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

    try:
        with app_for_command().app_context():
            content, _media_type, _name = publish.export(consultation, file_format, language, form)
    except ConfigurationError:
        raise
    except Exception as error:
        raise SystemExit(_failure("export", error)) from None
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
    try:
        with app.app_context():
            content = service.write(meeting, part, language, by_number=numbered)
    except ConfigurationError:
        raise
    except Exception as error:
        raise SystemExit(_failure("pack", error)) from None
    output.write_bytes(content)


def _failure(command: str, error: Exception) -> str:
    """Kind and place, never its text: that may quote what people wrote, and the server keeps this in a log."""
    return f"{command} failed: {type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
