"""What a screen is told has exactly the fields that the screens were built for."""

from __future__ import annotations

from typing import Any

import pytest
from live.notes import done, written

PHONE = {
    "": "ok version server_time meeting me question hand_over my_hand_over notes own announcement voting themes heads "
    "slower interpretation prompt acceptability",
    "meeting": "title consultation_title phase round_number rounds_total ends_at remaining paused grace_until rounds "
    "host_policy kinds note_length languages planned agenda",
    "me": "id nickname language languages mode is_host hosted_round stays sits_out table next_round people_at_table "
    "table_has_host calls_help",
    "me.table": "number colour shape seats mode",
    "question": "text language",
    "announcement": "text at",
    "slower": "table asked_at heard_at",
    "interpretation": "table language how link",
    "notes.0": "id client_key kind text language round table mine main_point by_proxy at hidden",
    "own.0": "id client_key kind text language round table mine main_point by_proxy at hidden",
}
CONSOLE = {
    "": "ok interpretation version server_time meeting tables unseated left notes totals plan translation analysis themes "
    "slower coverage voices acceptability",
    "meeting": "id title consultation_id consultation_title format phase round_number rounds_total rounds ends_at "
    "remaining paused promised_end expected_end silent_after opened_at join_code join_url projector_url host_policy "
    "question_policy languages view voting speaking_table speaking_ends_at tables_heard groups "
    "votes_each acceptability",
    "meeting.rounds.0": "number minutes seating question",
    "meeting.groups.0": "key name",
    "tables.0": "number colour shape seats mode question people notes main_points languages host head_count "
    "calls_help quiet_since interpretation no_shared_language hand_over points",
    "tables.0.people.0": "id name language languages mode state is_host sits_out from_table",
    "notes.0": "id kind text language round table mine main_point by_proxy at hidden hidden_reason votes",
    "interpretation": "channels not_covered not_covered_by_language",
    "totals": "people connected away offline notes seated kinds languages",
    "plan": "round repeat_meetings table_returns without_language proposal planning",
}
PROJECTOR = {
    "": "ok version server_time meeting view questions table_questions tables people notes harvest voting themes "
    "slower acceptability",
    "meeting": "title consultation_title phase round_number rounds_total ends_at remaining paused join_code join_url "
    "address qr languages planned",
    "questions.0": "language text",
    "tables.0": "number colour shape seats mode people",
    "harvest": "speaking tables",
    "harvest.tables.0": "number colour shape state points",
    "voting": "state choices",
}


def part(facts: Any, path: str) -> dict[str, Any]:
    for step in path.split(".") if path else []:
        facts = facts[int(step)] if step.isdigit() else facts[step]
    return facts


@pytest.fixture
def screens(phone, console, projector, open_round):
    author, facilitator, hall = phone(table=1), console(), projector()
    open_round()
    written(author)
    done(facilitator.ask("announcement.make", {"text": "Coffee is ready."}))
    done(facilitator.ask("interpretation.set", {"table": 1, "channels": [{"language": "en"}]}))
    return {"phone": author, "console": facilitator, "projector": hall}


@pytest.mark.parametrize(
    ("kind", "fields"), [("phone", PHONE), ("console", CONSOLE), ("projector", PROJECTOR)]
)
def test_snapshot_has_the_fields_of_the_screen(screens, kind, fields):
    facts = done(screens[kind].ask("catch_up"))

    for path, names in fields.items():
        assert (path, set(part(facts, path))) == (path, set(names.split()))


def test_before_anything_has_happened(phone, console, projector, meeting):
    author = done(phone(table=2).ask("catch_up"))
    hall = done(projector().ask("catch_up"))

    assert (author["notes"], author["own"], author["voting"], author["themes"]) == ([], [], None, None)
    assert (author["hand_over"], author["announcement"], author["heads"]) == (None, None, None)
    assert (author["me"]["table"]["number"], author["me"]["next_round"]) == (2, 1)
    assert (hall["view"], hall["people"], hall["notes"]) == ("join", 1, 0)


def test_people_on_the_console_come_from_the_table_they_sat_at(phone, console, open_round):
    people = [phone() for _ in range(12)]
    facilitator = console()
    open_round()
    sat = {p["id"]: t["number"] for t in done(facilitator.ask("catch_up"))["tables"] for p in t["people"]}

    done(facilitator.ask("round.close"))

    coming = done(facilitator.ask("catch_up"))["tables"]
    assert {p["id"]: p["from_table"] for t in coming for p in t["people"]} == sat
    assert len(sat) == len(people)


def test_question_of_the_round_comes_in_the_readers_language_or_another(phone, console, open_round, meeting):
    from consult.extensions import db

    meeting.rounds[0].question.text = {"es": "¿Qué hace falta?"}
    db.session.commit()
    reader = phone(languages=("fr",))
    open_round()

    assert done(reader.ask("catch_up"))["question"] == {"text": "¿Qué hace falta?", "language": "es"}


def test_meeting_with_a_question_per_table(phone, console, projector, meeting):
    from consult.extensions import db

    meeting.question_policy = "table"
    for table, question in zip(meeting.tables, meeting.consultation.questions, strict=False):
        table.question_id = question.id
    db.session.commit()
    expected = meeting.tables[1].question.text["en"]

    assert done(phone(table=2).ask("catch_up"))["question"]["text"] == expected
    hall = done(projector().ask("catch_up"))
    assert hall["questions"] == []
    assert hall["table_questions"][1] == {"table": 2, "texts": meeting.tables[1].question.text}


def test_table_where_somebody_is_not_understood_is_marked(phone, console):
    for languages in (("en",), ("en",), ("pt",)):
        phone(table=1, languages=languages)

    facts = done(console().ask("catch_up"))

    assert [table["no_shared_language"] for table in facts["tables"]] == [True, False, False, False]
    assert facts["plan"]["without_language"] == 1
