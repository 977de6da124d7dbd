"""Themes found anew, brought back to where notes stood before: only a few notes leave their theme, the clearest cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from consult.analysis import themes
from consult.analysis.given import ThemeIn
from consult.analysis.meaning import Vectors

# By so much nearer a note has to be to another theme before it may leave its own.
_GAIN: Final = 0.05
# A new theme of fewer notes is none.
_SMALLEST: Final = 3


@dataclass
class Group:
    """A theme being made: the stored theme it continues, if any, and the places of its notes."""

    theme: ThemeIn | None
    places: list[int]


def settle(
    found: Sequence[Group],
    settled: Mapping[int, int],
    stored: Mapping[int, ThemeIn],
    rows: Vectors,
    most: int,
) -> list[Group]:
    """Return the groups after all settled notes but at most `most` have gone back to the theme they stood in.

    `found` are the groups as they would be best, `settled` the theme by place of the notes that stand somewhere.
    """
    groups = [Group(group.theme, list(group.places)) for group in found]
    homes = {group.theme.id: group for group in groups if group.theme is not None}
    for theme in sorted(set(settled.values()) - homes.keys()):
        homes[theme] = Group(stored[theme], [])
        groups.append(homes[theme])
    leaving = set(_leaving(groups, settled, rows)[:most])
    for group in groups:
        back = [place for place in group.places if _is_away(place, group, settled) and place not in leaving]
        group.places = [place for place in group.places if place not in set(back)]
        for place in back:
            homes[settled[place]].places.append(place)
    _dissolve(groups, settled, rows)
    return [group for group in groups if group.places or (group.theme is not None and group.theme.pinned)]


def _is_away(place: int, group: Group, settled: Mapping[int, int]) -> bool:
    return place in settled and (group.theme is None or group.theme.id != settled[place])


def _leaving(groups: Sequence[Group], settled: Mapping[int, int], rows: Vectors) -> list[int]:
    """Return the places of notes that are clearly nearer to their new group than to their old theme, clearest first."""
    homes: dict[int, list[int]] = {}
    for place, theme in sorted(settled.items()):
        homes.setdefault(theme, []).append(place)
    before = {theme: rows[places].sum(axis=0) for theme, places in homes.items()}
    gains = []
    for group in groups:
        together = rows[group.places].sum(axis=0)
        for place in group.places:
            if _is_away(place, group, settled):
                row = rows[place]
                gain = themes.among(row, together) - themes.among(row, before[settled[place]])
                if gain > _GAIN:
                    gains.append((-gain, place))
    return [place for _, place in sorted(gains)]


def _dissolve(groups: list[Group], settled: Mapping[int, int], rows: Vectors) -> None:
    """Let new groups that are too small, or one too many, go: their notes return or join the nearest theme."""
    old = [group for group in groups if group.theme is not None and group.places]
    new = sorted((group for group in groups if group.theme is None), key=lambda group: -len(group.places))
    if not old:
        return
    wanted = themes.wanted_themes(sum(len(group.places) for group in groups))
    # One matter that nobody spoke of before is always let in, as long as there may be more themes at all.
    room = max(wanted - len(old), int(len(old) < themes.MOST_THEMES))
    middles = {at: themes.middle(rows[group.places]) for at, group in enumerate(old)}
    at_home = {group.theme.id: group for group in groups if group.theme is not None}
    for number, group in enumerate(new):
        if number < room and len(group.places) >= _SMALLEST:
            continue
        for place, (at, _) in zip(group.places, themes.assign(rows[group.places], middles), strict=True):
            (at_home[settled[place]] if place in settled else old[at]).places.append(place)
        group.places = []
