"""One step while it is made: every row is kept as it was before anything is done to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from consult.domain.board import LABEL_LENGTH, NEW_THEME
from consult.domain.errors import Refused
from consult.domain.texts import clean_line
from consult.extensions import db
from consult.models import Meeting, Need, Note, NoteMark, Theme, ThemeNote
from consult.services.board import images
from consult.services.board.images import Image, Values


@dataclass
class Step:
    """A change of the board of one consultation by one person, or by none."""

    consultation_id: int
    by: int | None
    # What the paper trail says: the theme it is about, and more.
    theme: int | None = None
    detail: dict[str, object] = field(default_factory=dict)
    # The steps that hold no longer because of this one, or hold again.
    turned: list[int] = field(default_factory=list)
    _was: Image = field(default_factory=dict)

    # Reading, with a check that it belongs to the consultation

    def themes(self, ids: Iterable[int]) -> dict[int, Values]:
        """The themes by id; Refused "theme_gone" where one is not there, or belongs elsewhere."""
        wanted = list(dict.fromkeys(ids))
        self.keep("themes", wanted)
        found = {key: values for key, values in images.read("themes", wanted).items() if values is not None}
        if any(found.get(key, {}).get("consultation_id") != self.consultation_id for key in wanted):
            raise Refused("theme_gone")
        return found

    def notes(self, ids: Iterable[int]) -> list[int]:
        """The ids of these notes, each once; Refused where one is hidden, gone or elsewhere, or there is none."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            raise Refused("no_note_chosen")
        shown = (
            select(Note.id)
            .join(Meeting, Meeting.id == Note.meeting_id)
            .where(Note.id.in_(wanted), Note.hidden_at.is_(None))
            .where(Meeting.consultation_id == self.consultation_id)
        )
        if set(db.session.scalars(shown)) != set(wanted):
            raise Refused("no_such_note")
        return wanted

    def size(self, theme_id: int) -> int:
        """How many visible notes a theme has."""
        query = (
            select(func.count())
            .select_from(ThemeNote)
            .join(Note, Note.id == ThemeNote.note_id)
            .where(ThemeNote.theme_id == theme_id, Note.hidden_at.is_(None))
        )
        return db.session.scalar(query) or 0

    def places(self, note_ids: Iterable[int]) -> dict[int, tuple[int | None, bool]]:
        """Of the visible notes among these: the theme, if any, and whether a person put it there."""
        query = (
            select(Note.id, ThemeNote.theme_id, ThemeNote.fixed)
            .join(Meeting, Meeting.id == Note.meeting_id)
            .outerjoin(ThemeNote, ThemeNote.note_id == Note.id)
            .where(Note.id.in_(list(note_ids)), Note.hidden_at.is_(None))
            .where(Meeting.consultation_id == self.consultation_id)
        )
        return {note_id: (theme_id, bool(fixed)) for note_id, theme_id, fixed in db.session.execute(query)}

    def in_themes(self, note_ids: Collection[int]) -> set[int]:
        """The themes these notes are in."""
        return set(db.session.scalars(select(ThemeNote.theme_id).where(ThemeNote.note_id.in_(note_ids))))

    def is_there(self, theme_id: int) -> bool:
        """Whether there is such a theme in the consultation, and it counts."""
        own = select(Theme.id).where(Theme.id == theme_id, Theme.consultation_id == self.consultation_id)
        return db.session.scalar(own.where(Theme.set_aside.is_(None))) is not None

    def pinned(self) -> set[int]:
        """The themes that people have made what they are."""
        own = Theme.consultation_id == self.consultation_id
        return set(db.session.scalars(select(Theme.id).where(own, Theme.pinned)))

    # Changing

    def keep(self, kind: str, ids: Collection[int]) -> None:
        """Remember these rows as they are now, before something is done to them."""
        known = self._was.setdefault(kind, {})
        new = [key for key in ids if key not in known]
        if new:
            known.update(images.read(kind, new))

    def new_theme(self, label: str, language: str, labels: Mapping[str, str] | None = None) -> int:
        """A theme with a name in one language, or in several; its id."""
        name = clean_line(label)[:LABEL_LENGTH].strip()
        named = dict(labels) if labels else {language: name} if name else NEW_THEME
        theme = Theme(consultation_id=self.consultation_id, label=named, pinned=labels is None)
        db.session.add(theme)
        db.session.flush()
        self._was.setdefault("themes", {})[theme.id] = None
        return theme.id

    def change_theme(self, theme_id: int, **values: Any) -> None:
        """Set columns of a theme."""
        self.keep("themes", [theme_id])
        db.session.execute(_quietly(update(Theme).where(Theme.id == theme_id).values(**values)))

    def put(self, note_ids: Sequence[int], theme_id: int, *, fixed: bool = True) -> None:
        """These notes are in this theme now, and in no other."""
        self.keep("places", note_ids)
        there = set(db.session.scalars(select(ThemeNote.note_id).where(ThemeNote.note_id.in_(note_ids))))
        values = {"theme_id": theme_id, "fixed": fixed}
        db.session.execute(_quietly(update(ThemeNote).where(ThemeNote.note_id.in_(there)).values(**values)))
        new = [{"note_id": note_id, **values} for note_id in note_ids if note_id not in there]
        if new:
            db.session.execute(insert(ThemeNote), new)

    def fix(self, theme_id: int, on: bool = True) -> None:
        """Keep the theme and all its notes together from now on; or let an analysis have them again."""
        self.change_theme(theme_id, pinned=on)
        members = self.members([theme_id])
        self.keep("places", members)
        db.session.execute(_quietly(update(ThemeNote).where(ThemeNote.theme_id == theme_id).values(fixed=on)))

    def fix_notes(self, note_ids: Sequence[int]) -> None:
        """These notes stay in the theme they are in."""
        self.keep("places", note_ids)
        places = update(ThemeNote).where(ThemeNote.note_id.in_(note_ids)).values(fixed=True)
        db.session.execute(_quietly(places))

    def members(self, theme_ids: Collection[int]) -> list[int]:
        """The notes in these themes, hidden ones too."""
        return list(db.session.scalars(select(ThemeNote.note_id).where(ThemeNote.theme_id.in_(theme_ids))))

    def mark(self, note_ids: Sequence[int], **values: Any) -> None:
        """Say something about notes."""
        self.keep("marks", note_ids)
        there = set(db.session.scalars(select(NoteMark.note_id).where(NoteMark.note_id.in_(note_ids))))
        db.session.execute(_quietly(update(NoteMark).where(NoteMark.note_id.in_(there)).values(**values)))
        new = [
            {**images.UNMARKED, "note_id": note_id, **values} for note_id in note_ids if note_id not in there
        ]
        if new:
            db.session.execute(insert(NoteMark), new)

    def remove(self, theme_ids: Collection[int], heir: int) -> None:
        """Remove themes that have no note any more; what rests on them rests on their heir from now on."""
        empty = set(theme_ids) - self.inhabited(theme_ids)
        needs = list(db.session.scalars(select(Need.id).where(Need.theme_id.in_(empty))))
        self.keep("needs", needs)
        db.session.execute(_quietly(update(Need).where(Need.id.in_(needs)).values(theme_id=heir)))
        self.keep("themes", empty)
        db.session.execute(_quietly(delete(Theme).where(Theme.id.in_(empty))))

    def sweep(self, theme_ids: Collection[int]) -> None:
        """Remove those of these themes that have no note any more and that nobody has made what they are."""
        needed = set(db.session.scalars(select(Need.theme_id).where(Need.theme_id.in_(theme_ids))))
        candidates = set(theme_ids) - self.inhabited(theme_ids) - needed
        unpinned = select(Theme.id).where(Theme.id.in_(candidates), Theme.pinned.is_(False))
        gone = set(db.session.scalars(unpinned))
        self.keep("themes", gone)
        db.session.execute(_quietly(delete(Theme).where(Theme.id.in_(gone))))

    def inhabited(self, theme_ids: Collection[int]) -> set[int]:
        """Those of these themes that still have a note, be it a hidden one."""
        query = select(ThemeNote.theme_id).where(ThemeNote.theme_id.in_(theme_ids))
        return set(db.session.scalars(query))

    def images(self) -> tuple[Image, Image]:
        """What of the rows kept is different now: as it was, and as it is."""
        db.session.flush()
        return images.differing(
            self._was, {kind: images.read(kind, list(rows)) for kind, rows in self._was.items()}
        )


def _quietly(statement: Any) -> Any:
    """The session holds no rows of the board that would have to follow."""
    return statement.execution_options(synchronize_session=False)
