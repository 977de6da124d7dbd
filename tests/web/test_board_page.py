"""The page of the theme board: who may open it, what it tells its script, and who decides about a suggestion."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import harvested
import pytest
from flask.testing import FlaskClient

from consult.domain.words import Role
from consult.extensions import db
from consult.models import AnalysisRun, Consultation, Meeting, ThemeChange, ThemeNote, User


@pytest.fixture
def page(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/assessment/board"


@pytest.fixture
def moved(consultation: Consultation, meeting: Meeting) -> dict[str, int]:
    """What an analysis would change: one note, from a theme to another; the run."""
    notes = harvested.hold(meeting)
    first, second, *_more = harvested.sort_by_commitment(consultation.id, notes)
    db.session.commit()
    at = db.session.get_one(ThemeNote, notes[0].id).theme_id
    target = second.id if at == first.id else first.id
    run = AnalysisRun(consultation_id=consultation.id, state="done", started_at=harvested.OPENED)
    run.suggestion = {"moves": [[notes[0].id, at, target]], "new_themes": {}, "gone": [], "share": 0.1}
    db.session.add(run)
    db.session.commit()
    return {"note": notes[0].id, "from": at, "to": target, "run": run.id}


def booted(browser: FlaskClient, page: str) -> dict[str, Any]:
    """What the page gives its script."""
    text = browser.get(page).get_data(as_text=True)
    found = re.search(r'id="boot">(.*?)</script>', text, re.DOTALL)
    assert found
    return dict(json.loads(found.group(1)))


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.COORDINATOR])
def test_board_opens_for_whoever_works_on_the_consultation(sign_in, with_role, page, meeting, role):
    browser = sign_in(with_role(role, "colleague"))

    boot = booted(browser, f"{page}?lang=fr")

    assert [row["id"] for row in boot["framework"]["tracks"]] == ["1", "2", "3", "4"]
    assert len(boot["framework"]["commitments"]) == 10
    assert boot["meetings"] == {str(meeting.id): meeting.title["fr"]}
    assert [kind["id"] for kind in boot["tags"]][:2] == ["ground", "city_role"]
    assert boot["ticket"]


def test_board_is_not_there_for_anybody_else(sign_in, stranger, client, page):
    browser = sign_in(stranger)

    assert browser.get(page).status_code == 404
    assert browser.get(f"{page}/suggestion").status_code == 404
    assert browser.post(f"{page}/suggestion", data={"run": "1", "take": "1"}).status_code == 404
    assert client.get(page).status_code in (302, 401)


def test_one_tab_leads_to_the_list_and_where_scripts_run_to_the_board(
    sign_in, facilitator, consultation, page, moved
):
    shown = (
        sign_in(facilitator).get(f"/consultations/{consultation.id}/assessment/grid").get_data(as_text=True)
    )

    themes = re.findall(r'<a href="[^"]*/assessment"[^>]*><span class="step-number">1</span>', shown)
    assert len(themes) == 2  # in the row, and in the menu of a small screen
    assert all(f'data-board="{page}"' in link for link in themes)


def test_board_and_list_lead_to_each_other(sign_in, facilitator, consultation, page, moved):
    browser, listed = sign_in(facilitator), f"/consultations/{consultation.id}/assessment"

    for here, there in ((page, listed), (listed, page)):
        html = browser.get(here).get_data(as_text=True)
        views = html[html.index('<nav class="views') :].partition("</nav>")[0]
        assert re.findall(r'href="([^"]*)"[^>]*aria-current="page"', views) == [here]
        assert f'href="{there}"' in views


def test_board_does_not_come_first_before_there_are_themes(sign_in, facilitator, consultation, page, meeting):
    harvested.hold(meeting)

    shown = (
        sign_in(facilitator).get(f"/consultations/{consultation.id}/assessment/grid").get_data(as_text=True)
    )

    assert "data-board" not in shown


def test_suggestion_is_told_and_nothing_moves(sign_in, with_role, page, moved):
    browser = sign_in(with_role(Role.FACILITATOR, "colleague"))

    told = browser.get(f"{page}/suggestion").get_json()["suggestion"]

    assert told["moves"] == [[moved["note"], moved["from"], moved["to"]]]
    assert told["run"] == moved["run"]
    assert db.session.get_one(ThemeNote, moved["note"]).theme_id == moved["from"]


def test_coordinator_takes_a_suggestion_as_one_step(sign_in, with_role, page, moved):
    browser = sign_in(with_role(Role.COORDINATOR, "colleague"))

    answer = browser.post(f"{page}/suggestion", data={"run": str(moved["run"]), "take": "1"})

    assert answer.get_json() == {"ok": True}
    db.session.expire_all()
    assert db.session.get_one(ThemeNote, moved["note"]).theme_id == moved["to"]
    assert [row.what for row in db.session.query(ThemeChange)] == ["regrouped"]
    assert browser.get(f"{page}/suggestion").get_json() == {"suggestion": None}


def test_coordinator_leaves_a_suggestion(sign_in, with_role, page, moved):
    browser = sign_in(with_role(Role.COORDINATOR, "colleague"))

    answer = browser.post(f"{page}/suggestion", data={"run": str(moved["run"]), "leave": "1"})

    assert answer.get_json() == {"ok": True}
    db.session.expire_all()
    assert db.session.get_one(ThemeNote, moved["note"]).theme_id == moved["from"]
    assert browser.get(f"{page}/suggestion").get_json() == {"suggestion": None}


def test_facilitator_does_not_decide(sign_in: Callable[[User], FlaskClient], with_role, page, moved):
    browser = sign_in(with_role(Role.FACILITATOR, "colleague"))

    answer = browser.post(f"{page}/suggestion", data={"run": str(moved["run"]), "take": "1"})

    assert answer.status_code == 404
    db.session.expire_all()
    assert db.session.get_one(ThemeNote, moved["note"]).theme_id == moved["from"]


@pytest.mark.parametrize("run", ["", "0", "99999", "x"])
def test_another_suggestion_than_the_one_seen_is_refused(sign_in, with_role, page, moved, run):
    browser = sign_in(with_role(Role.COORDINATOR, "colleague"))

    answer = browser.post(f"{page}/suggestion", data={"run": run, "take": "1"}).get_json()

    assert answer == {
        "ok": False,
        "message": "Nothing is left to regroup: people have moved these notes meanwhile.",
    }
    db.session.expire_all()
    assert db.session.get_one(ThemeNote, moved["note"]).theme_id == moved["from"]
