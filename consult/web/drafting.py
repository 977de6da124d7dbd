"""Drafts by the engine in a form: offered for fields that are empty, read by a person before they count.

A form that wants them
- reads each text with `texts(values, "title")` and keeps the `Texts` as they are; they are dictionaries by language;
- names its texts in a list of `Part`s (`parts()` below is how the consultation's form does it);
- shows each with the macro `in_languages` of templates/consultations/_fields.html, with `offered` (the languages of
  the consultation) and `can_draft`, and `drafts_summary` at its top; the macro makes all the fields named here;
- carries out the steps "draft" (everything) and "draft:title" (one text) with `take_step`, which returns sentences
  to flash;
- stores `settled(form.title)`, never `form.title`; and when `waiting(parts)` is not empty after saving, calls
  `keep_waiting(parts)` and shows the form again instead of going elsewhere.

Everything between two pages is in the form itself: beside the field `title-es` its draft as it was offered
(`draft-title-es`), who made it (`-by`), from which language (`-from`), the codes of its doubts (`-doubts`) and
the tick "I have read it" (`-read`). A draft counts when it is ticked or was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from consult.domain.languages import LANGUAGES, NAMES
from consult.services.preparation import wording
from consult.services.preparation.drafts import clean
from consult.services.preparation.wording import Offer, Wanted
from consult.translation.base import (
    FAILED,
    NEGATION,
    NOT_SET_UP,
    NUMBERS,
    TERM,
    UNCHANGED,
    UNKNOWN_WORDS,
    Translation,
)

STEP = "draft"
YES = "yes"


@dataclass
class Draft:
    """What the engine offered for one field. `source` is the language it was made from; `read`: the tick is set."""

    text: str
    engine: str
    source: str
    reasons: tuple[str, ...] = ()
    read: bool = False

    def doubts(self) -> list[str]:
        """What may be wrong with it, one sentence each."""
        return [sentence for code, sentence in _doubts().items() if code in self.reasons]


class Texts(dict[str, str]):
    """What is in the fields of one text, by language, as typed; `drafts` are those the engine has put there."""

    def __init__(self, typed: Mapping[str, str], drafts: Mapping[str, Draft] | None = None) -> None:
        """Keep both as they are."""
        super().__init__(typed)
        self.drafts: dict[str, Draft] = dict(drafts or {})


@dataclass(frozen=True)
class Part:
    """A text of a form: the name of its fields without the language, how it is called on screen, its `rows` (0: a line)."""

    name: str
    label: str
    texts: dict[str, str]
    rows: int = 0


def texts(values: Mapping[str, str], name: str) -> Texts:
    """One text as it came back from the browser, with the drafts that were in its fields."""
    typed = {code: values.get(f"{name}-{code}", "") for code in LANGUAGES}
    return Texts(
        typed, {code: draft for code in LANGUAGES if (draft := _draft(values, f"draft-{name}-{code}"))}
    )


def settled(typed: Mapping[str, str]) -> dict[str, str]:
    """What a person stands for: all that was typed, and the drafts that were read or changed."""
    return {code: text for code, text in typed.items() if code not in unread(typed)}


def unread(typed: Mapping[str, str]) -> list[str]:
    """The languages in which a draft stands as it was made, and nobody has read it yet."""
    drafts = typed.drafts if isinstance(typed, Texts) else {}
    return [
        code
        for code, draft in drafts.items()
        if not draft.read and _plain(typed.get(code, "")) == _plain(draft.text)
    ]


def waiting(parts: Iterable[Part]) -> list[tuple[Part, str]]:
    """The drafts of a form that nobody has read yet: part and language."""
    return [(part, code) for part in parts for code in unread(part.texts)]


def keep_waiting(parts: Iterable[Part]) -> None:
    """After saving: what was read or changed is a text like any other now."""
    for part in parts:
        if isinstance(part.texts, Texts):
            still = unread(part.texts)
            part.texts.drafts = {code: draft for code, draft in part.texts.drafts.items() if code in still}


def take_step(parts: Sequence[Part], step: str, offered: Sequence[str], screen: str) -> list[str]:
    """Carry out "draft" or "draft:<name>": fill what is empty in the languages offered; what to tell about it.

    `screen` is the language of the reader, from which drafts are made where it is filled.
    """
    _action, _mark, name = step.partition(":")
    chosen = [part for part in parts if not name or part.name == name]
    asked = [(part, wanted) for part in chosen if (wanted := _wanted(part.texts, offered, screen))]
    if not asked:
        return [_("Nothing to draft: write each text in one language first; what is filled stays as it is.")]
    found = wording.offer([wanted for _part, wanted in asked])
    made = 0
    for (part, wanted), translations in zip(asked, found.made, strict=True):
        made += _fill(part, wanted.source, translations)
    return _told(found, made)


def _draft(values: Mapping[str, str], name: str) -> Draft | None:
    text = values.get(name, "")
    if not text:
        return None
    source = values.get(f"{name}-from", "")
    return Draft(
        text=text,
        engine=values.get(f"{name}-by", "")[:40],
        source=source if source in LANGUAGES else "",
        reasons=tuple(code for code in values.get(f"{name}-doubts", "").split() if code in _doubts()),
        read=values.get(f"{name}-read") == YES,
    )


def _wanted(typed: Mapping[str, str], offered: Sequence[str], screen: str) -> Wanted | None:
    """What to ask for a text: from the reader's language, else English, else whatever a person has filled."""
    filled = {code: text.strip() for code, text in settled(typed).items() if text.strip()}
    source = next((code for code in (screen, "en", *LANGUAGES) if code in filled), None)
    empty = tuple(code for code in LANGUAGES if code in offered and not typed.get(code, "").strip())
    return Wanted(str(clean(filled[source])), source, empty) if source and empty else None


def _fill(part: Part, source: str, translations: Mapping[str, Translation]) -> int:
    """Put drafts into the fields of a part; how many."""
    if not isinstance(part.texts, Texts):
        raise TypeError(f"{part.name}: read the form with drafting.texts")
    for code, made in translations.items():
        text = str(clean(made.text)) if part.rows else " ".join(str(clean(made.text)).split())
        part.texts[code] = text
        part.texts.drafts[code] = Draft(text, made.engine, source, made.reasons)
    return len(translations)


def _plain(text: str) -> str:
    """Browsers send line ends in their own way."""
    return " ".join(text.split())


def _told(found: Offer, made: int) -> list[str]:
    """What to say after asking, besides the drafts themselves."""
    sentences: dict[str, Callable[[], str]] = {
        NOT_SET_UP: lambda: _(
            "This server has no translation engine. Please write the translations yourself."
        ),
        wording.BUSY: lambda: _("The engine is at work for somebody else. Please try again in a moment."),
        wording.SLOW: lambda: _("The engine was too slow. What is done is below; press again for the rest."),
        wording.PARTLY: lambda: _("That was a lot at once. Press again for the rest."),
        FAILED: lambda: _("The engine does not work at the moment. Nothing is lost; please try again later."),
    }
    said = [sentences[found.state]()] if found.state in sentences else []
    for source, target in sorted(found.failed):
        one, other = NAMES[source], NAMES[target]
        said.append(
            _("No answer from the engine from %(one)s to %(other)s. Please try later.", one=one, other=other)
        )
    for source, target in sorted(found.impossible):
        one, other = NAMES[source], NAMES[target]
        said.append(
            _("No engine here translates from %(one)s to %(other)s: please write it.", one=one, other=other)
        )
    if not made and not said:
        said.append(_("The engine had nothing to offer. Please write the translations yourself."))
    return [str(sentence) for sentence in said]


def _doubts() -> dict[str, str]:
    return {
        NEGATION: _("May be wrong: a “not” may be lost."),
        UNKNOWN_WORDS: _("Some words are unknown."),
        NUMBERS: _("Check the numbers."),
        UNCHANGED: _("It may still be in the other language."),
        TERM: _("A term of the field may be wrong."),
    }
