"""One note of the needs assessment in every language: what a machine made of it, and what a person makes better."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from consult.domain.board import NoteTag
from consult.domain.errors import Refused
from consult.domain.texts import clean_text
from consult.domain.words import TRANSLATION_LENGTH, Role
from consult.extensions import db
from consult.frameworks import tag_kinds
from consult.models import Consultation, Meeting, Note, NoteMark, NoteTranslation
from consult.phrases import sentence
from consult.services import board
from consult.services.accounts.permissions import consultation_for, has_role
from consult.services.assessment import tags
from consult.services.translating import correcting

pages = Blueprint(
    "assessment_notes",
    __name__,
    url_prefix="/consultations/<int:consultation_id>/assessment/notes/<int:note_id>",
)


@pages.get("")
@login_required
def show(consultation_id: int, note_id: int) -> str:
    """The note as it was written, and a form for each other language of the consultation."""
    consultation, note = _readable(consultation_id, note_id)
    found = db.session.scalars(select(NoteTranslation).where(NoteTranslation.note_id == note.id))
    # What no engine could do is the original once more.
    made = {row.language: row for row in found if row.engine or row.corrected_at is not None}
    return render_template(
        "assessment/note.html",
        consultation=consultation,
        note=note,
        made=made,
        others=[code for code in consultation.languages if code != note.language],
        most=TRANSLATION_LENGTH,
        may_edit=has_role(current_user.id, consultation_id, Role.COORDINATOR),
        tag_kinds=tag_kinds(),
        tags=(carried := _tags_of(note)),
        proposed=tags.proposed(note.text, note.language, carried),
    )


@pages.post("/tags")
@login_required
def tag(consultation_id: int, note_id: int) -> Answer:
    """Store what a person says of the note, kind by kind."""
    _consultation, note = _readable(consultation_id, note_id)
    consultation_for(current_user, consultation_id, Role.COORDINATOR)
    try:
        for kind in tag_kinds():
            values = tuple(dict.fromkeys(request.form.getlist(kind.id)))
            board.change(consultation_id, current_user.id, NoteTag(note.id, kind.id, values))
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(_("The tags are stored."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id, note_id=note_id, _anchor="tags"), 303)


@pages.get("/tags.json")
@login_required
def proposed_tags(consultation_id: int, note_id: int) -> dict[str, Any]:
    """What the words of the note speak for, carried or not: {tags: {kind: [values]}}."""
    _consultation, note = _readable(consultation_id, note_id)
    found = tags.proposed(note.text, note.language, {})
    return {"tags": {kind: [one for other, one in found if other == kind] for kind, _value in found}}


@pages.post("/tags/accept")
@login_required
def accept_tag(consultation_id: int, note_id: int) -> Answer:
    """A person takes one of the proposed tags; the others of the note stay as they are."""
    _consultation, note = _readable(consultation_id, note_id)
    consultation_for(current_user, consultation_id, Role.COORDINATOR)
    kind, _colon, value = request.form.get("tag", "").partition(":")
    # In the order in which they are offered, as where they are ticked.
    wanted = {*_tags_of(note).get(kind, ()), value}
    offered = [one.id for row in tag_kinds() if row.id == kind for one in row.values]
    try:
        if value not in offered:
            raise Refused("unknown_tag")
        chosen = tuple(one for one in offered if one in wanted)
        board.change(consultation_id, current_user.id, NoteTag(note.id, kind, chosen))
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(_("The tags are stored."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id, note_id=note_id, _anchor="tags"), 303)


@pages.post("/translation")
@login_required
def translate(consultation_id: int, note_id: int) -> Answer:
    """Store a translation that a person has written, or made better."""
    _consultation, note = _readable(consultation_id, note_id)
    text, language = clean_text(request.form.get("text", "")), request.form.get("language", "")
    coordinates = has_role(current_user.id, consultation_id, Role.COORDINATOR)
    role = correcting.COORDINATOR if coordinates else correcting.FACILITATOR
    try:
        _check(text)
        correcting.by_facilitator(note.meeting_id, note.id, language, text, role)
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(_("The translation is stored."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id, note_id=note_id), 303)


@pages.post("/language")
@login_required
def set_language(consultation_id: int, note_id: int) -> Answer:
    """Say which language the note is written in."""
    _consultation, note = _readable(consultation_id, note_id)
    try:
        correcting.set_language(note.meeting_id, note.id, request.form.get("language", ""))
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(_("The language is stored."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id, note_id=note_id), 303)


def _tags_of(note: Note) -> dict[str, list[str]]:
    mark = db.session.get(NoteMark, note.id)
    return mark.tags if mark is not None else {}


def _check(text: str) -> None:
    if not text:
        raise Refused("text_missing")
    if len(text) > TRANSLATION_LENGTH:
        raise Refused("text_too_long", length=len(text), limit=TRANSLATION_LENGTH)


def _readable(consultation_id: int, note_id: int) -> tuple[Consultation, Note]:
    """A note that can be seen, and its consultation; 404 for anything else."""
    consultation = consultation_for(current_user, consultation_id, Role.COORDINATOR, Role.FACILITATOR)
    note = db.session.scalar(
        select(Note)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Note.id == note_id, Meeting.consultation_id == consultation_id, Note.hidden_at.is_(None))
    )
    if note is None:
        abort(404)
    return consultation, note
