"""Tags of notes: narrowing down to some of them, and what the toolkit would miss in whom they are meant for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from consult.frameworks import tag_kinds
from consult.services.assessment.evidence import NoteRow

if TYPE_CHECKING:
    from consult.analysis.terms import CueIndex

TARGET_GROUP = "target_group"
# The toolkit asks for measures that are not only for those who meet racism, but for everybody and for witnesses.
WANTED = ("targeted", "general_population", "witnesses")
# Of fewer tagged notes nothing can be said.
FEWEST_TAGGED = 5


@dataclass(frozen=True)
class Filter:
    """Notes of one meeting (None: of all) that carry every one of these tags, {kind: value}."""

    meeting_id: int | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return self.meeting_id is not None or bool(self.tags)

    def keeps(self, note: NoteRow) -> bool:
        """Whether a note is among those that are wanted."""
        if self.meeting_id not in (None, note.meeting_id):
            return False
        return all(value in note.tags.get(kind, ()) for kind, value in self.tags.items())

    def of(self, visible: Iterable[NoteRow]) -> list[NoteRow]:
        """The notes that are wanted."""
        return [note for note in visible if self.keeps(note)]


def asked(wanted: Mapping[str, str], meeting_id: int | None) -> Filter:
    """A filter of what an address asks for; what is not offered counts for nothing."""
    offered = {kind.id: {tag.id for tag in kind.values} for kind in tag_kinds()}
    return Filter(
        meeting_id,
        {kind: wanted[kind] for kind, values in offered.items() if wanted.get(kind) in values},
    )


def counted(visible: Iterable[NoteRow]) -> dict[str, Counter[str]]:
    """Kind → value → how many notes carry it."""
    found: dict[str, Counter[str]] = {kind.id: Counter() for kind in tag_kinds()}
    for note in visible:
        for kind, values in note.tags.items():
            if kind in found:
                found[kind].update(set(values))
    return found


def suggested(text: str, language: str) -> dict[str, set[str]]:
    """Kind → values that the words of a note speak for; a hint for a person, stored nowhere."""
    from consult.analysis.terms import words

    found = _cues(language).find(words(text))
    hints: dict[str, set[str]] = {}
    for kind, value in found:
        hints.setdefault(kind, set()).add(value)
    return hints


def proposed(text: str, language: str, carried: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """(Kind, value) of each tag that the words of a note speak for and that it does not carry yet, in the order of tags.

    A kind of which there is only one is proposed where nobody has chosen any. Nothing is a tag before a person says so.
    """
    hints = suggested(text, language)
    open_kinds = (kind for kind in tag_kinds() if kind.several or not list(carried.get(kind.id, ())))
    return [
        (kind.id, tag.id)
        for kind in open_kinds
        for tag in kind.values
        if tag.id in hints.get(kind.id, ()) and tag.id not in carried.get(kind.id, ())
    ]


@cache
def _cues(language: str) -> CueIndex[tuple[str, str]]:
    from consult.analysis.terms import CueIndex

    return CueIndex(
        ((kind.id, tag.id), cue)
        for kind in tag_kinds()
        for tag in kind.values
        for cue in tag.cues.get(language, ())
    )


def combinations(visible: Iterable[NoteRow]) -> list[tuple[tuple[str, ...], int]]:
    """Grounds of discrimination that were told together, and in how many notes, the most frequent first."""
    order = {
        tag.id: place for kind in tag_kinds() if kind.id == "ground" for place, tag in enumerate(kind.values)
    }
    together = Counter(
        tuple(sorted(set(note.tags["ground"]) & order.keys(), key=order.__getitem__))
        for note in visible
        if len(note.tags.get("ground", ())) > 1
    )
    return sorted(together.items(), key=lambda item: (-item[1], item[0]))


def nobody_meant(visible: Iterable[NoteRow]) -> tuple[str, ...]:
    """The target groups that no tagged note is meant for, of those the toolkit wants; () for fewer than five notes."""
    tagged = [set(note.tags[TARGET_GROUP]) for note in visible if note.tags.get(TARGET_GROUP)]
    if len(tagged) < FEWEST_TAGGED:
        return ()
    return tuple(value for value in WANTED if not any(value in values for values in tagged))
