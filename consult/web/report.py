"""The report studio: three forms of report in four languages, edited beside their preview, and their files."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response as Answer

from consult.domain import times
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.extensions import limiter
from consult.locales import current_language
from consult.models import Consultation
from consult.phrases import sentence
from consult.reports import FORMATS_OF, session
from consult.reports.evidence import numbered_notes
from consult.reports.outline import outline
from consult.reports.plain import plain_everywhere
from consult.reports.report import Report
from consult.reports.trail import used_in
from consult.reports.words import Words
from consult.reports.writing import FORMS, Form
from consult.services.clock import now
from consult.services.reports import content as report_content
from consult.services.reports import drafts as report_drafts
from consult.services.reports import page as report_page
from consult.services.reports import publish
from consult.services.reports.drafts import Conflict, Saved, Stored
from consult.services.reports.page import Page
from consult.web import assessment_words as words
from consult.web import report_form
from consult.web.assessment_frame import editable, frame, me, readable

pages = Blueprint("report", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/report")
# While somebody types, facts of the last seconds are good enough.
FRESH_SECONDS = 20.0
LATELY = "reports_lately"


@pages.get("")
@login_required
def start(consultation_id: int) -> Answer:
    """The needs assessment in the language of the page."""
    readable(consultation_id)
    target = url_for(".show", consultation_id=consultation_id, form="assessment", language=current_language())
    return redirect(target)


@pages.get("/<form>/<language>")
@login_required
def show(consultation_id: int, form: str, language: str) -> str:
    """One form in one language: what can be changed, and the report as it stands."""
    consultation = readable(consultation_id)
    return _studio(consultation, *_known(form, language), {})


@pages.post("/<form>/<language>")
@login_required
def save(consultation_id: int, form: str, language: str) -> Answer | str:
    """Store what was changed. Where somebody else changed the same, both texts are shown."""
    consultation = editable(consultation_id)
    kind, code = _known(form, language)
    here = url_for(".show", consultation_id=consultation_id, form=form, language=language)
    if "reset" in request.form:
        name = request.form["reset"]
        report_drafts.reset(consultation_id, form, language, name, me())
        flash(_("Back to the proposal."), "success")
        return redirect(f"{here}#field-{quote(name[:40])}", 303)
    content = report_content.content(consultation_id, code)
    proposed = _proposed(consultation_id, content.report, kind, code)
    page = report_form.read(kind, request.form, proposed)
    try:
        done = report_drafts.save(consultation_id, kind, code, page, proposed, content.numbers, me())
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
        return _studio(consultation, kind, code, {}, _read_again(consultation_id, code, page, content)[0])
    _say(done, moved="move" in request.form)
    if done.conflicts:
        return _studio(consultation, kind, code, done.conflicts, done.typed)
    return redirect(f"{here}#sections" if "move" in request.form else here, 303)


def _say(done: Saved, moved: bool) -> None:
    if done.lost:
        flash(
            _(
                "Notes were erased while this page was open. Their words and numbers were taken out of your text;"
                " please read it once more."
            ),
            "warning",
        )
    if done.conflicts:
        flash(
            _(
                "Somebody else has changed the same text. Nothing is lost: both are below; save again to keep yours."
            ),
            "error",
        )
    elif done.merged:
        flash(_("Stored. Somebody else had saved other changes meanwhile; both are in."), "success")
    elif not moved:
        flash(_("Stored."), "success")


@pages.post("/<form>/<language>/preview")
@login_required
@limiter.limit("60 per minute")
def preview(consultation_id: int, form: str, language: str) -> str:
    """The report with what is typed at this moment; nothing is stored."""
    editable(consultation_id)
    kind, code = _known(form, language)
    content = _lately(consultation_id, code)
    proposed = _proposed(consultation_id, content.report, kind, code)
    found = report_drafts.stored(consultation_id, kind, code, content.numbers)
    page = report_form.read(kind, request.form, proposed)
    try:
        report_drafts.check(page)
    except Refused:
        # Saving says so in words.
        abort(413)
    typed, lost = _read_again(consultation_id, code, page, content)
    fields = {
        name: text
        for name, text in {**proposed, **found.fields, **typed}.items()
        if text != proposed.get(name)
    }
    return render_template(
        "assessment/report/_preview.html", **_preview(content.report, kind, fields, proposed), lost=lost
    )


@pages.get("/<form>/<language>/download/<format>")
@login_required
@limiter.limit("30 per minute")
def download(consultation_id: int, form: str, language: str, format: str) -> Response | Answer:
    """The report as a file; back to the studio where its form does not take it."""
    readable(consultation_id)
    kind, code = _known(form, language)
    if format not in FORMATS_OF[kind]:
        abort(404)
    try:
        publish.check(publish.needs_assessment(consultation_id, code, kind))
        file = publish.export_aside(consultation_id, format, code, kind)
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
        return redirect(url_for(".show", consultation_id=consultation_id, form=form, language=language))
    answer = Response(file.content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _studio(
    consultation: Consultation,
    form: Form,
    language: str,
    conflicts: Mapping[str, Conflict],
    typed: Mapping[str, str] | None = None,
) -> str:
    content = report_content.content(consultation.id, language)
    proposed = _proposed(consultation.id, content.report, form, language)
    found = report_drafts.stored(consultation.id, form, language, content.numbers)
    fields = report_drafts.fields(found, proposed)
    now_typed = {name: (typed or {}).get(name, one.text) for name, one in fields.items()}
    decided = {
        name: text for name, text in now_typed.items() if text != proposed.get(name) or fields[name].by_hand
    }
    return render_template(
        "assessment/report/studio.html",
        **frame(consultation),
        **_preview(content.report, form, decided, proposed),
        forms=[(name, report_form.FORM_NAMES[name]) for name in FORMS],
        form=form,
        described=report_form.FIELDS.get(form, {}),
        fields=fields,
        typed=now_typed,
        conflicts=conflicts,
        sections=report_form.sections(now_typed, form, language),
        speakers=report_form.speaker_rows(now_typed.get(report_drafts.SPEAKERS, "")),
        note_ids=" ".join(str(note_id) for note_id in content.numbers.by_id),
        note_words=report_page.words_of(content.numbers),
        formats=[(key, words.FORMATS[key]) for key in FORMATS_OF[form]],
        counts=_counts(consultation.id, form, language),
        saved=_saved(found, consultation.time_zone),
        unsaved=typed is not None,
        summary=list(session.SUMMARY),
        most_words=session.MOST_WORDS,
    )


def _preview(
    report: Report, form: Form, fields: Mapping[str, str], proposed: Mapping[str, str]
) -> dict[str, Any]:
    """What the preview shows: the outline that every file is made of, with the way from each note to its sentences."""
    decided = {report_drafts.SPEAKERS: proposed.get(report_drafts.SPEAKERS, ""), **fields}
    written = plain_everywhere(replace(report, writing=report_drafts.as_writing(form, decided)))
    shown = outline(written)
    used = used_in(shown)
    behind = numbered_notes(written, set(used), Words(report.language)) if form == "brief" else ()
    over = session.summary_words(written) - session.MOST_WORDS if form == "session" else 0
    return {
        "shown": shown,
        "used": used,
        "behind": behind,
        "over": over,
        "summary_count": over + session.MOST_WORDS,
        "conclusion_sentences": session.conclusion_sentences(written) if form == "session" else 1,
        "report_language": report.language,
    }


def _read_again(
    consultation_id: int, language: str, page: Page, content: report_content.Content
) -> tuple[dict[str, str], bool]:
    """What was typed as it is to be read today, and whether something of an erased note stood in it."""
    gone = report_page.gone(consultation_id, language, page, content.numbers)
    typed = report_page.typed(page, content.numbers, gone)
    return report_page.read_again(page, content.numbers, typed), bool(typed.lost)


def _proposed(consultation_id: int, report: Report, form: Form, language: str) -> dict[str, str]:
    return report_form.proposals(report, form, report_drafts.defaults(consultation_id, form, language))


def _counts(consultation_id: int, form: Form, language: str) -> list[tuple[str, int]]:
    """The words of the summary in each other language in which somebody wrote in it."""
    if form != "session":
        return []
    others = (
        code
        for code in LANGUAGES
        if code != language and report_drafts.is_written(consultation_id, form, code)
    )
    return [
        (code, session.summary_words(publish.needs_assessment(consultation_id, code, form)))
        for code in others
    ]


def _saved(found: Stored, zone: str) -> dict[str, Any] | None:
    """Who saved last, and when on the clocks of the city."""
    if found.changed_at is None:
        return None
    at = times.at(found.changed_at, zone)
    return {"who": found.who, "at": at, "today": at.date() == times.at(now(), zone).date()}


def _lately(consultation_id: int, language: str) -> report_content.Content:
    """The report without what people wrote in it, at most some seconds old, and never with notes that are gone."""
    recent: dict[tuple[Any, ...], tuple[float, report_content.Content]]
    recent = current_app.extensions.setdefault(LATELY, {})
    key = (consultation_id, language, report_page.as_of(consultation_id))
    made = recent.get(key)
    if made is None or time.monotonic() - made[0] > FRESH_SECONDS:
        recent.clear()
        made = recent[key] = (time.monotonic(), report_content.content(consultation_id, language))
    return made[1]


def _known(form: str, language: str) -> tuple[Form, str]:
    kind = next((known for known in FORMS if known == form), None)
    if kind is None or language not in LANGUAGES:
        abort(404)
    return kind, language
