"""The server of the benchmark of notes: the product itself, in a hall of a thousand people.

    notes_hall.py prepare PEOPLE            a meeting in round one, tables of five; prints the tokens of all phones
    notes_hall.py serve PORT MOST           the server; at most MOST notes share a commit
    notes_hall.py count                     prints how many notes are stored
    notes_hall.py harvest NOTES             so many notes of an earlier meeting, in a consultation of its own; prints its
                                            number, a ticket for the meeting's console, and the address at which a
                                            facilitator signs in

Where the database is, `CONSULT_DATA` and `CONSULT_DATABASE_URL` say, as for the product.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TABLE = 5
# Notes in four languages as people write them.
LINES = Path(__file__).resolve().parents[2] / "consult" / "rehearsal" / "notes.jsonl"


def prepare(people: int) -> list[str]:
    """People at tables of five in an open round of an hour; their tokens."""
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


def harvest(notes: int) -> tuple[int, str, str]:
    """A meeting of another consultation with notes in four languages; (number of that consultation, ticket, link)."""
    from sqlalchemy import insert

    from consult.extensions import db
    from consult.models import Note, Participant
    from consult.services.accounts import sign_in, tickets
    from consult.services.preparation import prepare
    from consult.services.preparation.drafts import ConsultationDraft, MeetingDraft, RoundDraft
    from consult.serving import app_for_command, new_sign_in_link

    app = app_for_command()
    with app.app_context(), app.test_request_context():
        user = sign_in.first_facilitator()
        title = {"en": "Earlier", "fr": "Avant", "es": "Antes", "pt": "Antes"}
        consultation = prepare.create_consultation(
            user,
            ConsultationDraft(title=title, field="housing", questions=prepare.bank_questions("housing")),
        )
        rounds = [RoundDraft(minutes=20, question_id=one.id) for one in consultation.questions[:3]]
        draft = MeetingDraft(title=title, expected_people=200, rounds=rounds)
        before = prepare.create_meeting(consultation, draft)
        before.phase = "closed"
        kept = {"language": "en", "languages": ["en"], "joined_at": 0.0, "meeting_id": before.id}
        people = [Participant(token_hash=f"earlier-{place}", **kept) for place in range(200)]
        db.session.add_all(people)
        db.session.flush()
        lines = [json.loads(line) for line in LINES.read_text().splitlines()]
        rows = [
            {
                "meeting_id": before.id,
                "participant_id": people[place % len(people)].id,
                "client_key": f"earlier-{place}",
                "round_number": 1 + place % 3,
                "table_number": 1 + place % 40,
                "kind": "need",
                "text": f"{lines[place % len(lines)]['text']} {place}",
                "language": lines[place % len(lines)]["lang"],
                "by_proxy": False,
                "main_point": False,
                "written_at": float(place),
            }
            for place in range(notes)
        ]
        db.session.execute(insert(Note), rows)
        ticket = tickets.console_ticket(user, before)
        db.session.commit()
        return consultation.id, ticket, new_sign_in_link("facilitator")


def serve(port: int, most: int) -> None:
    """The product, with groups of at most `most`."""
    from consult import serving

    serving._choose_waiting("eventlet")
    from consult.services.meeting import group_commit

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
        case ["harvest", notes]:
            print(json.dumps(harvest(int(notes))))
        case ["count"]:
            print(count())
