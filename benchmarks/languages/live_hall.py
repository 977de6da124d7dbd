"""The hall of the benchmark of translations: tables of four people with four languages, in an open round.

live_hall.py TABLES     makes it where `CONSULT_DATA` says; prints the token of each phone, a table after the other,
                        each in the order en, fr, es, pt
"""

from __future__ import annotations

import json
import sys

LANGUAGES = ("en", "fr", "es", "pt")


def prepare(tables: int) -> list[str]:
    """Everybody speaks only the language of their screen; the tokens."""
    from consult.extensions import db
    from consult.models import CafeTable, Participant, Round, Seat
    from consult.services.accounts.tokens import token_hash
    from consult.services.clock import now
    from consult.services.preparation import prepare
    from consult.serving import app_for_command, prepare_database

    with app_for_command().app_context():
        prepare_database()
        meeting = prepare.first_meeting(prepare.ready_made())
        meeting.rounds, meeting.tables = [], []
        db.session.flush()
        meeting.rounds = [Round(number=1, minutes=60)]
        meeting.tables = [CafeTable(number=number + 1) for number in range(tables)]
        meeting.phase, meeting.round_number, meeting.ends_at = "round", 1, now() + 3600
        tokens = [f"phone-{place}" for place in range(tables * len(LANGUAGES))]
        for place, token in enumerate(tokens):
            language = LANGUAGES[place % len(LANGUAGES)]
            person = Participant(
                meeting_id=meeting.id,
                token_hash=token_hash(token),
                language=language,
                languages=[language],
                joined_at=now(),
            )
            db.session.add(person)
            db.session.flush()
            seat = Seat(meeting_id=meeting.id, round_number=1, participant_id=person.id)
            seat.table_number = place // len(LANGUAGES) + 1
            db.session.add(seat)
        db.session.commit()
    return tokens


if __name__ == "__main__":
    print(json.dumps(prepare(int(sys.argv[1]))))
