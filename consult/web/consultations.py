"""Pages of a consultation: the list of mine, setting one up, looking at one, and who may work in it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required
from sqlalchemy import func, select

from consult import frameworks
from consult.domain.errors import Refused
from consult.domain.suppression import SMALLEST
from consult.domain.words import Phase, Role
from consult.extensions import db, limiter
from consult.locales import current_language
from consult.models import Consultation, Meeting, Participant
from consult.phrases import sentence
from consult.services.accounts import members
from consult.services.accounts.permissions import consultation_for, has_role
from consult.services.assessment.next_step import has_themes
from consult.services.meeting.wire import public_address
from consult.services.preparation import consent, gaps, prepare, wording
from consult.web import consultation_draft as drafts
from consult.web import consultation_form as forms
from consult.web import consultation_steps as steps
from consult.web import drafting, meetings

pages = Blueprint("consultations", __name__)
pages.register_blueprint(meetings.pages)


@pages.get("/consultations")
@login_required
def overview() -> str:
    """The consultations I have a role in."""
    return render_template("consultations/list.html", rows=members.consultations_of(current_user))


@pages.get("/consultations/new")
@login_required
def new() -> str:
    """The set-up form, filled with what fits the city in general."""
    return _form_page(forms.blank(), None)


@pages.post("/consultations/new")
@login_required
def create() -> ResponseReturnValue:
    """Store a new consultation, or carry out a step of the form."""
    form = forms.typed(request.form)
    if _step():
        return _after_step(form, None)
    draft, problems = drafts.draft_of(form)
    if draft is None:
        return _form_page(form, None, problems), 400
    consultation = prepare.create_consultation(current_user, draft)
    flash(_("The consultation has been created."), "success")
    return _after_saving(form, consultation)


@pages.get("/consultations/<int:consultation_id>")
@login_required
def show(consultation_id: int) -> str:
    """One consultation: its meetings, what is missing, who works on it."""
    return _overview_page(consultation_for(current_user, consultation_id))


@pages.get("/consultations/<int:consultation_id>/edit")
@login_required
def edit(consultation_id: int) -> str:
    """The set-up form of a stored consultation."""
    consultation = consultation_for(current_user, consultation_id, Role.COORDINATOR)
    return _form_page(forms.stored(consultation), consultation)


@pages.post("/consultations/<int:consultation_id>/edit")
@login_required
def update(consultation_id: int) -> ResponseReturnValue:
    """Store what was changed, or carry out a step of the form."""
    consultation = consultation_for(current_user, consultation_id, Role.COORDINATOR)
    form = forms.typed(request.form)
    if _step():
        return _after_step(form, consultation)
    draft, problems = drafts.draft_of(form)
    if draft is None:
        return _form_page(form, consultation, problems), 400
    prepare.update_consultation(consultation, draft)
    flash(_("Your changes have been saved."), "success")
    return _after_saving(form, consultation)


@pages.post("/consultations/<int:consultation_id>/members")
@login_required
@limiter.limit("30 per minute")
def add_member(consultation_id: int) -> ResponseReturnValue:
    """Give a colleague a role; somebody new gets a sign-in link, shown once."""
    consultation = consultation_for(current_user, consultation_id, Role.COORDINATOR)
    name = request.form.get("name", "")
    roles = [role for role in Role if role in request.form.getlist("roles")]
    try:
        user, token = members.add_member(consultation, name, roles)
    except Refused as refused:
        problems = {"member-name" if refused.code != "role_missing" else "roles": sentence(refused.code)}
        return _overview_page(consultation, problems, name, roles), 400
    if token:
        _flash_link(user.name, token)
    else:
        flash(_("%(name)s can work on this consultation now.", name=user.name), "success")
    return redirect(url_for("consultations.show", consultation_id=consultation.id, _anchor="people"))


@pages.post("/consultations/<int:consultation_id>/members/<int:user_id>/link")
@login_required
@limiter.limit("30 per minute")
def new_link(consultation_id: int, user_id: int) -> ResponseReturnValue:
    """A fresh sign-in link for somebody who never used theirs."""
    consultation = consultation_for(current_user, consultation_id, Role.COORDINATOR)
    token = members.new_link(consultation, user_id)
    names = {member.user.id: member.user.name for member in members.members_of(consultation)}
    _flash_link(names[user_id], token)
    return redirect(url_for("consultations.show", consultation_id=consultation.id, _anchor="people"))


@pages.post("/consultations/<int:consultation_id>/members/<int:user_id>/remove")
@login_required
def remove_member(consultation_id: int, user_id: int) -> ResponseReturnValue:
    """Take somebody's roles away, at once."""
    consultation = consultation_for(current_user, consultation_id, Role.COORDINATOR)
    members.remove_member(consultation, user_id)
    flash(_("The roles have been taken away."), "success")
    if user_id == current_user.id:
        return redirect(url_for("consultations.overview"))
    return redirect(url_for("consultations.show", consultation_id=consultation.id, _anchor="people"))


def _step() -> str:
    """The button pressed, if it is not the one that saves."""
    pressed = request.form.get("do", "save")
    return "" if pressed == "save" else pressed


def _after_step(form: forms.Form, consultation: Consultation | None) -> str:
    """The form again, with what the button has changed."""
    if _step().partition(":")[0] != drafting.STEP:
        return _form_page(form, consultation, land_at=steps.take_step(form, _step()))
    for told in drafting.take_step(form.parts(), _step(), form.languages, current_language()):
        flash(told, "warning")
    return _form_page(form, consultation)


def _after_saving(form: forms.Form, consultation: Consultation) -> ResponseReturnValue:
    """The consultation; but the form again while there are drafts that nobody has read, which are not stored."""
    if not drafting.waiting(form.parts()):
        return redirect(url_for("consultations.show", consultation_id=consultation.id))
    drafts.after_saving(form, consultation)
    return _form_page(form, consultation, saved=True)


def _form_page(
    form: forms.Form,
    consultation: Consultation | None,
    problems: dict[str, str] | None = None,
    land_at: str = "",
    saved: bool = False,
) -> str:
    return render_template(
        "consultations/form.html",
        form=form,
        waiting=drafting.waiting(form.parts()),
        saved=saved,
        can_draft=wording.possible(),
        agreed=consent.agreed(consultation) if consultation is not None else None,
        consultation=consultation,
        problems=problems or {},
        land_at=land_at,
        fields=frameworks.fields(),
        frameworks=[frameworks.framework(one) for one in frameworks.frameworks()],
        bank=steps.bank_choices(),
        field_groups={one.id: list(one.groups) for one in frameworks.fields()},
        slot_fields={
            f"{one.key}:{slot.id}": slot.field for one in frameworks.question_bank() for slot in one.slots
        },
    )


def _overview_page(
    consultation: Consultation,
    problems: dict[str, str] | None = None,
    name: str = "",
    roles: list[Role] | None = None,
) -> str:
    held = list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.consultation_id == consultation.id)
            # As a programme: by time, then those without one.
            .order_by(Meeting.planned_start.is_(None), Meeting.planned_start, Meeting.id)
        )
    )
    field = next((one for one in frameworks.fields() if one.id == consultation.field), None)
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        meetings=held,
        smallest=SMALLEST,
        people=_people_present([meeting.id for meeting in held]),
        phase_words=_phase_words(),
        missing_translations=gaps.missing_translations(consultation, held),
        missing_groups=gaps.missing_groups(consultation),
        members=members.members_of(consultation),
        is_coordinator=has_role(current_user.id, consultation.id, Role.COORDINATOR),
        is_facilitator=has_role(current_user.id, consultation.id, Role.FACILITATOR),
        field=field,
        framework=frameworks.framework(consultation.framework_id),
        has_themes=has_themes(consultation.id),
        problems=problems or {},
        typed_name=name,
        typed_roles=[str(role) for role in roles or [Role.FACILITATOR]],
    )


def _people_present(meeting_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Participant.meeting_id, func.count(Participant.id))
        .where(Participant.meeting_id.in_(meeting_ids), Participant.left_at.is_(None))
        .group_by(Participant.meeting_id)
    )
    return {meeting_id: count for meeting_id, count in rows}  # noqa: C416


def _phase_words() -> dict[str, Any]:
    return {
        Phase.WELCOME: _("Not begun"),
        Phase.ROUND: _("A round is running"),
        Phase.MOVING: _("Between two rounds"),
        Phase.HARVEST: _("Harvest"),
        Phase.CLOSED: _("Closed"),
    }


def _flash_link(name: str, token: str) -> None:
    # Shown once, on the next page of whoever asked for it; only the hash is stored.
    flash(name, "link-name")
    flash(public_address() + url_for("sign_in.sign_in_with_link", token=token), "link")
