"""One owner at a time, by the clock of the database; whoever dies is followed by another."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from consult.extensions import db
from consult.models import Lease
from consult.services import leases, neighbours


class Process:
    """This process, or another that shares the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def is_(self, name: str) -> None:
        self._monkeypatch.setattr(neighbours, "ME", name)
        leases._sure_until.clear()


@pytest.fixture
def process(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Process:
    monkeypatch.setattr(neighbours, "_voice", lambda _name, _about: None)
    return Process(monkeypatch)


def time_passes(seconds: float) -> None:
    db.session.execute(update(Lease).values(until=Lease.until - seconds))
    db.session.commit()


def test_only_one_process_has_it(process: Process):
    process.is_("one")
    assert leases.owns("bell")
    assert leases.owns("bell")
    process.is_("other")
    assert not leases.owns("bell")
    assert leases.owns("analysis")
    assert leases.is_taken("bell")


def test_whoever_dies_is_followed_when_the_lease_ends(process: Process):
    process.is_("one")
    assert leases.owns("bell")

    process.is_("other")
    time_passes(leases.LEASE_SECONDS - 0.5)
    assert not leases.owns("bell")
    time_passes(0.5)
    assert not leases.is_taken("bell")
    assert leases.owns("bell")

    process.is_("one")
    assert not leases.owns("bell")


def test_whoever_lives_keeps_it(process: Process):
    process.is_("one")
    assert leases.owns("bell")

    for _ in range(3):
        time_passes(leases.LEASE_SECONDS - 0.5)
        process.is_("one")
        assert leases.owns("bell")
        process.is_("other")
        assert not leases.owns("bell")


def test_what_is_done_is_free_at_once_and_only_for_its_owner(process: Process):
    process.is_("one")
    leases.owns("planning 1")
    process.is_("other")
    leases.release("planning 1")
    assert leases.is_taken("planning 1")

    process.is_("one")
    leases.release("planning 1")

    process.is_("other")
    assert leases.owns("planning 1")


def test_process_alone_asks_nobody(app: Flask):
    assert leases.owns("bell")
    assert db.session.scalars(select(Lease)).all() == []
