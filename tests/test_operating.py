"""What the city's IT is told is true: settings, figures, commands and files exist under these names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import consult.live.measures
from consult import metrics
from consult.cli import cli

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "operating.md").read_text()
README = (ROOT / "README.md").read_text()
DEPLOY = sorted(path for path in (ROOT / "deploy").iterdir() if path.is_file() and path.name != ".env")
SETTING = re.compile(r"\bCONSULT_[A-Z_]+\b")
# Of the containers, not of the server.
OF_COMPOSE = {"CONSULT_DOMAIN", "CONSULT_SERVERS"}


def settings_read() -> set[str]:
    code = (path.read_text() for path in (ROOT / "consult").rglob("*.py"))
    return {name for text in code for name in SETTING.findall(text)}


def test_every_setting_is_in_the_table():
    table = set(re.findall(r"^\| `(?:[A-Z]+`, `)?(CONSULT_[A-Z_]+)", README, re.MULTILINE))

    assert settings_read() - table == set()
    assert table - settings_read() == set()


@pytest.mark.parametrize("path", [ROOT / "docs" / "operating.md", *DEPLOY], ids=lambda path: path.name)
def test_named_settings_exist(path):
    assert set(SETTING.findall(path.read_text())) - settings_read() - OF_COMPOSE == set()


def test_settings_of_the_containers_are_in_the_example():
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "deploy" / "compose.yaml").read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / "env.example").read_text(), re.MULTILINE))

    assert used - offered == {"CONSULT_SERVERS"}
    assert offered - used == set()


def test_every_figure_is_explained_and_every_explained_one_exists():
    assert consult.live.measures.KINDS
    there = {family.name for family in metrics.registry.collect() if family.name.startswith("consult_")}
    told = {name.removesuffix("_total") for name in re.findall(r"`(consult_\w+)", PAGE)}

    assert told == there


def test_named_commands_exist():
    lines = re.findall(r"^    .*", PAGE, re.MULTILINE)
    named = {word for line in lines for word in re.findall(r"\bconsult (?=([a-z-]+)(?: |$))", line)}

    assert {"backup", "restore", "sign-in-link"} <= named
    assert named - set(cli.commands) - {"consult"} == set()


def test_named_files_exist():
    named = set(re.findall(r"\bdeploy/[\w.]+", PAGE)) - {"deploy/.env"}

    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert "docs/operating.md" in README
