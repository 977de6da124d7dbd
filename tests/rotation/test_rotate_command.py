"""`consult rotate`, as its callers meet it: in a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cafes import cafe
from click.testing import CliRunner

from consult import rotate_command
from consult.cli import cli
from consult.rotation import plan
from consult.rotation.instance import instance_from_problem

DATA = Path(__file__).parent / "data"
NAMES = {
    "repeat_tables", "repeat_pairs", "no_language", "isolated", "same_group_pairs", "size_viol", "mode_viol",
    "apart_viol", "together_viol", "uneven", "unseated", "host_moved", "changes", "max_meet", "pair_excess2",
    "distinct_pairs",
}  # fmt: skip


def rotate(*arguments, problem=None):
    content = problem if isinstance(problem, bytes | None) else json.dumps(problem).encode()
    return CliRunner().invoke(cli, ["rotate", *map(str, arguments)], input=content)


def under_way():
    """Round 1 is played; the last two people have left since, and everybody knows the second round's seats."""
    whole = plan(cafe(24, 6, 3), seed=1).rounds
    data = instance_from_problem(cafe(24, 6, 3, past=whole[:1], announced={1: whole[1]}))
    for person in data["people"][-2:]:
        person["to"] = 1
    return data


def test_rotate_prints_plan_and_measures():
    found = rotate(DATA / "g30.json", "--seed", 3)

    answer = json.loads(found.stdout)
    assert found.exit_code == 0
    assert [len(row) for row in answer["plan"]] == [30] * 4
    assert set(answer["measures"]) == NAMES
    assert set(answer["bounds"]) <= NAMES
    assert answer["measures"]["repeat_tables"] == answer["measures"]["repeat_pairs"] == 0
    assert answer["capped"] is False
    assert 0 < answer["seconds"] < 5


def test_rotate_reads_standard_input_and_gives_the_same_plan():
    by_path = json.loads(rotate(DATA / "g30.json").stdout)

    piped = json.loads(rotate("-", problem=(DATA / "g30.json").read_bytes()).stdout)

    assert piped["plan"] == by_path["plan"]


def test_rotate_says_that_the_time_allowed_ran_out():
    answer = json.loads(rotate(DATA / "r24.json", "--seconds", 0).stdout)

    assert answer["capped"] is True
    assert answer["measures"]["unseated"] == 0


def test_rotate_tells_what_cannot_be_and_what_would_help():
    crowded = instance_from_problem(cafe(20, 4, 3))

    brief = json.loads(rotate("-", problem=crowded).stdout)
    full = json.loads(rotate("-", "--advice", problem=crowded).stdout)

    assert brief["plan"] == full["plan"]
    assert brief["bounds"]["repeat_pairs"] == 16
    assert brief["advice"]["impossible"] == full["advice"]["impossible"]
    assert full["advice"]["impossible"][0] == {
        "code": "travellers_exceed_tables", "travellers": 5, "most": 3, "tables": 4, "minimum": 16
    }  # fmt: skip
    assert (brief["advice"]["suggestions"], brief["advice"]["complete"]) == ([], False)
    assert full["advice"]["complete"] is True
    better = full["advice"]["suggestions"][0]
    assert (better["code"], better["tables"]) == ("one_more_table", 5)
    assert better["after"]["repeat_pairs"] < better["before"]["repeat_pairs"]


def test_replan_keeps_the_past_and_nearly_all_announced_seats():
    data = under_way()

    answer = json.loads(rotate("-", "--replan", problem=data).stdout)

    assert answer["plan"][0] == data["plan0"][0]
    assert [seat for row in answer["plan"][1:] for seat in row[-2:]] == [-1] * 4
    assert answer["measures"]["changes"] <= 2
    assert answer["measures"]["repeat_tables"] == 0


def test_rotate_plans_afresh_but_keeps_the_past():
    data = under_way()

    again = json.loads(rotate("-", problem=data).stdout)
    data["plan0"][1] = [-1] * 24

    assert again["plan"][0] == data["plan0"][0]
    assert json.loads(rotate("-", problem=data).stdout)["plan"] == again["plan"]


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (b"{", "problem: not JSON at line 1, column 2: Expecting property name enclosed in double quotes"),
        (b"[]", "problem: must be an object"),
        (b"", "problem: not JSON at line 1, column 1: Expecting value"),
        (under_way() | {"past": 4}, "past: must be a whole number from 0 to 3"),
        (under_way() | {"people": [{"id": "\ud800\n\x1b[31m"}] * 2}, "people[0].langs: missing"),
    ],
)
def test_malformed_problem_is_one_line_that_names_the_field(problem, reason):
    found = rotate("-", problem=problem)

    assert (found.exit_code, found.stdout, found.stderr) == (2, "", reason + "\n")


def test_replan_without_a_plan_is_refused():
    found = rotate(DATA / "g30.json", "--replan")

    assert found.exit_code == 2
    assert found.stderr == "plan0: missing, so there is nothing to plan again\n"


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "x"])
def test_rotate_refuses_times_that_are_none(seconds):
    assert rotate(DATA / "g30.json", "--seconds", seconds).exit_code == 2


def test_missing_file_is_said(tmp_path):
    found = rotate(tmp_path / "none.json")

    assert found.exit_code == 2
    assert found.stderr == f"{tmp_path / 'none.json'}: No such file or directory\n"


def test_rotate_loads_neither_the_web_nor_the_database():
    code = (
        "import sys, consult.cli; sys.argv = ['consult', 'rotate', sys.argv[1]]\n"
        "try: consult.cli.main()\n"
        "finally: print(*sorted({n.partition('.')[0] for n in sys.modules}), file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, DATA / "g30.json"], capture_output=True, text=True, check=True
    )

    heavy = {"flask", "sqlalchemy", "pydantic", "babel", "igraph", "docx", "eventlet", "typst", "scipy"}
    assert heavy & set(found.stderr.split()) == set()


def test_interrupted_search_gives_the_best_plan_so_far(monkeypatch):
    def interrupted(problem, **more):
        signal.raise_signal(signal.SIGINT)
        return plan(problem, **more)

    monkeypatch.setattr(rotate_command, "plan_twice", interrupted)

    answer = json.loads(rotate(DATA / "r24.json").stdout)

    assert answer["capped"] is True
    assert answer["measures"]["unseated"] == 0


def test_second_interruption_ends_the_command(monkeypatch):
    def interrupted(problem, **more):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(rotate_command, "plan_twice", interrupted)

    found = rotate(DATA / "r24.json")

    assert (found.exit_code, found.stdout) == (1, "")
