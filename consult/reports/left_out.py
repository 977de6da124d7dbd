"""What people left out of a needs assessment is in none of its files, also where a file has no chapters."""

from __future__ import annotations

from dataclasses import replace

from consult.reports.report import Grid, Meeting, Need, Report


def without_left_out(report: Report) -> Report:
    """Return the report without the data of the sections that are switched off."""
    off = set(report.writing.off)
    if not off:
        return report
    return replace(
        report,
        needs=tuple(_need(need, off) for need in report.needs),
        notes_without_theme=() if "all_notes" in off else report.notes_without_theme,
        grid=Grid((), (), ()) if "the_grid" in off else report.grid,
        tables=() if "the_tables" in off else report.tables,
        resources=() if "resources" in off else report.resources,
        objections=() if "objections" in off else report.objections,
        votes=() if "votes_by_group" in off else report.votes,
        meetings=tuple(_meeting(meeting, off) for meeting in report.meetings),
        who_met_whom=None if "who_met_whom" in off else report.who_met_whom,
        consent=None if "how_we_worked" in off else report.consent,
    )


def _need(need: Need, off: set[str]) -> Need:
    if "the_needs" in off:
        need = replace(need, statement="", quotes=(), sentence_notes=())
    return replace(need, notes=()) if "all_notes" in off else need


def _meeting(meeting: Meeting, off: set[str]) -> Meeting:
    if "how_we_worked" in off:
        meeting = replace(meeting, rounds=())
    if "who_took_part" in off:
        meeting = replace(meeting, languages={}, stakeholder_groups=())
    if "who_met_whom" in off and meeting.mixing is not None:
        meeting = replace(meeting, mixing=replace(meeting.mixing, rounds=()))
    return meeting
