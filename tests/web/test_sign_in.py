"""The door for facilitators and coordinators."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import Settings, create_app
from consult.extensions import db
from consult.models import User
from consult.services.accounts import sign_in as doors
from consult.web.sign_in import local_path

PASSWORD = "café com leite às oito"


@pytest.fixture
def ana(app: Flask) -> User:
    user = doors.add_user("ana")
    doors.set_password(user, PASSWORD)
    return user


def knock(browser: FlaskClient, name: str, password: str, **more: str) -> tuple[int, str, str]:
    answer = browser.post("/sign-in", data={"name": name, "password": password, **more})
    return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location", "")


def test_password_signs_in(client: FlaskClient, ana: User) -> None:
    assert knock(client, "ana", PASSWORD)[::2] == (302, "/consultations")
    assert client.get("/consultations").status_code == 200


def test_wrong_password_and_unknown_name_answer_alike(client: FlaskClient, ana: User) -> None:
    wrong_status, wrong, _to = knock(client, "ana", "not this one")
    unknown_status, unknown, _to = knock(client, "nobody", "not this one")

    assert wrong_status == unknown_status == 403
    assert wrong.replace("ana", "…") == unknown.replace("nobody", "…")


def test_refused_form_keeps_the_name_and_not_the_password(client: FlaskClient, ana: User) -> None:
    _status, page, _to = knock(client, "ana", "not this one")

    assert 'value="ana"' in page
    assert "not this one" not in page


def test_link_signs_in_once(client: FlaskClient, app: Flask, ana: User) -> None:
    token = doors.make_link(ana)

    first = client.get(f"/sign-in/{token}")
    second = app.test_client().get(f"/sign-in/{token}")

    assert (first.status_code, first.headers["Location"]) == (302, "/consultations")
    assert second.status_code == 404
    assert "works once" in second.get_data(as_text=True)


def test_link_lets_somebody_without_password_set_one(client: FlaskClient, app: Flask) -> None:
    token = doors.make_link(doors.add_user("newcomer"))

    page = client.get(f"/sign-in/{token}", follow_redirects=True).get_data(as_text=True)
    answer = client.post("/account", data={"password": PASSWORD, "again": PASSWORD})

    assert "set a password under “Account”" in page
    assert answer.status_code == 302
    assert knock(app.test_client(), "newcomer", PASSWORD)[0] == 302


def test_changing_the_password_needs_the_present_one(
    ana: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    browser = sign_in(ana)
    new = {"password": "another long password", "again": "another long password"}

    refused = browser.post("/account", data={"old_password": "not this one", **new})
    accepted = browser.post("/account", data={"old_password": PASSWORD, **new})

    assert (refused.status_code, accepted.status_code) == (400, 302)
    assert doors.check("ana", "another long password") == ana


def test_short_or_differing_passwords_are_refused_beside_the_field(
    app: Flask, sign_in: Callable[[User], FlaskClient]
) -> None:
    browser = sign_in(doors.add_user("newcomer"))

    short = browser.post("/account", data={"password": "short", "again": "short"}).get_data(as_text=True)
    differs = browser.post("/account", data={"password": PASSWORD, "again": "x"}).get_data(as_text=True)

    assert 'id="password-error"' in short
    assert 'id="again-error"' in differs


def test_cookie_from_before_is_forgotten(client: FlaskClient, ana: User) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["language"] = "pt"

    knock(client, "ana", PASSWORD)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["language"] == "pt"


def test_signing_out_closes_the_door(ana: User, sign_in: Callable[[User], FlaskClient]) -> None:
    browser = sign_in(ana)

    assert browser.post("/sign-out").headers["Location"] == "/sign-in"
    assert browser.get("/consultations").headers["Location"].startswith("/sign-in")
    assert browser.get("/sign-out").status_code == 405


def test_page_asked_for_comes_after_signing_in(client: FlaskClient, ana: User) -> None:
    door = client.get("/consultations/new").headers["Location"]

    assert door == f"/sign-in?next={quote('/consultations/new', safe='/')}"
    assert knock(client, "ana", PASSWORD, next="/consultations/new")[2] == "/consultations/new"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "/\t/x",
    ],
)
def test_nobody_is_sent_elsewhere(client: FlaskClient, ana: User, elsewhere: str) -> None:
    assert local_path(elsewhere) is None
    assert knock(client, "ana", PASSWORD, next=elsewhere)[2] == "/consultations"


def test_language_is_remembered_for_the_user(
    app: Flask, ana: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    browser = sign_in(ana)

    answer = browser.post("/language", data={"language": "fr", "next": "/account?lang=en"})
    later = app.test_client()
    knock(later, "ana", PASSWORD)

    assert answer.headers["Location"] == "/account"
    assert db.session.get(User, ana.id).language == "fr"  # type: ignore[union-attr]
    assert '<html lang="fr">' in later.get("/account").get_data(as_text=True)


def test_language_switch_on_a_refused_form_leads_to_a_page(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "es", "next": "/consultations/7/members"})

    assert answer.headers["Location"] == "/consultations/7"


def test_form_without_its_token_gets_a_clear_page(settings: Settings) -> None:
    app = create_app(settings, TESTING=True)
    answer = app.test_client().post("/sign-in", data={"name": "ana", "password": PASSWORD})

    assert answer.status_code == 400
    assert "Go back, reload the page and send it again." in answer.get_data(as_text=True)
