"""What a head-count alone tells about a café."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rotation import plan
from consult.rotation.outlook import Outlook, outlook, plain_cafe


def test_a_usual_cafe_is_reached_and_has_a_rule_on_paper():
    assert outlook(43, 9, 3, hosts=True) == Outlook(reached=True, paper="plain")
    assert outlook(24, 6, 3, hosts=False).paper == "varied"


def test_too_many_at_a_table_are_told_the_nearest_number_of_tables():
    found = outlook(25, 5, 4, hosts=False)

    assert found == Outlook(
        reached=False, repeat_meetings=15, asks=True, tables_instead=6, rounds_instead=None
    )


def test_hosts_leave_fewer_travellers():
    assert outlook(25, 5, 3, hosts=True).reached
    assert outlook(20, 4, 3, hosts=True).repeat_meetings == 8


def test_more_rounds_than_tables_are_told_the_nearest_number_of_rounds():
    found = outlook(16, 5, 6, hosts=False)

    assert (found.reached, found.table_returns, found.rounds_instead) == (False, 16, 5)


def test_six_full_tables_do_three_rounds():
    found = outlook(30, 6, 4, hosts=False)

    assert (found.repeat_meetings, found.tables_instead, found.rounds_instead) == (2, 7, 3)


def test_missing_chairs_are_counted():
    assert outlook(43, 8, 3, hosts=False).missing_chairs == 3
    assert outlook(43, 8, 3, hosts=False, chairs=6).missing_chairs == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 40), st.integers(2, 9), st.integers(1, 5), st.booleans())
def test_no_plan_beats_the_outlook(people, tables, rounds, hosts):
    people += tables
    found = outlook(people, tables, rounds, hosts=hosts, chairs=30)
    measures = plan(plain_cafe(people, tables, rounds, hosts=hosts, chairs=30), seed=1, steps=300).measures

    assert measures.table_returns >= found.table_returns
    assert measures.repeat_meetings >= found.repeats_with_returns
    if measures.table_returns == found.table_returns:
        assert measures.repeat_meetings >= found.repeat_meetings


def test_the_nearest_change_is_reached():
    for people, tables, rounds, hosts in product((16, 25, 30, 44), (4, 5, 6), (3, 5, 7), (False, True)):
        found = outlook(people, tables, rounds, hosts=hosts)
        if found.tables_instead:
            assert outlook(people, found.tables_instead, rounds, hosts=hosts).reached
        if found.rounds_instead:
            assert outlook(people, tables, found.rounds_instead, hosts=hosts).reached


@pytest.mark.parametrize(("people", "tables", "rounds"), [(0, 4, 3), (3, 4, 3), (20, 0, 3), (20, 4, 0)])
def test_there_is_no_outlook_for_nobody(people, tables, rounds):
    with pytest.raises(ValueError, match="too few"):
        outlook(people, tables, rounds, hosts=True)
