"""The hall of the benchmark of coming back: a thousand people at tables of five, in a round in which they have written.

    back_hall.py prepare PEOPLE        prints the tokens of all phones
    back_hall.py crowd LENGTH          one table more, with forty notes of that length; prints the token of a phone there

Served by `notes_hall.py serve`. Where the database is, `CONSULT_DATA` says, as for the product.
"""

from __future__ import annotations

import json
import random
import sys

import notes_hall

NOTES_AT_A_TABLE, NOTES_AT_A_CROWDED_TABLE = 10, 40
# Letters that compress as the words of people do, in the four languages.
TEXT = (
    "we need more lamps along the path behind the school because nobody dares to walk there after dark and the bus "
    "stops too far away nous voudrions une permanence où l'on explique les démarches dans plusieurs langues sans "
    "rendez-vous faltan viviendas que una familia joven pueda pagar cerca del trabajo y de la escuela o centro de "
    "saúde devia abrir mais tarde para quem trabalha de dia neighbours meet in the garden every sunday it could have "
    "a roof bancs toilettes ombre jeunes bibliothèque horaires vecinos plaza ruido alquiler intérprete médico praça "
    "escada elevador creche autocarro landlord refuses names that sound foreign training for police complaint office"
)


def prepare(people: int) -> list[str]:
    """Notes at every table, by turns of who sits there; the tokens of all."""
    from sqlalchemy import insert, select

    from consult.extensions import db
    from consult.models import Note, Seat
    from consult.serving import app_for_command

    tokens = notes_hall.prepare(people)
    dice = random.Random(1)  # noqa: S311 (the same words each time)
    with app_for_command().app_context():
        seats = db.session.scalars(select(Seat).order_by(Seat.table_number, Seat.id)).all()
        each = NOTES_AT_A_TABLE // notes_hall.TABLE
        notes = [
            note(dice, seat, number, dice.randrange(40, 160)) for number in range(each) for seat in seats
        ]
        db.session.execute(insert(Note), notes)
        db.session.commit()
    return tokens


def crowd(length: int) -> str:
    """The first table writes until there are forty notes, all of that length; the token of somebody there."""
    from sqlalchemy import delete, insert, select

    from consult.extensions import db
    from consult.models import Note, Seat
    from consult.serving import app_for_command

    dice = random.Random(2)  # noqa: S311
    with app_for_command().app_context():
        seats = db.session.scalars(select(Seat).where(Seat.table_number == 1).order_by(Seat.id)).all()
        db.session.execute(delete(Note).where(Note.table_number == 1))
        each = NOTES_AT_A_CROWDED_TABLE // len(seats)
        db.session.execute(insert(Note), [note(dice, s, n, length) for n in range(each) for s in seats])
        db.session.commit()
    return "phone-0"


def note(dice: random.Random, seat: object, number: int, length: int) -> dict[str, object]:
    """The values of a note of about `length` letters."""
    text = " ".join(dice.choices(TEXT.split(), k=length))[:length]
    place = {
        name: getattr(seat, name) for name in ("meeting_id", "participant_id", "round_number", "table_number")
    }
    key = f"{dice.getrandbits(128):032x}"
    return {
        **place,
        "client_key": key,
        "kind": "need",
        "text": text,
        "language": "en",
        "written_at": 1.8e9 + number,
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", people]:
            print(json.dumps(prepare(int(people))))
        case ["crowd", length]:
            print(json.dumps(crowd(int(length))))
