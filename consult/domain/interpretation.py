"""Who is interpreted for: what a meeting (in plenary) or a café table declares, [{"language", "how"}].

Distinct from the languages of the screens. Where a meeting declares nothing, nobody is told anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from consult.domain import channels
from consult.domain.languages import LANGUAGES

Channel = Mapping[str, str]
"""One language: "language" is its code, "how" a link or what to set the receiver to, perhaps empty."""


def languages_of(declared: Sequence[Channel] | None) -> tuple[str, ...]:
    """The languages that are interpreted, in the order of the product."""
    given = {channel["language"] for channel in declared or ()}
    return tuple(code for code in LANGUAGES if code in given)


def uncovered(declared: Sequence[Channel] | None, spoken: Collection[str]) -> bool:
    """Whether there is interpretation, and in none of the languages that somebody speaks."""
    interpreted = languages_of(declared)
    return bool(interpreted) and not set(spoken) & set(interpreted)


def channel_for(
    declared: Sequence[Channel] | None, screen_language: str, spoken: Collection[str]
) -> dict[str, str] | None:
    """The channel somebody listens to: in the language of their screen, else in another one that they speak."""
    given = {channel["language"]: channel.get("how", "") for channel in declared or ()}
    wanted = (screen_language, *(code for code in LANGUAGES if code in spoken))
    found = next((code for code in wanted if code in given), None)
    return None if found is None else {"language": found, "how": given[found]}


def is_link(how: str) -> bool:
    """Whether this is an address to open, and not what to set a receiver to."""
    return how.lower().startswith("https://") and not channels.problem_with(how)
