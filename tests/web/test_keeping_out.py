"""Old cookies, visitors behind a proxy, links for colleagues, the headers of what is no page, and who may read files."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from flask import request

from consult import create_app
from consult.config import ConfigurationError, Settings
from consult.domain.errors import Refused
from consult.extensions import db
from consult.services.accounts import sign_in as doors
from consult.services.meeting import join
from consult.serving import worth_a_line

PASSWORD, OTHER = "café com leite às oito", "pão na chapa às nove"
PROXY = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


def knock(browser, name, password):
    return browser.post("/sign-in", data={"name": name, "password": password}).status_code


# ── Cookies ──────────────────────────────────────────────────────────────────


@pytest.fixture
def ana(app):
    user = doors.add_user("ana")
    doors.set_password(user, PASSWORD)
    return user


def test_new_password_closes_every_other_browser(app, ana):
    own, forgotten = app.test_client(), app.test_client()
    assert [knock(browser, "ana", PASSWORD) for browser in (own, forgotten)] == [302, 302]

    changed = own.post("/account", data={"old_password": PASSWORD, "password": OTHER, "again": OTHER})

    assert changed.status_code == 302
    assert [browser.get("/consultations").status_code for browser in (own, forgotten)] == [200, 302]


def test_first_password_closes_what_the_link_had_opened_elsewhere(app):
    user = doors.add_user("newcomer")
    own, other = app.test_client(), app.test_client()
    for browser in (own, other):
        assert browser.get(f"/sign-in/{doors.make_link(user)}").status_code == 302

    own.post("/account", data={"password": OTHER, "again": OTHER})

    assert [browser.get("/consultations").status_code for browser in (own, other)] == [200, 302]


def test_mark_in_the_cookie_is_not_the_hash(ana):
    assert doors.password_mark(ana) not in str(ana.password_hash)


@pytest.mark.parametrize("name", ["a\0na", "\u202eana", "\0", "a\ud800na"])
def test_invisible_signs_do_not_make_another_name(name):
    assert doors.sign_in_name(name) in ("ana", "")


# ── Links and codes ──────────────────────────────────────────────────────────


def test_link_for_a_colleague_has_the_address_of_the_settings_not_the_visitors(
    app, sign_in, facilitator, meeting
):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url="https://city.example")
    browser = sign_in(facilitator)

    browser.post("/consultations/1/members", data={"name": "colleague", "roles": "facilitator"})
    page = browser.get("/consultations/1").get_data(as_text=True)

    assert "https://city.example/sign-in/" in page
    assert "localhost/sign-in" not in page


def test_link_is_not_used_up_by_a_program_that_only_looks(client, ana):
    path = f"/sign-in/{doors.make_link(ana)}"

    looked, known = client.head(path), client.get("/consultations").status_code
    opened = client.get(path)

    assert (looked.status_code, known, opened.status_code) == (200, 302, 302)


def test_links_work_while_somebody_at_the_same_address_tries_passwords_and_links(app, settings, clock):
    guarded = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=True, CLOCK=clock)
    with guarded.app_context():
        token = doors.make_link(doors.add_user("ana"))
    troll = guarded.test_client()
    for _ in range(60):
        troll.get("/sign-in/wrong")

    assert guarded.test_client().get(f"/sign-in/{token}").status_code == 302


def test_join_address_is_not_the_one_a_visitor_claims(app, client, meeting):
    app.config["ADDRESS_SEEN"] = "http://192.168.1.20:8000"

    honest = client.get(f"/qr/{meeting.join_secret}.svg").data
    forged = client.get(f"/qr/{meeting.join_secret}.svg", headers={"Host": "evil.example"}).data

    assert honest == forged


def test_one_address_that_guesses_codes_does_not_close_the_door_for_others(meeting):
    for _ in range(join.GUESSES_PER_MINUTE):
        join.meeting_by_code("ZZZZZZ", "203.0.113.9")

    with pytest.raises(Refused):
        join.meeting_by_code(meeting.join_code, "203.0.113.9")
    assert join.meeting_by_code(meeting.join_code, "198.51.100.7") == meeting


def test_many_addresses_that_guess_together_come_to_an_end(meeting):
    for number in range(join.GUESSES_TOGETHER):
        join.meeting_by_code("ZZZZZZ", f"203.0.113.{number % 250}")

    with pytest.raises(Refused):
        join.meeting_by_code(meeting.join_code, "198.51.100.7")


@pytest.mark.parametrize("secret", ["%00", "a%00b", "%ED%A0%80", "é", "%E2%80%AE"])
@pytest.mark.parametrize("path", ["/join/{}", "/qr/{}.svg", "/projector/{}", "/seat/{}", "/sign-in/{}"])
def test_secret_that_cannot_be_one_is_unknown(client, meeting, path, secret):
    assert client.get(path.format(secret)).status_code == 404


@pytest.mark.parametrize(
    "auth", [{"token": "\ud800"}, {"projector": "\ud800"}, {"projector": "a\0"}, {"ticket": "\ud800.a.b"}]
)
def test_screen_with_half_a_letter_is_not_recognised(connect, meeting, caplog, auth):
    with caplog.at_level(logging.ERROR):
        assert not connect(auth).is_connected()

    assert caplog.text == ""


# ── Behind a proxy ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_visitor_is_believed_only_through_a_proxy_one_trusts(settings, proxies, address):
    app = create_app(replace(settings, proxies=proxies), TESTING=True)
    seen = []
    app.before_request(lambda: seen.append(request.remote_addr))

    app.test_client().get("/healthz", headers=PROXY)

    assert seen == [address]


def test_number_of_proxies_is_read_from_the_environment(tmp_path):
    folder = {"CONSULT_DATA": str(tmp_path)}

    assert Settings.from_environment(folder).proxies == 0
    assert Settings.from_environment({**folder, "CONSULT_PROXIES": "2"}).proxies == 2
    with pytest.raises(ConfigurationError):
        Settings.from_environment({**folder, "CONSULT_PROXIES": "²"})


# ── Headers of what is no page ───────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", ["/static/manifest.json", "/socket.io/", "/socket.io/?EIO=4&transport=polling"]
)
def test_files_and_the_live_connection_are_guarded_too(client, meeting, path):
    answer = client.get(path)

    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers.get("Access-Control-Allow-Origin") is None
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1


@pytest.mark.parametrize(
    ("public_url", "said"), [("https://city.example", True), ("http://hall", False), (None, False)]
)
def test_browsers_are_told_to_stay_with_https(settings, public_url, said):
    app = create_app(replace(settings, public_url=public_url), TESTING=True)

    assert ("Strict-Transport-Security" in app.test_client().get("/healthz").headers) is said


# ── Files and logs ───────────────────────────────────────────────────────────


def test_nobody_else_on_the_machine_can_read_what_people_said(tmp_path):
    data = tmp_path / "data"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "consult", "sign-in-link"],
        env={**os.environ, "CONSULT_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )

    found = {path.name: path.stat().st_mode & 0o077 for path in (data, *data.iterdir())}

    assert found.keys() >= {"data", "consult.sqlite", "secret-key"}
    assert {name: mode for name, mode in found.items() if mode} == {}


def test_what_is_erased_is_overwritten(app):
    assert db.session.execute(db.text("pragma secure_delete")).scalar() == 1


@pytest.mark.parametrize(
    ("error", "kept"), [(ValueError("garbage"), False), (RecursionError(), False), (OSError(), True)]
)
def test_log_cannot_be_filled_with_what_cannot_be_read(error, kept):
    record = logging.LogRecord("engineio.server", logging.ERROR, "", 0, "", (), (type(error), error, None))

    assert worth_a_line(record) is kept
