"""PDF: accessible, searchable, and never broken by what people type."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from consult.reports import write
from consult.reports.glyphs import MISSING, characters_of, shown
from consult.reports.report import LANGUAGES

from .sample import NASTY, empty, sample, two_meetings

NOTO = Path("/usr/share/fonts/truetype/noto")
needs_noto = pytest.mark.skipif(
    not (NOTO / "NotoSans-Regular.ttf").exists(), reason="Noto Sans is not installed"
)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory) -> Path:
    """Return a folder with exactly the fonts that the product ships."""
    folder = tmp_path_factory.mktemp("fonts")
    for name in ("Sans-Regular", "Sans-Bold", "Sans-Italic", "SansArabic-Regular", "SansArabic-Bold"):
        source = NOTO / f"Noto{name}.ttf"
        if source.exists():
            (folder / source.name).symlink_to(source)
    return folder


@pytest.fixture(scope="module")
def french(fonts) -> PdfReader:
    return PdfReader(BytesIO(write(sample("fr"), "pdf", fonts)))


@pytest.fixture(scope="module")
def nasty_text(fonts) -> str:
    return words(PdfReader(BytesIO(write(sample(), "pdf", fonts))))


def words(reader: PdfReader) -> str:
    """Return the text without spaces and break marks: lines end wherever the page does."""
    text = "".join(page.extract_text() for page in reader.pages)
    return "".join(text.split()).replace("\u200b", "")


def fused(text: str) -> str:
    return "".join(text.split())


def test_pdf_is_tagged_and_says_title_and_language(french):
    catalog = french.trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "fr"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert french.metadata.title == "Vivre la ville à égalité"
    assert b"pdfuaid:part" in catalog["/Metadata"].get_data()


def test_pdf_has_bookmarks_for_every_section(french):
    top = [entry.title for entry in french.outline if not isinstance(entry, list)]

    assert top[:2] == ["En bref", "Les besoins dans l’ordre, et pourquoi"]
    assert len(top) == 14


def test_pdf_numbers_its_pages(french):
    count = len(french.pages)

    assert fused(f"Page 2 sur {count}") in fused(french.pages[1].extract_text())


def test_pdf_is_a4(french):
    assert [round(float(side)) for side in french.pages[0].mediabox[2:]] == [595, 842]


def test_pdf_shows_quotes_in_their_own_language(french):
    text = words(french)

    assert fused("ES Llamé por un piso con acento y ya estaba alquilado") in text
    assert fused("O senhorio disse que não aluga a estrangeiros") in text


@needs_noto
def test_nasty_texts_stay_texts(nasty_text):
    harmless = [nasty for nasty in NASTY if "emoji" not in nasty and "\x00" not in nasty]

    assert [nasty for nasty in harmless if fused(nasty) not in nasty_text] == []


@needs_noto
def test_characters_without_a_glyph_are_marked_and_explained(nasty_text):
    assert fused(f"An emoji {MISSING} and a flag {MISSING}, and a name:") in nasty_text
    assert fused(f"The sign {MISSING} stands for a character that this PDF cannot show") in nasty_text


@needs_noto
def test_nothing_is_explained_when_everything_can_be_shown(fonts):
    report = dataclasses.replace(sample(nasty=False), notes_without_theme=(), needs=sample().needs[:1])

    assert MISSING not in words(PdfReader(BytesIO(write(report, "pdf", fonts))))


@needs_noto
def test_accents_and_arabic_have_glyphs():
    latin = characters_of(NOTO / "NotoSans-Regular.ttf")
    arabic = characters_of(NOTO / "NotoSansArabic-Regular.ttf")

    assert shown("é ñ ã ç œ “ ” ’ – · « »", latin) == "é ñ ã ç œ “ ” ’ – · « »"
    assert shown("محمد", arabic) == "محمد"
    assert shown("漢字 ok", latin) == f"{MISSING} ok"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("build", [empty, two_meetings])
def test_unusual_reports_can_be_set(build, language, fonts):
    reader = PdfReader(BytesIO(write(build(language), "pdf", fonts)))

    assert reader.metadata.title == sample(language).title


def test_pdf_needs_no_font_folder(tmp_path):
    report = sample("pt")

    assert [write(report, "pdf", folder)[:5] for folder in (None, tmp_path)] == [b"%PDF-", b"%PDF-"]


def test_same_report_gives_the_same_file(fonts):
    assert write(sample(), "pdf", fonts) == write(sample(), "pdf", fonts)


def test_no_page_is_nearly_empty_before_a_new_one():
    """However long the front part is, what would stand alone on its last page is followed by what comes next."""
    for lines in range(4, 40, 5):
        purpose = "\n".join(["One more line of the purpose."] * lines)
        pages = PdfReader(BytesIO(write(dataclasses.replace(sample("pt"), purpose=purpose), "pdf"))).pages
        short = [len(fused(page.extract_text())) < 250 for page in pages]

        assert short.count(True) <= 1
        assert not any(short[:-1])
