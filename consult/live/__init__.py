"""What a screen may send over the live socket, and who hears what."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Attach the handlers of all commands."""
    from consult.live import board, connection, facilitator, full, measures, participant, screens, seating

    connection.register()
    screens.register()
    participant.register()
    facilitator.register()
    seating.register()
    board.register()
    measures.register()
    full.guard(app)


def start_background(app: Flask) -> None:
    """Start the bell and the messenger of consoles and projectors; called by the server, not by tests."""
    from consult.live import background, together

    together.begin()
    background.start(app)
