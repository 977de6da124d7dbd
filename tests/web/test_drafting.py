"""Drafts of an engine in the forms: offered for empty fields, and nothing before a person has read them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web.test_consultations import fields_of

from consult.domain.words import Role
from consult.extensions import db
from consult.models import Consultation, Meeting, User
from consult.services.preparation import prepare, wording
from consult.services.preparation.drafts import ConsultationDraft, MeetingDraft, QuestionDraft

FAKE = Path(__file__).parent.parent / "services" / "fake_translator.py"
SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def engine(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """An engine that only says what it would do; the list has an entry for each time it was begun."""
    begun: list[int] = []

    def begin(end: int) -> subprocess.Popen[bytes]:
        begun.append(1)
        return subprocess.Popen([sys.executable, str(FAKE), str(tmp_path)], stdin=end, stdout=end)

    monkeypatch.setenv("CONSULT_TRANSLATION", "libretranslate")
    monkeypatch.setenv("CONSULT_LIBRETRANSLATE_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(wording, "begin_process", begin)
    yield begun
    while wording._ended:
        wording._ended.pop().wait(timeout=10)


@pytest.fixture
def french(facilitator: User) -> Consultation:
    """A consultation with two languages, written in French only."""
    draft = ConsultationDraft(
        title={"fr": "Logement"},
        purpose={"fr": "Apprendre"},
        consent={"fr": "Nous demandons."},
        languages=["fr", "es"],
        questions=[QuestionDraft(text={"fr": "Où ?"})],
    )
    return prepare.create_consultation(facilitator, draft)


@pytest.fixture
def office(facilitator: User, sign_in: SignIn) -> FlaskClient:
    return sign_in(facilitator)


def edit(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/edit"


def fields(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 400)
    # After saving, the form goes on where the consultation is.
    return fields_of(
        re.sub(r'(<form method="post" id="(?:set-up|meeting)") action="[^"]*">', r"\1>", answer.text)
    )


def drafted(values: dict[str, Any]) -> dict[str, str]:
    """The drafts on a page: by field, what stands in it."""
    names = [name.removeprefix("draft-") for name in values if re.fullmatch(r"draft-.+-(en|fr|es|pt)", name)]
    return {name: values[name] for name in names}


def press(office: FlaskClient, address: str, step: str, **typed: str) -> Any:
    return office.post(address, data=fields(office.get(address)) | typed | {"do": step})


def told(answer: Any) -> str:
    return " ".join(re.findall(r'<p class="alert [^"]*" role="status"[^>]*>(.*?)</p>', answer.text))


EVERYTHING = {
    "title-es": "[es] Logement",
    "purpose-es": "[es] Apprendre",
    "consent-es": "[es] Nous demandons.",
    "question-0-text-es": "[es] Où ?",
}


def test_drafts_fill_what_is_empty_in_the_languages_offered(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    answer = press(office, edit(french), "draft")

    values = fields(answer)
    assert drafted(values) == EVERYTHING
    assert (values["title-fr"], values["title-en"], values["title-pt"]) == ("Logement", "", "")
    assert answer.text.count("Draft by machine (fake) – please read") == 4
    assert "Drafts to read</h2>" not in answer.text
    assert "Drafts to read: 4" in answer.text
    assert engine == [1]
    assert french.title == {"fr": "Logement"}


def test_what_was_typed_stays(office: FlaskClient, french: Consultation, engine: list[int]) -> None:
    typed = {"title-es": "Vivienda", "city": "Lyon", "purpose-fr": "Écouter"}

    values = fields(press(office, edit(french), "draft", **typed))

    assert {name: values[name] for name in typed} == typed
    assert drafted(values) == {
        "purpose-es": "[es] Écouter",
        "consent-es": "[es] Nous demandons.",
        "question-0-text-es": "[es] Où ?",
    }


def test_one_text_alone_can_be_drafted(office: FlaskClient, french: Consultation, engine: list[int]) -> None:
    assert drafted(fields(press(office, edit(french), "draft:purpose"))) == {"purpose-es": "[es] Apprendre"}


@pytest.mark.parametrize(
    ("filled", "screen", "source"),
    [
        ({"en": "Home", "fr": "Logement"}, "fr", "[pt] Logement"),
        ({"en": "Home", "fr": "Logement"}, "es", "[pt] Home"),
        ({"es": "Vivienda", "fr": "Logement"}, "pt", "[pt] Logement"),
    ],
)
def test_the_source_is_the_readers_language_then_english_then_any(
    office: FlaskClient,
    french: Consultation,
    engine: list[int],
    filled: dict[str, str],
    screen: str,
    source: str,
) -> None:
    french.title, french.languages = filled, ["pt"]
    db.session.commit()

    values = fields(press(office, f"{edit(french)}?lang={screen}", "draft:title"))

    assert drafted(values) == {"title-pt": source}


def test_saving_keeps_unread_drafts_from_everybody_and_on_the_page(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    values = fields(press(office, edit(french), "draft", city="Lyon"))

    answer = office.post(edit(french), data=values | {"do": "save", "draft-title-es-read": "yes"})

    assert (french.title, french.city) == ({"fr": "Logement", "es": "[es] Logement"}, "Lyon")
    assert (french.purpose, french.consent) == ({"fr": "Apprendre"}, {"fr": "Nous demandons."})
    assert [question.text for question in french.questions] == [{"fr": "Où ?"}]
    assert answer.status_code == 200
    assert "Everything else has been saved." in answer.text
    rest = {name: text for name, text in EVERYTHING.items() if name != "title-es"}
    assert drafted(fields(answer)) == rest
    # Nothing is lost and nothing made twice: reading the rest ends it.
    read = {f"draft-{name}-read": "yes" for name in rest}
    ids = [question.id for question in french.questions]
    done = office.post(edit(french), data=fields(answer) | read | {"do": "save"})
    assert done.location == f"/consultations/{french.id}"
    assert french.questions[0].text == {"fr": "Où ?", "es": "[es] Où ?"}
    assert [question.id for question in french.questions] == ids
    assert french.consent == {"fr": "Nous demandons.", "es": "[es] Nous demandons."}


def test_a_changed_draft_needs_no_tick(office: FlaskClient, french: Consultation, engine: list[int]) -> None:
    values = fields(press(office, edit(french), "draft:title"))

    answer = office.post(edit(french), data=values | {"do": "save", "title-es": "Vivienda"})

    assert answer.status_code == 302
    assert french.title == {"fr": "Logement", "es": "Vivienda"}


def test_a_draft_is_not_changed_by_the_line_ends_of_a_browser(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    values = fields(press(office, edit(french), "draft:purpose", **{"purpose-fr": "Un\nDeux"}))

    office.post(edit(french), data=values | {"do": "save", "purpose-es": "[es] Un\r\nDeux"})

    assert french.purpose == {"fr": "Un\nDeux"}


def test_a_draft_that_was_emptied_is_missing_again(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    values = fields(press(office, edit(french), "draft:title"))

    answer = office.post(edit(french), data=values | {"do": "save", "title-es": ""})

    assert (answer.status_code, french.title) == (302, {"fr": "Logement"})


def test_other_steps_and_problems_keep_the_drafts(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    values = fields(press(office, edit(french), "draft"))

    moved = fields(office.post(edit(french), data=values | {"do": "add-question"}))
    refused = office.post(edit(french), data=moved | {"do": "save", "title-fr": ""})

    assert drafted(moved) == EVERYTHING
    assert refused.status_code == 400
    assert drafted(fields(refused)) == EVERYTHING


def test_drafts_move_with_their_question(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    typed = {"question-1-text-en": "", "question-1-text-fr": "Quoi ?"}
    values = fields(press(office, edit(french), "add-question"))
    values = fields(office.post(edit(french), data=values | typed | {"do": "draft"}))

    values = fields(office.post(edit(french), data=values | {"do": "up-question:1"}))

    found = {name: text for name, text in drafted(values).items() if name.startswith("question")}
    assert found == {"question-0-text-es": "[es] Quoi ?", "question-1-text-es": "[es] Où ?"}


def test_a_draft_is_never_made_from_a_draft(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    values = fields(press(office, edit(french), "draft:title"))
    values |= {"title-fr": "", "languages": ["fr", "es", "pt"]}

    answer = office.post(edit(french), data=values | {"do": "draft:title"})

    assert drafted(fields(answer)) == {"title-es": "[es] Logement"}
    assert "Nothing to draft" in told(answer)


def test_a_new_consultation_is_made_once_and_goes_on_where_it_is(
    office: FlaskClient, facilitator: User, engine: list[int]
) -> None:
    address = "/consultations/new"
    typed = {"title-fr": "Vélo", "city": "Lyon"}
    values = fields(press(office, address, "draft", **typed))
    before = db.session.query(Consultation).count()

    answer = office.post(address, data=values | {"do": "save"})

    made = db.session.query(Consultation).order_by(Consultation.id.desc()).first()
    assert made is not None
    assert db.session.query(Consultation).count() == before + 1
    assert made.title == {"fr": "Vélo"}
    assert f'action="/consultations/{made.id}/edit"' in answer.text
    ids = [question.id for question in made.questions]
    read = {"draft-title-es-read": "yes", "title-en": "Bicycle", "title-pt": ""}
    done = office.post(edit(made), data=fields(answer) | read | {"do": "save"})
    assert done.status_code == 302
    assert made.title == {"en": "Bicycle", "fr": "Vélo", "es": "[es] Vélo"}
    assert [question.id for question in made.questions] == ids


def test_own_groups_keep_their_place_after_saving(
    office: FlaskClient, french: Consultation, engine: list[int]
) -> None:
    values = fields(press(office, edit(french), "add-group")) | {"own-0-name-fr": "Chorale"}
    values = fields(office.post(edit(french), data=values | {"do": "draft"}))

    values = fields(office.post(edit(french), data=values | {"do": "save"}))
    again = fields(office.post(edit(french), data=values | {"do": "save", "draft-own-0-name-es-read": "yes"}))

    assert drafted(values)["own-0-name-es"] == "[es] Chorale"
    assert "own-0-name-es" not in drafted(again)
    own = [(group.key, group.name) for group in french.groups if group.key.startswith("own")]
    assert own == [("own-1", {"fr": "Chorale", "es": "[es] Chorale"})]


def test_doubts_are_said_in_words(office: FlaskClient, french: Consultation, engine: list[int]) -> None:
    page = press(office, edit(french), "draft:title", **{"title-fr": "Nadie"}).text

    assert "May be wrong: a “not” may be lost." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("FAIL", "No answer from the engine from Français to Español. Please try later."),
        ("KILL", "The engine does not work at the moment. Nothing is lost; please try again later."),
    ],
)
def test_an_engine_that_fails_is_told_and_loses_nothing(
    office: FlaskClient, french: Consultation, engine: list[int], typed: str, sentence: str
) -> None:
    answer = press(office, edit(french), "draft:title", **{"title-fr": typed, "city": "Lyon"})

    values = fields(answer)
    assert told(answer) == sentence
    assert (values["title-fr"], values["title-es"], values["city"]) == (typed, "", "Lyon")


def test_without_an_engine_there_is_no_button_but_a_sentence(
    office: FlaskClient, french: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSULT_TRANSLATION", "none")
    page = office.get(edit(french)).text

    answer = press(office, edit(french), "draft")

    sentence = "This server has no translation engine. Please write the translations yourself."
    assert 'value="draft' not in page
    assert sentence in page
    assert told(answer) == sentence
    assert drafted(fields(answer)) == {}


HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}‮'


def test_hostile_texts_stay_texts(office: FlaskClient, french: Consultation, engine: list[int]) -> None:
    answer = press(office, edit(french), "draft:title", **{"title-fr": HOSTILE})

    assert "<script>alert" not in answer.text
    # The sign that turns the direction of writing is taken out.
    assert drafted(fields(answer)) == {"title-es": '[es] "><script>alert(1)</script>{{ 7*7 }}'}


def test_hostile_fields_of_a_draft_are_told_as_they_are(office: FlaskClient, french: Consultation) -> None:
    made_up = {
        "title-es": "Vivienda",
        "draft-title-es": "Vivienda",
        "draft-title-es-by": HOSTILE * 9,
        "draft-title-es-from": "xx<script>",
        "draft-title-es-doubts": "negation <script> unknown",
        "draft-title-zz": "nothing",
    }

    answer = press(office, edit(french), "save", **made_up)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "May be wrong: a “not” may be lost." in answer.text
    assert french.title == {"fr": "Logement"}


@pytest.mark.parametrize("step", ["draft", "draft:title"])
def test_nobody_else_can_ask(
    step: str,
    french: Consultation,
    meeting: Meeting,
    engine: list[int],
    stranger: User,
    with_role: Callable[..., User],
    sign_in: SignIn,
    client: FlaskClient,
) -> None:
    answers = [
        client.post(edit(french), data={"do": step}).status_code,
        sign_in(stranger).post(edit(french), data={"do": step}).status_code,
        sign_in(stranger).post(f"/meetings/{meeting.id}/edit", data={"do": step}).status_code,
        sign_in(with_role(Role.FACILITATOR, "colleague"))
        .post(edit(meeting.consultation), data={"do": step})
        .status_code,
    ]

    assert answers == [302, 404, 404, 404]
    assert engine == []


def test_languages_not_offered_are_folded_away_but_there(office: FlaskClient, french: Consultation) -> None:
    page = office.get(edit(french)).text

    title = re.search(r'<fieldset class="field" id="title".*?</fieldset>', page, re.S)
    assert title is not None
    seen, folded = title[0].split('<details class="other-languages">')
    assert re.findall(r'id="title-(\w\w)"', seen) == ["fr", "es"]
    assert re.findall(r'id="title-(\w\w)"', folded) == ["en", "pt"]


def test_empty_fields_of_languages_offered_are_marked_as_missing(
    office: FlaskClient, french: Consultation
) -> None:
    french.consent = {}
    db.session.commit()

    labels = re.findall(
        r'<label for="((?:title|purpose|consent)-\w\w)">(.*?)</label>', office.get(edit(french)).text
    )

    assert [name for name, label in labels if "missing</span>" in label] == ["title-es", "purpose-es"]


def test_list_of_missing_translations_leads_to_the_very_field(
    office: FlaskClient, french: Consultation
) -> None:
    held = prepare.create_meeting(french, MeetingDraft(title={"es": "Café"}))

    page = office.get(f"/consultations/{french.id}").text

    found = re.search(r'id="missing-translations".*?</ul>', page, re.S)
    assert found is not None
    assert re.findall(r'href="([^"]*)" lang="(\w\w)"', found[0]) == [
        (f"{edit(french)}#{name}-es", "es") for name in ("title", "purpose", "consent", "question-0-text")
    ] + [(f"/meetings/{held.id}/edit#title-fr", "fr")]


def test_facilitator_is_led_only_to_what_facilitators_may_change(
    french: Consultation, facilitator: User, with_role: Callable[..., User], sign_in: SignIn, meeting: Meeting
) -> None:
    consultation = meeting.consultation
    consultation.title, meeting.title = {"en": "Housing"}, {"en": "Café"}
    db.session.commit()

    page = sign_in(with_role(Role.FACILITATOR, "colleague")).get(f"/consultations/{consultation.id}").text

    found = re.search(r'id="missing-translations".*?</ul>', page, re.S)
    assert found is not None
    assert re.findall(r'href="([^"]*)#', found[0]) == [f"/meetings/{meeting.id}/edit"] * 3


def test_facilitator_drafts_title_and_agenda_of_a_meeting(
    meeting: Meeting, engine: list[int], with_role: Callable[..., User], sign_in: SignIn
) -> None:
    meeting.consultation.languages, meeting.title = ["fr", "es"], {"fr": "Café"}
    meeting.agenda = {"fr": "15:00 Accueil\n15:30 Tables"}
    db.session.commit()
    office, address = sign_in(with_role(Role.FACILITATOR, "colleague")), f"/meetings/{meeting.id}/edit"

    values = fields(press(office, address, "draft"))
    read = {"draft-title-es-read": "yes", "draft-agenda-es-read": "yes"}
    done = office.post(address, data=values | read | {"do": "save"})

    agenda = "[es] 15:00 Accueil\n15:30 Tables"
    assert drafted(values) == {"title-es": "[es] Café", "agenda-es": agenda}
    assert done.status_code == 302
    db.session.refresh(meeting)
    assert (meeting.title["es"], meeting.agenda["es"]) == ("[es] Café", agenda)
