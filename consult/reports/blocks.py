"""The few kinds of blocks a report is made of; every writer of a readable format can draw each of them.

All texts are plain text. `language` is None where a text is in the language of the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from consult.reports.writing import Sentence

# Rows of a table that fit one page, with their second lines.
ON_ONE_PAGE = 16

ParagraphStyle = Literal["body", "lead", "small", "evidence", "place", "status", "label"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str
    level: Literal[2, 3] = 2
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `label` introduces what follows; the rest keep a need together.

    `notes` are the numbers of the notes it rests on, here and below.
    """

    text: str
    style: ParagraphStyle = "body"
    language: str | None = None
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of sentences, each with its own sources; with a bullet, or without."""

    sentences: tuple[Sentence, ...]
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of large numbers with a word under each."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: what it is, and a quieter second line."""

    text: str
    detail: str = ""
    strong: bool = False
    language: str | None = None
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered lists start at 1."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's own words, with the tag of their language and where they were said.

    `translation` is a person's, in the language of the report, with a word that says so before it.
    """

    text: str
    language: str
    source: str = ""
    notes: tuple[int, ...] = ()
    translation: str = ""

    @property
    def tag(self) -> str:
        """Return the letters that say the language: "FR"."""
        return language_tag(self.language)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. `tone` 0 is an empty spot, 1 to 3 are shades; the text always says the same.

    `tag` says the language of somebody's own words, as in a quotation; `detail` is a quieter second line; `notes` are
    the numbers of the notes it rests on.
    """

    text: str
    language: str | None = None
    tone: int | None = None
    detail: str = ""
    tag: str = ""
    note: int = 0  # this row is the note of that number
    notes: tuple[int, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row, and a caption unless ""; `widths` are percentages of the text width.

    `summary` says in a sentence what the table shows; writers give it to those who do not see the table.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[int, ...] = ()  # columns that hold numbers
    small: bool = False
    summary: str = ""

    @property
    def together(self) -> bool:
        """Tell whether it should stand on one page: what fits one, and is more than a list of notes."""
        return bool(self.caption) and len(self.rows) <= ON_ONE_PAGE


Block = Heading | Paragraph | Prose | Figures | Items | Quotation | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole report in reading order."""

    language: str
    kind: str  # "Needs assessment"
    title: str
    lines: tuple[str, ...]  # city, place and date; organiser; recipient
    purpose: str
    contents: str  # the heading of the table of contents; "": there is none
    page_of: str  # "Page {page} of {pages}", with these two placeholders
    sections: tuple[Section, ...]
    compact: bool = False  # all on one page

    @property
    def running_title(self) -> str:
        """Return the title for the top of every page, cut where it would not fit on one line."""
        return self.title if len(self.title) <= 80 else f"{self.title[:79].rstrip()}…"


def language_tag(code: str) -> str:
    """Return the language part of a code in capitals: "pt-BR" → "PT"."""
    return code.split("-")[0].upper()
