"""What a report says and in which order, once for all writers: from a Report to blocks of plain text."""

from __future__ import annotations

from itertools import chain

from consult.domain.words import Kind
from consult.reports.blocks import (
    Block,
    Figures,
    Heading,
    Item,
    Items,
    Outline,
    Paragraph,
    Quotation,
    Section,
)
from consult.reports.evidence import appendix_blocks, evidence_line, need_blocks
from consult.reports.facts import framework_name, grid_blocks, groups_blocks, how_we_worked_blocks
from consult.reports.report import Report, TableRecord
from consult.reports.who_met import who_met_blocks
from consult.reports.words import Words

MOST_URGENT = 3


def outline(report: Report, remark: str = "") -> Outline:
    """Return the report in reading order: the summary first, all notes and the paper trail last.

    `remark` is a sentence of the writer about its own file, for the paper trail.
    """
    words = Words(report.language)
    sections = [
        Section("in_brief", words("in_brief"), _in_brief(report, words)),
        Section("how_we_worked", words("how_we_worked"), how_we_worked_blocks(report, words), new_page=True),
        Section("the_needs", words("the_needs"), _needs(report, words), new_page=True),
        Section("the_grid", words("the_grid"), grid_blocks(report, words), new_page=True),
        Section("the_tables", words("the_tables"), _tables(report, words), new_page=True),
        Section("who_took_part", words("who_took_part"), groups_blocks(report, words)),
        Section("who_met_whom", words("who_met_whom"), who_met_blocks(report, words), new_page=True),
        Section("next_steps", words("next_steps"), _next_steps(report, words), new_page=True),
        Section("all_notes", words("all_notes"), appendix_blocks(report, words), new_page=True),
        Section("how_made", words("how_made"), _how_made(report, words, remark)),
    ]
    return Outline(
        language=report.language,
        kind=words("needs_assessment"),
        title=report.title or words("needs_assessment"),
        lines=_cover_lines(report, words),
        purpose=report.purpose,
        contents=words("contents"),
        page_of=words("page_of", page="{page}", pages="{pages}"),
        sections=tuple(section for section in sections if section.blocks),
    )


def _cover_lines(report: Report, words: Words) -> tuple[str, ...]:
    place_and_date = " · ".join(filter(None, (report.city, report.place, words.day(report.date))))
    lines = [place_and_date]
    if report.organiser:
        lines.append(words("organised_by", organiser=report.organiser))
    if report.prepared_for:
        lines.append(words("prepared_for", name=report.prepared_for))
    return tuple(lines)


def _in_brief(report: Report, words: Words) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(_opening(report, words), "lead"), _figures(report, words)]
    if not report.needs:
        return (*blocks, Paragraph(words("no_needs")))
    urgent = tuple(
        Item(need.label, evidence_line(need, words), strong=True, language=need.label_language)
        for need in report.needs[:MOST_URGENT]
    )
    spots, empty = report.grid.spot_count(), report.grid.empty_count()
    empty_text = words("brief_no_empty_spots")
    if empty:
        empty_text = words("brief_empty_spots", empty=empty, spots=spots)
    blocks += [Heading(words("most_urgent")), Items(urgent, numbered=True), Paragraph(empty_text)]
    return (*blocks, Paragraph(_checked(report, words), "small"))


def _opening(report: Report, words: Words) -> str:
    shared = {
        "notes": words.count("notes", report.note_count),
        "languages": words.count("languages_n", len(_note_languages(report))),
    }
    days = sorted(meeting.date for meeting in report.meetings)
    if len(days) == 1:
        people = words.people(report.meetings[0].people_joined)
        return words("brief_one_meeting", date=words.day(days[0]), people=people, **shared)
    if not days:
        return words("brief_no_meeting", **shared)
    meetings = words.count("meetings_n", len(days))
    first, last = words.day(days[0]), words.day(days[-1])
    return words("brief_meetings", first=first, last=last, meetings=meetings, **shared)


def _figures(report: Report, words: Words) -> Figures:
    joined = [meeting.people_joined for meeting in report.meetings]
    people = None if None in joined else sum(number for number in joined if number is not None)
    numbers = {
        "people_n": people,
        "tables_n": sum(meeting.tables for meeting in report.meetings),
        "notes": report.note_count,
        "languages_n": len(_note_languages(report)),
        "needs_n": len(report.needs),
        "empty_spots_n": report.grid.empty_count(),
    }
    known = [(key, number) for key, number in numbers.items() if number is not None]
    return Figures(tuple((words.number(number), words.noun(key, number)) for key, number in known))


def _needs(report: Report, words: Words) -> tuple[Block, ...]:
    if not report.needs:
        return ()
    intro = Paragraph(words("needs_intro"))
    several = len(report.meetings) > 1
    return (intro, *chain.from_iterable(need_blocks(need, words, several) for need in report.needs))


def _tables(report: Report, words: Words) -> tuple[Block, ...]:
    records = [record for record in report.tables if record.main_points or record.hand_overs]
    if not records:
        return ()
    several = len(report.meetings) > 1
    tables = chain.from_iterable(_table(record, words, several) for record in records)
    return (Paragraph(words("tables_intro")), *tables)


def _table(record: TableRecord, words: Words, several_meetings: bool) -> tuple[Block, ...]:
    title = words("table_number", table=record.number)
    if several_meetings:
        title = words("table_number_meeting", meeting=record.meeting, table=record.number)
    blocks: list[Block] = [Heading(title)]
    for key, points in (("main_points", record.main_points), ("handed_over", record.hand_overs)):
        if points:
            blocks.append(Paragraph(words(key), "label"))
        for point in points:
            source = words("after_round", round=point.round) if point.round is not None else ""
            blocks.append(Quotation(point.text, point.language, source))
    return tuple(blocks)


def _next_steps(report: Report, words: Words) -> tuple[Block, ...]:
    steps = [
        words("step_return"),
        _existing(report, words),
        words("step_departments"),
        words("step_empty", spots=words.count("empty_spots_n", report.grid.empty_count())),
        words("step_draft"),
        words("step_circulate"),
        words("step_review"),
    ]
    if not report.grid.empty_count():
        del steps[3]
    return (Paragraph(words("next_steps_intro")), Items(tuple(_step(step) for step in steps), numbered=True))


def _existing(report: Report, words: Words) -> str:
    kinds = (Kind.INITIATIVE, Kind.PRACTICE, Kind.COOPERATION)
    counts = [words.count(f"n_{kind}", report.kinds[kind]) for kind in kinds if report.kinds.get(kind)]
    sentences = [words("step_resources")]
    if counts:
        sentences.append(words("step_resources_named", what=words.listing(counts)))
    return " ".join(sentences)


def _step(text: str) -> Item:
    """Split "Give it back. Send this …" into a strong first sentence and the rest."""
    first, _, rest = text.partition(". ")
    return Item(f"{first}.", rest, strong=True)


def _how_made(report: Report, words: Words, remark: str) -> tuple[Block, ...]:
    without = len(report.notes_without_theme)
    counts = {"in_themes": report.note_count - without, "without": without}
    withheld = words("made_none_withheld")
    if report.notes_withheld:
        withheld = words("made_withheld", notes=words.count("notes", report.notes_withheld))
    lines = [
        words("made_counts", notes=words.count("notes", report.note_count), **counts),
        withheld,
        words("made_themes", text=report.how_themes_were_found),
        words("made_ranked", text=report.how_needs_were_ranked) if report.how_needs_were_ranked else "",
        _checked(report, words) if report.needs else "",
        words("made_quotes"),
        words("nobody_named"),
        words("made_framework", framework=framework_name(report.framework)),
        report.framework.wording_note,
        remark,
        _made_at(report, words),
    ]
    return (Items(tuple(Item(line) for line in lines if line)),)


def _made_at(report: Report, words: Words) -> str:
    moment = words.moment(report.generated_at)
    if report.software:
        return words("made_with", moment=moment, software=report.software)
    return words("made_at", moment=moment)


def _checked(report: Report, words: Words) -> str:
    confirmed = sum(need.confirmed for need in report.needs)
    if confirmed == len(report.needs):
        return words("brief_all_confirmed")
    if not confirmed:
        return words("brief_none_confirmed")
    return words("brief_some_unconfirmed", confirmed=confirmed, needs=len(report.needs))


def _note_languages(report: Report) -> set[str]:
    spoken = {language for need in report.needs for language, notes in need.languages.items() if notes}
    return spoken | {note.language for note in report.notes_without_theme}
