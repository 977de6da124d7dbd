"""The needs of several consultations seen together: by field of activity, and in the order they have in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consult.frameworks import Field, fields
from consult.models import Consultation
from consult.services.assessment import evidence, ranking
from consult.services.assessment.ranking import RankedNeed


@dataclass(frozen=True)
class Heard:
    """A consultation with its most urgent needs; `more`: how many further ones it has."""

    consultation: Consultation
    needs: tuple[RankedNeed, ...]
    more: int


@dataclass(frozen=True)
class InField:
    """A field of activity and the consultations about it."""

    field: Field
    heard: tuple[Heard, ...]


def by_field(consultations: Iterable[Consultation], most: int) -> list[InField]:
    """The fields that consultations are about, the general one first; of each consultation `most` needs.

    Ranks are never compared between consultations: each counts its own tables, votes and rounds.
    """
    found: dict[str, list[Heard]] = {}
    for consultation in consultations:
        ranked = ranking.of(consultation.id, evidence.themes(consultation.id))
        heard = Heard(consultation, tuple(ranked[:most]), max(0, len(ranked) - most))
        found.setdefault(consultation.field, []).append(heard)
    return [InField(field, tuple(found[field.id])) for field in fields() if field.id in found]
