"""What a report says and in which order."""

from __future__ import annotations

import dataclasses

import pytest

from consult.domain.words import Format
from consult.reports.blocks import Block, Figures, Heading, Items, Paragraph, Quotation, Table
from consult.reports.outline import outline
from consult.reports.report import LANGUAGES, Consent, Grid, GridCell, Round

from .sample import empty, sample, two_meetings

ALL_SECTIONS = [
    "in_brief",
    "priorities",
    "next_steps",
    "how_we_worked",
    "who_took_part",
    "the_needs",
    "the_grid",
    "votes_by_group",
    "objections",
    "resources",
    "the_tables",
    "who_met_whom",
    "all_notes",
    "how_made",
]


def section(report, name: str) -> tuple[Block, ...]:
    return next(part.blocks for part in outline(report).sections if part.id == name)


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_sections_stand_in_reading_order():
    assert [part.id for part in outline(sample()).sections] == ALL_SECTIONS


def test_report_of_a_silent_meeting_leaves_out_what_is_empty():
    left_out = {
        *("priorities", "the_needs", "votes_by_group"),
        *("the_tables", "resources", "objections", "all_notes"),
    }

    assert [part.id for part in outline(empty()).sections] == [s for s in ALL_SECTIONS if s not in left_out]


def test_in_brief_tells_the_three_most_urgent_needs_and_the_figures():
    lead, figures, present, heading, needs, spots, checked = section(sample(), "in_brief")

    assert isinstance(figures, Figures)
    assert isinstance(needs, Items)
    assert lead.text == "On 12 November 2026, 48 people came together and shared 117 notes in 4 languages."
    assert figures.items[0] == ("48", "people")
    assert figures.items[-1] == ("29", "empty spots")
    assert present.text.startswith("Groups present: ")
    assert heading.text == "The most urgent needs"
    assert [item.text for item in needs.items] == [
        need.statement or need.label for need in sample().needs[:3]
    ]
    assert needs.items[0].detail == "20 notes by more than 10 people, at 12 tables, in 3 rounds."
    assert spots.text.startswith("29 of the 40 spots")
    assert checked.text.startswith("8 of the 12 needs have been checked by a person.")


def test_needs_in_order_say_why_and_what_is_not_checked():
    ranked, table = section(sample(), "priorities")
    first, last = table.rows[0], table.rows[-1]

    assert ranked.text == sample().how_needs_were_ranked
    assert [cell.text for cell in first] == [
        "1",
        "Today a name or an accent decides. Equal chances would mean that it does not.",
        "20 notes by more than 10 people, at 12 tables, in 3 rounds.",
    ]
    assert first[1].detail == "Commitment 7: Fair Access to Housing · Track 3: Enforcement"
    assert first[1].notes == tuple(note.number for note in sample().needs[0].notes)
    assert first[2].detail == "In the vote on priorities: 37 votes."
    assert last[1].detail.endswith("Proposal, not yet checked by a person")


def test_what_is_true_of_all_needs_is_said_once():
    needs = tuple(dataclasses.replace(need, confirmed=False) for need in sample().needs)
    said = texts(section(dataclasses.replace(sample(), needs=needs), "the_needs"))

    assert "Proposal, not yet checked by a person" not in said
    assert "No need has been checked by a person yet: all are a proposal of the software." in said


def test_annexes_have_letters_in_whatever_order_people_choose():
    writing = dataclasses.replace(sample().writing, order=("all_notes", "in_brief"), off=("the_grid",))
    titles = [one.title for one in outline(dataclasses.replace(sample(), writing=writing)).sections]

    assert titles[0] == "Annex A. All notes by theme"
    assert [title[:8] for title in titles if title.startswith("Annex ")] == [
        f"Annex {letter}." for letter in "ABCDEFG"
    ]


def test_nobody_is_asked_how_many_were_invited_where_nobody_knows():
    report = sample()
    groups = tuple(dataclasses.replace(one, invited=None) for one in report.meetings[0].stakeholder_groups)
    meeting = dataclasses.replace(report.meetings[0], stakeholder_groups=groups)
    tables = [
        b
        for b in section(dataclasses.replace(report, meetings=(meeting,)), "who_took_part")
        if isinstance(b, Table)
    ]

    assert tables[1].header == ("Group", "Present")


def test_need_says_what_it_is_why_we_think_so_and_in_whose_words():
    blocks = section(sample(), "the_needs")
    second = blocks.index(Heading("2. Nobody knows where to report discrimination"))
    first = blocks[1:second]

    assert texts(first) == [
        "Today a name or an accent decides. Equal chances would mean that it does not.",
        "Commitment 7: Fair Access to Housing · Track 3: Enforcement",
        "Checked by a person",
        "20 notes by more than 10 people, at 12 tables, in 3 rounds.",
        "Languages: English (5), Spanish (5), French (5), Portuguese (5). "
        "Kinds of notes: Need (4), Proposal (4), Experience (3), Existing initiative (3), Good practice (3), "
        "Cooperation offer (3). In the vote on priorities: 37 votes.",
        "In their own words",
    ]
    assert first[-4] == Quotation(
        "J’ai appelé pour un appartement ; dès que j’ai dit mon nom, il n’était plus libre.",
        "fr",
        "Need · table 2, round 2 · main point of the table · 3 votes",
        (1,),
    )


def test_quote_keeps_its_language_in_every_report():
    tags = {
        language: [
            block.tag for block in section(sample(language), "the_needs") if isinstance(block, Quotation)
        ][:4]
        for language in LANGUAGES
    }

    assert tags == {language: ["FR", "ES", "PT", "EN"] for language in LANGUAGES}


def test_too_few_people_are_not_counted_anywhere():
    said = " ".join(texts(section(two_meetings(), "the_needs")))

    assert "20 notes, at 12 tables, in 3 rounds." in said
    assert "people" not in texts(section(two_meetings(), "the_needs"))[5]
    assert "None" not in repr(texts(section(two_meetings(), "in_brief")))


def test_grid_says_every_spot_in_words():
    table = next(block for block in section(sample(), "the_grid") if isinstance(block, Table))
    housing = table.rows[6]

    assert table.header[1:] == (
        "1. Information and advice",
        "2. Sensitize (raise awareness)",
        "3. Enforcement",
        "4. Inventory and research",
    )
    assert [cell.text for cell in housing] == [
        "7. Fair Access to Housing",
        "empty",
        "empty",
        "20 notes",
        "empty",
    ]
    assert [cell.tone for cell in housing] == [None, 0, 0, 3, 0]
    assert housing[3].detail == "1 theme"


def test_empty_spots_are_listed_by_track_and_untouched_commitments_by_name():
    report = sample()
    cells = (*report.grid.cells[:9], tuple(GridCell(0, 0) for _ in report.grid.tracks))
    report = dataclasses.replace(report, grid=dataclasses.replace(report.grid, cells=cells))
    blocks = section(report, "the_grid")
    tables = [block for block in blocks if isinstance(block, Table)]

    assert [cell.text for cell in tables[1].rows[2]] == ["3. Enforcement", "1, 2, 4, 5, 8, 9, 10"]
    assert [item.text for item in blocks[-1].items] == ["10. Hate Crimes and Conflict Management"]


def test_framework_without_tracks_has_one_column():
    report = sample()
    grid = Grid(report.grid.commitments, (), tuple((GridCell(n, 1),) for n in range(10)))
    table = section(dataclasses.replace(report, grid=grid), "the_grid")[1]

    assert isinstance(table, Table)
    assert table.header == ("Commitment", "Notes")
    assert table.rows[0][1].text == "empty"


def test_who_took_part_hides_small_groups():
    languages, groups = (b for b in section(sample(), "who_took_part") if isinstance(b, Table))

    assert [tuple(cell.text for cell in row) for row in groups.rows][-2:] == [
        ("Estate agents", "6", "–"),
        ("Residents", "–", "14"),
    ]
    assert [cell.text for cell in languages.rows[-1]] == ["Arabic", "–"]


def test_how_we_worked_tells_rounds_questions_and_mixing():
    blocks = section(sample(), "how_we_worked")
    table = next(block for block in blocks if isinstance(block, Table))

    assert "nobody met the same person twice" in texts(blocks)[1]
    assert [cell.text for cell in table.rows[2]] == ["3", "15", "Table 1: Welche guten Beispiele gibt es?"]
    assert table.rows[2][2].language == "de"


def test_what_was_interpreted_is_a_line_of_the_method_and_only_where_it_was():
    report = sample()
    interpreted = dataclasses.replace(
        report.meetings[0], interpretation=("en", "fr", "es"), table_interpretation=("pt",)
    )

    told = texts(section(dataclasses.replace(report, meetings=(interpreted,)), "how_we_worked"))

    assert "In plenary there was interpretation in English, French and Spanish." in told
    assert "At some tables there was interpretation in Portuguese." in told
    assert not any("interpretation" in line for line in texts(section(report, "how_we_worked")))


def test_round_without_a_question_is_shown():
    report = sample()
    meeting = dataclasses.replace(report.meetings[0], rounds=(Round(1, 25, ()),))
    blocks = section(dataclasses.replace(report, meetings=(meeting,)), "how_we_worked")
    table = next(block for block in blocks if isinstance(block, Table))

    assert [[cell.text for cell in row] for row in table.rows] == [["1", "25", ""]]


def test_other_formats_are_not_called_a_world_cafe():
    report = sample()
    meeting = dataclasses.replace(report.meetings[0], format=Format.FOCUS_GROUP)

    assert "café" not in texts(section(dataclasses.replace(report, meetings=(meeting,)), "how_we_worked"))[0]


def test_two_meetings_are_told_apart():
    report = two_meetings()
    headings = [block.text for block in section(report, "how_we_worked") if isinstance(block, Heading)]

    assert headings == ["World Café · City Hall · 12 November 2026", "Housing · City Hall · 28 November 2026"]
    assert texts(section(report, "in_brief"))[0].startswith("Between 12 November 2026 and 28 November 2026")
    quote = next(block for block in section(report, "the_needs") if isinstance(block, Quotation))
    assert quote.source == "Need · meeting 1, table 2, round 2 · main point of the table · 3 votes"


def test_table_without_anything_to_say_is_left_out():
    report = sample()
    silent = dataclasses.replace(report.tables[0], main_points=(), hand_overs=())
    table = section(dataclasses.replace(report, tables=(silent, report.tables[1])), "the_tables")[1]

    assert {row[0].text for row in table.rows} == {"Table 2"}


def test_next_steps_leave_out_empty_spots_when_there_are_none():
    report = sample()
    full = tuple(tuple(GridCell(1, 1) for _ in row) for row in report.grid.cells)
    report = dataclasses.replace(report, grid=dataclasses.replace(report.grid, cells=full))
    first_words = [item.text for item in section(report, "next_steps")[1].items]

    assert "Fill the empty spots." not in first_words
    assert len(first_words) == 6


def test_next_steps_name_what_exists_only_when_somebody_named_it():
    said = [section(report, "next_steps")[1].items[1].detail for report in (sample(), empty())]

    assert said == [
        "Bring the organisations that are already at work together before anything new is set up. "
        "In the notes: 17 existing initiatives, 17 good practices and 18 cooperation offers.",
        "Bring the organisations that are already at work together before anything new is set up.",
    ]


def test_appendix_has_every_note():
    tables = [block for block in section(sample(), "all_notes") if isinstance(block, Table)]

    assert sum(len(table.rows) for table in tables) == sample().note_count


def test_paper_trail_is_honest():
    (items,) = section(sample(), "how_made")
    said = [item.text for item in items.items]

    assert said[:2] == [
        "Of 117 notes, 105 belong to a need and 12 to none.",
        "The facilitation team withheld 3 notes. What was withheld appears nowhere in this document.",
    ]
    assert "Only the English titles are an official wording." in said
    assert said[-1] == "This document was made on 21 November 2026, 20:15 (UTC) with Consult 0.1."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("build", [sample, two_meetings, empty])
def test_no_placeholder_is_left_over(language, build):
    content = outline(build(language, False) if build is sample else build(language))

    assert "{" not in repr([dataclasses.replace(s, blocks=()) for s in content.sections])
    assert "{n}" not in repr(content)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (False, "Before they joined, people agreed to these words of the organisers:"),
        (
            True,
            "Before they joined, people agreed to these words of the organisers, "
            "some of them to an earlier version:",
        ),
    ],
)
def test_what_people_agreed_to_is_told_in_the_citys_words_and_their_language(changed: bool, told: str):
    report = dataclasses.replace(sample(), consent=Consent("Nous demandons.\n\nLa ville", "fr", changed))

    blocks = section(report, "how_we_worked")

    said = [(block.text, block.language) for block in blocks if isinstance(block, Paragraph)]
    at = said.index((told, None))
    assert said[at + 1 : at + 3] == [("Nous demandons.", "fr"), ("La ville", "fr")]


def test_without_words_of_the_city_nothing_is_said_of_them():
    assert not any("agreed" in line for line in texts(section(sample(), "how_we_worked")))
