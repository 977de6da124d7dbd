"""The `consult` command. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os

import click

from consult import logs
from consult.cli import engines, papers, server
from consult.config import ConfigurationError


@click.group()
@click.version_option(package_name="consult")
def cli() -> None:
    """Participatory consultation for cities: World Cafés in four languages."""


for command in (
    server.serve,
    server.sign_in_link,
    server.backup,
    server.restore,
    server.find_themes,
    server.translator,
    server.understand,
    papers.export,
    papers.pack,
    engines.rehearse,
    engines.rotate,
    engines.analyse,
    engines.translate,
):
    cli.add_command(command)


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
