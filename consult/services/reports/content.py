"""What a report says, from what is stored: facts, needs, grid, and every note with its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from typing import cast

from flask_babel import gettext as _
from sqlalchemy import select

from consult.analysis.needs import Component
from consult.domain import framework as plans
from consult.domain import times
from consult.domain.coverage import grid as count_grid
from consult.domain.languages import LANGUAGES, in_language
from consult.domain.suppression import SMALLEST
from consult.domain.words import Kind
from consult.extensions import db
from consult.frameworks import framework
from consult.locales import in_language as speaking
from consult.models import Consultation, NoteTranslation
from consult.reports import report as r
from consult.services import engines
from consult.services.assessment import evidence, ranking
from consult.services.assessment.evidence import NoteRow
from consult.services.clock import now
from consult.services.preparation import consent
from consult.services.reports import findings as report_findings
from consult.services.reports import meeting_facts, mixing
from consult.services.reports.numbers import Numbers as Numbers


@dataclass(frozen=True)
class Content:
    """A report before anybody has written in it, and the way from its numbers back to the notes."""

    report: r.Report
    numbers: Numbers


def content(consultation_id: int, language: str) -> Content:
    """Everything a report says, in one language; notes stay in theirs. KeyError for another language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    with speaking(language):
        return _content(db.session.get_one(Consultation, consultation_id), cast(r.Language, language))


def _content(consultation: Consultation, language: r.Language) -> Content:
    plan = framework(consultation.framework_id)
    meetings = meeting_facts.held_meetings(consultation.id)
    places = {meeting.id: place for place, meeting in enumerate(meetings, start=1)}
    notes = evidence.notes(consultation.id)
    themes = evidence.themes(consultation.id, notes)
    loose = evidence.without_theme(notes, themes)
    ranked = ranking.of(consultation.id, themes)
    numbers = _numbers(ranked, loose, places, language)
    aside = evidence.set_aside(consultation.id)
    met = {meeting.id: mixing.of_meeting(meeting, consultation.groups) for meeting in meetings}
    made_at = times.at(now(), consultation.time_zone)
    report = r.Report(
        language=language,
        title=in_language(consultation.title, language),
        purpose=in_language(consultation.purpose, language),
        date=made_at.date(),
        framework=r.Framework(plan.name(language), plan.version, _wording_note(plan, language)),
        meetings=tuple(
            meeting_facts.facts(meeting, consultation.groups, language, met[meeting.id])
            for meeting in meetings
        ),
        needs=tuple(_needs(ranked, plan, numbers, language)),
        grid=_grid(plan, themes, loose, language),
        how_themes_were_found=engines.how_found(consultation.id),
        generated_at=made_at,
        tables=meeting_facts.table_records(meetings, numbers.by_id),
        kinds=_kinds(Counter(note.kind for note in notes)),
        note_count=len(notes),
        notes_withheld=evidence.hidden_count(consultation.id),
        notes_without_theme=tuple(_quote(note, numbers) for note in _in_order(loose, places)),
        city=consultation.city,
        how_needs_were_ranked=ranking.how_ranked(),
        smallest_group=SMALLEST,
        software=f"consult {version('consult')}",
        who_met_whom=_who_met_whom(consultation, met.values(), language),
        consent=_consent(consultation, language),
        confirmed_share=evidence.confirmed(notes).share,
        resources=report_findings.resources(consultation.id, notes, numbers),
        objections=report_findings.objections(meetings, language, numbers),
        votes=report_findings.votes(meetings, language, numbers),
        set_aside=tuple(r.SetAside(reason, number) for reason, number in aside.reasons.items()),
    )
    return Content(report, numbers)


def _numbers(
    ranked: Sequence[ranking.RankedNeed],
    loose: Sequence[NoteRow],
    places: Mapping[int, int],
    language: str,
) -> Numbers:
    themes = {need.theme.id: need.theme for need in ranked}
    groups = [*(theme.notes for theme in themes.values()), loose]
    ordered = [note for group in groups for note in _in_order(group, places)]
    by_id = dict(zip((note.id for note in ordered), count(1), strict=False))
    return Numbers(by_id, {note.id: note for note in ordered}, _translations(ordered, language), places)


def _in_order(notes: Iterable[NoteRow], places: Mapping[int, int]) -> list[NoteRow]:
    """What weighs most first. A note without its place stands where nothing tells when and where it was written."""
    return sorted(
        notes,
        key=lambda note: (
            not note.main_point,
            -(note.votes or 0),
            note.without_place,
            (note.text, 0, 0) if note.without_place else ("", places[note.meeting_id], note.round),
            0 if note.without_place else note.table,
            note.id,
        ),
    )


def _translations(notes: Sequence[NoteRow], language: str) -> dict[int, str]:
    """What a person translated or corrected; what only a machine has made is quoted nowhere."""
    foreign = [note.id for note in notes if note.language != language]
    found = db.session.execute(
        select(NoteTranslation.note_id, NoteTranslation.text).where(
            NoteTranslation.note_id.in_(foreign),
            NoteTranslation.language == language,
            NoteTranslation.corrected_at.is_not(None),
        )
    )
    return {row.note_id: row.text for row in found}


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
    ranked: Sequence[ranking.RankedNeed], plan: plans.Framework, numbers: Numbers, language: str
) -> Iterable[r.Need]:
    """The notes of a theme stand once in the appendix: with its first need."""
    told: set[int] = set()
    for need in ranked:
        notes = [] if need.theme.id in told else _in_order(need.theme.notes, numbers.places)
        told.add(need.theme.id)
        yield _need(need, notes, plan, numbers, language)


def _need(
    need: ranking.RankedNeed,
    notes: Sequence[NoteRow],
    plan: plans.Framework,
    numbers: Numbers,
    language: str,
) -> r.Need:
    theme, counted = need.theme, need.tally
    spoken = _spoken(theme.label, language)
    stated = _spoken(need.sentence, language)
    return r.Need(
        rank=need.rank,
        label=theme.label.get(spoken, ""),
        commitment=_item(plan.commitments, theme.commitment, language),
        also=tuple(item for item in _items(plan.commitments, language) if item.id in theme.also),
        track=_item(plan.tracks, theme.track, language),
        confirmed=theme.confirmed,
        note_count=counted.notes,
        people_more_than=need.people,
        table_count=counted.tables,
        round_count=counted.rounds,
        languages=counted.languages,
        kinds=_kinds(counted.kinds),
        quotes=tuple(_quote(note, numbers) for note in need.quotes),
        notes=tuple(_quote(note, numbers) for note in notes),
        votes=counted.votes,
        statement=need.sentence.get(stated, ""),
        label_language=None if spoken == language else spoken,
        statement_language=None if stated == language else stated,
        sentence_notes=numbers.of(need.notes),
        points=need.points,
        components=tuple(
            r.Component(one.name, None if _untold(one, need) else one.value, one.highest, one.points)
            for one in need.components
        ),
    )


def _untold(component: Component, need: ranking.RankedNeed) -> bool:
    """Whether no number of people is told of a need: then not even that of their groups is."""
    return component.name == "groups" and need.groups is None


def _spoken(texts: Mapping[str, str], language: str) -> str:
    """The language a text is shown in: the wanted one, else English, else any."""
    return next((code for code in (language, "en", *texts) if texts.get(code)), language)


def _quote(note: NoteRow, numbers: Numbers) -> r.Quote:
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
        meeting=numbers.places[note.meeting_id],
        number=numbers.by_id.get(note.id, 0),
        translation=numbers.translations.get(note.id, ""),
        dissent=note.dissent,
    )


def _grid(
    plan: plans.Framework,
    themes: Sequence[evidence.ThemeRow],
    loose: Sequence[NoteRow],
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
    cells = tuple(tuple(r.GridCell(cell.notes, cell.themes, cell.also) for cell in row) for row in rows)
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
