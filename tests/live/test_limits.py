"""Too much at once is refused, worth another try, and forgotten after a while."""

from __future__ import annotations

import pytest
from live.notes import done, new_note

from consult.live import limits


class Monotonic:
    instant = 1000.0

    def monotonic(self) -> float:
        return self.instant


@pytest.fixture
def time(monkeypatch):
    clock = Monotonic()
    monkeypatch.setattr(limits, "time", clock)
    limits.forget_all()
    return clock


def test_flood_is_refused_and_later_works_again(time, phone, open_round):
    author, neighbour = phone(table=1), phone(table=1)
    open_round()

    answers = [author.ask("note.write", new_note(f"key-{i:08}")) for i in range(60)]

    refused = [answer for answer in answers if not answer["ok"]]
    assert {(answer["code"], answer["retry"]) for answer in refused} == {("too_fast", True)}
    assert 15 <= len(refused) < 30
    assert neighbour.ask("catch_up")["ok"] is True
    time.instant += 10
    assert author.ask("note.write", new_note("key-afterwards"))["ok"] is True


def test_everything_refused_arrives_in_the_end(time, phone, open_round):
    author = phone(table=1)
    open_round()
    waiting = [f"key-{i:08}" for i in range(60)]
    for _minute in range(3):
        waiting = [key for key in waiting if not author.ask("note.write", new_note(key))["ok"]]
        time.instant += 60

    assert waiting == []
    assert len(done(author.ask("catch_up"))["own"]) == 60


def test_unknown_commands_are_limited_too(time, phone):
    screen = phone()

    codes = {screen.ask("nonsense")["code"] for _ in range(60)}

    assert codes == {"unknown_command", "too_fast"}


def test_bucket_fills_up_to_its_size_and_no_further(time):
    time.instant += 1_000_000
    owner = ("phone", 1)

    spent = [limits.spend(owner, 1) for _ in range(int(limits.CAPACITY) + 1)]

    assert spent == [True] * int(limits.CAPACITY) + [False]


def test_each_owner_has_their_own_bucket(time):
    owners = [("phone", 1), ("phone", 2), ("console", 1)]

    assert [limits.spend(owner, limits.CAPACITY) for owner in owners] == [True] * 3


def test_number_of_buckets_is_bounded_and_whoever_asks_too_much_stays_known(time, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BUCKETS", 100)
    limits.spend(("phone", 0), limits.CAPACITY)

    for number in range(1, 1000):
        limits.spend(("phone", number), 1)

    assert len(limits._buckets) <= 100
    assert limits.spend(("phone", 0), 1) is False
