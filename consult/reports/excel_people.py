"""The sheets of a workbook about people: who took part, and which groups voted for what; small groups stay "–"."""

from __future__ import annotations

from collections.abc import Iterable

from consult.reports.excel_sheets import Columns, Sheets, Value
from consult.reports.report import Report, VotesByGroup
from consult.reports.words import Words

_WHO_COLUMNS: Columns = (
    ("column_meeting", 10),
    ("kind", 16),
    ("group", 48),
    ("invited", 12),
    ("present", 12),
)
_VOTE_COLUMNS: Columns = (
    ("column_meeting", 10),
    ("column_number", 8),
    ("column_main_point", 80),
    ("column_language", 10),
    ("column_votes", 9),
)


def people_sheets(sheets: Sheets, report: Report, words: Words) -> None:
    """Add what there is to tell: a sheet of languages and groups, and one of votes."""
    rows = list(_who(report, words))
    if rows:
        sheets.listing("who_took_part", _WHO_COLUMNS, [], rows)
    if report.votes:
        names = list(dict.fromkeys(name for found in report.votes for name in found.groups))
        votes = (row for found in report.votes for row in _votes(found, names, words))
        sheets.listing("votes_by_group", _VOTE_COLUMNS, [(name, 18) for name in names], votes)


def _who(report: Report, words: Words) -> Iterable[list[Value]]:
    for place, meeting in enumerate(report.meetings, start=1):
        for code, people in meeting.languages.items():
            language = words("column_language")
            yield [place, language, words.language_name(code), None, shown(people, words)]
        for group in meeting.stakeholder_groups:
            numbers = (shown(group.invited, words), shown(group.present, words))
            yield [place, words("group"), group.name, *numbers]


def _votes(found: VotesByGroup, names: list[str], words: Words) -> Iterable[list[Value]]:
    """Where a meeting had no such group, its cell stays empty."""
    for one in found.points:
        by_name = dict(zip(found.groups, one.by_group, strict=True))
        shares = (shown(by_name[name], words) if name in by_name else None for name in names)
        yield [found.meeting, f"N{one.number}", one.text, one.language, one.votes, *shares]


def shown(people: int | None, words: Words) -> Value:
    """Return a number as it is, and "–" for one that is not shown."""
    return words.number(None) if people is None else people
