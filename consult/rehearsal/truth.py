"""Whether what was promised was kept: pure comparisons of what phones have seen with what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """Notes by their keys; `out_of_order` are the authors whose notes are not stored as they were written."""

    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: tuple[str, ...]
    out_of_order: tuple[int, ...]


def notes_kept(
    written: Mapping[int, Sequence[str]],
    acknowledged: Collection[str],
    stored: Sequence[tuple[int, str]],
) -> Kept:
    """`written`: author → keys in the order of writing; `stored`: (author, key) in the order of storing.

    >>> notes_kept({1: ["a", "b"]}, {"a", "b"}, [(1, "b")]).missing
    ('a',)
    """
    counted = Counter(key for _author, key in stored)
    known = {(author, key) for author, keys in written.items() for key in keys}
    rows: dict[int, list[str]] = {}
    for author, key in dict.fromkeys(stored):
        rows.setdefault(author, []).append(key)
    return Kept(
        missing=tuple(sorted(key for key in acknowledged if not counted[key])),
        doubled=tuple(sorted(key for key, times in counted.items() if times > 1)),
        unknown=tuple(sorted({key for author, key in stored if (author, key) not in known})),
        out_of_order=tuple(
            author for author, keys in rows.items() if not _in_order(keys, written.get(author, ()))
        ),
    )


def wrong_tables(
    shown: Mapping[int, Mapping[int, Iterable[int | None]]], seats: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """(participant, round) wherever a phone has shown a table that is not theirs, or none although they have one.

    `shown`: participant → round → tables shown in it; `seats`: (participant, round) → table.
    """
    return [
        (participant, number)
        for participant, rounds in shown.items()
        for number, tables in rounds.items()
        if set(tables) != {seats.get((participant, number))}
    ]


def verdict(figures: Mapping[str, int]) -> list[str]:
    """What must not be, in words; nothing when every promise was kept. Takes the figures of a report."""
    planned, acknowledged = figures["notes_planned"], figures["notes_acknowledged"]
    faults = {
        "{} notes were never acknowledged": planned - acknowledged,
        "{} acknowledged notes are missing": figures["notes_missing"],
        "{} notes are stored more than once": figures["notes_doubled"],
        "{} notes are stored that nobody wrote": figures["notes_unknown"],
        "the notes of {} people are not in the order in which they were written": figures[
            "authors_out_of_order"
        ],
        "{} phones did not show all own notes at the end": figures["phones_without_own_notes"],
        "{} times a phone showed a wrong table": figures["wrong_tables"],
        "{} times a phone did not show the round in time": figures["phones_behind_in_rounds"],
        "{} phones were behind at the end": figures["phones_behind_at_end"],
    }
    return [sentence.format(number) for sentence, number in faults.items() if number]


def _in_order(stored: Sequence[str], written: Sequence[str]) -> bool:
    place = {key: index for index, key in enumerate(written)}
    known = [place[key] for key in stored if key in place]
    return known == sorted(known)
