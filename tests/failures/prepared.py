"""A hall in the first of three rounds, and everything its screens need to come in.

As a script: `python prepared.py PEOPLE` makes it in the database that the settings name, and prints it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

TABLE = 5
FACILITATORS = 60
KEY = {"CONSULT_SECRET_KEY": "a-key-for-tests-only-0123456789"}


@dataclass(frozen=True)
class Person:
    """Somebody with a phone; `token` opens their seat."""

    id: int
    token: str
    language: str


@dataclass(frozen=True)
class Hall:
    """Who may come in. The tickets are of different facilitators; `spare` are tickets for a meeting that nobody is in."""

    meeting_id: int
    people: list[Person]
    tickets: list[str]
    spare: list[str]
    projector: str
    join_path: str


@dataclass
class Prepared:
    """Halls of every size, made once in the folder, on SQLite."""

    folder: Path
    halls: dict[int, Hall] = field(default_factory=dict)

    def on_sqlite(self, target: Path, people: int) -> Hall:
        """A hall in a data folder."""
        source = self.folder / f"of-{people}"
        if people not in self.halls:
            self.halls[people] = made(people, {"CONSULT_DATA": str(source)})
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / "consult.sqlite", target / "consult.sqlite")
        return self.halls[people]


def made(people: int, environment: dict[str, str]) -> Hall:
    """A new hall in the database that this environment names."""
    done = subprocess.run(
        [sys.executable, __file__, str(people)],
        env={**os.environ, **KEY, "PYTHONWARNINGS": "ignore", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    given = json.loads(done.stdout.splitlines()[-1])
    return Hall(**{**given, "people": [Person(**person) for person in given["people"]]})


def _make(count: int) -> Hall:
    from consult.extensions import db
    from consult.models import Consultation, Membership, User
    from consult.services.accounts import tickets
    from consult.services.preparation import prepare
    from consult.services.preparation.drafts import MeetingDraft, RoundDraft
    from consult.serving import prepare_database

    prepare_database()
    consultation: Consultation = prepare.ready_made()
    meeting = prepare.first_meeting(consultation)
    rounds = [RoundDraft(minutes=20, question_id=question.id) for question in consultation.questions[:3]]
    spare = prepare.create_meeting(
        consultation, MeetingDraft(title={"en": "Spare"}, expected_people=20, rounds=rounds)
    )
    users = [User(name=f"facilitator-{number}") for number in range(FACILITATORS)]
    db.session.add_all(users)
    db.session.flush()
    for user in users:
        kept = {"user_id": user.id, "consultation_id": consultation.id}
        db.session.add_all(Membership(role=role, **kept) for role in ("facilitator", "coordinator"))
    people = _seat(meeting, count)
    db.session.commit()
    return Hall(
        meeting.id,
        people,
        [tickets.console_ticket(user, meeting) for user in users],
        [tickets.console_ticket(user, spare) for user in users],
        meeting.projector_key,
        f"/join/{meeting.join_secret}",
    )


def _seat(meeting, count: int) -> list[Person]:  # type: ignore[no-untyped-def]
    from consult.extensions import db
    from consult.models import CafeTable, Participant, Seat
    from consult.services.accounts.tokens import token_hash
    from consult.services.clock import now

    meeting.tables = []
    db.session.flush()
    meeting.tables = [CafeTable(number=number + 1) for number in range(-(-count // TABLE))]
    meeting.expected_people = count
    meeting.phase, meeting.round_number, meeting.opened_at, meeting.ends_at = "round", 1, now(), now() + 3600
    people = []
    for place in range(count):
        token, language = f"phone-{place:04}", ("en", "fr", "es", "pt")[place % 4]
        kept = {"language": language, "languages": [language, "en"], "joined_at": now()}
        arrived = Participant(meeting_id=meeting.id, token_hash=token_hash(token), **kept)
        db.session.add(arrived)
        db.session.flush()
        seat = Seat(meeting_id=meeting.id, round_number=1, participant_id=arrived.id)
        seat.table_number = place // TABLE + 1
        db.session.add(seat)
        people.append(Person(arrived.id, token, language))
    return people


if __name__ == "__main__":
    from consult.serving import app_for_command

    with app_for_command().app_context():
        print(json.dumps(asdict(_make(int(sys.argv[1])))))
