"""What planning ahead found out, in sentences: what cannot be, and the cheapest changes that would help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from consult.domain.languages import NAMES
from consult.models import Meeting, SeatingReview
from consult.services.meeting.wire import Wire


def outlook(row: Meeting, found: SeatingReview | None) -> Wire | None:
    """None until a plan has been worked out."""
    advice = found.found.get("advice") if found else None
    if not advice:
        return None
    return {
        "facts": [_fact(fact) for fact in advice["impossible"]],
        "suggestions": [_suggestion(row, each) for each in advice["suggestions"]],
        "question": _question(advice["outcomes"]) if advice["question"] else None,
    }


def _fact(about: Mapping[str, Any]) -> str:
    sentences = {
        "no_tables": _("People for whom there is no table: %(minimum)s."),
        "too_few_chairs": _("People here: %(people)s, chairs: %(chairs)s."),
        "apart_impossible": _(
            "People who should be kept apart have to sit together, at least so often: %(minimum)s."
        ),
        "together_impossible": _("People who should sit together cannot, at least so often: %(minimum)s."),
        "more_rounds_than_tables": _(
            "%(rounds)s rounds at only %(tables)s tables: people return to a table. Returns at least: %(minimum)s."
        ),
        "returns_forced": _("People have to return to a table. Returns at least: %(minimum)s."),
        "language_minimum": _(
            "With the languages spoken here, some seats are outside the language of their table, at least: %(minimum)s."
        ),
        "travellers_exceed_tables": _(
            "%(travellers)s people leave a table together and only %(most)s other tables wait for them. "
            "Pairs who meet again, at least: %(minimum)s."
        ),
        "six_full_tables": _(
            "With six full tables there is no plan without repeats. Pairs who meet again, at least: %(minimum)s."
        ),
        "repeats_forced": _("Some people have to meet again. Pairs, at least: %(minimum)s."),
    }
    return str(sentences.get(about["code"], sentences["repeats_forced"]) % {"minimum": 0, **about})


def _suggestion(row: Meeting, about: Mapping[str, Any]) -> Wire:
    sentences = {
        "more_chairs": _("More chairs would help: %(chairs)s."),
        "one_more_table": _("%(tables)s tables would help: one more."),
        "interpreter": _("An interpreter (%(language)s) at table %(table)s would help."),
        "one_round_fewer": _("%(rounds)s rounds would help: one fewer."),
    }
    values: dict[str, Any] = {**about}
    if about["code"] == "interpreter":
        values["table"] = row.tables[min(about["table"], len(row.tables) - 1)].number
        values["language"] = NAMES.get(about["language"], about["language"])
    return {
        "sentence": sentences[about["code"]] % values,
        # What the facilitator can do about it at once.
        "interpreter": {"table": values["table"], "language": about["language"]}
        if about["code"] == "interpreter"
        else None,
        "before": _figures(about["before"]),
        "after": _figures(about["after"]),
    }


def _question(outcomes: list[Mapping[str, Any]]) -> Wire:
    labels = {
        True: _("Every table has a question of its own: rather new tables than new people."),
        False: _("All tables have the same question: rather new people than new tables."),
    }
    return {
        "sentence": _("New tables and new people cannot both be had here. Which matters more?"),
        "options": [
            {
                "fresh_tables": each["fresh_tables"],
                "label": labels[each["fresh_tables"]],
                "repeat_meetings": each["repeat_pairs"],
                "table_returns": each["repeat_tables"],
            }
            for each in outcomes
        ],
    }


def _figures(measures: Mapping[str, int]) -> Wire:
    return {
        "repeat_meetings": measures["repeat_pairs"],
        "table_returns": measures["repeat_tables"],
        "without_language": measures["isolated"],
        "outside_language": measures["no_language"],
    }
