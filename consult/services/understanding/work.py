"""What the process does for one line: notes are understood, or what people confirmed is learnt from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from consult.analysis import meaning
from consult.analysis.meaning import Text
from consult.extensions import db
from consult.frameworks import framework
from consult.models import Consultation
from consult.services import translate
from consult.services.understanding import meanings, proposing, reading, storing
from consult.services.understanding.meanings import Understood
from consult.services.understanding.reading import Wanted
from consult.translation.base import Translator


class Worker:
    """Keeps what is slow to begin: the engines that translate; the sentence model keeps itself."""

    def __init__(self, alive: Callable[[], None]) -> None:
        self._alive = alive
        self._translator: Translator | None = None

    def carry_out(self, asked: dict[str, Any]) -> set[int]:
        """Do what was asked; the meetings in which something is new. Raises what the database says."""
        return self.understand([int(note_id) for note_id in asked["notes"]])

    def understand(self, note_ids: Sequence[int]) -> set[int]:
        """Understand these notes and store it; the meetings they belong to."""
        together: dict[int, list[Wanted]] = defaultdict(list)
        for note in reading.wanted(note_ids):
            together[note.consultation_id].append(note)
        touched: set[int] = set()
        for consultation_id, notes in together.items():
            found = self._understood(consultation_id, notes)
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
        if meaning.compares_english():
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
        plan = framework(db.session.get_one(Consultation, consultation_id).framework_id)
        company = reading.company(consultation_id, [note.id for note in notes])
        db.session.commit()
        places = meanings.nearest_themes(notes, company, texts, sentences)
        at = {note.id: place for place, note in enumerate(notes)}
        proposed = proposing.propose(
            plan, list(texts.values()), name, {at[key]: row for key, row in sentences.items()}
        )
        return [
            Understood(
                note.id,
                note.meeting_id,
                note.language,
                texts[note.id].pivot,
                meanings.engine_code(name, note.language, *english.get(note.id, (None, ""))),
                meanings.as_bytes(sentences[note.id]) if note.id in sentences else None,
                found,
                places.get(note.id),
            )
            for note, found in zip(notes, proposed, strict=True)
        ]
