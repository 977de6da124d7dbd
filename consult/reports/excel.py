"""A needs assessment as a workbook to sort and filter: needs, notes, grid, tables, who met whom, and about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain
from typing import Any

from consult.domain.words import Kind
from consult.reports.evidence import counted_languages
from consult.reports.facts import framework_name, tone
from consult.reports.palette import COFFEE, CREAM, INK, LINE, TONES
from consult.reports.report import FrameworkItem, Need, Quote, Report, TableRecord, WhoMetWhom
from consult.reports.who_met import met_summary, round_headings
from consult.reports.words import NOTHING_TO_SHOW, Words

Value = str | int | float | None
Columns = Sequence[tuple[str, int]]  # key of the heading, width in characters

CELL_LIMIT = 32_767  # characters; Excel refuses more
_FORMULA_SIGNS = tuple("=+-@\t\r")


def write_excel(report: Report) -> bytes:
    """Return the report as the bytes of an .xlsx file; no text of it can become a formula or a link."""
    import xlsxwriter

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    words = Words(report.language)
    book.set_properties({"title": report.title[:255], "subject": words("needs_assessment")})
    book.set_size(2400, 1400)
    sheets = _Sheets(book, words)
    sheets.listing(
        "sheet_needs", _NEED_COLUMNS, _kind_headings(words), (_need(n, words) for n in report.needs)
    )
    sheets.listing("sheet_notes", _NOTE_COLUMNS, [], _notes(report, words))
    _grid(sheets, report, words)
    sheets.listing(
        "sheet_tables", _TABLE_COLUMNS, [], chain.from_iterable(_said(t, words) for t in report.tables)
    )
    _who_met(sheets, report, words)
    _about(sheets, report, words)
    book.close()
    return file.getvalue()


_NEED_COLUMNS: Columns = (
    ("column_rank", 8),
    ("column_need", 44),
    ("column_statement", 44),
    ("column_commitment", 40),
    ("column_track", 26),
    ("column_checked", 11),
    ("column_votes", 9),
    ("column_notes", 9),
    ("column_people", 9),
    ("column_tables", 9),
    ("column_rounds", 9),
    ("column_languages", 36),
)
_NOTE_COLUMNS: Columns = (
    ("column_need", 40),
    ("column_text", 80),
    ("column_language", 10),
    ("kind", 20),
    ("column_meeting", 10),
    ("column_table", 9),
    ("round", 9),
    ("column_main_point", 14),
    ("column_votes", 9),
)
_ROUND_COLUMNS: Columns = (("column_meeting", 10), ("column_date", 22), ("round", 9))
_TABLE_COLUMNS: Columns = (
    ("column_meeting", 10),
    ("column_table", 9),
    ("kind", 30),
    ("round", 9),
    ("column_text", 90),
    ("column_language", 10),
)


class _Sheets:
    """The workbook with its few cell formats; every text goes through `cell`."""

    def __init__(self, book: Any, words: Words) -> None:
        base = {
            "font_name": "Arial",
            "font_size": 10,
            "font_color": f"#{INK}",
            "valign": "top",
            "text_wrap": True,
        }
        self.book, self.words = book, words
        self.text = book.add_format(base)
        self.guarded = book.add_format({**base, "quote_prefix": True})
        self.decimal = book.add_format({**base, "num_format": "0.00"})
        heading = {"bold": True, "font_color": f"#{COFFEE}", "bg_color": f"#{CREAM}", "bottom": 1}
        self.heading = book.add_format({**base, **heading, "bottom_color": f"#{LINE}"})
        centred = {"align": "center", "border": 1, "border_color": f"#{LINE}"}
        self.tones = [book.add_format({**base, **centred, "bg_color": f"#{tone}"}) for tone in TONES]

    def listing(self, name: str, columns: Columns, more: Columns, rows: Iterable[Sequence[Value]]) -> None:
        """Add a sheet with a frozen, filtered heading row; headings in `more` are texts already."""
        sheet = self.add(name)
        headings = [(self.words(key), width) for key, width in columns] + list(more)
        for column, (heading, width) in enumerate(headings):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self.heading)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self.cell(sheet, last, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)

    def add(self, name: str) -> Any:
        """Add a sheet that prints on A4 across, one page wide, with its heading on every page."""
        sheet = self.book.add_worksheet(self.words(name)[:31])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def cell(self, sheet: Any, row: int, column: int, value: Value, style: Any = None) -> None:
        """Write a number as a number and a text as a text, never as a formula; None stays empty."""
        if value is None:
            sheet.write_blank(row, column, None, style or self.text)
        elif isinstance(value, float):
            sheet.write_number(row, column, value, style or self.decimal)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, style or self.text)
        else:
            guarded = self.guarded if value.startswith(_FORMULA_SIGNS) else self.text
            sheet.write_string(row, column, value[:CELL_LIMIT], style or guarded)


def _kind_headings(words: Words) -> Columns:
    return [(words(f"kind_{kind}"), 13) for kind in Kind]


def _need(need: Need, words: Words) -> list[Value]:
    return [
        need.rank,
        need.label,
        need.statement,
        _titled(need.commitment),
        _titled(need.track),
        words("yes" if need.confirmed else "no"),
        need.votes,
        need.note_count,
        _people(need.people, words),
        need.table_count,
        need.round_count,
        counted_languages(need.languages, words),
        *(need.kinds.get(kind, 0) for kind in Kind),
    ]


def _notes(report: Report, words: Words) -> Iterable[list[Value]]:
    for need in report.needs:
        yield from (_note(f"{need.rank}. {need.label}", note, words) for note in need.notes)
    yield from (_note(words("no_theme"), note, words) for note in report.notes_without_theme)


def _note(theme: str, note: Quote, words: Words) -> list[Value]:
    main_point = words("yes" if note.main_point else "no")
    kind = words(f"kind_{note.kind}")
    return [
        theme,
        note.text,
        note.language,
        kind,
        note.meeting,
        note.table,
        note.round,
        main_point,
        note.votes,
    ]


def _said(record: TableRecord, words: Words) -> Iterable[list[Value]]:
    for key, points in (("main_points", record.main_points), ("handed_over", record.hand_overs)):
        for point in points:
            yield [record.meeting, record.number, words(key), point.round, point.text, point.language]


def _grid(sheets: _Sheets, report: Report, words: Words) -> None:
    grid = report.grid
    sheet = sheets.add("sheet_grid")
    headings = [_titled(track) for track in grid.tracks] or [words("column_notes")]
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, len(headings), 22)
    for column, heading in enumerate([words("grid_commitment"), *headings]):
        sheets.cell(sheet, 0, column, heading, sheets.heading)
    most = max((cell.notes for row in grid.cells for cell in row), default=0)
    for place, (commitment, row) in enumerate(zip(grid.commitments, grid.cells, strict=True), start=1):
        sheets.cell(sheet, place, 0, _titled(commitment))
        for column, cell in enumerate(row, start=1):
            style = sheets.tones[tone(cell.notes, most)]
            sheets.cell(sheet, place, column, cell.notes if cell.notes else words("grid_empty"), style)
    sheet.freeze_panes(1, 1)


def _who_met(sheets: _Sheets, report: Report, words: Words) -> None:
    if report.who_met_whom is not None:
        _matrix(sheets, report.who_met_whom, words)
    rounds: list[list[Value]] = [
        [place, words.day(meeting.date), one.number, one.share, one.by_lot, one.score]
        for place, meeting in enumerate(report.meetings, start=1)
        for one in (meeting.mixing.rounds if meeting.mixing else ())
    ]
    if rounds:
        headings = [(heading, 24) for heading in round_headings(words)]
        sheets.listing("sheet_mixing", _ROUND_COLUMNS, headings, rounds)


def _matrix(sheets: _Sheets, found: WhoMetWhom, words: Words) -> None:
    sheet = sheets.add("who_met_whom")
    names = [group.name for group in found.groups]
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(names), 18)
    for column, heading in enumerate([words("group"), *names]):
        sheets.cell(sheet, 0, column, heading, sheets.heading)
    most = max((pairs or 0 for row in found.pairs for pairs in row), default=0)
    for place, (name, row) in enumerate(zip(names, found.pairs, strict=True), start=1):
        sheets.cell(sheet, place, 0, name)
        for column, pairs in enumerate(row, start=1):
            style = sheets.tones[tone(pairs or 0, most)]
            sheets.cell(sheet, place, column, NOTHING_TO_SHOW if pairs is None else pairs, style)
    below = len(names) + 2
    sheets.cell(sheet, below, 0, words("met_caption"))
    sheets.cell(sheet, below + 1, 0, met_summary(found, words))
    sheet.freeze_panes(1, 1)


def _about(sheets: _Sheets, report: Report, words: Words) -> None:
    sheet = sheets.add("sheet_about")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    rows: list[tuple[str, Value]] = [
        (words("needs_assessment"), report.title),
        (words("column_purpose"), report.purpose),
        (words("column_city"), report.city),
        (words("column_place"), report.place),
        (words("column_date"), words.day(report.date)),
        (words("column_organiser"), report.organiser),
        (words("column_prepared_for"), report.prepared_for),
        (words("column_plan"), framework_name(report.framework)),
        ("", report.framework.wording_note),
        (words("column_notes"), report.note_count),
        (words("column_withheld"), report.notes_withheld),
        (words("column_unplaced"), report.grid.unplaced_notes),
        ("", words("made_themes", text=report.how_themes_were_found)),
        ("", words("small_groups", smallest=report.smallest_group)),
        ("", words("nobody_named")),
        ("", words("made_at", moment=words.moment(report.generated_at))),
    ]
    shown = (row for row in rows if row[1] not in ("", None))
    for place, (name, value) in enumerate(shown):
        sheets.cell(sheet, place, 0, name, sheets.heading)
        sheets.cell(sheet, place, 1, value)


def _titled(item: FrameworkItem | None) -> str:
    return f"{item.number}. {item.title}" if item else ""


def _people(people: int | None, words: Words) -> Value:
    return words.number(None) if people is None else people
