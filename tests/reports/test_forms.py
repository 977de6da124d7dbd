"""The session report and the evidence brief: what they propose, what people wrote, and the way back to the notes."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from consult.reports import FORMATS_OF, brief, session, write
from consult.reports.blocks import Paragraph, Prose, Quotation, Table
from consult.reports.outline import SECTIONS, outline
from consult.reports.report import LANGUAGES, FrameworkItem, Need
from consult.reports.trail import used_in
from consult.reports.writing import FORMS, Writing

from .sample import LONG_WORD, empty, sample, written


def section(report, name):
    return next(one for one in outline(report).sections if one.id == name)


def texts(section):
    return [one.text for block in section.blocks if isinstance(block, Prose) for one in block.sentences]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_in_every_format_and_language(form, language):
    for report in (written(form, language), dataclasses.replace(empty(language), writing=Writing(form))):
        assert all(write(report, format) for format in FORMATS_OF[form] if format != "pdf")


@pytest.mark.parametrize("form", FORMS)
def test_pdf_of_every_form_is_certified_accessible(form):
    reader = PdfReader(BytesIO(write(written(form, "pt"), "pdf")))

    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_session_report_has_the_headings_of_its_form():
    found = outline(written("session", "en", recipient="IOPD"))

    assert [one.title for one in found.sections] == [
        "Title",
        "Participating institutions",
        "List of the speakers",
        "Summary of the session",
        "Conclusions",
        "Recommendations for IOPD",
        "How this document was made",
        "The notes this report rests on",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_proposed_summary_has_sources_and_at_most_500_words(language):
    report = written("session", language)
    long = " ".join(["mot"] * 190)
    needs = tuple(dataclasses.replace(need, statement=long) for need in report.needs)

    for one in (report, dataclasses.replace(report, needs=needs)):
        assert 0 < session.summary_words(one) <= session.MOST_WORDS
        assert all(
            line.notes for found in session.summary_lines(one).values() for row in found for line in row
        )


def test_summary_by_hand_takes_the_place_of_the_proposal_and_word_501_is_marked():
    report = written("session", discussion="One two three.", messages=" ".join(["word"] * 499))

    marked = {
        place
        for place, found in session.summary_lines(report).items()
        for row in found
        for one in row
        if one.over is not None
    }

    assert texts(section(report, "summary"))[0] == "One two three."
    assert "messages" in marked
    assert session.summary_words(report) > session.MOST_WORDS


def test_conclusion_is_one_sentence_as_proposed_and_counted_by_hand():
    assert [session.conclusion_sentences(written("session", language)) for language in LANGUAGES] == [1] * 4
    assert session.conclusion_sentences(written("session", conclusion="One. Two.")) == 2


def test_notes_of_a_session_report_are_exactly_its_sources():
    report = written("session", conclusion="It is time [N30, N9999].")
    annex = section(report, "session_notes").blocks[0]
    assert isinstance(annex, Table)
    named = {row[0].note for row in annex.rows}

    assert set(used_in(outline(report))) == named
    assert 30 in named


def test_city_is_named_in_the_language_of_the_report():
    report = sample("es", nasty=False)
    need = report.needs[0]
    note = dataclasses.replace(
        need.notes[2], text="In Turin and Cologne they train the police.", language="en"
    )
    changed: Need = dataclasses.replace(need, notes=(*need.notes[:2], note, *need.notes[3:]))
    report = dataclasses.replace(report, needs=(changed, *report.needs[1:]), writing=Writing("session"))

    assert [one.text[:7] for one in session.proposals(report)["cities"]] == ["Turín: ", "Colonia"]


def crowded(language):
    """A brief in which everything is as long as it can be."""
    report = sample(language)
    long = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich und niemand weiß warum. " * 12
    needs = tuple(
        dataclasses.replace(
            need,
            label=f"{LONG_WORD} {long}",
            statement=long,
            notes=tuple(dataclasses.replace(note, text=long) for note in need.notes),
        )
        for need in report.needs
    )
    by_hand = {place: (long * 2)[:most] for place, most in brief.LIMITS.items()}
    return dataclasses.replace(report, needs=needs, title=long, writing=Writing("brief", by_hand=by_hand))


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_is_one_page_whatever_people_wrote(language):
    report = crowded(language)

    assert brief.too_long(report) == []
    assert len(PdfReader(BytesIO(write(report, "pdf"))).pages) == 1


def roomy(language):
    """A brief of short texts, which has room for more, with as much of everything as is not cut."""
    report = sample(language)
    long = " ".join(["antirracista"] * 60)
    group = dataclasses.replace(report.meetings[0].stakeholder_groups[0], name=long)
    meeting = dataclasses.replace(report.meetings[0], stakeholder_groups=(group,))
    place = FrameworkItem("7", 7, long)
    needs = tuple(
        dataclasses.replace(
            need, label=long, statement=long[: brief.LONGEST_STATEMENT], commitment=place, notes=()
        )
        for need in report.needs
    )
    return dataclasses.replace(report, needs=needs, meetings=(meeting,), title=long, writing=Writing("brief"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_with_room_for_more_is_one_page_too(language):
    report = roomy(language)
    said = [
        block.text for one in outline(report).sections for block in one.blocks if isinstance(block, Paragraph)
    ]

    assert any("4. antirracista" in text for text in said)
    assert len(PdfReader(BytesIO(write(report, "pdf"))).pages) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_quotes_first_what_its_reader_understands(language):
    blocks = [block for one in outline(written("brief", language)).sections for block in one.blocks]
    first = next(block for block in blocks if isinstance(block, Quotation))

    assert first.language in ("", language)


def test_brief_quotes_nobody_s_experience_and_no_place():
    text = write(written("brief"), "md").decode()
    experiences = {
        note.text for need in sample().needs[:3] for note in need.notes if note.kind == "experience"
    } - {note.text for need in sample().needs for note in need.notes if note.kind != "experience"}

    assert [one for one in experiences if one in text] == []
    assert "table 3" not in text


def test_sections_left_out_are_in_no_file():
    off = tuple(name for name in SECTIONS if name != "how_made")
    report = dataclasses.replace(sample(nasty=False), writing=Writing(off=off))
    secret = sample().needs[0].notes[0].text

    assert [one.id for one in outline(report).sections] == ["how_made"]
    assert secret not in write(report, "json").decode()
    document = Document(BytesIO(write(report, "docx")))
    assert [secret for paragraph in document.paragraphs if secret in paragraph.text] == []


def test_order_and_words_by_hand_of_an_assessment():
    writing = Writing(order=("the_grid", "in_brief"), by_hand={"the_grid": "Look at housing [N1]."})
    found = outline(dataclasses.replace(sample(), writing=writing))
    names = [one.id for one in found.sections]

    assert names.index("the_grid") < names.index("in_brief")
    assert found.sections[names.index("the_grid")].blocks[0].sentences[0].notes == (1,)


def test_without_the_notes_no_sentence_names_any():
    found = outline(dataclasses.replace(sample(), writing=Writing(off=("all_notes",))))

    assert used_in(found) == {}


def test_need_leads_to_all_its_notes_and_they_lead_back():
    used = used_in(outline(sample()))

    assert {use.section for use in used[1]} >= {"in_brief", "the_needs"}
    assert set(used) == {note.number for need in sample().needs for note in need.notes}


def test_json_of_a_form_has_its_schema_and_blocks():
    document = json.loads(write(written("session", "fr"), "json"))

    assert (document["schema"], document["language"]) == ("session-report", "fr")
    assert document["sections"][3]["blocks"][2]["type"] == "prose"


@given(st.integers(1, 400), st.text(min_size=0, max_size=600))
def test_cut_texts_are_never_longer_than_asked(most, text):
    assert len(brief.cut(text, most)) <= most


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_brief_opened_in_an_office_program_is_one_page(tmp_path):
    report = crowded("fr")
    (tmp_path / "brief.docx").write_bytes(write(report, "docx"))

    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "brief.docx"], check=True, capture_output=True)

    assert len(PdfReader(tmp_path / "brief.pdf").pages) == 1
