"""From what pydantic found wrong to sentences beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError

Place = tuple[int | str, ...]


def problems_of(error: ValidationError, place: Callable[[Place], tuple[str, str]]) -> dict[str, str]:
    """Sentences by field id. `place` turns a location in the draft into (field id, its label on screen)."""
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False):
        context = one.get("ctx", {})
        field, label = place(one["loc"] or context.get("at") or (context.get("field", ""),))
        if one["type"] == "too_long" and "language" in context:
            field = f"{field}-{context['language']}"
        found.setdefault(
            field, _("%(label)s: %(problem)s", label=label, problem=_sentence(one["type"], context))
        )
    return found


def _sentence(code: str, values: dict[str, Any]) -> str:
    if code == "too_long" and "limit" in values:
        return str(_("at most %(limit)s characters, please.", limit=values["limit"]))
    sentences: dict[str, Callable[[], Any]] = {
        "needed": lambda: _("please write it in at least one language."),
        "unknown_choice": lambda: _("please choose from the list."),
        "bool_parsing": lambda: _("please choose from the list."),
        "enum": lambda: _("please choose from the list."),
        "too_short": lambda: _("please choose at least one."),
        "too_long": lambda: _("at most %(limit)s of these, please.", limit=values.get("max_length")),
        "string_too_long": lambda: _("at most %(limit)s characters, please.", limit=values.get("max_length")),
        "int_parsing": lambda: _("please enter a whole number."),
        "int_type": lambda: _("please enter a whole number."),
        "int_from_float": lambda: _("please enter a whole number."),
        "int_parsing_size": lambda: _("please enter a smaller number."),
        "greater_than_equal": lambda: _("%(limit)s or more, please.", limit=values.get("ge")),
        "less_than_equal": lambda: _("%(limit)s or less, please.", limit=values.get("le")),
        "rounds": lambda: _(
            "between %(fewest)s and %(most)s for this kind of meeting.",
            fewest=values.get("fewest"),
            most=values.get("most"),
        ),
        "one_table": lambda: _("a World Café needs at least two tables, so that people can move."),
        "too_many_tables": lambda: _("too many for so few people; at least two should sit at each."),
        "too_many_own": lambda: _(
            "one table at least stays for people on site; %(limit)s or less, please.",
            limit=values.get("limit"),
        ),
        "date_and_time": lambda: _("please choose both a date and a time of day."),
        "far_year": lambda: _("please choose a year between 2000 and 2199."),
        "link_not_https": lambda: _("a link has to begin with https:// and to have no spaces."),
        "link_too_long": lambda: _("at most %(limit)s characters, please.", limit=values.get("limit")),
        "how_too_long": lambda: _("at most %(limit)s characters, please.", limit=values.get("limit")),
        "no_such_table": lambda: _("there are only %(limit)s tables.", limit=values.get("limit")),
        "language_twice": lambda: _("this table has one of these languages in another line already."),
        "too_many_screens": lambda: _("there are only %(limit)s tables.", limit=values.get("limit")),
    }
    return str(sentences[code]()) if code in sentences else str(_("please check this."))
