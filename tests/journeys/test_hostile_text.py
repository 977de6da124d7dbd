"""Texts that try to become code, in every field there is, on every screen and in every file: they stay texts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace

import harvested
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from consult import Settings, create_app
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Announcement, Consultation, HandOver, Meeting, Note, Seat, Theme, ThemeNote
from consult.services.accounts import sign_in as doors
from consult.services.assessment import needs, resources
from consult.services.meeting import join
from consult.services.preparation import prepare
from consult.services.preparation.drafts import ConsultationDraft, GroupDraft, MeetingDraft, QuestionDraft

pytestmark = pytest.mark.journey

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}${7*7}%(x)s{name}</script><svg onload=alert(3)>"
SHORT = "<b onclick=alert(4)>'\"{{7*7}}</b>"
FORMULA = '=HYPERLINK("http://evil.example";"x")'
WATCH = """
window.__broken = [];
addEventListener("securitypolicyviolation", (event) => window.__broken.push(event.violatedDirective));
addEventListener("error", (event) => window.__broken.push(String(event.message)));
"""
INTRUDERS = """
() => [
  ...document.querySelectorAll("script:not([src]):not([type='application/json'])"),
  ...document.querySelectorAll("img[src='x'], svg[onload], b[onclick]"),
].map((node) => node.outerHTML)
"""


@pytest.fixture
def stored(server, tmp_path):
    """A consultation of hostile texts: one meeting in its first round, one that was held, a theme. Its addresses."""
    settings = replace(
        Settings.from_environment(server.environment), async_mode="threading", data_folder=tmp_path
    )
    app = create_app(settings)
    with app.app_context():
        consultation = _consultation()
        live, _held = _meetings(consultation)
        _participant, token = join.join(
            live,
            nickname=SHORT,
            language="en",
            languages=["en"],
            group_key=None,
            mode="onsite",
            consented=True,
        )
        found = {
            "id": consultation.id,
            "meeting": live.id,
            "seat": f"/seat/{token}",
            "join": f"/join/{live.join_secret}",
            "projector": f"/projector/{live.projector_key}",
            "sign_in": f"/sign-in/{doors.make_link(doors.first_facilitator())}",
        }
        db.session.remove()
        db.engine.dispose()
    return found


@pytest.fixture
def watched(screen, server) -> Callable[[], Page]:
    """A browser that remembers dialogs and broken rules."""

    def _watched() -> Page:
        page = screen(viewport={"width": 1280, "height": 900}, locale="en")
        page.dialogs = []
        page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
        page.add_init_script(WATCH)
        return page

    return _watched


def test_hostile_texts_stay_texts_on_every_page(server, stored, watched):
    page = watched()
    page.goto(server.url + stored["sign_in"])
    assessment = f"/consultations/{stored['id']}/assessment"
    pages = {
        f"/consultations/{stored['id']}": HOSTILE,
        f"/consultations/{stored['id']}/edit": "",
        f"/meetings/{stored['meeting']}/edit": "",
        f"/meetings/{stored['meeting']}/print": HOSTILE,
        assessment: HOSTILE,
        f"{assessment}/grid": "",
        f"{assessment}/needs": HOSTILE,
        f"{assessment}/resources": HOSTILE,
        "/needs": HOSTILE,
        stored["join"]: HOSTILE,
    }

    for path, text in pages.items():
        page.goto(server.url + path)
        assert text in _words(page), path
        _nothing_ran(page, path)


def test_hostile_texts_stay_texts_in_a_live_meeting(server, stored, watched):
    phone, console, projector = watched(), watched(), watched()
    console.goto(server.url + stored["sign_in"])
    console.goto(f"{server.url}/meetings/{stored['meeting']}/console")
    projector.goto(server.url + stored["projector"])
    phone.goto(server.url + stored["seat"])
    expect(phone.get_by_text(f"{HOSTILE} told")).to_have_count(1)
    expect(phone.locator("details .text")).to_have_text(HOSTILE)
    expect(phone.get_by_text(SHORT, exact=True)).to_be_visible()
    console.locator(".main-step").get_by_role("button", name="Open round 1").click()

    phone.locator("#note").fill(HOSTILE + " said")
    phone.locator(".note-form button.primary").click()
    expect(phone.locator(".note.saved .text")).to_have_text(HOSTILE + " said")
    expect(console.get_by_text(HOSTILE + " said")).to_have_count(1)
    expect(projector.get_by_text(HOSTILE).first).to_be_visible()

    assert SHORT in _words(console)
    for name, page in (("phone", phone), ("console", console), ("projector", projector)):
        _nothing_ran(page, name)


def test_hostile_texts_stay_texts_in_every_file(server, stored, watched):
    page = watched()
    page.goto(server.url + stored["sign_in"])
    files = {}
    for kind in ("docx", "pdf", "xlsx", "json", "md"):
        answer = page.request.get(f"{server.url}/consultations/{stored['id']}/assessment/download/{kind}")
        assert (kind, answer.status) == (kind, 200)
        assert answer.headers["content-disposition"].startswith('attachment; filename="needs-assessment-')
        files[kind] = answer.body()

    document = Document(io.BytesIO(files["docx"]))
    assert HOSTILE in "".join(part.text or "" for part in document.element.body.iter(qn("w:t")))
    assert HOSTILE in json.dumps(json.loads(files["json"]), ensure_ascii=False).replace('\\"', '"')
    rows = [cell for sheet in load_workbook(io.BytesIO(files["xlsx"])) for row in sheet for cell in row]
    assert {cell.data_type for cell in rows if cell.value == FORMULA} == {"s"}
    assert HOSTILE in [cell.value for cell in rows]
    pdf = PdfReader(io.BytesIO(files["pdf"]))
    assert "alert(1)" in "".join("".join(sheet.extract_text().split()) for sheet in pdf.pages)
    assert not {"/JavaScript", "/OpenAction", "/AA"} & set(pdf.trailer["/Root"])
    assert "<script" not in files["md"].decode()
    assert "<img" not in files["md"].decode()


def _consultation() -> Consultation:
    draft = ConsultationDraft(
        title={"en": HOSTILE},
        purpose={"en": HOSTILE},
        consent={"en": f"{HOSTILE}\n{SHORT}"},
        city=SHORT,
        groups=[GroupDraft(name={"en": HOSTILE})],
        questions=[QuestionDraft(text={"en": f"{HOSTILE} {number}"}) for number in range(3)],
    )
    return prepare.create_consultation(doors.first_facilitator(), draft)


def _meetings(consultation: Consultation) -> tuple[Meeting, Meeting]:
    title = {"en": HOSTILE}
    prepared: dict[str, object] = {
        "title": title,
        "place": SHORT,
        "agenda": title,
        "interpretation": [{"language": "en", "how": SHORT}],
        "interpreted_tables": [{"number": 1, "languages": ["en"], "how": SHORT}],
    }
    live, held = (
        prepare.create_meeting(consultation, MeetingDraft.model_validate(prepared)) for _number in range(2)
    )
    for number, row in enumerate((live, held)):
        for place, round_row in enumerate(row.rounds):
            round_row.question = consultation.questions[(place + number) % 3]
    texts: list[dict[str, object]] = [
        {"text": text, "lang": "en"} for text in (HOSTILE, FORMULA, SHORT, HOSTILE)
    ]
    notes = harvested.hold(held, texts)
    for row in db.session.query(HandOver).filter_by(meeting_id=held.id):
        row.text = HOSTILE
    db.session.add(
        Announcement(meeting_id=live.id, round_number=0, text=f"{HOSTILE} told", made_at=harvested.OPENED)
    )
    _theme(consultation, notes)
    assert (live.phase, held.phase) == (Phase.WELCOME, Phase.CLOSED)
    return live, held


def _theme(consultation: Consultation, notes: list[Note]) -> None:
    theme = Theme(
        consultation_id=consultation.id,
        label={"en": HOSTILE},
        commitment="1",
        track="1",
        confirmed=True,
    )
    db.session.add(theme)
    db.session.flush()
    db.session.add_all(ThemeNote(note_id=note.id, theme_id=theme.id) for note in notes)
    db.session.commit()
    needs.write(consultation.id, theme.id, {"en": HOSTILE})
    resources.keep(consultation.id, resources.Entry("practice", HOSTILE, HOSTILE, HOSTILE), [])
    assert db.session.query(Seat).count() > 0


def _words(page: Page) -> str:
    """What the page says, also in what is folded away."""
    return str(page.evaluate("document.body.textContent"))


def _nothing_ran(page: Page, where: str) -> None:
    assert (where, page.dialogs, page.evaluate("window.__broken"), page.evaluate(INTRUDERS)) == (
        where,
        [],
        [],
        [],
    )
