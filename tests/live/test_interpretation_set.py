"""A facilitator sends an interpreter to a table: phones of that table are told, others are not; planning follows."""

from __future__ import annotations

import pytest
from live.notes import done, quiet

from consult.domain.words import Phase
from consult.extensions import db
from consult.models import CafeTable, Meeting
from consult.services.meeting import news
from consult.services.seating import ahead

PORTUGUESE = {"language": "pt", "how": "Channel 4"}
FRENCH = {"language": "fr", "how": "https://interpret.example/fr"}


def listening(screen):
    return done(screen.ask("catch_up"))["interpretation"]


def stored():
    db.session.expire_all()
    tables = {t.number: t.interpretation for t in db.session.query(CafeTable) if t.interpretation}
    return db.session.query(Meeting).one().interpretation, tables


@pytest.fixture
def hall(phone, console, facilitator, open_round):
    """In the first round: two at table 1, of whom the first reads and speaks Portuguese; one at table 2; a console."""
    facilitator.language = "en"
    db.session.commit()
    phones = [
        phone(table=1, languages=("pt",)),
        phone(table=1),
        phone(table=2, languages=("pt",)),
    ]
    screen = console()
    open_round()
    quiet(*phones, screen)
    return phones, screen


def send(facilitator, table, *channels):
    return facilitator.ask("interpretation.set", {"table": table, "channels": list(channels)})


def test_phones_of_the_table_are_told_and_no_others(hall):
    (reader, neighbour, elsewhere), facilitator = hall

    done(send(facilitator, 1, PORTUGUESE))

    assert [screen.heard() for screen in (reader, neighbour, elsewhere)] == [
        ["seat.changed"],
        ["seat.changed"],
        [],
    ]
    assert listening(reader) == {**PORTUGUESE, "link": False, "table": 1}
    assert [listening(neighbour), listening(elsewhere)] == [None, None]


def test_channel_follows_whoever_changes_tables(hall):
    (_, _, moved), facilitator = hall
    done(send(facilitator, 1, PORTUGUESE))

    done(facilitator.ask("participant.move", {"participant_id": moved.participant.id, "table": 1}))

    assert listening(moved) == {**PORTUGUESE, "link": False, "table": 1}


def test_each_hears_of_their_own_language_only(hall, phone):
    (reader, *_), facilitator = hall
    french = phone(table=1, languages=("fr",))

    done(send(facilitator, 1, PORTUGUESE, FRENCH))

    assert listening(french) == {**FRENCH, "link": True, "table": 1}
    assert listening(reader)["language"] == "pt"


def test_rounds_to_come_are_planned_again(hall, meeting):
    _, facilitator = hall
    before = ahead.fingerprint_of(ahead.current_problem(meeting))
    news.to_plan()

    done(send(facilitator, 2, PORTUGUESE))

    db.session.expire_all()
    assert meeting.id in news.to_plan()
    assert ahead.fingerprint_of(ahead.current_problem(meeting)) != before


def test_sending_an_interpreter_can_be_taken_back(hall):
    (reader, *_), facilitator = hall
    done(send(facilitator, 1, FRENCH))
    done(send(facilitator, 1, PORTUGUESE))
    step = done(facilitator.ask("seating.show"))["undo"]

    done(facilitator.ask("seating.undo", {"step": step["id"]}))

    assert step["sentence"] == "table 1 is interpreted: Português"
    assert stored() == ([], {1: [FRENCH]})
    assert listening(reader) is None


def test_taking_back_a_move_leaves_interpreters_where_they_are(hall):
    (reader, *_), facilitator = hall
    done(facilitator.ask("participant.move", {"participant_id": reader.participant.id, "table": 2}))
    db.session.query(CafeTable).filter_by(number=1).one().interpretation = [PORTUGUESE]
    db.session.commit()

    done(facilitator.ask("seating.undo"))

    assert stored() == ([], {1: [PORTUGUESE]})


def test_plenary_reaches_every_phone_and_is_shown_in_plenary_only(hall):
    phones, facilitator = hall

    done(send(facilitator, None, FRENCH))
    heard = [screen.heard() for screen in phones]
    in_round = [listening(screen) for screen in phones]
    done(facilitator.ask("round.close"))
    between = [listening(screen) for screen in phones]
    done(facilitator.ask("harvest.begin"))

    lost = {"language": None, "languages": ["fr"], "table": None}
    assert (heard, in_round, between) == ([["meeting.changed"]] * 3, [None] * 3, [None] * 3)
    assert [listening(phones[0]), listening(phones[2])] == [lost, lost]


def test_in_the_harvest_the_plenary_can_still_change_and_tables_cannot(hall, meeting):
    _, facilitator = hall
    meeting.phase = Phase.HARVEST
    db.session.commit()

    assert done(send(facilitator, None, PORTUGUESE))["ok"] is True
    assert send(facilitator, 1, PORTUGUESE)["code"] == "no_round_open"
    assert stored() == ([PORTUGUESE], {})


@pytest.mark.parametrize(
    ("table", "channel", "code"),
    [
        (99, PORTUGUESE, "no_such_table"),
        (1, {"language": "pt", "how": "http://interpret.example/"}, "link_not_https"),
        (1, {"language": "pt", "how": "x" * 81}, "how_too_long"),
        (1, {"language": "de", "how": ""}, "malformed"),
    ],
)
def test_what_is_refused_changes_nothing(hall, table, channel, code):
    phones, facilitator = hall

    assert send(facilitator, table, channel)["code"] == code
    assert stored() == ([], {})
    assert [screen.heard() for screen in phones] == [[]] * 3


def test_one_entry_for_a_language_is_kept_in_the_order_of_the_product(hall):
    _, facilitator = hall

    done(send(facilitator, 1, PORTUGUESE, FRENCH, {"language": "pt", "how": "Channel 5"}))

    assert stored() == ([], {1: [FRENCH, {"language": "pt", "how": "Channel 5"}]})


def test_console_counts_whom_the_plenary_does_not_reach(hall):
    _, facilitator = hall

    before = done(facilitator.ask("catch_up"))["interpretation"]
    done(send(facilitator, None, FRENCH))
    after = done(facilitator.ask("catch_up"))

    assert before == {"channels": [], "not_covered": 0, "not_covered_by_language": {}}
    assert after["interpretation"]["channels"] == [FRENCH]
    assert after["interpretation"]["not_covered_by_language"]["pt"] == 2


def test_who_is_added_at_the_console_is_covered_or_not(hall):
    _, facilitator = hall
    done(send(facilitator, None, FRENCH))

    answers = [
        done(facilitator.ask("participant.add", {"language": "en", "languages": languages}))
        for languages in (["pt"], ["pt", "fr"])
    ]

    assert [answer["covered"] for answer in answers] == [False, True]
