"""The report from the database: what it counts, quotes and keeps to itself; files that can be read back."""

from __future__ import annotations

import io
import json
from collections import Counter

import docx
import harvested
import openpyxl
import pypdf
import pytest
from sqlalchemy import select

from consult.domain.errors import Refused
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, Participant, Theme, ThemeNote
from consult.reports import report as r
from consult.services.assessment import evidence, ranking, themes
from consult.services.meeting import join as joining
from consult.services.reports import publish

LANGUAGES = ("en", "fr", "es", "pt")
SECRET = "Zirkonwort"


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    return harvested.hold(meeting)


@pytest.fixture
def found(consultation: Consultation, notes: list[Note]) -> list[Theme]:
    return harvested.sort_by_commitment(consultation.id, notes)


def plain_text(content: bytes, format: str) -> str:
    """All words of a file, read by somebody else's reader."""
    if format == "docx":
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if format == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(
            str(value) for sheet in book for row in sheet.values for value in row if value is not None
        )
    return content.decode()


def all_quotes(report: r.Report) -> list[r.Quote]:
    return [note for need in report.needs for note in need.notes] + list(report.notes_without_theme)


def test_report_counts_every_visible_note_once(consultation: Consultation, found: list[Theme]) -> None:
    report = publish.needs_assessment(consultation.id, "en")

    assert report.note_count == 80
    assert sum(need.note_count for need in report.needs) == 80
    assert Counter(note.text for note in all_quotes(report)) == Counter(
        str(row["text"]) for row in harvested.written()
    )
    assert [need.rank for need in report.needs] == list(range(1, len(found) + 1))


def test_report_has_the_whole_grid_with_its_empty_spots(
    consultation: Consultation, found: list[Theme]
) -> None:
    grid = publish.needs_assessment(consultation.id, "fr").grid

    assert (len(grid.commitments), len(grid.tracks)) == (10, 4)
    assert sum(cell.notes for row in grid.cells for cell in row) + grid.unplaced_notes == 80
    assert sum(cell.notes == 0 for row in grid.cells for cell in row) == 30


def test_report_of_a_framework_without_tracks_has_one_column(
    consultation: Consultation, found: list[Theme]
) -> None:
    consultation.framework_id = "turin"
    db.session.commit()

    grid = publish.needs_assessment(consultation.id, "en").grid

    assert [[cell.notes for cell in row] for row in grid.cells] == [[8], [8], [8]]
    assert grid.unplaced_notes == 56


def test_report_quotes_at_most_four_and_mixes_languages(
    consultation: Consultation, found: list[Theme]
) -> None:
    report = publish.needs_assessment(consultation.id, "en")

    for need in report.needs:
        assert len(need.quotes) == 4
        assert {quote.language for quote in need.quotes} == set(need.languages)


def test_report_quotes_main_points_first(consultation: Consultation, found: list[Theme]) -> None:
    for need in publish.needs_assessment(consultation.id, "en").needs:
        if any(note.main_point for note in need.notes):
            assert need.quotes[0].main_point


def test_report_tells_experiences_without_table_and_round(
    consultation: Consultation, found: list[Theme]
) -> None:
    report = publish.needs_assessment(consultation.id, "en")

    for quote in all_quotes(report):
        placed = (quote.table is not None, quote.round is not None)
        assert placed == ((False, False) if quote.kind == Kind.EXPERIENCE else (True, True))
    experiences = set(db.session.scalars(select(Note.text).where(Note.kind == Kind.EXPERIENCE)))
    assert not experiences & {point.text for record in report.tables for point in record.main_points}


def test_report_knows_no_nickname(consultation: Consultation, found: list[Theme]) -> None:
    assert "Nickname" not in publish.export(consultation.id, "json", "en").content.decode()


def test_report_hides_small_groups_and_what_would_give_them_away(
    consultation: Consultation, meeting: Meeting, found: list[Theme]
) -> None:
    first, second = (group.key for group in meeting.consultation.groups[:2])
    people = db.session.scalars(select(Participant).order_by(Participant.id)).all()
    for place, person in enumerate(people):
        person.group_key = first if place < 3 else second
    db.session.commit()

    facts = publish.needs_assessment(consultation.id, "en").meetings[0]

    present = {group.present for group in facts.stakeholder_groups[:2]}
    assert present == {None}
    assert {group.present for group in facts.stakeholder_groups[2:]} <= {0}
    assert facts.people_joined == 24


def test_report_does_not_count_fewer_than_five_authors(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    author = notes[0].participant_id
    for note_id in db.session.scalars(select(ThemeNote.note_id).where(ThemeNote.theme_id == found[0].id)):
        db.session.get_one(Note, note_id).participant_id = author
    db.session.commit()

    report = publish.needs_assessment(consultation.id, "en")

    need = next(need for need in report.needs if need.label == found[0].label["en"])
    groups = next(one for one in need.components if one.name == "groups")
    assert (need.people_more_than, groups.value) == (None, None)


def test_hidden_note_leaves_every_file(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    hidden = notes[0]
    hidden.text, hidden.hidden_at, hidden.main_point = f"{SECRET} {hidden.text}", harvested.OPENED, True
    db.session.commit()

    for format in publish.FORMATS:
        assert SECRET not in plain_text(publish.export(consultation.id, format, "en").content, format)
    report = publish.needs_assessment(consultation.id, "en")
    assert (report.note_count, report.notes_withheld) == (79, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", list(publish.FORMATS))
def test_file_can_be_read_back(
    consultation: Consultation, found: list[Theme], format: str, language: str
) -> None:
    themes.rename(consultation.id, found[0].id, "Un toit décent – ñandú, ação, œuvre", "fr")

    file = publish.export(consultation.id, format, language)

    text = " ".join(plain_text(file.content, format).split())
    assert "Un toit décent" in text
    assert file.name == f"needs-assessment-{slug(consultation, language)}-{language}.{format}"
    assert file.media_type == publish.FORMATS[format].media_type


def slug(consultation: Consultation, language: str) -> str:
    return {"en": "housing", "fr": "logement", "es": "vivienda", "pt": "habitacao"}[language]


def test_json_file_is_the_report(consultation: Consultation, found: list[Theme]) -> None:
    data = json.loads(publish.export(consultation.id, "json", "pt").content)

    assert data["language"] == "pt"
    assert len(data["needs"]) == 10


def test_report_before_any_meeting_is_empty_but_whole(consultation: Consultation) -> None:
    report = publish.needs_assessment(consultation.id, "es")

    assert (report.meetings, report.needs, report.note_count) == ((), (), 0)
    for format in publish.FORMATS:
        assert publish.export(consultation.id, format, "es").content


def test_unknown_format_is_refused(consultation: Consultation) -> None:
    with pytest.raises(Refused) as refused:
        publish.export(consultation.id, "exe", "en")

    assert refused.value.code == "unknown_format"


def test_export_aside_writes_the_same_file_in_another_process(
    consultation: Consultation, found: list[Theme]
) -> None:
    aside = publish.export_aside(consultation.id, "docx", "fr")

    here = publish.export(consultation.id, "docx", "fr")
    assert (aside.name, aside.media_type) == (here.name, here.media_type)
    assert plain_text(aside.content, "docx").count("Thème") == plain_text(here.content, "docx").count("Thème")


def test_needs_say_how_they_were_ranked_and_why(consultation: Consultation, found: list[Theme]) -> None:
    report = publish.needs_assessment(consultation.id, "en")

    assert report.how_needs_were_ranked.startswith("The order says how widely a need was voiced")
    assert report.how_themes_were_found == "The themes were made by hand."
    support = [(need.table_count, need.votes) for need in report.needs]
    assert max(support) == support[0]


def test_ranked_needs_give_their_reasons(consultation: Consultation, found: list[Theme]) -> None:
    first = ranking.ranked(evidence.themes(consultation.id))[0]

    assert first.why[:2] == ("heard at 4 different tables", "in 4 languages")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({"en": "We ask.", "fr": "Nous demandons."}, r.Consent("Nous demandons.", "fr")),
        ({"en": "We ask."}, r.Consent("We ask.", "en")),
        ({"en": "We ask and publish."}, None),
        ({}, None),
    ],
)
def test_report_tells_the_citys_words_only_where_people_agreed_to_them(
    meeting: Meeting, after: dict[str, str], told: r.Consent | None
) -> None:
    meeting.consultation.consent = {"en": "We ask."}
    join_in_english(meeting)
    meeting.consultation.consent = after
    db.session.commit()

    assert publish.needs_assessment(meeting.consultation_id, "fr").consent == told


def test_report_says_where_some_agreed_to_earlier_words(meeting: Meeting) -> None:
    for words in ("We ask.", "We ask and publish."):
        meeting.consultation.consent = {"en": words}
        join_in_english(meeting)

    consent = publish.needs_assessment(meeting.consultation_id, "en").consent

    assert consent == r.Consent("We ask and publish.", "en", changed=True)


def join_in_english(meeting: Meeting) -> None:
    joining.join(
        meeting,
        nickname="",
        language="en",
        languages=["en"],
        group_key=None,
        mode="onsite",
        consented=True,
    )


def test_workbook_read_back_says_what_the_assessment_says(
    consultation: Consultation, found: list[Theme]
) -> None:
    report = publish.needs_assessment(consultation.id, "en")
    book = openpyxl.load_workbook(io.BytesIO(publish.export(consultation.id, "xlsx", "en").content))

    def rows(sheet: str) -> list[dict[str, object]]:
        heading, *lines = book[sheet].values
        # The first of two columns of one name: the need, and how many notes are of that kind.
        return [dict(reversed(list(zip(heading, line, strict=True)))) for line in lines]

    assert [(row["Rank"], row["Need"], row["Notes"], row["Tables"]) for row in rows("Needs")] == [
        (need.rank, need.label, need.note_count, need.table_count) for need in report.needs
    ]
    assert [row["People: more than"] for row in rows("Needs")] == [
        need.people_more_than or "–" for need in report.needs
    ]
    assert [(row["No."], row["Text"], row["Table"], row["Round"]) for row in rows("Notes")] == [
        (f"N{note.number}", note.text, note.table, note.round) for note in report.every_note()
    ]
    counted = [[cell.notes or "empty" for cell in row] for row in report.grid.cells]
    assert [list(line[1:]) for line in list(book["Grid"].values)[1:]] == counted
