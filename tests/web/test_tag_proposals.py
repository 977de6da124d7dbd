"""Proposed tags of a note: told with the note, a tag only once a person has taken it, one at a time."""

from __future__ import annotations

from collections.abc import Callable

import harvested
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.words import Role
from consult.extensions import db
from consult.frameworks import tag_kinds
from consult.models import Consultation, Meeting, Note, NoteMark, ThemeChange, User
from consult.services import board
from consult.services.assessment import tags

TEXT = "Private landlords refuse women with a headscarf."
PROPOSED = [("ground", "religion"), ("ground", "gender"), ("addressee", "private_sector")]
KINDS = {kind.id: [tag.id for tag in kind.values] for kind in tag_kinds()}


@pytest.fixture
def note(meeting: Meeting) -> Note:
    found = next(one for one in harvested.hold(meeting) if one.language == "en")
    found.text = TEXT
    db.session.commit()
    return found


@pytest.fixture
def page(consultation: Consultation, note: Note) -> str:
    return f"/consultations/{consultation.id}/assessment/notes/{note.id}"


@pytest.fixture
def coordinator(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    return sign_in(with_role(Role.COORDINATOR, "coordinator"))


def carried(note: Note) -> dict[str, list[str]]:
    mark = db.session.get(NoteMark, note.id, populate_existing=True)
    return {} if mark is None else mark.tags


def test_proposals_are_told_and_none_is_chosen(coordinator: FlaskClient, page: str, note: Note) -> None:
    shown = coordinator.get(page).text

    assert tags.proposed(TEXT, "en", {}) == PROPOSED
    assert [f'value="{kind}:{value}"' in shown for kind, value in PROPOSED] == [True] * 3
    assert "checked" not in shown[shown.index('class="tag-form"') :]
    assert carried(note) == {}


def test_one_tap_takes_one_and_leaves_the_others(coordinator: FlaskClient, page: str, note: Note) -> None:
    for tag in ("ground:gender", "ground:religion"):
        coordinator.post(f"{page}/tags/accept", data={"tag": tag})

    assert carried(note) == {"ground": ["religion", "gender"]}
    shown = coordinator.get(page).text
    assert 'value="ground:gender"' not in shown
    assert 'value="addressee:private_sector"' in shown


def test_taking_a_tag_is_a_step_that_can_be_undone(
    coordinator: FlaskClient, consultation: Consultation, page: str, note: Note
) -> None:
    coordinator.post(f"{page}/tags/accept", data={"tag": "ground:gender"})
    step = db.session.query(ThemeChange).filter_by(what="tagged").one()

    board.undo(consultation.id, None, step.id)

    assert carried(note) == {}


@pytest.mark.parametrize("tag", ["", "ground", "ground:", "ground:moon", "moon:gender", ":gender"])
def test_what_is_not_offered_is_refused(coordinator: FlaskClient, page: str, note: Note, tag: str) -> None:
    answer = coordinator.post(f"{page}/tags/accept", data={"tag": tag}, follow_redirects=True)

    assert answer.status_code == 200
    assert carried(note) == {}


def test_facilitators_and_strangers_take_none(
    sign_in: Callable[[User], FlaskClient],
    with_role: Callable[..., User],
    stranger: User,
    page: str,
    note: Note,
) -> None:
    reader = with_role(Role.FACILITATOR, "reader")
    refused = [
        sign_in(one).post(f"{page}/tags/accept", data={"tag": "ground:gender"}).status_code
        for one in (reader, stranger)
    ]

    assert refused == [404, 404]
    assert carried(note) == {}


def test_board_asks_for_the_proposals_of_a_note(
    coordinator: FlaskClient, sign_in: Callable[[User], FlaskClient], stranger: User, page: str, note: Note
) -> None:
    told = coordinator.get(f"{page}/tags.json").json

    assert told == {"tags": {"ground": ["religion", "gender"], "addressee": ["private_sector"]}}
    assert sign_in(stranger).get(f"{page}/tags.json").status_code == 404
    note.hidden_at = 2.0
    db.session.commit()
    assert coordinator.get(f"{page}/tags.json").status_code == 404


@given(
    st.sampled_from([row["text"] for row in harvested.written()] + [TEXT]),
    st.dictionaries(st.sampled_from(sorted(KINDS)), st.just(0)).flatmap(
        lambda kinds: st.fixed_dictionaries(
            {kind: st.lists(st.sampled_from(KINDS[kind]), unique=True) for kind in kinds}
        )
    ),
)
def test_what_is_carried_is_never_proposed(text: str, own: dict[str, list[str]]) -> None:
    found = tags.proposed(text, "en", own)

    assert len(found) == len(set(found))
    assert [value for kind, value in found if value in own.get(kind, ())] == []
    assert set(found) <= set(tags.proposed(text, "en", {}))
