"""The notes of a report by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.services.assessment.evidence import NoteRow


@dataclass(frozen=True)
class Numbers:
    """The notes as a report names them: N1, N2 …, in the order of its appendix, the same in all forms and languages."""

    by_id: Mapping[int, int]
    notes: Mapping[int, NoteRow]
    # Note id → a person's translation into the language of the report.
    translations: Mapping[int, str]
    places: Mapping[int, int]

    def of(self, notes: Iterable[NoteRow]) -> tuple[int, ...]:
        """The numbers of some notes."""
        return tuple(sorted(self.by_id[note.id] for note in notes if note.id in self.by_id))
