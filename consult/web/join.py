"""Start page and joining: by QR code or join code, without an account and without JavaScript."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from pydantic import BaseModel, Field, ValidationError, field_validator
from werkzeug.datastructures import MultiDict

from consult.domain.interpretation import uncovered
from consult.domain.languages import LANGUAGES
from consult.domain.words import NICKNAME_LENGTH, Mode
from consult.locales import current_language
from consult.models import Meeting
from consult.services.meeting import join as joining
from consult.services.preparation import consent
from consult.web import interpreted

pages = Blueprint("join", __name__)

Answer = str | Response | tuple[str, int]


class JoinForm(BaseModel):
    """What somebody gives when they join. `group_key` None means "prefer not to say"."""

    language: str
    consent: Literal["yes"]
    nickname: str = Field(default="", max_length=NICKNAME_LENGTH)
    languages: list[str] = Field(min_length=1)
    group_key: str | None = None
    mode: Mode

    @field_validator("nickname", mode="before")
    @classmethod
    def _one_plain_line(cls, value: str) -> str:
        return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


@pages.get("/")
def start() -> Answer:
    """A field for the join code; a link to sign in for organisers."""
    if request.args.get("lang") in LANGUAGES:
        session["language"] = request.args["lang"]
    return render_template("start.html", code="", error=None)


@pages.post("/j")
def by_code() -> Answer:
    """From the code on the wall to the join page; a wrong code comes back to its field."""
    typed = request.form.get("code", "")
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    meeting = joining.meeting_by_code(code, request.remote_addr or "") if code else None
    if meeting is None:
        error = _not_found() if code else _("Type the code.")
        return render_template("start.html", code=typed[:20], error=error), 404
    return redirect(url_for("join.ask", join_secret=meeting.join_secret))  # type: ignore[return-value]


@pages.get("/join/<join_secret>")
def ask(join_secret: str) -> Answer:
    """Language, consent, a nickname or none, languages spoken, group, in the room or remote."""
    meeting = joining.meeting_by_secret(join_secret)
    if meeting is None:
        return _unknown()
    language = _read_in(meeting, request.args.get("lang") or current_language())
    return _page(meeting, {"language": language, "languages": [language], "mode": Mode.ONSITE}, {})


@pages.post("/join/<join_secret>")
def join(join_secret: str) -> Answer:
    """Take a seat, or come back with everything typed and what is missing."""
    meeting = joining.meeting_by_secret(join_secret)
    if meeting is None:
        return _unknown()
    typed = _typed(request.form)
    asked_for = request.form.get("change_language")
    typed["language"] = _read_in(meeting, asked_for or typed["language"])
    if asked_for:
        typed["languages"] = sorted({*typed["languages"], typed["language"]})
        return _page(meeting, typed, {})
    if typed["consent_mark"] != consent.mark_for(meeting.consultation, typed["language"]):
        # Somebody has changed the words while they were being read.
        return _page(meeting, {**typed, "consent": ""}, {"consent": _read_again()}), 422
    form, errors = _checked(meeting, typed)
    if form is None:
        return _page(meeting, typed, errors), 422
    if uncovered(meeting.interpretation, form.languages) and not request.form.get("told_uncovered"):
        # Said once, before they commit; pressing again joins.
        return _page(meeting, typed, {}, uncovered=True)
    _participant, token = joining.join(
        meeting,
        nickname=form.nickname,
        language=form.language,
        languages=form.languages,
        group_key=form.group_key,
        mode=form.mode,
        consented=True,
    )
    session[_seat_key(meeting)] = token
    return redirect(url_for("seat.show", token=token))  # type: ignore[return-value]


def _typed(form: MultiDict[str, str]) -> dict[str, Any]:
    return {
        "language": form.get("language", ""),
        "consent": form.get("consent", ""),
        "nickname": form.get("nickname", ""),
        "languages": form.getlist("languages"),
        "group_key": form.get("group_key") or None,
        "mode": form.get("mode", ""),
        "consent_mark": form.get("consent_mark", ""),
    }


def _checked(meeting: Meeting, typed: dict[str, Any]) -> tuple[JoinForm | None, dict[str, str]]:
    """The form and no errors, or None and a sentence for each field in the order of the page."""
    try:
        form = JoinForm.model_validate(typed)
    except ValidationError as error:
        wrong = {str(problem["loc"][0]) for problem in error.errors()}
    else:
        wrong = set()
        if not set(form.languages) <= set(LANGUAGES):
            wrong.add("languages")
        if form.group_key not in {None, *(group.key for group in meeting.consultation.groups)}:
            wrong.add("group_key")
        if not wrong:
            return form, {}
    return None, {name: text for name, text in _sentences().items() if name in wrong}


def _sentences() -> dict[str, str]:
    return {
        "consent": _("Please tick that you agree before you join."),
        "nickname": _("The nickname can have at most %(count)s characters.", count=NICKNAME_LENGTH),
        "languages": _("Please tick at least one language that you speak."),
        "mode": _("Please say whether you are in the room."),
        "group_key": _("Please choose one of the groups, or “Prefer not to say”."),
    }


def _page(meeting: Meeting, typed: dict[str, Any], errors: dict[str, str], *, uncovered: bool = False) -> str:
    """`uncovered`: say now that nobody interprets for them."""
    told = uncovered or bool(request.form.get("told_uncovered"))
    token = session.get(_seat_key(meeting))
    known = joining.participant_by_token(token) if token else None
    return render_template(
        "join/ask.html",
        meeting=meeting,
        consultation=meeting.consultation,
        typed=typed,
        errors=errors,
        own_words=consent.own_words(meeting.consultation, typed["language"]),
        seat_token=token if known is not None and known.meeting_id == meeting.id else None,
        nickname_length=NICKNAME_LENGTH,
        uncovered=uncovered,
        **interpreted.words(meeting, typed["languages"], told=told),
    )


def _read_in(meeting: Meeting, wanted: str) -> str:
    """The wanted language where the consultation offers it, else its first one; the page is made in it."""
    offered = meeting.consultation.languages
    language = str(wanted if wanted in offered else offered[0])
    g.language = session["language"] = language
    refresh()
    return language


def _seat_key(meeting: Meeting) -> str:
    return f"seat-{meeting.id}"


def _read_again() -> str:
    return str(_("The words you agree to have changed just now. Please read them again."))


def _not_found() -> str:
    text = _("We cannot find an open meeting with this code. Check the letters on the screen in the room.")
    return str(text)


def _unknown() -> Answer:
    """Unknown, mistyped and closed look the same, so that nobody can try out addresses."""
    return render_template("join/unknown.html"), 404
