"""A report that cannot be written on the command line says why, and quotes nobody."""

from __future__ import annotations

from click.testing import CliRunner
from flask_migrate import upgrade

from consult.cli import cli
from consult.services.backup import revisions
from consult.services.reports import publish
from consult.serving import app_for_command

SECRET = "what only the table should read"


def test_failed_export_does_not_quote_anybody_in_the_log(monkeypatch, tmp_path):
    def broken(*_args):
        raise ValueError(SECRET)

    monkeypatch.setattr(publish, "export", broken)
    output = tmp_path / "report.docx"
    words = ["export", "--consultation=1", f"--output={output}"]

    done = CliRunner(env={"CONSULT_DATA": str(tmp_path)}).invoke(cli, words)

    assert (done.exit_code, output.exists()) == (1, False)
    assert "ValueError" in done.output
    assert SECRET not in done.output


def test_export_from_older_tables_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("CONSULT_DATA", str(tmp_path))
    with app_for_command().app_context():
        upgrade(revision="0001")
    output = tmp_path / "report.docx"

    done = CliRunner().invoke(cli, ["export", "--consultation=1", f"--output={output}"])

    assert (done.exit_code, output.exists()) == (1, False)
    needed = f"tables of revision 0001, needed {revisions.newest()}"
    assert done.output == f"export failed: {needed}. `consult serve` brings them up to date.\n"
