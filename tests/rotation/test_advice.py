"""What a plan could not satisfy, and what would help."""

from dataclasses import asdict, replace
from json import dumps

from cafes import EN, ES, PT, cafe, problems
from hypothesis import given, settings

from consult.rotation import Measures, Person, Problem, Table, plan
from consult.rotation.advice import Advice, Fact, advise, unmet
from consult.rotation.bounds import bounds


def advice(problem: Problem) -> Advice:
    return advise(problem, plan(problem, seed=3, steps=2_000), seed=3, steps=1_000)


def codes(given: Advice) -> list[str]:
    return [fact.code for fact in given.impossible]


def test_a_perfect_plan_needs_no_advice():
    assert advice(cafe(30, 7, 3)) == Advice()


def test_too_many_travellers_are_said_and_a_table_more_helps():
    given = advice(cafe(16, 4, 3))

    assert given.impossible == (
        Fact("travellers_exceed_tables", {"travellers": 4, "most": 3, "tables": 4, "minimum": 8}),
    )
    first = given.suggestions[0]
    assert (first.code, first.about["tables"], first.after) == ("one_more_table", 5, Measures())


def test_a_cafe_of_twenty_five_at_five_tables_asks_for_a_decision():
    given = advice(cafe(25, 5, 4))

    assert given.question == (len(given.outcomes) == 2)
    for one, other in [given.outcomes] if given.question else []:
        assert (one.fresh_tables, other.fresh_tables) == (True, False)
        assert one.repeat_meetings >= 15 > other.repeat_meetings
        assert one.table_returns < other.table_returns


def test_more_rounds_than_tables_are_said_and_a_round_fewer_helps():
    given = advice(cafe(15, 4, 5))

    assert given.impossible[0] == Fact("more_rounds_than_tables", {"rounds": 5, "tables": 4, "minimum": 15})
    assert {each.code for each in given.suggestions} == {"one_more_table", "one_round_fewer"}
    assert all(each.after.table_returns == 0 for each in given.suggestions)


def test_missing_chairs_come_first():
    given = advice(cafe(22, 4, 3))

    assert given.impossible[0] == Fact("too_few_chairs", {"people": 22, "chairs": 20, "minimum": 6})
    assert (given.suggestions[0].code, given.suggestions[0].about) == ("more_chairs", {"chairs": 2})
    assert given.suggestions[0].after.over_capacity == 0


def test_an_interpreter_helps_somebody_nobody_understands():
    people = tuple(Person(i, PT if i < 1 else EN) for i in range(20))
    problem = Problem(people, cafe(0, 5, 3).tables, rounds=3, fresh_tables=False)
    given = advice(problem)
    helping = {each.code: each for each in given.suggestions}

    assert Fact("language_minimum", {"minimum": 3}) in given.impossible
    assert helping["interpreter"].about["language"] == "pt"
    assert helping["interpreter"].before.without_language == 3
    assert helping["interpreter"].after.without_language < 3


def test_a_new_table_gets_a_host_where_all_have_one():
    hosts = tuple(Person(100 + t, EN, host_table=t) for t in range(1, 5))
    problem = replace(cafe(16, 4, 3), people=cafe(16, 4, 3).people + hosts)
    given = advice(problem)

    assert codes(given) == ["travellers_exceed_tables"]
    assert given.suggestions[0].after == Measures()


def test_wishes_against_pins_are_said():
    people = (Person(0, EN, pins={0: 1}), Person(1, EN, host_table=1), *cafe(20, 5, 2).people[2:])
    problem = replace(cafe(20, 5, 2), people=people, apart=frozenset({(0, 1)}))

    assert "apart_impossible" in codes(advice(problem))


def test_nothing_can_be_advised_after_the_last_round_or_without_tables():
    played = cafe(4, 2, 1, past=({0: 1, 1: 1, 2: 2, 3: 2},))

    assert advice(played) == Advice()
    assert advice(cafe(4, 0, 2)).impossible == (Fact("no_tables", {"people": 4, "minimum": 8}),)


def test_returns_do_not_matter_where_tables_are_alike():
    measures = Measures(table_returns=3, repeat_meetings=1)

    assert unmet(cafe(16, 4, 3), measures) == "table_returns"
    assert unmet(cafe(16, 4, 3, fresh_tables=False), measures) == "repeat_meetings"


def test_advice_can_be_cancelled():
    problem = cafe(16, 4, 3)
    given = advise(problem, plan(problem, seed=3, steps=500), cancelled=lambda: True)

    assert (given.suggestions, given.complete) == ((), False)
    assert codes(given) == ["travellers_exceed_tables"]


@settings(max_examples=25, deadline=None)
@given(problems())
def test_advice_is_data_about_any_problem_and_always_the_same(problem):
    found = plan(problem, seed=1, steps=200)
    given = advise(problem, found, steps=100)

    assert given == advise(problem, found, steps=100, proven=bounds(problem))
    assert dumps(asdict(given))
    aim = unmet(problem, found.measures)
    for each in given.suggestions:
        assert aim is not None
        assert getattr(each.after, aim) < getattr(each.before, aim)


def test_chairs_and_tables_are_counted_where_modes_keep_apart():
    people = tuple(Person(i, ES, mode="remote" if i < 11 else "onsite") for i in range(27))
    tables = tuple(Table(number, mode="remote" if number < 3 else "onsite") for number in range(1, 7))
    given = advice(Problem(people, tables, rounds=3))

    assert given.impossible[:2] == (
        Fact("too_few_chairs", {"people": 11, "chairs": 10, "minimum": 3}),
        Fact("more_rounds_than_tables", {"rounds": 3, "tables": 2, "minimum": 11}),
    )
    assert given.suggestions[0].about == {"chairs": 1}
    assert {each.about["mode"] for each in given.suggestions[1:]} == {"remote"}
