"""The figures of this process for Prometheus: for this machine, or whoever knows the token. Else there is nothing."""

from __future__ import annotations

import hmac
import ipaddress

from flask import Blueprint, Response, abort, current_app, request

from consult import metrics
from consult.extensions import limiter

pages = Blueprint("metrics", __name__)

# A request that brings one of these came through a proxy, from wherever.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")


@pages.get("/metrics")
@limiter.exempt
def show() -> Response:
    """The figures in Prometheus' text format; 404 for whoever may not read them."""
    if not (_from_this_machine() or _knows_the_token()):
        abort(404)
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def _from_this_machine() -> bool:
    """Whether the line itself is a loopback one, to a loopback name, with no proxy in between."""
    untouched = request.environ.get("werkzeug.proxy_fix.orig", {})
    peer = untouched.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR", "")
    asked_for = request.host.rpartition(":")[0] or request.host
    return (
        _is_loopback(peer)
        and (asked_for == "localhost" or _is_loopback(asked_for.strip("[]")))
        and not any(name in request.headers for name in FORWARDED)
    )


def _is_loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def _knows_the_token() -> bool:
    token = current_app.config["SETTINGS"].metrics_token
    given = request.headers.get("Authorization", "")
    return token is not None and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
