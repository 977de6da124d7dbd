"""Headers, cookies, origins, strangers, secrets and logs."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Any

import pytest
from live.notes import new_note
from werkzeug.routing import Rule

from consult import create_app
from consult.config import ConfigurationError, Settings
from consult.extensions import db
from consult.locales import in_language
from consult.models import Meeting, User
from consult.services.meeting import contribute, join

PAGES = [
    "/",
    "/sign-in",
    "/healthz",
    "/nothing",
    "/join/wrong",
    "/seat/wrong",
    "/projector/wrong",
    "/sign-in/wrong",
]
SIGNED_IN = [
    "/consultations",
    "/consultations/1",
    "/consultations/1/assessment",
    "/meetings/1/console",
    "/account",
]
TOKEN_IN_LOG = "what only the table should read"


def policy(answer: Any) -> dict[str, str]:
    parts = [part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: rest[0] if rest else "" for name, *rest in parts}


def assert_safe(answer: Any) -> None:
    rules = policy(answer)
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'none'", "'self'", "'self'")
    assert (rules["frame-ancestors"], rules["base-uri"], rules["form-action"]) == (
        "'none'",
        "'none'",
        "'self'",
    )
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    assert re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>", text) == []
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)\s*=", text) == []


@pytest.mark.parametrize("path", PAGES)
def test_page_is_safe_also_when_there_is_none(client, meeting, path):
    assert_safe(client.get(path))


@pytest.mark.parametrize("path", SIGNED_IN)
def test_page_of_staff_is_safe(sign_in, facilitator, meeting, path):
    answer = sign_in(facilitator).get(path)

    assert answer.status_code == 200
    assert_safe(answer)


def test_pages_of_participants_are_safe(client, meeting):
    _participant, token = join.join(
        meeting,
        nickname="Ada",
        language="en",
        languages=["en"],
        group_key=None,
        mode="onsite",
        consented=True,
    )

    for path in (f"/join/{meeting.join_secret}", f"/seat/{token}", f"/projector/{meeting.projector_key}"):
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert_safe(answer)


def test_method_that_is_not_offered_gets_a_safe_answer(client, app):
    answer = client.post("/healthz")

    assert answer.status_code == 405
    assert_safe(answer)


@pytest.mark.parametrize("path", ["/nothing", "/join/wrong", "/seat/wrong", "/consultations/nothing"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_missing_page_speaks_the_visitors_language(client, app, path, language):
    answer = client.get(path, headers={"Accept-Language": language})

    with in_language(language):
        from flask_babel import gettext as _

        sentence = _("There is nothing at this address. The link may be incomplete or no longer valid.")
    text = answer.get_data(as_text=True)
    assert answer.status_code in (404, 410)
    assert f'lang="{language}"' in text
    if path == "/nothing":
        assert str(sentence).replace("'", "&#39;") in text


# ── Cookies and origins ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("public_url", "secure"), [(None, False), ("http://hall.local", False), ("https://c.org", True)]
)
def test_cookie_is_kept_from_scripts_and_other_sites(settings, public_url, secure):
    app = create_app(replace(settings, public_url=public_url), TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.create_all()
    browser = app.test_client()

    browser.post("/language", data={"language": "fr", "next": "/"}, base_url=public_url or "http://localhost")

    [cookie] = browser._cookies.values()
    assert (cookie.http_only, cookie.same_site, bool(cookie.secure)) == (True, "Lax", secure)


@pytest.mark.parametrize(
    ("public_url", "origin", "status"),
    [
        (None, "http://evil.example", 400),
        (None, "http://localhost.evil.example", 400),
        (None, "null", 400),
        (None, "http://localhost", 200),
        ("https://city.example", "http://evil.example", 400),
        ("https://city.example", "http://city.example", 400),
        ("https://city.example", "https://city.example.evil.example", 400),
        ("https://city.example/", "https://city.example", 200),
    ],
)
def test_socket_from_a_foreign_page_is_refused(settings, public_url, origin, status):
    app = create_app(replace(settings, public_url=public_url), TESTING=True)

    answer = app.test_client().get("/socket.io/?EIO=4&transport=polling", headers={"Origin": origin})

    assert answer.status_code == status
    if status == 400:
        assert "Access-Control-Allow-Origin" not in answer.headers


# ── Strangers ────────────────────────────────────────────────────────────────


def rules_of(app: Any, *names: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.arguments & set(names)]


def path_of(app: Any, rule: Rule) -> str:
    values = {name: "docx" if name == "format" else 1 for name in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(methods(rule)))))


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_strangers_find_nothing_of_a_consultation_or_a_meeting(app, sign_in, stranger, meeting):
    browser = sign_in(stranger)

    found = {
        f"{method} {rule.rule}": browser.open(path_of(app, rule), method=method).status_code
        for rule in rules_of(app, "consultation_id", "meeting_id")
        for method in methods(rule)
    }

    assert len(found) > 15
    assert {name: status for name, status in found.items() if status != 404} == {}


def test_visitors_who_did_not_sign_in_see_nothing_of_them_either(app, client, meeting):
    found = {
        f"{method} {rule.rule}": client.open(path_of(app, rule), method=method).status_code
        for rule in rules_of(app, "consultation_id", "meeting_id")
        for method in methods(rule)
    }

    assert {name: status for name, status in found.items() if status not in (302, 401, 404)} == {}


def test_what_is_missing_and_what_is_not_yours_look_alike(sign_in, stranger, meeting):
    browser = sign_in(stranger)

    assert browser.get("/meetings/1/console").data == browser.get("/meetings/999/console").data


def test_no_form_is_taken_without_its_key(settings, meeting, clock, facilitator):
    guarded = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False, CLOCK=clock)
    browser = guarded.test_client()
    with browser.session_transaction() as cookies:
        cookies["_user_id"] = str(facilitator.id)
        cookies["_fresh"] = True

    found = {}
    for rule in guarded.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            values = {name: 1 if rule.rule.find(f"int:{name}") >= 0 else "x" for name in rule.arguments}
            path = guarded.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
            found[rule.rule] = browser.post(path, data={"language": "en"}).status_code

    assert {rule: status for rule, status in found.items() if status != 400} == {}


# ── Secrets and logs ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", ["secret", "CHANGEME", "dev", "short-but-own", "x" * 23])
def test_production_does_not_start_with_a_known_or_short_key(tmp_path, key):
    with pytest.raises(ConfigurationError) as error:
        Settings.from_environment(
            {"CONSULT_ENV": "production", "CONSULT_SECRET_KEY": key, "CONSULT_DATA": str(tmp_path)}
        )

    assert key not in str(error.value) or key in ("secret", "dev")


def test_key_is_made_once_kept_and_readable_by_nobody_else(tmp_path):
    environment = {"CONSULT_ENV": "production", "CONSULT_DATA": str(tmp_path)}

    one, two = Settings.from_environment(environment), Settings.from_environment(environment)

    assert one.secret_key == two.secret_key
    assert len(one.secret_key) >= 48
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_log_has_no_text_of_a_note_when_a_command_fails(phone, open_round, monkeypatch, caplog):
    author = phone(table=1)
    open_round()

    def broken(*_args: Any, text: str, **_more: Any) -> None:
        raise RuntimeError(f"cannot store {text!r}")

    monkeypatch.setattr(contribute, "write_note", broken)
    with caplog.at_level(logging.DEBUG):
        answer = author.ask("note.write", new_note(text=TOKEN_IN_LOG))

    assert answer["code"] == "please_wait"
    assert "RuntimeError" in caplog.text
    assert TOKEN_IN_LOG not in caplog.text


def test_log_has_no_text_of_a_note_when_the_database_fails(phone, open_round, meeting, caplog):
    author = phone(table=1)
    open_round()
    db.session.execute(db.text("alter table note rename to elsewhere"))
    db.session.commit()

    with caplog.at_level(logging.DEBUG):
        answer = author.ask("note.write", new_note(text=TOKEN_IN_LOG))
    db.session.execute(db.text("alter table elsewhere rename to note"))
    db.session.commit()

    assert answer["code"] == "please_wait"
    assert TOKEN_IN_LOG not in caplog.text


def test_log_and_page_have_no_text_when_a_page_fails(app, client, meeting, monkeypatch, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    secret = meeting.join_secret

    def broken(_secret: str) -> Meeting:
        raise RuntimeError(TOKEN_IN_LOG)

    monkeypatch.setattr(join, "meeting_by_secret", broken)
    monkeypatch.setattr("consult.web.join.meeting_by_secret", broken, raising=False)
    with caplog.at_level(logging.DEBUG):
        answer = client.get(f"/join/{secret}")

    assert answer.status_code == 500
    assert "RuntimeError" in caplog.text
    assert TOKEN_IN_LOG not in caplog.text + answer.get_data(as_text=True)
    assert_safe(answer)


def test_database_errors_do_not_quote_what_was_to_be_stored(app, meeting):
    db.session.add(User(name="facilitator", language=TOKEN_IN_LOG))

    with pytest.raises(Exception) as error:
        db.session.commit()
    db.session.rollback()

    assert TOKEN_IN_LOG not in str(error.value)
