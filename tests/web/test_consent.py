"""What people agree to: the city's own words above the software's promises, and who agreed to which words."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from consult.extensions import db
from consult.models import Meeting, Participant, User
from consult.services.meeting import join as joining
from consult.services.preparation import consent

SignIn = Callable[[User], FlaskClient]
OWN = {"en": "We ask.\nCity Hall", "fr": "Nous demandons."}
PROMISE = "No account, no e-mail address, no telephone number."


@pytest.fixture
def worded(meeting: Meeting) -> Meeting:
    """A meeting of a city with words of its own, in two of four languages."""
    meeting.consultation.consent = dict(OWN)
    db.session.commit()
    return meeting


def page_of(client: FlaskClient, meeting: Meeting, language: str) -> str:
    return client.get(f"/join/{meeting.join_secret}?lang={language}").get_data(as_text=True)


def own_words_of(html: str) -> tuple[str, str]:
    """The words and the language they are marked with, if it is another one."""
    found = re.search(r'<p class="as-written"(?: lang="(\w+)")?>(.*?)</p>', html, re.S)
    assert found is not None
    return unescape(found[2]), found[1] or ""


def form_of(html: str, language: str) -> dict[str, str]:
    mark = re.search(r'name="consent_mark" value="(\w+)"', html)
    typed = {"language": language, "consent": "yes", "languages": language, "mode": "onsite"}
    return typed | ({"consent_mark": mark[1]} if mark else {})


def marks() -> list[str]:
    return list(db.session.scalars(db.select(Participant.consent_mark).order_by(Participant.id)))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", (OWN["en"], "")),
        ("fr", (OWN["fr"], "")),
        ("es", (OWN["en"], "en")),
        ("pt", (OWN["en"], "en")),
    ],
)
def test_own_words_stand_above_the_promises_in_every_language_offered(
    client: FlaskClient, worded: Meeting, language: str, shown: tuple[str, str]
) -> None:
    html = page_of(client, worded, language)

    assert own_words_of(html) == shown
    assert html.index('class="as-written"') < html.index('class="points"')


def test_without_own_words_only_the_promises_are_shown(client: FlaskClient, meeting: Meeting) -> None:
    html = page_of(client, meeting, "en")

    assert "as-written" not in html
    assert "consent_mark" not in html
    assert PROMISE in html


def test_the_promises_stay_whatever_the_city_writes(client: FlaskClient, worded: Meeting) -> None:
    assert PROMISE in page_of(client, worded, "en")


def test_hostile_words_are_shown_as_words(client: FlaskClient, worded: Meeting) -> None:
    hostile = "</p><script>alert(1)</script>{{ 7*7 }}"
    worded.consultation.consent = {"en": hostile}
    db.session.commit()

    html = page_of(client, worded, "en")

    assert "<script>alert" not in html
    assert own_words_of(html) == (hostile, "")


def test_who_joins_is_stored_with_the_mark_of_the_words_on_the_screen(
    client: FlaskClient, worded: Meeting
) -> None:
    for language in ("fr", "es"):
        html = page_of(client, worded, language)
        assert client.post(f"/join/{worded.join_secret}", data=form_of(html, language)).status_code == 302

    assert marks() == [consent.mark(OWN["fr"]), consent.mark(OWN["en"])]


def test_words_that_changed_meanwhile_are_shown_before_anybody_agrees(
    client: FlaskClient, worded: Meeting
) -> None:
    typed = form_of(page_of(client, worded, "en"), "en") | {"nickname": "Amina"}
    worded.consultation.consent = {"en": "We ask, and we publish."}
    db.session.commit()

    answer = client.post(f"/join/{worded.join_secret}", data=typed)
    html = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert own_words_of(html) == ("We ask, and we publish.", "")
    assert "The words you agree to have changed just now." in html
    assert 'value="Amina"' in html
    assert re.search(r'id="consent"[^>]* checked', html) is None
    assert marks() == []
    again = client.post(f"/join/{worded.join_secret}", data=form_of(html, "en"))
    assert again.status_code == 302
    assert marks() == [consent.mark("We ask, and we publish.")]


def test_form_tells_how_many_agreed_to_these_words_and_to_earlier_ones(
    worded: Meeting, facilitator: User, sign_in: SignIn
) -> None:
    for language in ("en", "fr"):
        _join(worded, language)
    worded.consultation.consent = {"en": OWN["en"], "fr": "Nous demandons et nous publions."}
    db.session.commit()
    _join(worded, "en")

    page = sign_in(facilitator).get(f"/consultations/{worded.consultation_id}/edit").get_data(as_text=True)

    assert consent.agreed(worded.consultation) == consent.Agreed(now=2, earlier=1)
    assert "Agreed to these words: 2 · to earlier words: 1" in page


def test_who_joined_before_there_were_own_words_agreed_to_earlier_ones(meeting: Meeting) -> None:
    _join(meeting, "en")
    before = consent.agreed(meeting.consultation)
    meeting.consultation.consent = dict(OWN)
    db.session.commit()

    assert before == consent.Agreed(now=1, earlier=0)
    assert consent.agreed(meeting.consultation) == consent.Agreed(now=0, earlier=1)


def test_whoever_a_facilitator_wrote_in_has_agreed_to_nothing(worded: Meeting) -> None:
    joining.join(
        worded,
        nickname="",
        language="en",
        languages=["en"],
        group_key=None,
        mode="onsite",
        consented=False,
        by_facilitator=True,
    )

    assert marks() == [""]
    assert consent.agreed(worded.consultation) == consent.Agreed(now=0, earlier=0)


def _join(meeting: Meeting, language: str) -> None:
    joining.join(
        meeting,
        nickname="",
        language=language,
        languages=[language],
        group_key=None,
        mode="onsite",
        consented=True,
    )
