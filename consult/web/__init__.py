"""Pages, by who opens them."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Attach every page, the security headers and the template helpers."""
    from consult.web import (
        assessment,
        assessment_notes,
        board,
        calendar,
        console,
        consultations,
        errors,
        health,
        join,
        layout,
        metrics,
        needs,
        needs_by_field,
        numbers,
        projector,
        regrouping,
        report,
        resources,
        seat,
        security,
        sign_in,
        theme_notes,
        times,
        votes,
    )

    numbers.register(app)
    layout.register(app)
    times.register(app)
    security.register(app)
    errors.register(app)
    screens = (join, seat, console, projector, consultations, assessment, assessment_notes)
    found = (needs, needs_by_field, regrouping, resources, theme_notes, votes)
    for pages in (health, metrics, sign_in, calendar, board, report, *screens, *found):
        app.register_blueprint(pages.pages)
