"""Pages for preparing a meeting of a consultation: a new one, and changing one that has not begun."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from consult.domain import times
from consult.domain.errors import Refused
from consult.domain.words import Format, Phase
from consult.locales import current_language
from consult.models import Consultation, Meeting
from consult.phrases import sentence
from consult.services.accounts.permissions import consultation_for, meeting_for
from consult.services.preparation import prepare, wording
from consult.services.preparation.drafts import CAFE_FROM, MeetingDraft
from consult.services.preparation.zones import clock_name
from consult.web import drafting
from consult.web import meeting_form as forms
from consult.web import outlook as outlooks
from consult.web.meeting_draft import draft_of
from consult.web.meeting_steps import take_step

pages = Blueprint("meetings", __name__)


@pages.get("/consultations/<int:consultation_id>/meetings/new")
@login_required
def new(consultation_id: int) -> str:
    """The form of a meeting, filled so that saving it gives a World Café that can start."""
    consultation = consultation_for(current_user, consultation_id)
    return _form_page(forms.blank(consultation), consultation, None)


@pages.post("/consultations/<int:consultation_id>/meetings/new")
@login_required
def create(consultation_id: int) -> ResponseReturnValue:
    """Store a new meeting, or carry out a step of the form."""
    consultation = consultation_for(current_user, consultation_id)
    return _answer(consultation, None)


@pages.get("/consultations/<int:consultation_id>/meetings/outlook")
@login_required
def outlook(consultation_id: int) -> str:
    """What the numbers typed so far promise, as a piece of the form; empty while they make no café."""
    consultation_for(current_user, consultation_id)
    return render_template("consultations/_outlook.html", outlook=_expected(outlooks.asked(request.args)))


@pages.get("/meetings/<int:meeting_id>/edit")
@login_required
def edit(meeting_id: int) -> ResponseReturnValue:
    """The form of a stored meeting; once begun, its rounds are changed from the console."""
    meeting = meeting_for(current_user, meeting_id)
    if meeting.phase != Phase.WELCOME:
        return _has_begun(meeting)
    return _form_page(forms.stored(meeting), meeting.consultation, meeting)


@pages.post("/meetings/<int:meeting_id>/edit")
@login_required
def update(meeting_id: int) -> ResponseReturnValue:
    """Store what was changed, or carry out a step of the form."""
    meeting = meeting_for(current_user, meeting_id)
    if meeting.phase != Phase.WELCOME:
        return _has_begun(meeting)
    return _answer(meeting.consultation, meeting)


def _answer(consultation: Consultation, meeting: Meeting | None) -> ResponseReturnValue:
    form = forms.typed(request.form, consultation)
    pressed = request.form.get("do", "save")
    if pressed != "save":
        return _after_step(form, pressed, consultation, meeting)
    draft, problems = draft_of(form)
    if draft is None:
        return _form_page(form, consultation, meeting, problems), 400
    try:
        if meeting is None:
            meeting = prepare.create_meeting(consultation, draft)
        else:
            prepare.update_meeting(meeting, draft)
    except Refused as refused:
        field = "planned_start" if refused.code == "time_skipped" else "rounds"
        return _form_page(form, consultation, meeting, {field: sentence(refused.code)}), 400
    flash(_("The meeting is ready."), "success")
    _hint_at_the_other_format(draft)
    _hint_at_what_cannot_be(form)
    _hint_at_a_time_that_comes_twice(draft, consultation)
    return _after_saving(form, consultation, meeting)


def _after_step(form: forms.Form, step: str, consultation: Consultation, meeting: Meeting | None) -> str:
    """The form again, with what the button has changed."""
    if step.partition(":")[0] != drafting.STEP:
        return _form_page(form, consultation, meeting, land_at=take_step(form, step, consultation))
    for told in drafting.take_step(form.parts(), step, consultation.languages, current_language()):
        flash(told, "warning")
    return _form_page(form, consultation, meeting)


def _after_saving(form: forms.Form, consultation: Consultation, meeting: Meeting) -> ResponseReturnValue:
    """The consultation; but the form again while there are drafts that nobody has read, which are not stored."""
    if not drafting.waiting(form.parts()):
        return redirect(url_for("consultations.show", consultation_id=consultation.id))
    drafting.keep_waiting(form.parts())
    return _form_page(form, consultation, meeting, saved=True)


def _hint_at_the_other_format(draft: MeetingDraft) -> None:
    if draft.format is Format.WORLD_CAFE and draft.expected_people < CAFE_FROM:
        flash(_("With fewer than 12 people a focus group usually works better than a World Café."), "warning")
    if draft.format is Format.FOCUS_GROUP and draft.expected_people > CAFE_FROM:
        flash(_("With more than 12 people a World Café lets everybody speak."), "warning")


def _hint_at_what_cannot_be(form: forms.Form) -> None:
    found = _expected(form.numbers())
    if found is not None and found.impossible:
        flash(" ".join(found.sentences), "warning")


def _hint_at_a_time_that_comes_twice(draft: MeetingDraft, consultation: Consultation) -> None:
    if draft.planned_start and times.is_ambiguous(draft.planned_start, consultation.time_zone):
        clock = draft.planned_start[11:]
        flash(
            _("The clocks go back that night and show %(time)s twice. The first time is meant.", time=clock),
            "warning",
        )


def _expected(numbers: outlooks.Numbers | None) -> outlooks.Expected | None:
    return None if numbers is None else outlooks.expected(numbers)


def _has_begun(meeting: Meeting) -> ResponseReturnValue:
    flash(sentence("meeting_has_begun"), "warning")
    return redirect(url_for("consultations.show", consultation_id=meeting.consultation_id))


def _form_page(
    form: forms.Form,
    consultation: Consultation,
    meeting: Meeting | None,
    problems: dict[str, str] | None = None,
    land_at: str = "",
    saved: bool = False,
) -> str:
    return render_template(
        "consultations/meeting.html",
        form=form,
        waiting=drafting.waiting(form.parts()),
        saved=saved,
        can_draft=wording.possible(),
        clock=clock_name(consultation.time_zone, current_language()),
        second=consultation.second_zone and clock_name(consultation.second_zone, current_language()),
        consultation=consultation,
        meeting=meeting,
        problems=problems or {},
        land_at=land_at,
        opened=forms.opened(form, [*(problems or {}), land_at]),
        outlook=_expected(form.numbers()),
    )
