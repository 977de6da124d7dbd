"""A needs assessment as a workbook to sort and filter: needs, notes, grid, tables, who met whom, and about it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from itertools import chain

from consult.domain.words import Kind
from consult.reports.evidence import counted_languages
from consult.reports.excel_people import people_sheets, shown
from consult.reports.excel_sheets import Columns, Share, Sheets, Value
from consult.reports.facts import framework_name, tone
from consult.reports.left_out import without_left_out
from consult.reports.method import confirmed, made_at, put_aside, small_counts
from consult.reports.report import (
    FrameworkItem,
    GridCell,
    Need,
    Quote,
    Report,
    Resource,
    TableRecord,
    WhoMetWhom,
)
from consult.reports.who_met import met_summary, round_headings
from consult.reports.words import NOTHING_TO_SHOW, Words
from consult.reports.writing import references


def write_excel(report: Report) -> bytes:
    """Return the report as the bytes of an .xlsx file; no text of it can become a formula or a link."""
    import xlsxwriter

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    report = without_left_out(report)
    words = Words(report.language)
    book.set_properties({"title": report.title[:255], "subject": words("needs_assessment")})
    book.set_size(2400, 1400)
    sheets = Sheets(book, words)
    sheets.listing(
        "sheet_needs", _NEED_COLUMNS, _kind_headings(words), (_need(n, words) for n in report.needs)
    )
    sheets.listing("sheet_notes", _NOTE_COLUMNS, [], _notes(report, words))
    if report.grid.commitments:
        _grid(sheets, report, words)
    if report.resources:
        sheets.listing(
            "resources", _RESOURCE_COLUMNS, [], (_resource(one, words) for one in report.resources)
        )
    sheets.listing(
        "sheet_tables", _TABLE_COLUMNS, [], chain.from_iterable(_said(t, words) for t in report.tables)
    )
    people_sheets(sheets, report, words)
    _who_met(sheets, report, words)
    _about(sheets, report, words)
    book.close()
    return file.getvalue()


_NEED_COLUMNS: Columns = (
    ("column_rank", 8),
    ("column_need", 44),
    ("column_statement", 44),
    ("column_commitment", 40),
    ("column_also", 40),
    ("column_track", 26),
    ("column_checked", 11),
    ("column_points", 9),
    ("column_votes", 9),
    ("column_notes", 9),
    ("column_people_more_than", 11),
    ("column_tables", 9),
    ("column_rounds", 9),
    ("column_languages", 36),
)
_NOTE_COLUMNS: Columns = (
    ("column_number", 8),
    ("column_need", 40),
    ("column_text", 80),
    ("column_language", 10),
    ("kind", 20),
    ("column_meeting", 10),
    ("column_table", 9),
    ("round", 9),
    ("column_main_point", 14),
    ("column_votes", 9),
    ("column_dissent", 12),
    ("column_translation", 60),
)
_ROUND_COLUMNS: Columns = (("column_meeting", 10), ("column_date", 22), ("round", 9))
_RESOURCE_COLUMNS: Columns = (
    ("resource", 44),
    ("kind", 22),
    ("resource_holder", 30),
    ("column_text", 70),
    ("column_notes", 20),
)
_TABLE_COLUMNS: Columns = (
    ("column_meeting", 10),
    ("column_table", 9),
    ("kind", 30),
    ("round", 9),
    ("column_text", 90),
    ("column_language", 10),
)


def _kind_headings(words: Words) -> Columns:
    """Not "Need" alone: that is a column already."""
    return [(f"{words('kind')} · {words(f'kind_{kind}')}", 14) for kind in Kind]


def _need(need: Need, words: Words) -> list[Value]:
    return [
        need.rank,
        need.label,
        need.statement or None,
        _titled(need.commitment),
        "; ".join(_titled(one) for one in need.also),
        _titled(need.track),
        words("yes" if need.confirmed else "no"),
        need.points,
        need.votes,
        need.note_count,
        shown(need.people_more_than, words),
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
        f"N{note.number}" if note.number else None,
        theme,
        note.text,
        note.language,
        kind,
        note.meeting,
        note.table,
        note.round,
        main_point,
        note.votes,
        words("yes" if note.dissent else "no"),
        note.translation or None,
    ]


def _resource(one: Resource, words: Words) -> list[Value]:
    kind = words(f"kind_{one.kind}")
    return [one.name, kind, one.holder, one.description, references(one.notes)]


def _said(record: TableRecord, words: Words) -> Iterable[list[Value]]:
    for key, points in (("main_points", record.main_points), ("handed_over", record.hand_overs)):
        for point in points:
            yield [record.meeting, record.number, words(key), point.round, point.text, point.language]


def _grid(sheets: Sheets, report: Report, words: Words) -> None:
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
            sheets.cell(sheet, place, column, _spot(cell, words), style)
    sheet.freeze_panes(1, 1)


def _who_met(sheets: Sheets, report: Report, words: Words) -> None:
    if report.who_met_whom is not None:
        _matrix(sheets, report.who_met_whom, words)
    rounds: list[list[Value]] = [
        [place, words.day(meeting.date), one.number, _share(one.share), _share(one.by_lot), one.score]
        for place, meeting in enumerate(report.meetings, start=1)
        for one in (meeting.mixing.rounds if meeting.mixing else ())
    ]
    if rounds:
        headings = [(heading, 24) for heading in round_headings(words)]
        sheets.listing("sheet_mixing", _ROUND_COLUMNS, headings, rounds)


def _matrix(sheets: Sheets, found: WhoMetWhom, words: Words) -> None:
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


def _about(sheets: Sheets, report: Report, words: Words) -> None:
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
        ("", put_aside(report, words)),
        ("", words("made_themes", text=report.how_themes_were_found)),
        ("", confirmed(report, words)),
        ("", words("small_groups", smallest=report.smallest_group)),
        ("", small_counts(words)),
        ("", words("nobody_named")),
        ("", made_at(report, words)),
    ]
    shown = (row for row in rows if row[1] not in ("", None))
    for place, (name, value) in enumerate(shown):
        sheets.cell(sheet, place, 0, name, sheets.heading)
        sheets.cell(sheet, place, 1, value)


def _spot(cell: GridCell, words: Words) -> Value:
    also = words("grid_also", themes=words.count("themes", cell.also)) if cell.also else ""
    return cell.notes or also or words("grid_empty")


def _titled(item: FrameworkItem | None) -> str:
    return f"{item.number}. {item.title}" if item else ""


def _share(share: float | None) -> Share | None:
    return None if share is None else Share(share)
