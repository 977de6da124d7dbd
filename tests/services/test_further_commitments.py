"""A theme that speaks for several commitments: it counts at the main one and is listed at the others, everywhere."""

from __future__ import annotations

import io
import json

import harvested
import openpyxl
import pytest

from consult.domain import board as b
from consult.domain.coverage import Count, Grid, grid
from consult.domain.errors import Refused
from consult.extensions import db
from consult.frameworks import framework
from consult.models import Consultation, Meeting, Theme
from consult.services import board
from consult.services.assessment import evidence, themes
from consult.services.reports import publish

ALSO = {"en": "Also: 2. ", "fr": "Aussi\u00a0: 2. ", "es": "También: 2. ", "pt": "Também: 2. "}


@pytest.fixture
def found(consultation: Consultation, meeting: Meeting) -> list[Theme]:
    return harvested.sort_by_commitment(consultation.id, harvested.hold(meeting))


def counted(consultation: Consultation) -> Grid:
    return grid(framework(consultation.framework_id), evidence.grid_rows(evidence.themes(consultation.id)))


def place(theme_id: int) -> tuple[str | None, list[str], str | None, bool]:
    theme = db.session.get_one(Theme, theme_id, populate_existing=True)
    return theme.commitment, theme.also, theme.track, theme.confirmed


def test_first_commitment_is_the_main_one(consultation: Consultation, found: list[Theme]) -> None:
    command = b.ThemeConfirm(found[0].id, ("7", "2", "7", "9"), "4")

    board.change(consultation.id, None, command)

    assert place(found[0].id) == ("7", ["2", "9"], "4", True)


def test_theme_is_counted_once_and_listed_elsewhere(consultation: Consultation, found: list[Theme]) -> None:
    before = counted(consultation).total
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2", "8"])

    row = next(row for row in evidence.themes(consultation.id) if row.id == found[0].id)
    now = counted(consultation)

    assert (now.total, now.cell("9", "3")) == (before, Count(len(row.notes), 1))
    assert [now.cell(one, "3") for one in ("2", "8")] == [Count(0, 0, 1), Count(0, 0, 1)]
    assert (row.commitment, row.also) == ("9", ("2", "8"))
    assert (row.at("2", "3"), row.is_listed_at("2", "3"), row.is_listed_at("2", "1")) == ((), True, False)
    assert row.is_listed_at("9", "3") is False


def test_note_confirmed_by_itself_is_not_listed_with_its_theme(
    consultation: Consultation, found: list[Theme]
) -> None:
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2"])
    members = [note.id for note in evidence.notes(consultation.id) if note.theme_id == found[0].id]

    for note_id in members:
        board.change(consultation.id, None, b.NoteConfirm(note_id, ("3",), "1"))

    assert counted(consultation).cell("2", "3") == Count()


def test_further_commitments_are_taken_away_and_put_back(
    consultation: Consultation, found: list[Theme]
) -> None:
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2"])
    less = board.change(consultation.id, None, b.ThemeConfirm(found[0].id, ("9",), "3"))
    assert place(found[0].id) == ("9", [], "3", True)

    again = board.undo(consultation.id, None, less.change or 0)
    assert place(found[0].id) == ("9", ["2"], "3", True)

    board.undo(consultation.id, None, again.change or 0)
    assert place(found[0].id) == ("9", [], "3", True)


def test_withdrawing_takes_the_further_ones_too_and_can_be_undone(
    consultation: Consultation, found: list[Theme]
) -> None:
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2"])
    done = board.change(consultation.id, None, b.ThemeWithdraw(found[0].id))
    assert place(found[0].id) == ("9", [], "3", False)

    board.undo(consultation.id, None, done.change or 0)

    assert place(found[0].id) == ("9", ["2"], "3", True)


def test_unknown_further_commitment_is_refused(consultation: Consultation, found: list[Theme]) -> None:
    with pytest.raises(Refused) as refused:
        themes.confirm(consultation.id, found[0].id, "9", "3", also=["11"])

    assert refused.value.code == "unknown_commitment"


@pytest.mark.parametrize("language", ALSO)
def test_report_tells_the_further_commitments_of_a_need(
    consultation: Consultation, found: list[Theme], language: str
) -> None:
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2"])
    title = framework(consultation.framework_id).commitment("2").title(language)

    report = publish.needs_assessment(consultation.id, language)
    text = publish.export(consultation.id, "md", language).content.decode()

    assert [[one.id for one in need.also] for need in report.needs if need.also] == [["2"]]
    assert text.count(ALSO[language] + title) == 1


def test_files_tell_spots_that_are_listed_and_do_not_call_them_empty(
    consultation: Consultation, found: list[Theme]
) -> None:
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2"])

    told = json.loads(publish.export(consultation.id, "json", "en").content)
    book = openpyxl.load_workbook(io.BytesIO(publish.export(consultation.id, "xlsx", "en").content))

    cell = told["grid"]["cells"][1][2]
    empty = {spot["commitment_id"]: spot["track_ids"] for spot in told["grid"]["empty_spots"]}
    assert (cell["notes"], cell["also"]) == (0, 1)
    assert "3" not in empty["2"]
    values = [value for sheet in book for row in sheet.values for value in row]
    assert "also 1 theme" in values
    assert any(str(value).startswith("2. ") for value in column(book, "Also"))


def column(book: openpyxl.Workbook, heading: str) -> list[object]:
    first, *rows = book.worksheets[0].values
    place = list(first).index(heading)
    return [row[place] for row in rows]
