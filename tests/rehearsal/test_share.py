"""Which of their notes somebody writes in which round."""

from __future__ import annotations

import pytest

from consult.rehearsal.cast import cast, read_notes
from consult.rehearsal.play import share


@pytest.mark.parametrize("rounds", [1, 3, 4])
def test_everybody_writes_each_of_their_notes_once(rounds: int):
    lines, _ = read_notes(None)

    for role in cast(7, lines, seed=1):
        said = [line.text for number in range(1, rounds + 1) for line in share(role, rounds, number)]

        assert sorted(said) == sorted(line.text for line in role.lines)


def test_two_notes_each_fill_all_rounds_alike():
    lines, _ = read_notes(None)
    roles = [role for role in cast(120, lines, seed=1, notes_each=2) if len(role.lines) == 2]

    written = [sum(len(share(role, 3, number)) for role in roles) for number in (1, 2, 3)]

    assert max(written) - min(written) <= len(roles) // 10
