"""The needs of all consultations somebody works on, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import harvested
from flask.testing import FlaskClient

from consult.domain.words import Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Membership, Theme, User
from consult.services.assessment import needs


def another(city: str, field: str, *people: User) -> Consultation:
    made = Consultation(
        title={"en": f"Talks in {city}"}, purpose={}, languages=["en"], city=city, field=field, created_at=1.0
    )
    db.session.add(made)
    db.session.flush()
    for person in people:
        db.session.add(Membership(user_id=person.id, consultation_id=made.id, role=Role.FACILITATOR))
    db.session.commit()
    return made


def headings(html: str) -> list[str]:
    return [re.sub(r"<.*?>", "", text).strip() for text in re.findall(r"<h[23].*?>(.*?)</h[23]>", html, re.S)]


def test_needs_are_listed_by_field_of_all_consultations_one_works_on(
    consultation: Consultation, meeting: Meeting, facilitator: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    found: list[Theme] = harvested.sort_by_commitment(consultation.id, harvested.hold(meeting))
    needs.write(consultation.id, found[0].id, {"en": "Decent homes"})
    another("Rio", "general", facilitator)

    html = unescape(sign_in(facilitator).get("/needs").text)

    title = consultation.title["en"]
    assert headings(html.split("<main")[1]) == ["The city in general", "Talks in Rio", "Housing", title]
    assert "Decent homes" in html
    assert "There are no themes yet." in html
    assert f"and {len(found) - 5} more" in html


def test_one_city_alone(
    consultation: Consultation, facilitator: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    another("Rio", "general", facilitator)
    another("Graz", "employment", facilitator)

    html = sign_in(facilitator).get("/needs?city=Rio").text

    assert "Talks in Rio" in html
    assert "Talks in Graz" not in html


def test_consultations_of_others_are_not_there(
    consultation: Consultation, stranger: User, facilitator: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    another("Rio", "general", facilitator)

    html = sign_in(stranger).get("/needs").text

    assert "Talks in Rio" not in html
    assert consultation.title["en"] not in html


def test_visitors_are_sent_to_the_sign_in(client: FlaskClient) -> None:
    assert client.get("/needs").status_code in (302, 401)
