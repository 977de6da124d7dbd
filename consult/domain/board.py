"""What people may ask of the theme board: a closed list. Ids are those of rows; a language is a code ("en")."""

from __future__ import annotations

from dataclasses import dataclass, field

LABEL_LENGTH = 120
REASON_LENGTH = 200
# Never the words of a note: they would stay on screen after the note is hidden or erased.
NEW_THEME = {"en": "New theme", "fr": "Nouveau thème", "es": "Tema nuevo", "pt": "Novo tema"}


@dataclass(frozen=True)
class ThemeMerge:
    """Make one theme of several: `into`, or else a confirmed one, or else the one with most notes."""

    themes: tuple[int, ...]
    into: int | None = None


@dataclass(frozen=True)
class ThemeSplit:
    """Make a new theme of some notes of this one; at least one stays."""

    theme: int
    notes: tuple[int, ...]
    label: str = ""
    language: str = "en"


@dataclass(frozen=True)
class ThemeRename:
    """Name a theme in one language; the first name given by hand replaces the proposed words everywhere."""

    theme: int
    label: str
    language: str


@dataclass(frozen=True)
class ThemePin:
    """Keep a theme and its notes as they are, whatever an analysis finds; or let them go."""

    theme: int
    on: bool


@dataclass(frozen=True)
class ThemeSetAside:
    """Keep a theme, but count it nowhere."""

    theme: int
    reason: str


@dataclass(frozen=True)
class ThemeTakeBack:
    """Count it again."""

    theme: int


@dataclass(frozen=True)
class NoteMove:
    """Put notes into a theme, or (None) into a new one with this label."""

    notes: tuple[int, ...]
    theme: int | None
    label: str = ""
    language: str = "en"


@dataclass(frozen=True)
class NoteSetAside:
    """Keep notes, but count them nowhere."""

    notes: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class NoteTakeBack:
    """Count them again."""

    notes: tuple[int, ...]


@dataclass(frozen=True)
class NoteMarkDissent:
    """A note disagrees with its theme, and is always told beside it; or no longer."""

    note: int
    on: bool


@dataclass(frozen=True)
class ThemeConfirm:
    """A person says where a theme belongs: commitments, the main one first, and a track; both may be empty."""

    theme: int
    commitments: tuple[str, ...]
    track: str | None


@dataclass(frozen=True)
class ThemeWithdraw:
    """What was confirmed of a theme is a proposal again."""

    theme: int


@dataclass(frozen=True)
class NoteConfirm:
    """A person says where a note belongs: commitments, the main one first, and a track; both may be empty."""

    note: int
    commitments: tuple[str, ...]
    track: str | None


@dataclass(frozen=True)
class NoteWithdraw:
    """What was confirmed of a note is a proposal again."""

    note: int


@dataclass(frozen=True)
class NoteTag:
    """The values of one kind of tag of a note; none removes them."""

    note: int
    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Regroup:
    """Take what an analysis would change: (note, theme it is in, theme it goes to); a text names one of `new`.

    Only made by the server. What a person has put somewhere, or moved since, stays.
    """

    moves: tuple[tuple[int, int | None, int | str], ...]
    new: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class StepUndo:
    """Put back what a step has changed, if nothing of it was changed since. A step itself: it can be undone."""

    change: int


Command = (
    ThemeMerge
    | ThemeSplit
    | ThemeRename
    | ThemePin
    | ThemeSetAside
    | ThemeTakeBack
    | NoteMove
    | NoteSetAside
    | NoteTakeBack
    | NoteMarkDissent
    | ThemeConfirm
    | ThemeWithdraw
    | NoteConfirm
    | NoteWithdraw
    | NoteTag
    | Regroup
    | StepUndo
)
