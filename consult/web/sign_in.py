"""Pages for coming in: sign-in, the link that works once, sign-out, the own account, the language."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user, login_required, login_user, logout_user

from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.extensions import db, limiter, login
from consult.models import User
from consult.phrases import sentence
from consult.services.accounts import sign_in as doors

pages = Blueprint("sign_in", __name__)


@login.user_loader
def load_user(user_id: str) -> User | None:
    """The signed-in user of a cookie; None when the password has been changed since."""
    user = db.session.get(User, int(user_id)) if user_id.isdigit() else None
    mark = doors.password_mark(user) if user is not None else None
    return user if session.get("password_mark", mark) == mark else None


@login.unauthorized_handler
def ask_to_sign_in() -> ResponseReturnValue:
    """Somebody without a sign-in is sent to the door, and back afterwards."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.sign_in", next=wanted))


@pages.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form; who is already in goes on."""
    if current_user.is_authenticated:
        return redirect(_onwards())
    return render_template("sign_in/sign_in.html", name="", problem=None, next=request.args.get("next", ""))


@pages.post("/sign-in")
@limiter.exempt
def sign_in_with_password() -> ResponseReturnValue:
    """Check name and password; wrong and unknown answer alike."""
    name = request.form.get("name", "")
    try:
        user = doors.check(name, request.form.get("password", ""), request.remote_addr or "")
    except Refused:
        return _door(name, sentence("too_many_attempts")), 429
    if user is None:
        return _door(name, _("This name and password do not belong together.")), 403
    _let_in(user)
    return redirect(_onwards())


@pages.get("/sign-in/<token>")
@limiter.exempt
def sign_in_with_link(token: str) -> ResponseReturnValue:
    """A printed or sent link signs in directly, once. No limit: nobody guesses 128 bits, and a limit for a
    hall's address would let anybody in the hall keep the facilitator out.
    """
    if request.method == "HEAD":
        # Mail programs knock at links to see where they lead: that must not use one up.
        return ""
    user = doors.use_link(token)
    if user is None:
        return render_template("sign_in/link_used.html"), 404
    _let_in(user)
    session["by_link"] = True
    if user.password_hash is None:
        text = _("You are signed in. The link is used up: set a password under “Account” to come back later.")
        flash(text, "success")
    return redirect(url_for("consultations.overview"))


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Leave; only the language stays."""
    logout_user()
    _start_afresh()
    return redirect(url_for("sign_in.sign_in"))


@pages.get("/account")
@login_required
def account() -> ResponseReturnValue:
    """Own password and language."""
    return render_template("sign_in/account.html", problems={}, asks_old=_asks_old_password())


@pages.post("/account")
@login_required
def change_password() -> ResponseReturnValue:
    """Set the own password; the old one is asked for unless a link has just opened the door."""
    problems = _password_problems()
    if not problems:
        try:
            doors.set_password(current_user, request.form.get("password", ""))
        except Refused as refused:
            problems["password"] = sentence(refused.code, **refused.values)
    if problems:
        return render_template("sign_in/account.html", problems=problems, asks_old=_asks_old_password()), 400
    session.pop("by_link", None)
    session["password_mark"] = doors.password_mark(current_user)
    flash(_("Your password has been changed."), "success")
    return redirect(url_for("sign_in.account"))


@pages.post("/language")
def change_language() -> ResponseReturnValue:
    """Remember the language of the pages, for this browser and for the signed-in user."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if current_user.is_authenticated:
            current_user.language = chosen
            db.session.commit()
        refresh()
    return redirect(_onwards(_readable(_without_language(request.form.get("next", "")))))


def local_path(text: str | None) -> str | None:
    """`text` if it is a path on this server, else None: nobody is sent elsewhere after signing in."""
    if not text or not text.startswith("/") or text.startswith("//"):
        return None
    # Browsers read a backslash as a slash, and drop control characters.
    if "\\" in text or any(ord(letter) < 32 for letter in text):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text


def _onwards(wanted: str | None = None) -> str:
    wanted = wanted if wanted is not None else request.values.get("next")
    return local_path(wanted) or url_for("consultations.overview")


def _readable(path: str) -> str:
    """`path`, or the nearest one above it that can be opened: some addresses only take forms."""
    addresses = current_app.url_map.bind("")
    while path and not addresses.test(path.partition("?")[0], method="GET"):
        path = path.rpartition("/")[0]
    return path


def _without_language(path: str) -> str:
    base, _mark, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("lang=")]
    return f"{base}?{'&'.join(kept)}" if kept else base


def _door(name: str, problem: str) -> str:
    wanted = request.form.get("next", "")
    return render_template("sign_in/sign_in.html", name=name, problem=problem, next=wanted)


def _let_in(user: User) -> None:
    _start_afresh()
    if user.language in LANGUAGES:
        session["language"] = user.language
        refresh()
    login_user(user)
    session["password_mark"] = doors.password_mark(user)


def _start_afresh() -> None:
    """A new cookie content: what somebody planted before signing in is gone."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _asks_old_password() -> bool:
    return current_user.password_hash is not None and not session.get("by_link")


def _password_problems() -> dict[str, str]:
    problems = {}
    if _asks_old_password():
        try:
            right = doors.check(
                current_user.name, request.form.get("old_password", ""), request.remote_addr or ""
            )
        except Refused as refused:
            return {"old_password": sentence(refused.code, **refused.values)}
        if right is None:
            problems["old_password"] = _("This is not your present password.")
    if request.form.get("password", "") != request.form.get("again", ""):
        problems["again"] = _("The two new passwords are not the same.")
    return problems
