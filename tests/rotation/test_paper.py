"""The rule on paper, played."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rotation.paper import PLAIN, VARIED, PaperRule, paper_rule


def routes(rule: PaperRule) -> dict[tuple[int, int], tuple[int, ...]]:
    return {
        (seat, start): rule.route(seat, start)
        for seat in rule.seats
        for start in range(1, rule.starts[seat] + 1)
    }


@pytest.mark.parametrize(
    ("tables", "chairs"), [(5, 5), (7, 5), *((tables, 5) for tables in range(9, 17)), (8, 4)]
)
def test_plain_rule_works_for_three_rounds(tables, chairs):
    rule = paper_rule(tables * chairs, tables, 3, hosts=True)

    assert (rule.kind, rule.works) == (PLAIN, True)
    assert [row[1] for row in rule.moves] == list(range(chairs))


@pytest.mark.parametrize("tables", [3, 4])
def test_plain_rule_is_not_offered_as_good_where_it_is_not(tables):
    rule = paper_rule(tables * 5, tables, 3, hosts=True)

    assert (rule.kind, rule.works) == (PLAIN, False)


@pytest.mark.parametrize(("people", "tables"), [(30, 6), (40, 8)])
def test_steps_that_differ_help_where_the_plain_rule_fails(people, tables):
    rule = paper_rule(people, tables, 3, hosts=True)

    assert (rule.kind, rule.works) == (VARIED, True)
    assert {row[0] for row in rule.moves} == {0}


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 90), st.integers(1, 16), st.integers(1, 6), st.booleans())
def test_a_rule_says_what_comes_of_it(people, tables, rounds, hosts):
    people += tables * hosts
    rule = paper_rule(people, tables, rounds, hosts=hosts)
    paths = routes(rule)

    assert len(paths) == people
    meetings = [sum(a == b for a, b in zip(p, q, strict=True)) for p, q in combinations(paths.values(), 2)]
    assert rule.repeats == sum(max(0, met - 1) for met in meetings)
    assert rule.returns == sum(rounds - len({*path}) for (seat, _), path in paths.items() if seat)
    for r in range(rounds):
        at = [path[r] for path in paths.values()]
        sizes = [at.count(table) for table in range(1, tables + 1)]
        assert max(sizes) - min(sizes) <= 1


def test_hosts_stay_and_the_first_round_is_where_one_sits():
    rule = paper_rule(43, 9, 3, hosts=True)

    assert rule.route(0, 4) == (4, 4, 4)
    assert rule.route(3, 8) == (8, 2, 5)


@pytest.mark.parametrize(("seat", "start"), [(0, 1), (5, 4), (1, 0), (1, 10), (6, 1)])
def test_a_seat_nobody_takes_has_no_route(seat, start):
    rule = paper_rule(39, 9, 3, hosts=False)

    with pytest.raises(ValueError, match="no such seat"):
        rule.route(seat, start)


@pytest.mark.parametrize(("people", "tables", "rounds"), [(0, 4, 3), (20, 0, 3), (20, 5, 0), (3, 4, 3)])
def test_there_is_no_rule_for_nobody(people, tables, rounds):
    with pytest.raises(ValueError, match="too few"):
        paper_rule(people, tables, rounds, hosts=True)
