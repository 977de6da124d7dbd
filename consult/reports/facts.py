"""The facts around the needs: how the meetings worked, what the plan covers, and who took part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from consult.domain.words import Format
from consult.reports.blocks import Block, Cell, Figures, Heading, Item, Items, Paragraph, Table
from consult.reports.evidence import counted_kinds
from consult.reports.report import Framework, GridCell, Meeting, Mixing, Question, Report, StakeholderGroup
from consult.reports.words import Words

SHADES = 3  # tones of a spot that somebody spoke about


def note_languages(report: Report) -> set[str]:
    """Return the languages that notes are written in."""
    spoken = {language for need in report.needs for language, notes in need.languages.items() if notes}
    return spoken | {note.language for note in report.notes_without_theme}


def framework_name(framework: Framework) -> str:
    """Return the name of the plan with its version."""
    return f"{framework.name}, {framework.version}" if framework.version else framework.name


def opening(report: Report, words: Words) -> str:
    """Return when people came together, how many, and what they shared, in a sentence."""
    shared = {
        "notes": words.count("notes", report.note_count),
        "languages": words.count("languages_n", len(note_languages(report))),
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


def total_figures(report: Report, words: Words) -> Figures:
    """Return the counts over all meetings; people only where no meeting hides how many came."""
    joined = [meeting.people_joined for meeting in report.meetings]
    people = None if None in joined else sum(number for number in joined if number is not None)
    numbers = {
        "people_n": people,
        "tables_n": sum(meeting.tables for meeting in report.meetings),
        "notes": report.note_count,
        "languages_n": len(note_languages(report)),
        "needs_n": len(report.needs),
        "empty_spots_n": report.grid.empty_count(),
    }
    known = [(key, number) for key, number in numbers.items() if number is not None]
    return Figures(tuple((words.number(number), words.noun(key, number)) for key, number in known))


def how_we_worked_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return how each meeting worked, its rounds and questions, and which plan the needs are matched with."""
    meetings = chain.from_iterable(_meeting(meeting, report, words) for meeting in report.meetings)
    framework = words("framework_used", framework=framework_name(report.framework))
    return (*meetings, Paragraph(words("method_notes")), *_consent(report, words), Paragraph(framework))


def _consent(report: Report, words: Words) -> list[Paragraph]:
    """What people agreed to, in the city's own words."""
    if report.consent is None:
        return []
    told = Paragraph(words("method_consent_changed" if report.consent.changed else "method_consent"), "label")
    lines = [line.strip() for line in report.consent.text.splitlines() if line.strip()]
    return [told, *(Paragraph(line, "small", report.consent.language) for line in lines)]


def tone(notes: int, most: int) -> int:
    """Return how dark a spot is, 0 for an empty one to 3, compared with the spot that has most notes."""
    return -(-notes * SHADES // most) if notes else 0


def grid_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return the grid of commitments and tracks, then its empty spots in words."""
    grid = report.grid
    most = max(chain.from_iterable((cell.notes for cell in row) for row in grid.cells), default=0)
    rows = tuple(
        (Cell(f"{commitment.number}. {commitment.title}"), *(_spot(cell, most, words) for cell in row))
        for commitment, row in zip(grid.commitments, grid.cells, strict=True)
    )
    columns = [f"{track.number}. {track.title}" for track in grid.tracks] or [words("column_notes")]
    header = (words("grid_commitment"), *columns)
    rest = 68 // max(4, len(columns))
    widths = (100 - rest * len(columns), *(rest for _ in columns))
    table = Table(words("grid_caption"), header, rows, widths, small=True)
    blocks: list[Block] = [Paragraph(words("grid_intro")), table]
    if grid.unplaced_notes:
        unplaced = words("grid_unplaced", notes=words.count("notes", grid.unplaced_notes))
        blocks.append(Paragraph(unplaced, "small"))
    return (*blocks, *_empty_spots(report, words))


def groups_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return who took part: people, languages, groups, and how small groups are protected."""
    meetings = (_who(meeting, report, words) for meeting in report.meetings)
    blocks: list[Block] = list(chain.from_iterable(meetings))
    if any(report.kinds.values()):
        blocks.append(Paragraph(words("wrote", kinds=counted_kinds(report.kinds, words))))
    return (*blocks, Paragraph(words("small_groups", smallest=report.smallest_group), "small"))


def _meeting(meeting: Meeting, report: Report, words: Words) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if len(report.meetings) > 1:
        blocks.append(Heading(meeting_title(meeting, words)))
    minutes = words.listing(dict.fromkeys(words.number(r.minutes) for r in meeting.rounds))
    rounds = words.count("rounds_n", len(meeting.rounds))
    method = "method_world_cafe" if meeting.format == Format.WORLD_CAFE else "method_other"
    blocks.append(Paragraph(words(method, rounds=rounds, minutes=minutes)))
    interpreted = {
        "interpreted_in_plenary": meeting.interpretation,
        "interpreted_at_tables": meeting.table_interpretation,
    }
    for sentence, codes in interpreted.items():
        if codes:
            languages = words.listing(words.language_name(code) for code in codes)
            blocks.append(Paragraph(words(sentence, languages=languages), "small"))
    if meeting.mixing and meeting.mixing.people_seated:
        blocks.append(Paragraph(_mixing(meeting.mixing, words)))
    if meeting.rounds:
        blocks.append(_questions(meeting, words))
    return tuple(blocks)


def meeting_title(meeting: Meeting, words: Words) -> str:
    """Return what a meeting is called: title or format, place, day."""
    parts = (meeting.title or words(f"format_{meeting.format}"), meeting.place, words.day(meeting.date))
    return " · ".join(part for part in parts if part)


def _mixing(mixing: Mixing, words: Words) -> str:
    repeats = words("no_repeats")
    if mixing.repeated_meetings:
        repeats = words.count("repeats_n", mixing.repeated_meetings)
    average = words.decimal(2 * mixing.pairs_met / mixing.people_seated, "0.#")
    pairs = words.count("pairs_n", mixing.pairs_met)
    people = words.people(mixing.people_seated)
    return words("mixing", people=people, pairs=pairs, repeats=repeats, average=average)


def _questions(meeting: Meeting, words: Words) -> Table:
    rows = []
    for current in meeting.rounds:
        for question in current.questions or (Question(""),):
            text = question.text
            if question.table is not None:
                text = words("question_at_table", table=question.table, question=text)
            number, minutes = words.number(current.number), words.number(current.minutes)
            rows.append((Cell(number), Cell(minutes), Cell(text, language=question.language)))
    header = (words("round"), words("minutes"), words("question"))
    caption = words("questions_caption", date=words.day(meeting.date))
    return Table(caption, header, tuple(rows), (12, 13, 75), numbers=(0, 1))


def _spot(cell: GridCell, most: int, words: Words) -> Cell:
    also = words("grid_also", themes=words.count("themes", cell.also)) if cell.also else ""
    if not cell.notes:
        return Cell(also or words("grid_empty"), tone=0)
    themes = words.count("themes", cell.themes) if cell.themes else ""
    detail = " · ".join(part for part in (themes, also) if part)
    return Cell(words.count("notes", cell.notes), tone=tone(cell.notes, most), detail=detail)


def _empty_spots(report: Report, words: Words) -> tuple[Block, ...]:
    grid = report.grid
    if not grid.empty_count():
        return (Paragraph(words("brief_no_empty_spots")),)
    blocks: list[Block] = [Heading(words("empty_spots")), Paragraph(words("empty_spots_intro"))]
    if grid.tracks:
        header = (words("column_track"), words("empty_commitments"))
        blocks.append(Table("", header, _empty_by_track(report), (38, 62), small=True))
    rows = zip(grid.commitments, grid.cells, strict=True)
    untouched = [f"{row.number}. {row.title}" for row, cells in rows if all(cell.is_empty for cell in cells)]
    if untouched and len(untouched) < len(grid.commitments):
        blocks += [Paragraph(words("untouched")), Items(tuple(Item(title) for title in untouched))]
    return tuple(blocks)


def _empty_by_track(report: Report) -> tuple[tuple[Cell, ...], ...]:
    grid = report.grid
    rows = []
    for column, track in enumerate(grid.tracks):
        there = zip(grid.commitments, grid.cells, strict=True)
        numbers = [str(commitment.number) for commitment, cells in there if cells[column].is_empty]
        if numbers:
            rows.append((Cell(f"{track.number}. {track.title}"), Cell(", ".join(numbers))))
    return tuple(rows)


def _who(meeting: Meeting, report: Report, words: Words) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if len(report.meetings) > 1:
        blocks.append(Heading(meeting_title(meeting, words)))
    people, tables = words.people(meeting.people_joined), words.count("tables_n", meeting.tables)
    took_part = words("took_part", people=people, tables=tables)
    blocks.append(Paragraph(took_part[:1].upper() + took_part[1:], "lead"))
    if meeting.languages:
        rows = tuple(
            (Cell(words.language_name(code)), Cell(words.number(speakers)))
            for code, speakers in sorted(
                meeting.languages.items(), key=lambda item: (-(item[1] or 0), item[0])
            )
        )
        spoken = (words("column_language"), words("column_people"))
        blocks.append(Table(words("languages_caption"), spoken, rows, (70, 30), numbers=(1,)))
    if meeting.stakeholder_groups:
        blocks.append(_groups(meeting.stakeholder_groups, words))
    return tuple(blocks)


def _groups(groups: Sequence[StakeholderGroup], words: Words) -> Table:
    """Who was invited is a column only where anybody has said how many."""
    rows = [(Cell(one.name), Cell(words.number(one.present))) for one in groups]
    if all(one.invited is None for one in groups):
        return Table(
            words("groups_caption"), (words("group"), words("present")), tuple(rows), (70, 30), numbers=(1,)
        )
    header = (words("group"), words("invited"), words("present"))
    wide = tuple(
        (name, Cell(words.number(one.invited)), present)
        for one, (name, present) in zip(groups, rows, strict=True)
    )
    return Table(words("groups_caption"), header, wide, (50, 25, 25), numbers=(1, 2))


def groups_present(report: Report) -> list[str]:
    """Return the groups of whom somebody came: a small group is named, never counted."""
    present = (
        group.name
        for meeting in report.meetings
        for group in meeting.stakeholder_groups
        if group.present != 0
    )
    return list(dict.fromkeys(present))
