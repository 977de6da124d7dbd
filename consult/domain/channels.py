"""How somebody can hear an interpretation, a link or what to set the receiver to: what may be written, how it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from consult.domain.languages import LANGUAGES

HOW_LENGTH: Final = 80
LINK_LENGTH: Final = 300

# "zoom.us/j/93" and "www.city.org" are meant as links, too; "Channel 3" and "Room 1.12" are not.
_MEANT_AS_LINK: Final = re.compile(r".*://|https?:|www\.|[^\s/]+\.[^\W\d_]{2,}/", re.IGNORECASE)
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)*")
_NEVER_IN_LINKS: Final = re.compile(r"[\s<>\"\\^`{|}]")


def problem_with(how: str) -> str:
    """A stable code for what is wrong, or ""; nothing at all is right as well.

    "link_not_https" for a link that does not begin with https:// or is none, "link_too_long" (LINK_LENGTH
    characters), "how_too_long" for any other text (HOW_LENGTH characters).
    """
    if not _MEANT_AS_LINK.match(how):
        return "how_too_long" if len(how) > HOW_LENGTH else ""
    if len(how) > LINK_LENGTH:
        return "link_too_long"
    return "" if _is_https(how) else "link_not_https"


def in_order(channels: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """(language, how) as it is stored: in the order of the product, one entry for a language; the last one counts."""
    given = dict(channels)
    return [{"language": code, "how": given[code]} for code in LANGUAGES if code in given]


def _is_https(link: str) -> bool:
    if _NEVER_IN_LINKS.search(link):
        return False
    try:
        parts = urlsplit(link)
        # Reading the port is what finds out that it is none.
        _port = parts.port
    except ValueError:
        return False
    # "https://city.org@elsewhere.org" leads elsewhere.
    named = bool(_HOST.fullmatch(parts.hostname or "")) and "@" not in parts.netloc
    return parts.scheme == "https" and named
