"""Whatever three people do to a board: nothing is lost or doubled, every step can be taken back, all see the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live import boards
from sqlalchemy import select

from consult.extensions import db
from consult.live import limits
from consult.models import Meeting, Need, Note, NoteMark, Theme, ThemeChange, ThemeNote
from consult.services.board import following
from consult.services.board.images import UNMARKED

FEW = st.integers(0, 9)
SEVERAL = st.lists(FEW, min_size=1, max_size=4)
REASONS = st.sampled_from(["Not about the city", "Twice", ""])
ON = st.booleans()
PLACES = st.sampled_from([([], None), (["1"], "2"), (["3", "1"], None), (["3"], "4"), (["99"], "1")])

# What is asked, with numbers that stand for themes and notes: the themes there are, and one of another consultation.
COMMANDS = st.one_of(
    st.tuples(st.just("theme.merge"), st.fixed_dictionaries({"themes": SEVERAL})),
    st.tuples(st.just("theme.merge"), st.fixed_dictionaries({"themes": SEVERAL, "into": FEW})),
    st.tuples(st.just("theme.split"), st.fixed_dictionaries({"theme": FEW, "notes": SEVERAL})),
    st.tuples(st.just("theme.rename"), st.fixed_dictionaries({"theme": FEW, "label": st.sampled_from(["A", "B"])})),
    st.tuples(st.just("theme.pin"), st.fixed_dictionaries({"theme": FEW, "on": ON})),
    st.tuples(st.just("theme.set_aside"), st.fixed_dictionaries({"theme": FEW, "reason": REASONS})),
    st.tuples(st.just("theme.take_back"), st.fixed_dictionaries({"theme": FEW})),
    st.tuples(st.just("note.move"), st.fixed_dictionaries({"notes": SEVERAL, "theme": st.none() | FEW})),
    st.tuples(st.just("note.set_aside"), st.fixed_dictionaries({"notes": SEVERAL, "reason": REASONS})),
    st.tuples(st.just("note.take_back"), st.fixed_dictionaries({"notes": SEVERAL})),
    st.tuples(st.just("note.mark_dissent"), st.fixed_dictionaries({"note": FEW, "on": ON})),
    st.tuples(st.just("place.confirm"), st.fixed_dictionaries({"theme": FEW, "place": PLACES})),
    st.tuples(st.just("place.confirm"), st.fixed_dictionaries({"note": FEW, "place": PLACES})),
    st.tuples(st.just("place.withdraw"), st.fixed_dictionaries({"theme": FEW})),
    st.tuples(st.just("place.withdraw"), st.fixed_dictionaries({"note": FEW})),
    st.tuples(st.just("step.undo"), st.fixed_dictionaries({"change": st.integers(0, 2)})),
    st.tuples(st.just("step.undo"), st.fixed_dictionaries({"change": FEW})),
)  # fmt: skip
ACTIONS = st.lists(st.tuples(st.integers(0, 2), COMMANDS), min_size=3, max_size=12)


class Play:
    """Three coordinators with the board open, one who only listens, and another consultation beside it."""

    def __init__(self, connect: Any) -> None:
        limits.forget_all()
        self.own, themes, self.notes = boards.consultation_with([3, 2, 1], loose=2)
        self.other, self.foreign_themes, self.foreign_notes = boards.consultation_with([2])
        db.session.add_all(
            Need(consultation_id=self.own.id, theme_id=theme, sentence={"en": "Light"}, written_at=0.0)
            for theme in themes
        )
        db.session.commit()
        self.people = [boards.at_board(connect, self.own) for _ in range(3)]
        self.listener = boards.at_board(connect, self.own, "facilitator")
        self.elsewhere = boards.at_board(connect, self.other)
        self.seen = boards.opened(self.listener)
        self.listener.get_received()
        self.foreign = stored(self.other.id)

    def ask(self, who: int, do: str, values: dict[str, Any]) -> dict[str, Any]:
        values = {name: self.real(name, value) for name, value in values.items()}
        if "place" in values:
            values["commitments"], values["track"] = values.pop("place")
        limits.forget_all()
        return boards.ask(self.people[who], do, **values)

    def real(self, name: str, value: Any) -> Any:
        """The ids that the numbers stand for, at this moment."""
        if isinstance(value, list) and name in ("themes", "notes"):
            return [self.real(name, one) for one in value]
        if name in ("theme", "themes", "into") and value is not None:
            own = select(Theme.id).where(Theme.consultation_id == self.own.id).order_by(Theme.id)
            return pick([*db.session.scalars(own), *self.foreign_themes[: value // 9]], value)
        if name in ("note", "notes"):
            return pick([*self.notes, *self.foreign_notes[: value // 9]], value)
        if name == "change":
            query = select(ThemeChange.id).where(ThemeChange.consultation_id == self.own.id)
            return pick([*db.session.scalars(query.order_by(ThemeChange.id.desc()))] or [1], value)
        return value

    def hear(self) -> None:
        self.seen = boards.fold(self.seen, self.listener.get_received())


def pick(ids: list[int], number: int) -> int:
    return ids[number % len(ids)]


def stored(consultation_id: int) -> dict[str, Any]:
    """Everything that belongs to a board, but for its paper trail."""
    db.session.expire_all()
    themes = db.session.scalars(select(Theme).where(Theme.consultation_id == consultation_id)).all()
    ids = [theme.id for theme in themes]
    marks = (
        select(NoteMark).join(Note, Note.id == NoteMark.note_id).join(Meeting, Meeting.id == Note.meeting_id)
    )
    marks = marks.where(Meeting.consultation_id == consultation_id)
    return {
        "themes": {theme.id: columns(theme) for theme in themes},
        "places": {
            place.note_id: columns(place)
            for place in db.session.scalars(select(ThemeNote).where(ThemeNote.theme_id.in_(ids)))
        },
        # A mark that says nothing is like none.
        "marks": {
            mark.note_id: said
            for mark in db.session.scalars(marks)
            if (said := columns(mark)) != {"note_id": mark.note_id, **UNMARKED}
        },
        "needs": {need.id: need.theme_id for need in db.session.scalars(select(Need).where(Need.theme_id.in_(ids)))},
    }  # fmt: skip


def columns(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


@pytest.fixture
def play(connect: Any) -> Any:
    return lambda: Play(connect)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(actions=ACTIONS)
def test_nothing_is_lost_or_doubled_and_all_see_the_same(play: Any, actions: Any) -> None:
    scene = play()

    for who, (do, values) in actions:
        before = stored(scene.own.id)
        answer = scene.ask(who, do, values)
        if not answer["ok"] or answer["change"] is None:
            assert stored(scene.own.id) == before, (do, answer)

    everything = stored(scene.own.id)
    assert set(db.session.scalars(select(Note.id))) >= {*scene.notes, *scene.foreign_notes}
    assert set(everything["places"]) >= set(scene.notes[:6])
    assert set(everything["places"]) <= set(scene.notes)
    assert set(everything["themes"]) >= {place["theme_id"] for place in everything["places"].values()}
    assert len(everything["needs"]) == 3
    scene.hear()
    assert scene.seen == boards.opened(scene.listener)
    assert stored(scene.other.id)["themes"] == scene.foreign["themes"]
    assert stored(scene.other.id)["places"] == scene.foreign["places"]
    assert scene.elsewhere.heard() == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(actions=ACTIONS)
def test_undoing_the_last_step_gives_exactly_what_was_and_undoing_that_what_it_made(
    play: Any, actions: Any
) -> None:
    scene = play()

    for who, (do, values) in actions:
        before = stored(scene.own.id)
        answer = scene.ask(who, do, values)
        if not answer["ok"] or answer["change"] is None:
            continue
        after = stored(scene.own.id)

        undone = boards.ask(scene.people[(who + 1) % 3], "step.undo", change=answer["change"])
        assert undone["ok"], undone
        assert stored(scene.own.id) == before, do

        again = boards.ask(scene.people[(who + 2) % 3], "step.undo", change=undone["change"])
        assert again["ok"], again
        assert stored(scene.own.id) == after, do


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(actions=ACTIONS, hidden=st.lists(FEW, max_size=4))
def test_notes_that_are_hidden_and_come_back_are_where_they_were(
    play: Any, actions: Any, hidden: Any
) -> None:
    scene = play()
    hide = [pick(scene.notes, number) for number in hidden]

    for number, (who, (do, values)) in enumerate(actions):
        scene.ask(who, do, values)
        for note_id in hide[number : number + 1]:
            note = db.session.get_one(Note, note_id)
            note.hidden_at = None if note.hidden_at else 1.0
            db.session.commit()
            following.note_changed(note.meeting_id, [note_id])
            following.follow()

    scene.hear()
    assert scene.seen == boards.opened(scene.listener)
