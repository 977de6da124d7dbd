"""The pack for the hall from the database: everybody who is there, every round that has seats, no secrets."""

from __future__ import annotations

import io
from collections import Counter
from itertools import combinations

import pypdf
import pytest
from services.people import join_many, join_one, seats

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Meeting, Participant, Seat
from consult.reports import pack as p
from consult.services.meeting import contribute
from consult.services.preparation.drafts import MeetingDraft, RoundDraft
from consult.services.preparation.prepare import create_meeting
from consult.services.reports import pack


def plan_ahead(meeting: Meeting, rounds: tuple[int, ...] = (2, 3)) -> None:
    """Seats for later rounds, as planning ahead stores them."""
    db.session.query(Seat).filter(Seat.meeting_id == meeting.id, Seat.round_number.in_(rounds)).delete()
    tables = len(meeting.tables)
    for place, (person, table) in enumerate(sorted(seats(meeting, 1).items())):
        for number in rounds:
            moved = (table - 1 + (place // tables) * (number - 1)) % tables + 1
            db.session.add(
                Seat(meeting_id=meeting.id, round_number=number, participant_id=person, table_number=moved)
            )
    db.session.commit()


def cafe(consultation, people: int, rounds: int = 3, **changes: object) -> Meeting:
    drafts = [RoundDraft(minutes=20)] * rounds
    return create_meeting(
        consultation,
        MeetingDraft(title={"en": "Café"}, expected_people=people, rounds=drafts, **changes),  # type: ignore[arg-type]
    )


def words(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


# ── Who has joined ───────────────────────────────────────────────────────────


def test_every_planned_seat_of_everybody_is_in_the_pack(meeting):
    join_many(meeting, 20)
    plan_ahead(meeting)

    made = pack.pack(meeting, "en")

    assert [held.number for held in made.rounds] == [1, 2, 3]
    assert [dict(held.seats) for held in made.rounds] == [seats(meeting, number) for number in (1, 2, 3)]
    assert len({guest.number for guest in made.guests}) == 20


def test_rounds_without_seats_are_left_out_and_named(meeting):
    join_many(meeting, 12)
    plan_ahead(meeting, (2,))
    db.session.query(Seat).filter_by(meeting_id=meeting.id, round_number=3).delete()
    db.session.commit()

    ready = pack.readiness(meeting)

    assert (ready.people, ready.seated, ready.missing) == (12, (1, 2), (3,))
    assert [held.number for held in pack.pack(meeting, "en").rounds] == [1, 2]


def test_whoever_left_is_not_in_the_pack(meeting):
    people = join_many(meeting, 9)
    contribute.leave(people[3])

    made = pack.pack(meeting, "en")

    assert people[3].id not in {guest.number for guest in made.guests}
    assert len(made.guests) == 8
    assert all(people[3].id not in held.seats for held in made.rounds)


def test_people_of_other_meetings_are_not_in_the_pack(consultation, meeting):
    other = cafe(consultation, 12)
    join_many(other, 12)
    here = join_one(meeting, nickname="Ana")

    assert [guest.number for guest in pack.pack(meeting, "en").guests] == [here.id]


def test_cards_are_for_people_in_the_hall_in_their_own_language(meeting):
    join_one(meeting, nickname="Ana", language="pt", languages=["pt"])
    join_one(meeting, nickname="Mei", language="fr", languages=["fr"], mode="remote")

    guests = pack.pack(meeting, "en").guests

    assert [(guest.name, guest.language, guest.card) for guest in guests] == [
        ("Ana", "pt", True),
        ("Mei", "fr", False),
    ]


def test_hosts_of_a_round_are_marked_in_that_round(meeting):
    person = join_many(meeting, 8)[2]
    plan_ahead(meeting)
    first = db.session.query(Seat).filter_by(participant_id=person.id, round_number=1).one()
    first.is_host = True
    db.session.commit()

    assert [held.hosts for held in pack.pack(meeting, "en").rounds] == [{person.id}, set(), set()]


def test_figures_are_those_of_the_seats(meeting):
    people = [join_one(meeting) for _ in range(4)]
    db.session.query(Seat).filter_by(meeting_id=meeting.id).delete()
    for number, tables in ((1, (1, 1, 2, 2)), (2, (1, 1, 3, 4)), (3, (2, 3, 4, 1))):
        for person, table in zip(people, tables, strict=True):
            db.session.add(
                Seat(
                    meeting_id=meeting.id,
                    round_number=number,
                    participant_id=person.id,
                    table_number=table,
                )
            )
    db.session.commit()

    figures = pack.pack(meeting, "en").figures

    assert figures == p.Figures(repeat_meetings=1, table_returns=2, without_language=0)


def test_pack_tells_neither_groups_nor_languages_nor_secrets_of_people(meeting):
    group = meeting.consultation.groups[0]
    person = join_one(meeting, nickname="Ana", group_key=group.key, languages=["en", "pt"])
    token_hash = db.session.get_one(Participant, person.id).token_hash

    text = words(pack.write(meeting.id, "all", "en"))

    assert "Ana" in text
    assert [secret for secret in (group.name["en"], group.key, token_hash, "/seat/") if secret in text] == []


def test_questions_stand_where_they_are_asked(meeting):
    join_many(meeting, 4)
    made = pack.pack(meeting, "en")

    assert [dict(held.question) for held in made.rounds] == [
        dict(one.question.text)
        for one in meeting.rounds
        if one.number in {held.number for held in made.rounds}
    ]
    assert [dict(table.question) for table in made.tables] == [{}] * len(meeting.tables)


def test_a_question_of_its_own_stands_on_the_table(consultation):
    ids = [question.id for question in consultation.questions]
    meeting = cafe(consultation, 16, question_policy="table", table_questions=ids[:1])

    tables = pack.pack(meeting, "en", by_number=True).tables

    assert [bool(table.question) for table in tables] == [
        table.question is not None for table in meeting.tables
    ]


# ── Numbered places ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("people", [4, 12, 16, 20, 23, 60])
def test_numbered_places_before_anybody_has_joined(consultation, people):
    meeting = cafe(consultation, people)

    made = pack.pack(meeting, "en", by_number=True)

    assert [guest.number for guest in made.guests] == list(range(1, people + 1))
    for held in made.rounds:
        sizes = Counter(held.seats.values()).values()
        assert sorted(held.seats) == list(range(1, people + 1))
        assert max(sizes) - min(sizes) <= 1
    assert [held.number for held in made.rounds] == [1, 2, 3]


@pytest.mark.parametrize("people", [16, 20, 60])
def test_numbered_places_bring_nobody_back(consultation, people):
    made = pack.pack(cafe(consultation, people), "en", by_number=True)

    travellers = set(made.rounds[0].seats) - set(made.rounds[0].hosts)
    ways = [[held.seats[one] for held in made.rounds] for one in travellers]
    assert [way for way in ways if len(set(way)) < 3] == []
    assert made.figures is not None
    met = Counter(
        pair
        for held in made.rounds
        for table in set(held.seats.values())
        for pair in combinations(sorted(one for one, at in held.seats.items() if at == table), 2)
    )
    assert made.figures.repeat_meetings == sum(times - 1 for times in met.values())


def test_numbered_hosts_stay_at_their_tables(consultation):
    made = pack.pack(cafe(consultation, 20, host_policy="fixed"), "en", by_number=True)

    hosts = made.rounds[0].hosts
    assert [held.hosts for held in made.rounds] == [hosts] * 3
    assert len({made.rounds[0].seats[host] for host in hosts}) == len(made.tables)
    assert [[held.seats[host] for host in sorted(hosts)] for held in made.rounds] == [
        [made.rounds[0].seats[host] for host in sorted(hosts)]
    ] * 3


def test_numbered_places_have_no_hosts_where_somebody_volunteers(consultation):
    made = pack.pack(cafe(consultation, 20, host_policy="volunteer"), "en", by_number=True)

    assert [held.hosts for held in made.rounds] == [frozenset()] * 3


def test_numbered_places_are_the_same_each_time(consultation):
    meeting = cafe(consultation, 30)

    assert pack.pack(meeting, "en", by_number=True) == pack.pack(meeting, "en", by_number=True)
    assert db.session.query(Seat).count() == 0


def test_in_a_focus_group_numbered_places_stay(consultation):
    rounds = [RoundDraft(minutes=20)] * 2
    draft = MeetingDraft(title={"en": "Group"}, format="focus_group", expected_people=7, rounds=rounds)
    made = pack.pack(create_meeting(consultation, draft), "en", by_number=True)

    assert made.rounds[0].seats == made.rounds[1].seats
    assert made.rule is None


def test_numbered_places_are_for_before_the_first_round(meeting, open_round):
    join_many(meeting, 8)
    open_round()
    db.session.expire_all()

    assert pack.readiness(meeting).by_number is False
    assert len(pack.pack(meeting, "en", by_number=True).guests) == 8


# ── The rule ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("people", [20, 28, 60])
def test_rule_is_worked_out_for_the_expected_people(consultation, people):
    meeting = cafe(consultation, people)
    rule = pack.pack(meeting, "en").rule

    assert rule is not None
    assert (rule.people, rule.tables) == (people, tuple(table.number for table in meeting.tables))
    assert rule.works == (not rule.repeat_meetings and not rule.table_returns)


def test_where_the_rule_fails_it_knows_what_would_help(consultation):
    rule = pack.pack(cafe(consultation, 20), "en").rule

    assert rule is not None
    assert (rule.works, len(rule.tables)) == (False, 4)
    assert rule.works_with == 5


def test_rule_seats_everybody_once_in_every_round(consultation):
    rule = pack.pack(cafe(consultation, 60, rounds=4), "en").rule

    assert rule is not None
    assert rule.works
    ways = [rule.way(chair, start) for chair in rule.chairs for start in range(rule.starts[chair])]
    assert len(ways) == 60
    for index in range(4):
        sizes = Counter(way[index] for way in ways).values()
        assert max(sizes) - min(sizes) <= 1


# ── Files ────────────────────────────────────────────────────────────────────


def test_pack_is_made_in_a_process_of_its_own(meeting):
    join_one(meeting, nickname="Fatoumata")

    file = pack.pack_aside(meeting, "cards", "en")

    assert file.content.startswith(b"%PDF-")
    assert file.name == f"cards-{meeting.join_code.lower()}-en.pdf"
    assert "Fatoumata" in words(file.content)


def test_nothing_is_printed_where_there_is_nothing(meeting):
    codes = []
    for part in ("cards", "sheets", "plan", "menu"):
        with pytest.raises(Refused) as refused:
            pack.pack_aside(meeting, part, "en")
        codes.append(refused.value.code)

    assert codes == ["nothing_to_print"] * 3 + ["unknown_format"]


def test_first_print_is_remembered_once(meeting, clock):
    pack.note_printed(meeting)
    first = clock()
    clock.advance(60)
    pack.note_printed(meeting)
    db.session.expire_all()

    assert meeting.cards_printed_at == first
