"""Joining where there is interpretation: which languages, and told once, kindly, if none of them is one's own."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from consult.extensions import db
from consult.models import Meeting, Participant

ALONE = "There is no interpretation in the languages you speak"
WHICH = "When everybody is together, there is interpretation in: English, Français, Español."
SECOND_DAY = [{"language": code, "how": f"https://interpret.example/{code}"} for code in ("es", "en", "fr")]


def answers(*spoken: str, **more: str) -> dict[str, Any]:
    return {"language": "pt", "consent": "yes", "languages": list(spoken), "mode": "remote", **more}


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


def hidden_fields(answer: Any) -> dict[str, str]:
    html = answer.get_data(as_text=True)
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


@pytest.fixture
def second_day(meeting: Meeting) -> Meeting:
    """Screens in four languages, interpretation in three."""
    meeting.interpretation = SECOND_DAY
    db.session.commit()
    return meeting


def test_join_page_says_what_is_interpreted_and_not_how(client: FlaskClient, second_day: Meeting) -> None:
    second_day.tables[0].interpretation = [{"language": "pt", "how": "Channel 4"}]
    db.session.commit()

    page = client.get(f"/join/{second_day.join_secret}?lang=en")

    assert WHICH in text_of(page)
    assert "At some tables there is interpretation in: Português." in text_of(page)
    assert "interpret.example" not in page.get_data(as_text=True)


def test_without_interpretation_nothing_is_said(client: FlaskClient, meeting: Meeting) -> None:
    address = f"/join/{meeting.join_secret}"

    joined = client.post(address, data=answers("pt"))

    assert "interpret" not in client.get(f"{address}?lang=en").get_data(as_text=True)
    assert joined.status_code == 302


def test_all_four_languages_can_be_spoken_whatever_screens_there_are(
    client: FlaskClient, meeting: Meeting
) -> None:
    meeting.consultation.languages = ["en", "fr"]
    db.session.commit()
    address = f"/join/{meeting.join_secret}"

    html = client.get(address).get_data(as_text=True)
    joined = client.post(address, data={**answers("pt"), "language": "en"})

    assert re.findall(r'name="languages" value="(\w\w)"', html) == ["en", "fr", "es", "pt"]
    assert re.findall(r'name="change_language" value="(\w\w)"', html) == ["en", "fr"]
    assert joined.status_code == 302
    assert db.session.query(Participant).one().languages == ["pt"]


def test_portuguese_speaker_is_told_and_can_join_all_the_same(
    client: FlaskClient, second_day: Meeting
) -> None:
    address = f"/join/{second_day.join_secret}"
    typed = {**answers("pt", nickname="Lia"), "language": "en"}

    told = client.post(address, data=typed)
    joined_before = db.session.query(Participant).count()
    joined = client.post(address, data={**typed, **hidden_fields(told)})

    assert told.status_code == 200
    assert ALONE in text_of(told)
    assert "You ticked: Português." in text_of(told)
    assert 'value="Lia"' in told.get_data(as_text=True)
    assert 'form="join">Join anyway' in told.get_data(as_text=True)
    assert (joined_before, joined.status_code) == (0, 302)
    assert db.session.query(Participant).one().languages == ["pt"]


def test_they_are_told_in_the_language_of_their_screen(client: FlaskClient, second_day: Meeting) -> None:
    told = client.post(f"/join/{second_day.join_secret}", data=answers("pt"))

    assert "Não há interpretação nas línguas que fala" in text_of(told)
    assert '<html lang="pt">' in told.get_data(as_text=True)


@pytest.mark.parametrize("spoken", [("fr",), ("pt", "en"), ("es", "pt")])
def test_whoever_speaks_one_of_the_languages_just_joins(
    client: FlaskClient, second_day: Meeting, spoken: tuple[str, ...]
) -> None:
    joined = client.post(f"/join/{second_day.join_secret}", data=answers(*spoken))

    assert joined.status_code == 302


def test_what_is_missing_comes_first(client: FlaskClient, second_day: Meeting) -> None:
    page = client.post(
        f"/join/{second_day.join_secret}", data={**answers("pt"), "language": "en", "consent": ""}
    )

    assert page.status_code == 422
    assert ALONE not in text_of(page)
    assert "told_uncovered" not in hidden_fields(page)


def test_they_hear_of_it_once_only(client: FlaskClient, second_day: Meeting) -> None:
    address = f"/join/{second_day.join_secret}"
    told = client.post(address, data=answers("pt"))
    missing = client.post(address, data={**answers(), **hidden_fields(told)})

    joined = client.post(address, data={**answers("pt"), **hidden_fields(missing)})

    assert (missing.status_code, joined.status_code) == (422, 302)


def test_interpretation_at_a_table_is_told_and_is_no_interpretation_of_the_plenary(
    client: FlaskClient, second_day: Meeting
) -> None:
    second_day.tables[1].interpretation = [{"language": "pt", "how": ""}]
    db.session.commit()

    told = client.post(f"/join/{second_day.join_secret}", data={**answers("pt"), "language": "en"})

    assert ALONE in text_of(told)
    assert text_of(told).count("At some tables there is interpretation in: Português.") == 2
