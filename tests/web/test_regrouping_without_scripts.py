"""What an analysis would change, read and decided by plain forms: by coordinators, and only as it was read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import harvested
import pytest
from flask.testing import FlaskClient

from consult.domain.words import Role
from consult.extensions import db
from consult.models import AnalysisRun, Consultation, Meeting, Theme, ThemeChange, ThemeNote, User
from consult.services import board


@dataclass
class Scene:
    """Two notes of the first theme that would go: one to the second theme, one to a new one."""

    address: str
    consultation_id: int
    run: int
    notes: list[int]
    texts: list[str]
    first: Theme
    second: Theme


@pytest.fixture
def scene(consultation: Consultation, meeting: Meeting) -> Scene:
    written = {note.id: note for note in harvested.hold(meeting)}
    first, second, *_more = harvested.sort_by_commitment(consultation.id, list(written.values()))
    members = db.session.query(ThemeNote).filter_by(theme_id=first.id).order_by(ThemeNote.note_id).limit(2)
    ids = [place.note_id for place in members]
    run = AnalysisRun(consultation_id=consultation.id, state="done", started_at=harvested.OPENED)
    run.suggestion = {
        "moves": [[ids[0], first.id, second.id], [ids[1], first.id, "new-1"]],
        "new_themes": {"new-1": {"en": "Lamps & light"}},
        "gone": [],
        "of": len(written),
        "share": 0.1,
    }
    db.session.add(run)
    db.session.commit()
    address = f"/consultations/{consultation.id}/assessment/suggestion"
    texts = [written[one].text for one in ids]
    return Scene(address, consultation.id, run.id, ids, texts, first, second)


@pytest.fixture
def coordinator(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    return sign_in(with_role(Role.COORDINATOR, "coordinator"))


@pytest.fixture
def reader(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    return sign_in(with_role(Role.FACILITATOR, "reader"))


def at(note_id: int) -> int:
    return db.session.get_one(ThemeNote, note_id, populate_existing=True).theme_id


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", html)


def test_page_tells_each_note_from_where_and_to_where(coordinator: FlaskClient, scene: Scene) -> None:
    shown = coordinator.get(scene.address).text

    assert [text in shown.replace("&#39;", "'") for text in scene.texts] == [True, True]
    assert "Lamps &amp; light" in shown
    assert f'name="run" value="{scene.run}"' in shown
    assert at(scene.notes[0]) == scene.first.id
    assert f'href="{scene.address}"' in coordinator.get(scene.address.replace("/suggestion", "")).text


def test_taking_all_moves_the_notes_and_can_be_undone(coordinator: FlaskClient, scene: Scene) -> None:
    answer = coordinator.post(scene.address, data={"run": scene.run, "take": "1"}, follow_redirects=True)

    assert "The notes are regrouped." in answer.text
    assert at(scene.notes[0]) == scene.second.id
    assert db.session.get_one(Theme, at(scene.notes[1])).label == {"en": "Lamps & light"}
    assert "There is nothing to change any more." in coordinator.get(scene.address).text

    step = db.session.query(ThemeChange).filter_by(what="regrouped").one()
    board.undo(scene.consultation_id, None, step.id)
    assert [at(one) for one in scene.notes] == [scene.first.id] * 2


def test_leaving_all_moves_nothing_and_asks_no_more(coordinator: FlaskClient, scene: Scene) -> None:
    coordinator.post(scene.address, data={"run": scene.run, "leave": "1"})

    assert [at(one) for one in scene.notes] == [scene.first.id] * 2
    assert "There is nothing to change any more." in coordinator.get(scene.address).text


@pytest.mark.parametrize("run", [None, "x", 0, 999])
def test_only_what_was_read_is_taken(coordinator: FlaskClient, scene: Scene, run: object) -> None:
    data = {"take": "1"} if run is None else {"take": "1", "run": run}

    answer = coordinator.post(scene.address, data=data, follow_redirects=True)

    assert answer.status_code == 200
    assert [at(one) for one in scene.notes] == [scene.first.id] * 2
    assert f'value="{scene.run}"' in answer.text


def test_facilitators_read_and_decide_nothing(reader: FlaskClient, scene: Scene) -> None:
    assert 'name="take"' not in reader.get(scene.address).text
    assert "Only coordinators change themes." in plain(reader.get(scene.address).text)

    assert reader.post(scene.address, data={"run": scene.run, "take": "1"}).status_code == 404
    assert at(scene.notes[0]) == scene.first.id


def test_strangers_find_no_page(
    sign_in: Callable[[User], FlaskClient], stranger: User, client: FlaskClient, scene: Scene
) -> None:
    assert sign_in(stranger).get(scene.address).status_code == 404
    assert client.get(scene.address).status_code == 302
