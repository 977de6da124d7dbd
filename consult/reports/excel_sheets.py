"""The sheets of a workbook: their look, and cells in which no text can become a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from consult.reports.palette import COFFEE, CREAM, INK, LINE, TONES
from consult.reports.words import Words


class Share(float):
    """A share of 0 to 1, which a cell shows in whole percent."""


Value = str | int | float | None
Columns = Sequence[tuple[str, int]]  # key of the heading, width in characters

CELL_LIMIT = 32_767  # characters; Excel refuses more
_FORMULA_SIGNS = tuple("=+-@\t\r")


class Sheets:
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
        self.percent = book.add_format({**base, "num_format": "0%"})
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
        elif isinstance(value, Share):
            sheet.write_number(row, column, value, style or self.percent)
        elif isinstance(value, float):
            sheet.write_number(row, column, value, style or self.decimal)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, style or self.text)
        else:
            guarded = self.guarded if value.startswith(_FORMULA_SIGNS) else self.text
            sheet.write_string(row, column, value[:CELL_LIMIT], style or guarded)
