"""The pages of the needs: who may write them, what stands on them, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import harvested
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Consultation, Meeting, Need, Note, NoteMark, Theme, User
from consult.services.assessment import needs

XSS = "<script>alert(1)</script>"


def base(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/assessment/needs"


def sentences() -> list[dict[str, str]]:
    return list(db.session.scalars(select(Need.sentence).order_by(Need.id)))


def test_only_coordinators_write(
    consultation: Consultation,
    found: list[Theme],
    reader: FlaskClient,
    stranger: User,
    sign_in: Callable[[User], FlaskClient],
) -> None:
    need = needs.write(consultation.id, found[0].id, {"en": "Homes"})
    at, words = base(consultation), {"theme": found[0].id, "sentence-en": "Mine"}
    attempts = [
        ("get", f"{at}/new?theme={found[0].id}"),
        ("get", f"{at}/{need.id}"),
        ("post", f"{at}/new"),
        ("post", f"{at}/accept"),
        ("post", f"{at}/{need.id}"),
        ("post", f"{at}/{need.id}/remove"),
    ]

    for browser in (reader, sign_in(stranger)):
        answers = [getattr(browser, method)(path, data=words).status_code for method, path in attempts]
        assert answers == [404] * len(attempts)

    assert sentences() == [{"en": "Homes"}]
    assert reader.get(at).status_code == 200
    assert sign_in(stranger).get(at).status_code == 404


def test_need_is_written_by_form_and_stands_first_in_its_own_words(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    data = {
        "theme": found[0].id,
        "sentence-fr": "Il manque des logements.",
        "note": harvested.members(found[0])[:2],
    }

    answer = coordinator.post(f"{base(consultation)}/new", data=data)

    [need] = db.session.scalars(select(Need)).all()
    assert (answer.status_code, need.sentence, need.chosen) == (303, {"fr": "Il manque des logements."}, True)
    assert answer.location.endswith(f"#need-{need.id}")
    html = unescape(coordinator.get(base(consultation)).text)
    assert '<span lang="fr">Il manque des logements.</span>' in html
    assert "Rests on 2 chosen notes." in html


def test_form_without_words_comes_back_with_what_was_ticked(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    ticked = harvested.members(found[0])[1]

    answer = coordinator.post(f"{base(consultation)}/new", data={"theme": found[0].id, "note": ticked})

    assert answer.status_code == 400
    assert "Please write the need in at least one language." in answer.text
    assert re.findall(r'name="note" value="(\d+)" checked', answer.text) == [str(ticked)]
    assert sentences() == []


def test_second_of_two_people_sees_both_texts(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient, clock: object
) -> None:
    need = needs.write(consultation.id, found[0].id, {"en": "Homes"})
    seen = need.written_at
    clock.advance(3)  # type: ignore[attr-defined]
    needs.change(consultation.id, need.id, {"en": "Hers"})
    path = f"{base(consultation)}/{need.id}"

    answer = coordinator.post(path, data={"sentence-en": "His", "seen": seen})

    assert answer.status_code == 400
    assert "Hers</p>" in answer.text
    assert ">His</textarea>" in answer.text
    again = re.search(r'name="seen" value="([\d.]+)"', answer.text)
    assert again is not None
    assert coordinator.post(path, data={"sentence-en": "Both", "seen": again[1]}).status_code == 303
    assert sentences() == [{"en": "Both"}]


def test_typical_note_is_taken_in_one_tap(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    own = next(note for note in notes if note.id in harvested.members(found[0]) and note.kind == Kind.NEED)
    data = {"theme": found[0].id, "note": own.id}

    assert coordinator.post(f"{base(consultation)}/accept", data=data).status_code == 303

    assert sentences() == [{own.language: own.text}]


def test_note_of_another_kind_is_no_sentence_to_take(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    lived = next(
        note for note in notes if note.id in harvested.members(found[0]) and note.kind == Kind.EXPERIENCE
    )

    answer = coordinator.post(f"{base(consultation)}/accept", data={"theme": found[0].id, "note": lived.id})

    assert (answer.status_code, sentences()) == (404, [])


def test_arithmetic_on_the_page_adds_up(
    consultation: Consultation, found: list[Theme], reader: FlaskClient
) -> None:
    html = reader.get(base(consultation)).text

    tables = re.findall(r"<tbody>(.*?)</tbody>.*?<td class=\"number strong\">([\d.]+)</td>", html, re.S)
    assert len(tables) == len(found)
    for lines, total in tables:
        points = [
            float(cells[-1])
            for row in lines.split("<tr>")[1:]
            if (cells := re.findall(r">([\d.]+)</td>", row))
        ]
        assert round(sum(points), 1) == float(total)


def test_one_meeting_shows_what_came_up_there_in_the_order_of_all(
    consultation: Consultation, meeting: Meeting, notes: list[Note], found: list[Theme], reader: FlaskClient
) -> None:
    second = harvested.another(meeting)
    moved = harvested.members(found[1])[0]
    db.session.get_one(Note, moved).meeting_id = second.id
    second.phase = "closed"
    db.session.commit()

    everything = reader.get(base(consultation)).text
    html = reader.get(f"{base(consultation)}?meeting={second.id}").text

    rank = re.search(
        rf'id="theme-need-{found[1].id}".*?class="rank" aria-hidden="true">(\d+)<', everything, re.S
    )
    shown = re.findall(
        r'<li class="sheet need" id="([\w-]+)".*?class="rank" aria-hidden="true">(\d+)<', html, re.S
    )
    assert rank is not None
    assert shown == [(f"theme-need-{found[1].id}", rank[1])]
    assert "1 of its notes comes from this meeting." in html


def test_dissent_is_told_beside_the_need(
    consultation: Consultation, notes: list[Note], found: list[Theme], reader: FlaskClient
) -> None:
    db.session.add(NoteMark(note_id=notes[0].id, commitments=[], tags={}, dissent=True))
    db.session.commit()

    html = unescape(reader.get(base(consultation)).text)

    assert "Other views" in html
    assert f'class="dissent"><p>{notes[0].text}</p>' in html


def test_markup_stays_text(consultation: Consultation, found: list[Theme], coordinator: FlaskClient) -> None:
    need = needs.write(consultation.id, found[0].id, {"en": XSS})

    for path in ("", f"/{need.id}"):
        html = coordinator.get(base(consultation) + path).text
        assert XSS not in html
        assert "&lt;script&gt;" in html


def test_removing_leaves_the_theme(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    need = needs.write(consultation.id, found[0].id, {"en": "Homes"})

    assert coordinator.post(f"{base(consultation)}/{need.id}/remove").status_code == 303

    assert sentences() == []
    assert coordinator.get(f"{base(consultation)}/{need.id}").status_code == 404
    assert harvested.members(found[0]) != []
