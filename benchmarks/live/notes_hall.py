"""The server of the benchmark of notes: the product itself, in a hall of a thousand people.

    notes_hall.py prepare PEOPLE            a meeting in round one, tables of five; prints the tokens of all phones
    notes_hall.py serve PORT MOST           the server; at most MOST notes share a commit
    notes_hall.py count                     prints how many notes are stored

Where the database is, `CONSULT_DATA` and `CONSULT_DATABASE_URL` say, as for the product.
"""

from __future__ import annotations

import json
import sys

TABLE = 5


def prepare(people: int) -> list[str]:
    """People at tables of five in an open round of an hour; their tokens."""
    from consult.extensions import db
    from consult.models import CafeTable, Participant, Round, Seat
    from consult.services import prepare
    from consult.services.clock import now
    from consult.services.tokens import token_hash
    from consult.serving import app_for_command, prepare_database

    with app_for_command().app_context():
        prepare_database()
        meeting = prepare.first_meeting(prepare.ready_made())
        meeting.rounds, meeting.tables = [], []
        db.session.flush()
        meeting.rounds = [Round(number=1, minutes=60)]
        meeting.tables = [CafeTable(number=n + 1) for n in range(-(-people // TABLE))]
        meeting.phase, meeting.round_number, meeting.ends_at = "round", 1, now() + 3600
        tokens = [f"phone-{place}" for place in range(people)]
        kept = {"language": "en", "languages": ["en"], "joined_at": now()}
        arrived = [
            Participant(meeting_id=meeting.id, token_hash=token_hash(token), **kept) for token in tokens
        ]
        db.session.add_all(arrived)
        db.session.flush()
        for place, one in enumerate(arrived):
            seat = Seat(meeting_id=meeting.id, round_number=1, participant_id=one.id)
            seat.table_number = place // TABLE + 1
            db.session.add(seat)
        db.session.commit()
    return tokens


def serve(port: int, most: int) -> None:
    """The product, with groups of at most `most`."""
    from consult import serving

    serving._choose_waiting("eventlet")
    from consult.services import group_commit

    group_commit.LARGEST_GROUP = most
    serving.serve("127.0.0.1", port)


def count() -> int:
    """The notes that are stored."""
    from consult.extensions import db
    from consult.models import Note
    from consult.serving import app_for_command

    with app_for_command().app_context():
        return db.session.query(Note).count()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", people]:
            print(json.dumps(prepare(int(people))))
        case ["serve", port, most]:
            serve(int(port), int(most))
        case ["count"]:
            print(count())
