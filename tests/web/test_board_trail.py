"""The paper trail on the page of the themes says every kind of step of the board in words."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from live import boards
from sqlalchemy import select

from consult.domain import board as b
from consult.extensions import db
from consult.models import Consultation, Theme, ThemeChange, User
from consult.services import board
from consult.web.assessment_words import CHANGES


@pytest.fixture
def scene(app) -> tuple[Consultation, list[int], list[int], User]:
    own, themes, notes = boards.consultation_with([3, 2, 1])
    return own, themes, notes, boards.member(own)


def every_step(themes: list[int], notes: list[int]) -> list[b.Command]:
    one, two, three = themes
    return [
        b.ThemeRename(one, "Homes", "en"),
        b.ThemePin(two, True),
        b.ThemePin(two, False),
        b.ThemeSetAside(two, "Another office"),
        b.ThemeTakeBack(two),
        b.ThemeConfirm(one, ("1",), None),
        b.ThemeWithdraw(one),
        b.NoteMove((notes[3],), one),
        b.NoteSetAside((notes[0],), "A test"),
        b.NoteTakeBack((notes[0],)),
        b.NoteMarkDissent(notes[0], True),
        b.NoteMarkDissent(notes[0], False),
        b.NoteConfirm(notes[0], ("2",), "1"),
        b.NoteWithdraw(notes[0]),
        b.NoteTag(notes[0], "ground", ("race",)),
        b.Regroup(((notes[5], three, two),)),
        b.ThemeSplit(one, (notes[1],)),
        b.ThemeMerge((one, two)),
    ]


def test_every_step_has_words(
    scene: tuple[Consultation, list[int], list[int], User], sign_in: Callable[[User], FlaskClient]
) -> None:
    own, themes, notes, person = scene
    commands = every_step(themes, notes)
    done = [board.change(own.id, person.id, command) for command in commands]
    assert done[-1].change is not None
    board.undo(own.id, person.id, done[-1].change)

    steps = list(db.session.scalars(select(ThemeChange.what).order_by(ThemeChange.id)))
    assert len(steps) == len(commands) + 1
    assert set(steps) - {"undone"} <= set(CHANGES)
    page = unescape(sign_in(person).get(f"/consultations/{own.id}/assessment").text)
    assert "took back: merged themes into “Homes”" in page
    assert "marked another view in “Homes”" in page


def test_a_step_is_undone_on_the_page_by_a_coordinator_only(
    scene: tuple[Consultation, list[int], list[int], User], sign_in: Callable[[User], FlaskClient]
) -> None:
    own, themes, _notes, person = scene
    done = board.change(own.id, person.id, b.ThemeRename(themes[0], "Homes", "en"))
    path = f"/consultations/{own.id}/assessment/steps/{done.change}/undo"
    facilitator, coordinator = (sign_in(one) for one in (boards.member(own, "facilitator"), person))

    assert path in coordinator.get(f"/consultations/{own.id}/assessment").text
    assert path not in facilitator.get(f"/consultations/{own.id}/assessment").text
    assert facilitator.post(path).status_code == 404
    assert db.session.get_one(Theme, themes[0]).label == {"en": "Homes"}

    page = coordinator.post(path, follow_redirects=True).text
    assert "The step is undone." in page
    assert db.session.get_one(Theme, themes[0]).label == {"en": "Theme 3"}
    again = coordinator.post(path, follow_redirects=True).text
    assert "has been undone already" in again


def test_a_step_of_another_consultation_is_not_undone(
    scene: tuple[Consultation, list[int], list[int], User], sign_in: Callable[[User], FlaskClient]
) -> None:
    own, themes, _notes, person = scene
    other, _, _ = boards.consultation_with([1])
    done = board.change(own.id, person.id, b.ThemeRename(themes[0], "Homes", "en"))

    sign_in(boards.member(other)).post(f"/consultations/{other.id}/assessment/steps/{done.change}/undo")

    assert db.session.get_one(Theme, themes[0]).label == {"en": "Homes"}
