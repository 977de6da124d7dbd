"""A planned meeting as a file that calendars understand (iCalendar, RFC 5545)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from consult.domain.languages import in_language
from consult.models import Meeting
from consult.services.clock import now
from consult.services.meeting.wire import join_address
from consult.services.preparation.planned import of_meeting

LINE_OCTETS: Final = 75


def calendar_file(row: Meeting, language: str) -> str | None:
    """The file of a meeting in a language; None for a meeting without a time.

    The same meeting has the same UID for ever, and a higher SEQUENCE after every change, so that a calendar that gets
    the file again moves its entry.
    """
    told = of_meeting(row, language)
    if told is None:
        return None
    title, about = in_language(row.title, language), in_language(row.consultation.title, language)
    link = join_address(row)
    description = "\n".join((told.date, told.line, link))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//consult//EN",
        "BEGIN:VEVENT",
        f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, row.join_secret)}",
        f"DTSTAMP:{_stamp(now())}",
        f"SEQUENCE:{row.version}",
        f"DTSTART:{_stamp(told.begins_at)}",
        f"DTEND:{_stamp(told.ends_at)}" if told.ends_at is not None else "",
        f"SUMMARY;LANGUAGE={language}:{_text(title)} – {_text(about)}",
        f"LOCATION:{_text(row.place)}" if row.place else "",
        f"DESCRIPTION;LANGUAGE={language}:{_text(description)}",
        f"URL:{link}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines if line for part in _folded(line))


def _stamp(instant: float) -> str:
    return f"{datetime.fromtimestamp(instant, UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """RFC 5545, 3.1: at most 75 octets, no letter cut; a line that goes on begins with a space."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE_OCTETS:
            yield part
            part = " "
        part += letter
    yield part
