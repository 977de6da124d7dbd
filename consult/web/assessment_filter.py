"""Narrowing pages of the assessment down to a meeting and to tags, and notes in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request

from consult.extensions import db
from consult.locales import current_language
from consult.services.assessment import evidence, tags
from consult.services.reports import meeting_facts
from consult.services.translating import shown
from consult.web.numbers import whole


def narrowed(consultation_id: int, others: tuple[str, ...]) -> tuple[dict[str, Any], list[evidence.NoteRow]]:
    """What the page needs for its filter, and the notes that are wanted; `others`: further parts of the address."""
    every = evidence.notes(consultation_id)
    wanted = tags.asked(request.args, request.args.get("meeting", type=whole))
    chosen = {"meeting": wanted.meeting_id, **wanted.tags}
    context = {
        "narrowed": wanted,
        "narrowed_by": {name: value for name, value in chosen.items() if value is not None},
        "kept": {name: value for name in others if (value := request.args.get(name))},
        "all_notes": len(every),
        "tag_counts": tags.counted(every),
        "meetings": meeting_facts.held_meetings(consultation_id),
    }
    return context, wanted.of(every)


def in_our_language(notes: Iterable[evidence.NoteRow]) -> dict[int, dict[str, Any]]:
    """Notes in the language of the page, where they are in another one and there is a translation."""
    language = current_language()
    foreign = [note.id for note in notes if note.language != language]
    found = shown.in_language(db.session, foreign, language)
    # What no engine could do is the original once more.
    return {one: made for one, made in found.items() if made["engine"] or made["corrected"]}
