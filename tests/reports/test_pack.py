"""The pack for the hall: everybody and every seat on paper, readable by everybody, whatever people are called."""

from __future__ import annotations

import dataclasses
import re
import struct
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import qrcode
from pypdf import PdfReader

from consult.domain.words import COLOURS, SHAPES
from consult.reports import pack as p
from consult.reports import pack_pages
from consult.reports.pack_pages import Pages
from consult.reports.pack_pdf import SIGN_COLOURS, qr_png, write_pack
from consult.reports.palette import contrast

from .sample_pack import LANGUAGES, NASTY_NAMES, QUESTION, pack, rule, with_names

NOTO = Path("/usr/share/fonts/truetype/noto")
SCRIPT = Path(__file__).parents[2] / "static" / "js" / "common" / "sign.js"
A4 = (595, 842)
EVERYTHING = frozenset(range(0x20, 0x2FF)) | frozenset(range(0x600, 0x700))


@pytest.fixture(scope="module")
def fonts(tmp_path_factory) -> Path | None:
    """Return a folder with the fonts that the product ships; None (those of the machine) without Noto."""
    if not (NOTO / "NotoSans-Regular.ttf").exists():
        return None
    folder = tmp_path_factory.mktemp("fonts")
    for name in ("Sans-Regular", "Sans-Bold", "Sans-Italic", "SansArabic-Regular", "SansArabic-Bold"):
        (folder / f"Noto{name}.ttf").symlink_to(NOTO / f"Noto{name}.ttf")
    return folder


def printed(made: p.Pack, *parts: str, fonts: Path | None = None) -> PdfReader:
    return PdfReader(BytesIO(write_pack(made, parts or p.PARTS, fonts)))


def words(reader: PdfReader) -> str:
    """Return all words without the marks for breaks, one space between."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def certified(reader: PdfReader) -> bool:
    catalog = reader.trailer["/Root"]
    return bool(catalog["/MarkInfo"]["/Marked"]) and b"pdfuaid:part" in catalog["/Metadata"].get_data()


# ── Every part ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", p.PARTS)
def test_every_part_can_be_read_by_everybody_in_every_language(part, language, fonts):
    reader = printed(pack(language), part, fonts=fonts)

    assert certified(reader)
    assert reader.trailer["/Root"]["/Lang"] == language
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {A4}


def test_pages_of_a_café_of_twenty(fonts):
    made = pack(people=20, tables=4, rounds=3)

    pages = {part: len(printed(made, part, fonts=fonts).pages) for part in (p.TENTS, p.CARDS, p.SHEETS)}

    assert pages == {"tents": 4, "cards": 3, "sheets": 12}


def test_everything_is_one_file_in_one_order(fonts):
    text = words(printed(pack(), *reversed(p.PARTS), fonts=fonts))

    order = [
        text.index(sign) for sign in ("Point your camera", "Fatoumata", "How many are we?", "Round plan")
    ]
    assert order == sorted(order)
    assert text.index("The rule for a café") > order[-1]


def test_a_pack_with_nothing_in_it_is_no_file():
    empty = dataclasses.replace(pack(), rounds=(), rule=None)

    with pytest.raises(ValueError, match="nothing to print"):
        write_pack(empty, (p.CARDS, p.SHEETS, p.PLAN, p.RULE))


def test_same_pack_gives_the_same_file(fonts):
    assert write_pack(pack(), fonts=fonts) == write_pack(pack(), fonts=fonts)


def test_a_large_hall_fits_on_its_pages(fonts):
    made = pack(people=500, tables=100, rounds=5)

    assert len(printed(made, p.CARDS, fonts=fonts).pages) == 63


# ── Table tents ──────────────────────────────────────────────────────────────


def test_tent_has_number_code_and_address(fonts):
    page = words(printed(pack(tables=1, people=4), p.TENTS, fonts=fonts))

    assert "Table · Mesa" in page
    assert "KTM4QZ" in page
    assert "https://consult.example.org" in page
    assert "visez le code" in page


def test_tent_asks_the_question_of_its_own_table_in_every_language(fonts):
    made = dataclasses.replace(pack("es"), tables=(p.Table(7, QUESTION),))

    text = words(printed(made, p.TENTS, fonts=fonts))

    assert [question for question in QUESTION.values() if question not in text] == []
    assert text.index(QUESTION["es"]) < text.index(QUESTION["en"])


def test_longest_questions_stay_on_their_page(fonts):
    long = dict.fromkeys(LANGUAGES, ("Wo" * 30 + " sagt jemand etwas. ") * 5)
    made = pack(tables=2, people=8)
    rounds = tuple(dataclasses.replace(held, question=long) for held in made.rounds)
    made = dataclasses.replace(made, tables=(p.Table(1, long), p.Table(2, long)), rounds=rounds)

    assert len(printed(made, p.TENTS, fonts=fonts).pages) == 2
    assert len(printed(made, p.SHEETS, fonts=fonts).pages) == 6


def test_remote_tables_need_no_paper():
    made = dataclasses.replace(pack(), tables=(p.Table(1), p.Table(2, paper=False), p.Table(3), p.Table(4)))
    pages = Pages(made, EVERYTHING)

    assert [item["table"] for item in pages.tents()["items"]] == [1, 3, 4]
    assert {item["table"] for item in pages.sheets()["items"]} == {1, 3, 4}


# ── Route cards ──────────────────────────────────────────────────────────────


def test_everybody_has_one_card_with_every_seat():
    made = pack(people=23, tables=5, rounds=4)
    cards = Pages(made, EVERYTHING).cards()["items"]

    shown = Counter(tuple(stop["table"] for stop in card["stops"]) for card in cards)
    assert shown == Counter(tuple(held.seats[guest.number] for held in made.rounds) for guest in made.guests)


def test_card_speaks_the_language_of_its_person(fonts):
    made = pack("en", people=4, tables=4)
    guest = dataclasses.replace(made.guests[1], language="fr", name="Mei")
    text = words(printed(dataclasses.replace(made, guests=(guest,)), p.CARDS, fonts=fonts))

    assert "Mei" in text
    assert re.findall(r"Tour \d", text) == ["Tour 1", "Tour 2", "Tour 3"]
    assert text.count("2 carré hôte") == 3


def test_card_says_the_number_of_the_table_and_its_shape(fonts):
    made = pack("en", people=12, tables=4)
    traveller = made.guests[8]
    text = words(printed(dataclasses.replace(made, guests=(traveller,)), p.CARDS, fonts=fonts))

    ways = [held.seats[traveller.number] for held in made.rounds]
    assert [table for table in ways if f"{table}" not in text] == []
    assert "host" not in text


def test_a_round_without_a_seat_is_a_pause():
    made = pack(people=8)
    away = dataclasses.replace(
        made.rounds[1], seats={n: t for n, t in made.rounds[1].seats.items() if n != 5}
    )
    made = dataclasses.replace(made, rounds=(made.rounds[0], away, made.rounds[2]), guests=(made.guests[4],))

    stops = Pages(made, EVERYTHING).cards()["items"][0]["stops"]

    assert [(stop["table"] is None, stop["word"]) for stop in stops][1] == (True, "pause")


def test_whoever_takes_part_from_afar_gets_no_card_but_stands_in_the_plan():
    made = pack(people=8)
    guests = tuple(dataclasses.replace(guest, card=guest.number != 3) for guest in made.guests)
    pages = Pages(dataclasses.replace(made, guests=guests), EVERYTHING)

    assert (len(pages.cards()["items"]), len(pages.plan()["people"])) == (7, 8)


# ── Names ────────────────────────────────────────────────────────────────────


def test_hostile_names_stay_names(fonts):
    text = words(printed(with_names(NASTY_NAMES), p.CARDS, p.SHEETS, p.PLAN, fonts=fonts)).replace(" ", "")
    harmless = ["#import *bold* $x$ <label> @ref // no", "= heading", "- list `raw` \\ [x] ]", "W" * 40]
    harmless += ["<script>alert(1)</script>", "{number} %s {{ x }}", "two lines three", "esrever"]

    assert [name for name in harmless if name.replace(" ", "") not in text] == []


def test_hostile_names_change_neither_the_pages_nor_their_standing(fonts):
    plain = with_names(tuple(f"Ana {n}" for n in range(len(NASTY_NAMES))))
    for part in (p.CARDS, p.SHEETS, p.PLAN):
        reader = printed(with_names(NASTY_NAMES), part, fonts=fonts)

        assert len(reader.pages) == len(printed(plain, part, fonts=fonts).pages)
        assert certified(reader)


@pytest.mark.parametrize("name", ["", "   ", "👩🏽‍🏫", "\u202e", "\x00", "李明"])
def test_whoever_has_no_name_that_can_be_printed_is_called_by_number(name):
    made = pack("pt", people=6)
    guest = dataclasses.replace(made.guests[3], name=name, language="fr")
    made = dataclasses.replace(made, guests=(*made.guests[:3], guest, *made.guests[4:]))
    pages = Pages(made, EVERYTHING)

    assert "Personne 4" in [card["name"] for card in pages.cards()["items"]]
    assert "Participante 4" in [way["name"] for way in pages.plan()["people"]]


def test_people_of_the_same_name_are_told_apart():
    names = {
        card["name"] for card in Pages(with_names(("Ana", "ana", "Mei", "Zoë")), EVERYTHING).cards()["items"]
    }

    assert names == {"Ana (1)", "ana (2)", "Mei", "Zoë"}


# ── Sheets and plan ──────────────────────────────────────────────────────────


def test_sheets_seat_everybody_once_in_every_round():
    made = pack(people=23, tables=5, rounds=3)
    items = Pages(made, EVERYTHING).sheets()["items"]

    assert len(items) == 15
    assert sum(len(item["people"]) for item in items) == 23 * 3


def test_sheet_asks_what_its_table_asks_in_that_round(fonts):
    made = pack("fr", people=4, tables=1, rounds=1)

    text = words(printed(made, p.SHEETS, fonts=fonts))

    assert [question for question in QUESTION.values() if question not in text] == []
    assert "Combien sommes-nous" in text
    assert "À dire à tout le monde" in text


def test_plan_warns_that_it_lists_people(fonts):
    assert "do not leave it lying around" in words(printed(pack(), p.PLAN, fonts=fonts))


def test_plan_says_what_is_not_planned_yet(fonts):
    made = dataclasses.replace(pack(rounds=1), rounds_total=3)

    assert "Not planned yet: rounds 2 and 3." in words(printed(made, p.PLAN, fonts=fonts))


def test_plan_gives_its_figures():
    made = dataclasses.replace(pack(), figures=p.Figures(3, 0, 2))
    figures = Pages(made, EVERYTHING).plan()["figures"]

    assert [number for number, _word in figures] == ["20", "4", "3", "0", "2"]


def test_numbered_plan_keeps_silent_about_languages():
    made = dataclasses.replace(pack(), figures=p.Figures(0, 0, None), by_number=True)
    plan = Pages(made, EVERYTHING).plan()

    assert [number for number, _word in plan["figures"]] == ["20", "4", "0", "0"]
    assert plan["caution"].startswith("Nobody needs a name")


# ── The rule ─────────────────────────────────────────────────────────────────


def test_rule_shows_where_every_chair_leads(fonts):
    made = dataclasses.replace(pack(), rule=rule(19, 5, 3))
    text = words(printed(made, p.RULE, fonts=fonts))

    assert "Chair 0 stays" in text
    assert "Chair 2 2 tables on" in text
    assert "Chair 3 3 tables on tables 1 to 4 only" in text
    assert "4 → 1 → 3" in text
    assert len(re.findall(r"\d → \d → \d", text)) == 5 + 5 + 4


def test_rule_names_the_steps_that_change_from_round_to_round(fonts):
    varied = p.Rule(8, (1, 2, 4, 5), ((0, 0, 0), (0, 1, 3)), (4, 4))
    text = words(printed(dataclasses.replace(pack(), rule=varied), p.RULE, fonts=fonts))

    assert "1 and 2 tables on, in this order" in text
    assert "4 → 5 → 2" in text
    assert "After table 5 comes table 1." in text


def test_rule_that_would_repeat_sends_to_the_cards(fonts):
    made = dataclasses.replace(pack(), rule=rule(25, 5, 4, repeat_meetings=15))
    text = words(printed(made, p.RULE, fonts=fonts))

    assert "no such rule works" in text
    assert "meet again 15 times" in text
    assert "Use the route cards" in text
    assert "it would work" not in text
    assert "Chair" not in text


def test_rule_says_with_how_many_tables_it_would_work(fonts):
    made = dataclasses.replace(pack(), rule=rule(20, 4, 3, repeat_meetings=20, works_with=5))

    assert "With 5 tables it would work." in words(printed(made, p.RULE, fonts=fonts))


# ── Signs and codes ──────────────────────────────────────────────────────────


def test_signs_are_those_of_the_screens():
    assert dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', SCRIPT.read_text())) == SIGN_COLOURS
    assert (set(SIGN_COLOURS), set(pack_pages.SHAPES)) == (set(COLOURS), set(SHAPES))


def test_numbers_can_be_read_on_every_sign():
    assert [colour for colour in SIGN_COLOURS.values() if contrast("FFFFFF", colour[1:].upper()) < 4.5] == []


def test_qr_picture_shows_the_code_dot_by_dot():
    png = qr_png("https://consult.example.org/join/abc")
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data("https://consult.example.org/join/abc")
    wanted = code.get_matrix()

    width, height = struct.unpack_from(">II", png, 16)
    start = png.index(b"IDAT") + 4
    lines = zlib.decompress(png[start : start + struct.unpack_from(">I", png, start - 8)[0]])
    stride = width // 8 + 1
    shown = [[lines[(8 * y) * stride + 1 + x] == 0 for x in range(width // 8)] for y in range(height // 8)]
    assert shown == wanted
