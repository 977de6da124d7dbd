"""When an engine is left alone, and when it is tried again."""

from __future__ import annotations

from consult.translation.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Breaker


def broken(clock) -> Breaker:
    breaker = Breaker(clock, lambda: 0.5)
    for _ in range(FAILURES):
        assert breaker.passes()
        breaker.failed("timeout")
    return breaker


def test_single_failures_pause_nothing(clock) -> None:
    breaker = Breaker(clock)
    for _ in range(10):
        breaker.failed("status")
        breaker.worked()

    assert (breaker.passes(), breaker.open(), breaker.why) == (True, False, "")


def test_failures_in_a_row_pause(clock) -> None:
    breaker = broken(clock)

    assert (breaker.passes(), breaker.left(), breaker.why) == (False, FIRST_PAUSE, "timeout")


def test_after_the_pause_one_tries_for_all(clock) -> None:
    breaker = broken(clock)
    clock.time += FIRST_PAUSE

    assert [breaker.passes(), breaker.passes()] == [True, False]
    breaker.worked()
    assert [breaker.passes(), breaker.passes(), breaker.left()] == [True, True, 0.0]


def test_each_pause_is_twice_as_long_up_to_a_limit(clock) -> None:
    breaker = broken(clock)
    pauses = [breaker.left()]
    for _ in range(7):
        clock.time += breaker.left()
        assert breaker.passes()
        breaker.failed("timeout")
        pauses.append(breaker.left())

    assert pauses == [min(FIRST_PAUSE * 2**times, LONGEST_PAUSE) for times in range(8)]


def test_texts_on_their_way_do_not_make_the_pause_longer(clock) -> None:
    breaker = broken(clock)
    breaker.failed("timeout")
    breaker.failed("timeout")

    assert breaker.left() == FIRST_PAUSE


def test_pauses_differ_by_chance(clock) -> None:
    pauses = []
    for chance in (0.0, 1.0):
        breaker = Breaker(clock, lambda chance=chance: chance)
        for _ in range(FAILURES):
            breaker.failed("timeout")
        pauses.append(breaker.left())

    assert [round(pause, 6) for pause in pauses] == [FIRST_PAUSE * 0.8, FIRST_PAUSE * 1.2]


def test_asked_for_wait_is_kept_at_once(clock) -> None:
    breaker = Breaker(clock, lambda: 0.5)
    breaker.failed("busy", 90)

    assert breaker.left() == 90.0


def test_given_up_try_is_left_to_the_next(clock) -> None:
    breaker = broken(clock)
    clock.time += FIRST_PAUSE
    assert breaker.passes()
    breaker.let_go()

    assert breaker.passes()
