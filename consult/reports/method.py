"""How a report was made, and what limits it has: in every form, and never to be switched off."""

from __future__ import annotations

from consult.domain.suppression import STEPS
from consult.reports.blocks import Block, Item, Items
from consult.reports.facts import framework_name
from consult.reports.report import Report
from consult.reports.words import Words


def how_made_blocks(report: Report, words: Words, remark: str = "") -> tuple[Block, ...]:
    """Return what was counted, withheld, set aside, found by software and confirmed by people.

    `remark` is a sentence of a writer about its own file.
    """
    without = len(report.notes_without_theme)
    counts = {"in_themes": report.note_count - without, "without": without}
    lines = [
        words("made_counts", notes=words.count("notes", report.note_count), **counts),
        withheld(report, words),
        put_aside(report, words),
        words("made_themes", text=report.how_themes_were_found),
        _ranked(report, words),
        confirmed(report, words),
        checked(report, words) if report.needs else "",
        words("made_numbers"),
        words("made_quotes"),
        words("nobody_named"),
        small_counts(words),
        words("made_framework", framework=framework_name(report.framework)),
        report.framework.wording_note,
        remark,
        made_at(report, words),
    ]
    return (Items(tuple(Item(line) for line in lines if line)),)


def small_counts(words: Words) -> str:
    """Return how it is prevented that small numbers of people follow from others: `consult.domain.suppression`."""
    return words("made_people", steps=", ".join(words.number(step) for step in STEPS[:4]))


def _ranked(report: Report, words: Words) -> str:
    """How needs were ranked, unless it stands where they do."""
    told = report.needs and "priorities" not in report.writing.off
    if told or not report.how_needs_were_ranked:
        return ""
    return words("made_ranked", text=report.how_needs_were_ranked)


def withheld(report: Report, words: Words) -> str:
    """Return how many notes the facilitation has hidden."""
    if not report.notes_withheld:
        return words("made_none_withheld")
    return words("made_withheld", notes=words.count("notes", report.notes_withheld))


def put_aside(report: Report, words: Words) -> str:
    """Return how many notes people set aside, with their reasons; "" for none."""
    if not report.set_aside:
        return ""
    total = words.count("notes", sum(one.notes for one in report.set_aside))
    reasons = "; ".join(
        words("reason_with_count", reason=one.reason, n=one.notes) for one in report.set_aside if one.reason
    )
    return (
        words("made_set_aside_why", notes=total, reasons=reasons)
        if reasons
        else words("made_set_aside", notes=total)
    )


def confirmed(report: Report, words: Words) -> str:
    """Return "61 % of the proposed places have been confirmed by a person."; "" where nothing was proposed."""
    if report.confirmed_share is None:
        return ""
    return words("made_confirmed", share=words.percent(report.confirmed_share))


def checked(report: Report, words: Words) -> str:
    """Return how many of the needs a person has checked."""
    found = sum(need.confirmed for need in report.needs)
    if found == len(report.needs):
        return words("brief_all_confirmed")
    if not found:
        return words("brief_none_confirmed")
    return words("brief_some_unconfirmed", confirmed=found, needs=len(report.needs))


def mixed(report: Report) -> bool:
    """Tell whether a person has checked some needs and not others: then each says so of itself."""
    return len({need.confirmed for need in report.needs}) > 1


def made_at(report: Report, words: Words) -> str:
    """Return when, and with which software."""
    moment = words.moment(report.generated_at)
    if report.software:
        return words("made_with", moment=moment, software=report.software)
    return words("made_at", moment=moment)
