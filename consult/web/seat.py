"""A participant's phone page, their own notes as a file, erasing them; the service worker."""

from __future__ import annotations

import gzip

from flask import Blueprint, Response, abort, g, make_response, render_template, request, session
from flask_babel import gettext as _
from flask_babel import refresh
from jinja2.utils import htmlsafe_json_dumps

from consult.domain.languages import in_language
from consult.domain.words import Kind
from consult.extensions import db
from consult.locales import current_language
from consult.models import Meeting, Note, Participant
from consult.places import DIST
from consult.services.meeting import join as joining
from consult.services.meeting import stances
from consult.web.layout import boot_data

pages = Blueprint("seat", __name__)


@pages.get("/seat/<token>")
def show(token: str) -> Response:
    """The shell of the phone page; the state of the meeting comes over the socket."""
    participant, meeting = _author(token)
    if participant.left_at is not None:
        return make_response(render_template("seat/left.html", token=token))
    boot = boot_data("seat", token=token, offered=meeting.consultation.languages)
    # Accents as they are: escaped, they would make up a tenth of the page.
    text = htmlsafe_json_dumps(boot, ensure_ascii=False)
    return _compressed(make_response(render_template("seat/show.html", meeting=meeting, boot=text)))


@pages.get("/seat/<token>/notes.txt")
def notes(token: str) -> Response:
    """All own notes and objections of a participant as plain text, also the hidden ones."""
    participant, meeting = _author(token)
    title = in_language(meeting.title, current_language())
    lines = [title, "", *(line for note in joining.own_notes(participant) for line in _as_lines(note))]
    lines += _objections(participant)
    answer = make_response("\ufeff" + "\r\n".join(lines))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="notes.txt"'
    return answer


@pages.get("/seat/<token>/erase")
def ask_to_erase(token: str) -> str:
    """What would be erased, and a button that does it."""
    participant, _meeting = _author(token)
    count, objections = len(joining.own_notes(participant)), len(stances.own_objections(participant.id))
    return render_template("seat/erase.html", token=token, count=count, objections=objections)


@pages.post("/seat/<token>/erase")
def erase(token: str) -> str:
    """Remove the participant's notes and name; the phone then forgets what it kept."""
    participant, meeting = _author(token)
    joining.erase(participant)
    session.pop(f"seat-{meeting.id}", None)
    return render_template("seat/erased.html", token=token)


@pages.get("/service-worker.js")
def service_worker() -> Response:
    """At the root, because its address limits what it may keep; browsers must always ask for a newer one."""
    path = DIST / "service-worker.js"
    if not path.exists():
        abort(404)
    answer = make_response(path.read_bytes())
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/seat/"
    return answer


def _author(token: str) -> tuple[Participant, Meeting]:
    """The person with this token and their meeting, the page set to their language; 404 for anyone else."""
    participant = joining.author_by_token(token)
    meeting = db.session.get(Meeting, participant.meeting_id) if participant else None
    if participant is None or meeting is None:
        abort(404)
    g.language = participant.language
    refresh()
    return participant, meeting


def _compressed(answer: Response) -> Response:
    """Phones in a hall share one line. The page echoes nothing typed, so compressing it leaks nothing."""
    answer.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.set_data(gzip.compress(answer.get_data(), 9))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _as_lines(note: Note) -> list[str]:
    place = _("Round %(round)s, table %(table)s", round=note.round_number, table=note.table_number)
    kind = _kind_names().get(note.kind, note.kind)
    lines = [f"{place} · {kind}", note.text, ""]
    if note.hidden_at:
        lines.insert(1, _("Hidden by the facilitator: %(reason)s", reason=note.hidden_reason or "–"))
    return lines


def _objections(participant: Participant) -> list[str]:
    own = stances.own_objections(participant.id)
    if not own:
        return []
    lines = [_("What you objected to"), ""]
    for one in own:
        lines.append(_("Main point: %(text)s", text=one.point or _("hidden by the facilitator")))
        if one.hidden is not None:
            lines.append(
                _("Your objection is hidden by the facilitator: %(reason)s", reason=one.hidden or "–")
            )
        lines += [_("Your objection: %(text)s", text=one.text or _("without a reason")), ""]
    return lines


def _kind_names() -> dict[str, str]:
    return {
        Kind.NEED: _("Need"),
        Kind.EXPERIENCE: _("Experience"),
        Kind.INITIATIVE: _("Existing initiative"),
        Kind.PRACTICE: _("Good practice"),
        Kind.PROPOSAL: _("Proposal"),
        Kind.COOPERATION: _("Cooperation offer"),
    }
