"""The needs of a consultation: ranked, with the arithmetic; written, accepted and changed by coordinators."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response as Answer

from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.locales import current_language
from consult.models import Consultation
from consult.phrases import sentence
from consult.reports import FORMATS
from consult.services.assessment import evidence, need_drafts, needs, ranking
from consult.services.reports import meeting_facts
from consult.web import assessment_words as words
from consult.web.assessment_frame import editable, frame, me, readable
from consult.web.numbers import whole

pages = Blueprint("needs", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/needs")


@pages.get("")
@login_required
def show(consultation_id: int) -> str:
    """All needs, most urgent first; ?meeting=4 shows those that came up there, in the order they have overall."""
    consultation = readable(consultation_id)
    themes = evidence.themes(consultation_id)
    ranked = ranking.of(consultation_id, themes, bare=True)
    meeting_id = request.args.get("meeting", type=whole)
    heard = {_key(need): sum(note.meeting_id == meeting_id for note in need.notes) for need in ranked}
    unwritten = [need.theme for need in ranked if need.need is None]
    return render_template(
        "assessment/needs.html",
        **frame(consultation),
        needs=[need for need in ranked if meeting_id is None or heard[_key(need)]],
        every_need=len(ranked),
        heard=heard,
        drafts=need_drafts.drafts(unwritten, most=2),
        how_ranked=ranking.how_ranked(),
        components=words.COMPONENTS,
        meetings=meeting_facts.held_meetings(consultation_id),
        meeting_id=meeting_id,
        formats=[(key, words.FORMATS[key]) for key in FORMATS],
    )


@pages.get("/new")
@login_required
def new(consultation_id: int) -> str:
    """A form for a need of ?theme=7, with the words of a typical note where ?draft= names one."""
    consultation = editable(consultation_id)
    theme = _theme(consultation_id, request.args.get("theme", type=whole))
    offered = _drafts(theme)
    draft = next((one for one in offered if one.note.id == request.args.get("draft", type=whole)), None)
    ticked = {note.id for note in theme.notes}
    return _form(consultation, theme, None, dict(draft.sentence) if draft else {}, ticked)


@pages.post("/new")
@login_required
def write(consultation_id: int) -> Answer | tuple[str, int]:
    """Store a new need of a theme."""
    consultation = editable(consultation_id)
    theme = _theme(consultation_id, request.form.get("theme", type=whole))
    texts, chosen = _typed()
    try:
        need = needs.write(consultation_id, theme.id, texts, chosen, me())
    except Refused as refused:
        return _form(consultation, theme, None, texts, set(chosen), refused), 400
    return _done(consultation_id, _("The need is stored."), need.id)


@pages.post("/accept")
@login_required
def accept(consultation_id: int) -> Answer:
    """Take the words of a typical note as the need, as they are."""
    editable(consultation_id)
    theme = _theme(consultation_id, request.form.get("theme", type=whole))
    note_id = request.form.get("note", type=whole)
    draft = next((one for one in _drafts(theme) if one.note.id == note_id), None)
    if draft is None:
        abort(404)
    need = needs.write(consultation_id, theme.id, draft.sentence, (), me())
    return _done(consultation_id, _("The need is stored."), need.id)


@pages.get("/<int:need_id>")
@login_required
def edit(consultation_id: int, need_id: int) -> str:
    """The form of a stored need."""
    consultation = editable(consultation_id)
    theme, need = _stored(consultation_id, need_id)
    return _form(consultation, theme, need, dict(need.sentence), {note.id for note in need.notes})


@pages.post("/<int:need_id>")
@login_required
def change(consultation_id: int, need_id: int) -> Answer | tuple[str, int]:
    """Store other words, or other notes."""
    consultation = editable(consultation_id)
    theme, need = _stored(consultation_id, need_id)
    texts, chosen = _typed()
    try:
        needs.change(consultation_id, need_id, texts, chosen, me(), request.form.get("seen", type=float))
    except Refused as refused:
        return _form(consultation, theme, need, texts, set(chosen), refused), 400
    return _done(consultation_id, _("The need is stored."), need_id)


@pages.post("/<int:need_id>/remove")
@login_required
def remove(consultation_id: int, need_id: int) -> Answer:
    """Take a need away; its theme stays."""
    editable(consultation_id)
    try:
        needs.remove(consultation_id, need_id, me())
    except Refused:
        abort(404)
    return _done(consultation_id, _("The need is removed. Its theme and notes are as before."), None)


def _key(need: ranking.RankedNeed) -> tuple[int, int]:
    return need.theme.id, need.need.id if need.need else 0


def _form(
    consultation: Consultation,
    theme: evidence.ThemeRow,
    need: needs.NeedRow | None,
    texts: dict[str, str],
    ticked: set[int],
    refused: Refused | None = None,
) -> str:
    """The form; what was refused comes back with everything typed, beside what is stored by now."""
    elsewhere = [note for note in need.notes if note.theme_id != theme.id] if need else []
    return render_template(
        "assessment/need.html",
        **frame(consultation),
        theme=theme,
        need=need,
        texts=texts,
        languages=_languages(consultation, texts),
        notes=[*theme.notes, *elsewhere],
        ticked=ticked,
        drafts=_drafts(theme),
        most=needs.SENTENCE_LENGTH,
        problem=sentence(refused.code, **refused.values) if refused else "",
        changed=refused is not None and refused.code == "need_changed",
        in_our_language={},
    )


def _typed() -> tuple[dict[str, str], list[int]]:
    texts = {code: request.form.get(f"sentence-{code}", "") for code in LANGUAGES}
    return texts, [number for number in request.form.getlist("note", type=whole) if number is not None]


def _languages(consultation: Consultation, texts: dict[str, str]) -> list[str]:
    """Those of the consultation and those there are words in, the reader's first."""
    offered = [code for code in LANGUAGES if code in consultation.languages or texts.get(code)]
    return sorted(offered or LANGUAGES, key=lambda code: code != current_language())


def _theme(consultation_id: int, theme_id: int | None) -> evidence.ThemeRow:
    found = next((row for row in evidence.themes(consultation_id) if row.id == theme_id), None)
    if found is None:
        abort(404)
    return found


def _stored(consultation_id: int, need_id: int) -> tuple[evidence.ThemeRow, needs.NeedRow]:
    found = needs.with_needs(consultation_id, evidence.themes(consultation_id))
    themes = {row.id: row for row in found}
    need = next((row for row in needs.rows(consultation_id, themes.values()) if row.id == need_id), None)
    if need is None:
        abort(404)
    return themes[need.theme_id], need


def _drafts(theme: evidence.ThemeRow) -> list[need_drafts.Draft]:
    return need_drafts.drafts([theme])[theme.id]


def _done(consultation_id: int, said: str, need_id: int | None) -> Answer:
    flash(said, "success")
    anchor = f"need-{need_id}" if need_id else "needs-title"
    return redirect(url_for("needs.show", consultation_id=consultation_id, _anchor=anchor), 303)
