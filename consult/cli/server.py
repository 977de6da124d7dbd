"""Commands of whoever runs a server, and those that a server starts by itself."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--host", default="0.0.0.0", envvar="HOST", show_default=True, help="Address to listen on.")  # noqa: S104
@click.option("--port", default=8000, envvar="PORT", show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Prepare the database and run the server."""
    from consult.serving import serve as run

    run(host, port)


@click.command("sign-in-link")
@click.option("--name", default="facilitator", show_default=True, help="Sign-in name of the person.")
def sign_in_link(name: str) -> None:
    """Print a link that signs somebody in once."""
    from consult.serving import app_for_command, new_sign_in_link, prepare_database

    app = app_for_command()
    with app.app_context():
        prepare_database()
        click.echo(new_sign_in_link(name))


@click.command()
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


@click.command()
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


@click.command("find-themes", hidden=True)
@click.option("--run", "run_id", type=int, required=True, help="Number of the waiting run.")
def find_themes(run_id: int) -> None:
    """Work out the themes of a consultation (the server starts this in a process of its own)."""
    from consult.extensions import can_be_done_again
    from consult.services.assessment import assess
    from consult.serving import app_for_command

    can_be_done_again()
    with app_for_command().app_context():
        assess.work(run_id)


@click.command(hidden=True)
def translator() -> None:
    """Recognise and translate what comes on standard input, a JSON object a line (the server starts this by itself)."""
    from consult.services.translating.worker import run

    run()


@click.command(hidden=True)
def understand() -> None:
    """Understand the notes that standard input names, a JSON object a line (the server starts this by itself)."""
    from consult.extensions import can_be_done_again
    from consult.services.understanding.worker import run
    from consult.serving import app_for_command

    can_be_done_again()
    with app_for_command().app_context():
        run()
