"""The needs assessment as a report and as a file: from what is stored to `consult.reports`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, cast

from flask_babel import gettext as _

from consult.domain import framework as plans
from consult.domain import times
from consult.domain.coverage import grid as count_grid
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES, in_language
from consult.domain.suppression import SMALLEST, count_or_none
from consult.domain.words import Kind
from consult.extensions import db
from consult.frameworks import framework
from consult.locales import in_language as speaking
from consult.models import Consultation
from consult.places import FONTS
from consult.reports import FORMATS, write
from consult.reports import report as r
from consult.services import child, consent, engines, evidence, meeting_facts, mixing, ranking
from consult.services.clock import now

# Beside an analysis on a small machine a report on 5,000 notes has to share a core.
EXPORT_SECONDS = 180


class File(NamedTuple):
    """A finished file to download."""

    content: bytes
    media_type: str
    name: str


def export(consultation_id: int, format: str, language: str) -> File:
    """The needs assessment as a file; Refused "unknown_format". Takes up to a second."""
    if format not in FORMATS:
        raise Refused("unknown_format")
    report = needs_assessment(consultation_id, language)
    content = write(report, format, fonts=FONTS if FONTS.is_dir() else None)
    return File(content, FORMATS[format].media_type, file_name(consultation_id, format, language))


def export_aside(consultation_id: int, format: str, language: str) -> File:
    """The same in a process of its own, so that the live meetings of this server do not wait for it.

    Refused "unknown_format", or "export_failed" when it ends badly or takes longer than EXPORT_SECONDS.
    """
    if format not in FORMATS:
        raise Refused("unknown_format")
    with TemporaryDirectory(prefix="consult-") as folder:
        output = Path(folder) / f"report.{FORMATS[format].extension}"
        options = {"consultation": str(consultation_id), "format": format, "language": language}
        arguments = [f"--{name}={value}" for name, value in options.items()]
        if (
            not child.finished(["export", *arguments, f"--output={output}"], EXPORT_SECONDS)
            or not output.exists()
        ):
            raise Refused("export_failed")
        content = output.read_bytes()
    return File(content, FORMATS[format].media_type, file_name(consultation_id, format, language))


def file_name(consultation_id: int, format: str, language: str) -> str:
    """A plain name: "needs-assessment-nantes-fr.docx"."""
    consultation = db.session.get_one(Consultation, consultation_id)
    title = consultation.city or in_language(consultation.title, language)
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_title).strip("-")[:40].strip("-") or str(consultation_id)
    return f"needs-assessment-{slug}-{language}.{FORMATS[format].extension}"


def needs_assessment(consultation_id: int, language: str) -> r.Report:
    """Everything the report says, in one language; notes stay in theirs. KeyError for another language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    with speaking(language):
        return _report(db.session.get_one(Consultation, consultation_id), cast(r.Language, language))


def _report(consultation: Consultation, language: r.Language) -> r.Report:
    plan = framework(consultation.framework_id)
    meetings = meeting_facts.held_meetings(consultation.id)
    places = {meeting.id: place for place, meeting in enumerate(meetings, start=1)}
    notes = evidence.notes(consultation.id)
    themes = evidence.themes(consultation.id, notes)
    loose = evidence.without_theme(notes, themes)
    met = {meeting.id: mixing.of_meeting(meeting, consultation.groups) for meeting in meetings}
    made_at = times.at(now(), consultation.time_zone)
    return r.Report(
        language=language,
        title=in_language(consultation.title, language),
        purpose=in_language(consultation.purpose, language),
        date=made_at.date(),
        framework=r.Framework(plan.name(language), plan.version, _wording_note(plan, language)),
        meetings=tuple(
            meeting_facts.facts(meeting, consultation.groups, language, met[meeting.id])
            for meeting in meetings
        ),
        needs=tuple(_needs(ranking.of(consultation.id, themes), plan, places, language)),
        grid=_grid(plan, themes, loose, language),
        how_themes_were_found=engines.how_found(consultation.id),
        generated_at=made_at,
        tables=meeting_facts.table_records(meetings),
        kinds=_kinds(Counter(note.kind for note in notes)),
        note_count=len(notes),
        notes_withheld=evidence.hidden_count(consultation.id),
        notes_without_theme=tuple(_quote(note, places) for note in loose),
        city=consultation.city,
        how_needs_were_ranked=ranking.how_ranked(),
        smallest_group=SMALLEST,
        software=f"consult {version('consult')}",
        who_met_whom=_who_met_whom(consultation, met.values(), language),
        consent=_consent(consultation, language),
    )


def _consent(consultation: Consultation, language: str) -> r.Consent | None:
    """The city's own words, if anybody has agreed to them as they are now."""
    words, agreed = consent.own_words(consultation, language), consent.agreed(consultation)
    if words is None or not agreed.now:
        return None
    return r.Consent(words.text, words.language, changed=agreed.earlier > 0)


def _who_met_whom(
    consultation: Consultation, met: Iterable[mixing.Mixing | None], language: str
) -> r.WhoMetWhom | None:
    found = mixing.of_all((one for one in met if one is not None), consultation.groups)
    if found is None:
        return None
    names = mixing.names(found.rows, consultation.groups, language)
    groups = tuple(r.MetGroup(row.kind, name) for row, name in zip(found.rows, names, strict=True))
    return r.WhoMetWhom(groups, found.cells, found.pairs, found.across)


def _needs(
    ranked: Sequence[ranking.RankedNeed], plan: plans.Framework, places: dict[int, int], language: str
) -> Iterable[r.Need]:
    """The notes of a theme stand once in the appendix: with its first need."""
    told: set[int] = set()
    for need in ranked:
        notes = () if need.theme.id in told else need.theme.notes
        told.add(need.theme.id)
        yield _need(need, notes, plan, places, language)


def _need(
    need: ranking.RankedNeed,
    notes: Sequence[evidence.NoteRow],
    plan: plans.Framework,
    places: dict[int, int],
    language: str,
) -> r.Need:
    theme, counted = need.theme, need.tally
    spoken = (
        language
        if theme.label.get(language)
        else next((code for code in ("en", *theme.label) if theme.label.get(code)), language)
    )
    return r.Need(
        rank=need.rank,
        label=theme.label.get(spoken, ""),
        commitment=_item(plan.commitments, theme.commitment, language),
        track=_item(plan.tracks, theme.track, language),
        confirmed=theme.confirmed,
        note_count=counted.notes,
        people=count_or_none(counted.people),
        table_count=counted.tables,
        round_count=counted.rounds,
        languages=counted.languages,
        kinds=_kinds(counted.kinds),
        quotes=tuple(_quote(note, places) for note in need.quotes),
        notes=tuple(_quote(note, places) for note in notes),
        votes=counted.votes,
        statement=in_language(dict(need.sentence), language),
        label_language=None if spoken == language else spoken,
    )


def _quote(note: evidence.NoteRow, places: dict[int, int]) -> r.Quote:
    """A note in its author's words; without table and round where these could say who wrote it."""
    private = note.without_place
    return r.Quote(
        text=note.text,
        language=note.language,
        table=None if private else note.table,
        round=None if private else note.round,
        kind=Kind(note.kind),
        main_point=note.main_point,
        votes=note.votes or 0,
        meeting=places[note.meeting_id],
    )


def _grid(
    plan: plans.Framework,
    themes: Sequence[evidence.ThemeRow],
    loose: Sequence[evidence.NoteRow],
    language: str,
) -> r.Grid:
    counts = count_grid(plan, evidence.grid_rows(themes, loose))
    commitments = tuple(_items(plan.commitments, language))
    if plan.tracks:
        tracks = tuple(_items(plan.tracks, language))
        rows = [[counts.cell(row.id, column.id) for column in tracks] for row in commitments]
    else:  # a framework without tracks has one column
        tracks = (r.FrameworkItem("", 1, _("Notes")),)
        rows = [[counts.commitment_totals[row.id]] for row in commitments]
    cells = tuple(tuple(r.GridCell(cell.notes, cell.themes) for cell in row) for row in rows)
    return r.Grid(commitments, tracks, cells, unplaced_notes=counts.without_spot.notes)


def _items(chapters: Sequence[plans.Chapter], language: str) -> list[r.FrameworkItem]:
    return [
        r.FrameworkItem(
            chapter.id, int(chapter.id) if chapter.id.isdigit() else place, chapter.title(language)
        )
        for place, chapter in enumerate(chapters, start=1)
    ]


def _item(chapters: Sequence[plans.Chapter], wanted: str | None, language: str) -> r.FrameworkItem | None:
    return next((item for item in _items(chapters, language) if item.id == wanted), None)


def _kinds(counts: Mapping[str, int]) -> dict[Kind, int]:
    return {Kind(kind): number for kind, number in counts.items()}


def _wording_note(plan: plans.Framework, language: str) -> str:
    chapters = (*plan.commitments, *plan.tracks)
    if all(chapter.is_official(language) for chapter in chapters) or not any(
        row.official for row in chapters
    ):
        return ""
    if any(chapter.is_official(language) for chapter in chapters):
        return str(_("Some titles of commitments and tracks in this language are not an official wording."))
    return str(_("The titles of commitments and tracks in this language are not an official wording."))
