"""What the process does for one line: notes are understood, or what people confirmed is learnt from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from consult.analysis.meaning import Text, Vectors
from consult.analysis.proposals import Evidence
from consult.extensions import db
from consult.frameworks import framework
from consult.models import Consultation
from consult.services import translate
from consult.services.understanding import meanings, proposing, reading, storing
from consult.services.understanding.meanings import Understood
from consult.services.understanding.reading import Wanted
from consult.services.understanding.teaching import Teacher
from consult.translation.base import Translator

# A note that comes in is proposed for after so many confirmations; what people confirm later looks at all of them.
MOST_TAUGHT = 200


class Worker:
    """Keeps what is slow to begin: the engines that translate; the sentence model keeps itself."""

    def __init__(self, alive: Callable[[], None]) -> None:
        self._alive = alive
        self._translator: Translator | None = None
        self._teacher = Teacher()

    def carry_out(self, asked: dict[str, Any]) -> set[int]:
        """Do what was asked; the meetings in which something is new. Raises Refused and what the database says."""
        if asked.get("learn") is not None:
            return self._teacher.learn(int(asked["learn"]))
        return self.understand([int(note_id) for note_id in asked["notes"]])

    def understand(self, note_ids: Sequence[int]) -> set[int]:
        """Understand these notes and store it; the meetings they belong to."""
        together: dict[int, list[Wanted]] = defaultdict(list)
        for note in reading.wanted(note_ids):
            together[note.consultation_id].append(note)
        touched: set[int] = set()
        for consultation_id, notes in together.items():
            found = self._understood(consultation_id, notes)
            self._teacher.forget(consultation_id)
            kept = storing.keep(consultation_id, found)
            touched |= {each.meeting_id for each in found if each.note_id in kept}
        return touched

    def close(self) -> None:
        """End the engines that were begun."""
        if self._translator is not None:
            self._translator.close()
            self._translator = None

    def _english(self, notes: Sequence[Wanted]) -> dict[int, tuple[str, str]]:
        """Text and engine of the notes that are not in English; translated now where that did not happen yet."""
        if self._translator is None:
            self._translator = translate.own_engine()
        translate.pivots(notes, lambda _share: self._alive(), self._translator)
        found = translate.english(note.id for note in notes if note.language != translate.PIVOT_LANGUAGE)
        db.session.commit()
        return found

    def _understood(self, consultation_id: int, notes: Sequence[Wanted]) -> list[Understood]:
        self._alive()
        name = meanings.engine()
        english = self._english(notes)
        texts = {
            note.id: Text(note.text, note.language, english[note.id][0] if note.id in english else None)
            for note in notes
        }
        sentences = meanings.embedded(texts, name)
        company = reading.company(consultation_id, [note.id for note in notes])
        db.session.commit()
        places = meanings.nearest_themes(notes, company, texts, sentences)
        evidence = self._evidence(consultation_id, texts, sentences)
        return [
            Understood(
                note.id,
                note.meeting_id,
                note.language,
                texts[note.id].pivot,
                meanings.engine_code(name, note.language, *english.get(note.id, (None, ""))),
                meanings.as_bytes(sentences[note.id]) if note.id in sentences else None,
                proposing.one(evidence, place),
                places.get(note.id),
            )
            for place, note in enumerate(notes)
        ]

    def _evidence(
        self, consultation_id: int, texts: Mapping[int, Text], sentences: Mapping[int, Vectors]
    ) -> Evidence:
        """What these notes say, after what people confirmed of others; its rows are in the order of `texts`."""
        plan = framework(db.session.get_one(Consultation, consultation_id).framework_id)
        taught = dict([*reading.taught(consultation_id).items()][-MOST_TAUGHT:])
        others = (
            [one for one in reading.understood(consultation_id, taught) if one.id not in texts]
            if taught
            else []
        )
        db.session.commit()
        ids = [*texts, *(one.id for one in others)]
        vectors = [sentences.get(key) for key in texts]
        vectors += [None if one.vector is None else meanings.from_bytes(one.vector) for one in others]
        evidence = proposing.evidence(
            plan,
            [*texts.values(), *(Text(one.text, one.language, one.english) for one in others)],
            meanings.engine(),
            {place: row for place, row in enumerate(vectors) if row is not None},
        )
        return proposing.learnt(evidence, ids, taught)
