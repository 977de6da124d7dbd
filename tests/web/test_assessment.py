"""The pages of the needs assessment: who may see and change them, and what stands on them."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import harvested
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.extensions import db
from consult.models import AnalysisRun, Consultation, Note, Theme, ThemeNote, User
from consult.services import leases
from consult.services.assessment import assess, needs

PAGES = ("", "/grid", "/needs", "/met", "/state.json", "/download/md?lang=fr")
XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def base(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/assessment"


def changes_of(consultation: Consultation, theme: Theme, note_id: int) -> list[tuple[str, dict[str, object]]]:
    """Every form of the pages, with something to change."""
    at = base(consultation)
    return [
        (f"{at}/start", {}),
        (f"{at}/cancel", {}),
        (f"{at}/merge", {"theme": [theme.id, theme.id + 1]}),
        (f"{at}/notes", {"note": note_id, "theme": theme.id, "to": "new"}),
        (f"{at}/notes", {"note": note_id, "to": theme.id + 1}),
        (f"{at}/themes/{theme.id}", {"name": "Mine"}),
        (f"{at}/themes/{theme.id}/place", {"commitment": "1", "track": "1"}),
        (f"{at}/themes/{theme.id}/place", {"withdraw": "1"}),
    ]


@pytest.mark.parametrize("page", PAGES)
def test_page_answers_404_to_strangers(
    consultation: Consultation, stranger: User, sign_in: Callable[[User], FlaskClient], page: str
) -> None:
    assert sign_in(stranger).get(base(consultation) + page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_page_sends_visitors_to_the_sign_in(
    consultation: Consultation, client: FlaskClient, page: str
) -> None:
    answer = client.get(base(consultation) + page)

    assert answer.status_code in (302, 401)


@pytest.mark.parametrize("page", PAGES[:5])
def test_page_is_open_to_facilitators(
    consultation: Consultation, found: list[Theme], reader: FlaskClient, page: str
) -> None:
    assert reader.get(base(consultation) + page).status_code == 200


def test_facilitators_and_strangers_change_nothing(
    consultation: Consultation,
    found: list[Theme],
    reader: FlaskClient,
    stranger: User,
    sign_in: Callable[[User], FlaskClient],
) -> None:
    before = {theme.id: (dict(theme.label), theme.confirmed, harvested.members(theme)) for theme in found}
    attempts = changes_of(consultation, found[0], harvested.members(found[0])[0])

    for browser in (reader, sign_in(stranger)):
        assert [browser.post(path, data=data).status_code for path, data in attempts] == [404] * len(attempts)

    db.session.expire_all()
    after = {theme.id: (dict(theme.label), theme.confirmed, harvested.members(theme)) for theme in found}
    assert after == before
    assert db.session.scalars(select(AnalysisRun)).all() == []


def test_ids_of_another_consultation_are_refused_like_those_of_none(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    other = Consultation(title={"en": "Other"}, purpose={}, languages=["en"], created_at=harvested.OPENED)
    db.session.add(other)
    db.session.flush()
    foreign = Theme(consultation_id=other.id, label={"en": "Elsewhere"})
    db.session.add(foreign)
    db.session.commit()
    attempts = changes_of(consultation, foreign, harvested.members(found[0])[0])[2:]

    pages = [coordinator.post(path, data=data, follow_redirects=True).text for path, data in attempts]

    # As for a theme that somebody has merged meanwhile: nobody learns what belongs to others.
    assert ["This theme is no longer there." in page for page in pages] == [True] * len(attempts)
    assert ["Elsewhere" in page for page in pages] == [False] * len(attempts)
    assert coordinator.get(base(other)).status_code == 404
    assert foreign.label == {"en": "Elsewhere"}


def test_themes_page_shows_notes_in_their_own_language(
    consultation: Consultation, found: list[Theme], reader: FlaskClient
) -> None:
    html = unescape(reader.get(base(consultation)).text)

    for row in harvested.written():
        assert f' lang="{row["lang"]}" class="note-text">{row["text"]}</p>' in html
    assert '<button class="primary">Merge' not in html


def test_themes_page_keeps_markup_harmless(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    notes[0].text, found[0].label = XSS, {"en": XSS}
    db.session.commit()
    needs.write(consultation.id, found[0].id, {"en": XSS})

    for page in PAGES[:3]:
        html = coordinator.get(base(consultation) + page).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_hidden_note_leaves_every_page(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    notes[0].text, notes[0].hidden_at = "Zirkonwort", harvested.OPENED
    db.session.commit()

    for page in PAGES:
        assert "Zirkonwort" not in coordinator.get(base(consultation) + page).text
    assert "1 note was hidden by the facilitation" in coordinator.get(base(consultation)).text


def test_merge_split_and_move_by_form(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    at, (first, second, third) = base(consultation), found[:3]
    everything = sorted(harvested.members(first) + harvested.members(second))

    answer = coordinator.post(f"{at}/merge", data={"theme": [first.id, second.id]})
    assert answer.status_code == 303
    assert harvested.members(first) == everything
    assert answer.location.endswith(f"#theme-{first.id}")

    coordinator.post(
        f"{at}/notes", data={"theme": first.id, "note": everything[:2], "to": "new", "label": "Neu"}
    )
    new = db.session.scalars(select(Theme).order_by(Theme.id.desc())).first()
    assert new is not None
    assert (new.label, harvested.members(new)) == ({"en": "Neu"}, everything[:2])

    coordinator.post(f"{at}/notes", data={"theme": new.id, "note": everything[0], "to": third.id})
    assert everything[0] in harvested.members(third)


def test_place_is_confirmed_and_withdrawn_by_form(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    path = f"{base(consultation)}/themes/{found[0].id}/place"

    coordinator.post(path, data={"commitment": "7", "track": "2"})
    assert (found[0].commitment, found[0].track, found[0].confirmed) == ("7", "2", True)
    assert "Confirmed by hand" in coordinator.get(base(consultation)).text

    coordinator.post(path, data={"withdraw": "1"})
    assert found[0].confirmed is False


def test_name_by_form_is_shown_and_recorded_beside_the_need(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    path = f"{base(consultation)}/themes/{found[0].id}"

    needs.write(consultation.id, found[0].id, {"en": "There are too few homes."})
    coordinator.post(path, data={"name": "A roof"})

    html = coordinator.get(base(consultation)).text
    assert "There are too few homes." in html
    assert "coordinator named a theme “A roof”" in html


def test_what_cannot_be_done_is_said_on_the_page(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    answer = coordinator.post(
        f"{base(consultation)}/merge", data={"theme": found[0].id}, follow_redirects=True
    )

    assert answer.status_code == 200
    assert "Tick at least two themes to merge them." in answer.text


def test_a_spot_of_the_grid_leads_to_its_themes(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    spot = found[0]
    grid = coordinator.get(f"{base(consultation)}/grid").text
    link = f"{base(consultation)}?commitment={spot.commitment}&amp;track={spot.track}"
    assert link in grid
    assert grid.count("○ empty") == 30

    html = coordinator.get(unescape(link)).text
    assert f'id="theme-{spot.id}"' in html
    assert f'id="theme-{found[1].id}"' not in html


def test_a_spot_shows_only_the_notes_placed_there(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    first, *others = harvested.members(found[0])
    place = db.session.get_one(ThemeNote, first)
    place.commitment, place.track = "9", "4"
    db.session.commit()

    html = coordinator.get(f"{base(consultation)}?commitment=9&track=4").text

    assert f'id="note-{first}"' in html
    assert not any(f'id="note-{other}"' in html for other in others)
    assert "1 note of this theme is at this spot" in html


def test_empty_assessment_says_what_to_do(consultation: Consultation, coordinator: FlaskClient) -> None:
    assert "Nobody has written a note yet" in coordinator.get(base(consultation)).text
    assert "There are no themes yet." in coordinator.get(f"{base(consultation)}/needs").text
    assert "○ empty" in coordinator.get(f"{base(consultation)}/grid").text


def test_notes_without_analysis_wait(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    assert "80 notes are waiting" in coordinator.get(base(consultation)).text


def test_running_analysis_shows_its_progress(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    run = AnalysisRun(
        consultation_id=consultation.id,
        state="running",
        stage="meaning",
        progress=0.5,
        started_at=harvested.OPENED + 10_000,
    )
    db.session.add(run)
    db.session.commit()
    # Somebody is at work on it.
    leases.take(f"analysis {run.id}", 60)

    html = coordinator.get(base(consultation)).text
    assert 'http-equiv="refresh"' in html
    assert "Stop the analysis" in html
    state = coordinator.get(f"{base(consultation)}/state.json").json
    assert state is not None
    assert (state["run"]["state"], state["run"]["progress"]) == ("running", 0.5)
    assert state["run"]["says"] == "Reading what the notes mean …"

    coordinator.post(f"{base(consultation)}/cancel")
    db.session.refresh(run)
    assert run.cancel_asked


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ("minilm apertium", "sentence model (MiniLM)"),
        ("glossary -model -translation", "The sentence model MiniLM is not installed on this server."),
    ],
)
def test_page_names_the_engine_and_what_is_missing(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient, engine: str, words: str
) -> None:
    run = AnalysisRun(consultation_id=consultation.id, state="done", engine=engine, notes=80, started_at=1.0)
    db.session.add(run)
    db.session.commit()

    html = coordinator.get(base(consultation)).text

    assert words in html
    assert ("No machine translation was at hand" in html) == ("-translation" in engine)


def test_download_has_a_name_and_a_type(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    answer = coordinator.get(f"{base(consultation)}/download/docx?lang=pt")

    assert answer.status_code == 200
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="needs-assessment-habitacao-pt.docx"'
    )
    assert answer.content_type.endswith("wordprocessingml.document")
    assert answer.data[:2] == b"PK"


def test_download_of_an_unknown_format_is_not_found(
    consultation: Consultation, coordinator: FlaskClient
) -> None:
    assert coordinator.get(f"{base(consultation)}/download/exe").status_code == 404


def test_state_before_any_run_is_empty(consultation: Consultation, coordinator: FlaskClient) -> None:
    assert coordinator.get(f"{base(consultation)}/state.json").json == {"run": None}
    assert assess.state(consultation.id) is None
