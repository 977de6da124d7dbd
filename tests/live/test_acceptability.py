"""“Can you live with it?”: answers are one's own until the end, and then told without names."""

from __future__ import annotations

import pytest
from live.notes import done, quiet, written

from consult.extensions import db
from consult.models import Meeting, Participant, Stance
from consult.services.assessment import by_group
from consult.services.meeting import join, steer


@pytest.fixture
def asked(phone, console, open_round):
    """(host, other, facilitator, ids of three main points) in the harvest, people are asked."""
    host, other, facilitator = phone(table=1), phone(table=2), console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    points = [written(host, f"key-0000000{i}", text=f"Point {i}") for i in range(3)]
    for note_id in points:
        done(host.ask("main_point.mark", {"note_id": note_id, "on": True}))
    for command in ("round.close", "harvest.begin", "acceptability.open"):
        done(facilitator.ask(command))
    return host, other, facilitator, points


def stance(screen, note_id, acceptable, objection=""):
    return screen.ask("stance.give", {"note_id": note_id, "acceptable": acceptable, "objection": objection})


def state(screen):
    return done(screen.ask("catch_up"))["acceptability"]


def results(screen):
    return [(point["result"], point["by"]) for point in done(screen.ask("ballot.read"))["points"]]


def test_an_answer_can_be_changed_and_taken_back(asked):
    _host, other, _facilitator, points = asked

    done(stance(other, points[0], False, "Who pays?"))
    done(stance(other, points[0], True, "is not kept"))
    done(stance(other, points[1], False, "Too late."))
    changed = state(other)["mine"]
    done(stance(other, points[1], None))

    assert changed == [
        {"note_id": points[0], "acceptable": True, "objection": "", "hidden": False},
        {"note_id": points[1], "acceptable": False, "objection": "Too late.", "hidden": False},
    ]
    assert [one["note_id"] for one in state(other)["mine"]] == [points[0]]


def test_only_the_same_person_hears_of_an_answer(asked, projector):
    host, other, facilitator, points = asked
    hall = projector()
    quiet(host, other, facilitator, hall)

    done(stance(other, points[0], False, "Who pays?"))

    assert (host.heard(), facilitator.heard(), hall.heard()) == ([], [], [])
    assert other.heard() == ["stances.changed"]


def test_following_equals_asking(asked):
    _host, other, _facilitator, points = asked
    quiet(other)
    done(stance(other, points[0], False, "Who pays?"))
    (event,) = other.get_received()

    assert event["args"][0]["mine"] == state(other)["mine"]


def test_nobody_sees_answers_before_the_question_is_closed(asked, projector):
    host, other, facilitator, points = asked
    hall = projector()
    done(stance(other, points[0], False, "A sentence nobody reads"))

    screens = [done(screen.ask("catch_up")) for screen in (host, facilitator, hall)]

    assert all("A sentence nobody reads" not in str(told) for told in screens)
    assert results(host) == [(None, [])] * 3
    assert by_group.acceptability(db.session.get(Meeting, 1)) == ()
    assert screens[1]["acceptability"]["answers"] is None


def test_nothing_is_answered_before_or_after(asked):
    _host, other, facilitator, points = asked
    assert stance(other, 999, True)["code"] == "no_such_note"
    done(facilitator.ask("acceptability.close"))

    assert stance(other, points[0], True)["code"] == "acceptability_not_open"
    assert facilitator.ask("acceptability.open")["code"] == "acceptability_asked"
    assert facilitator.ask("acceptability.close")["code"] == "acceptability_not_open"


def test_only_the_points_that_were_asked_about(phone, console, open_round):
    host, facilitator = phone(table=1), console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    points = [written(host, f"key-0000000{i}", text=f"Point {i}") for i in range(3)]
    for note_id in points[:2]:
        done(host.ask("main_point.mark", {"note_id": note_id, "on": True}))
    assert facilitator.ask("acceptability.open")["code"] == "not_in_harvest"
    for command in ("round.close", "harvest.begin"):
        done(facilitator.ask(command))
    done(facilitator.ask("acceptability.open", {"most": 1}))

    assert done(host.ask("ballot.read"))["points"][0]["id"] == points[0]
    assert stance(host, points[0], True)["ok"] is True
    assert [stance(host, note_id, True)["code"] for note_id in points[1:]] == ["not_asked_about"] * 2


def test_whoever_never_sat_does_not_answer(asked, phone):
    assert stance(phone(), asked[3][0], True)["code"] == "never_seated"


def test_a_long_objection_is_refused(asked):
    assert stance(asked[1], asked[3][0], False, "x" * 401)["code"] == "text_too_long"


def test_answers_go_with_whoever_erases_themselves(asked):
    _host, other, _facilitator, points = asked
    done(stance(other, points[0], False, "Who pays?"))

    join.erase(db.session.get(Participant, other.participant.id))

    assert db.session.query(Stance).count() == 0


def test_a_hidden_point_is_no_longer_asked_about(asked):
    _host, other, facilitator, points = asked
    done(stance(other, points[0], False, "Who pays?"))
    done(facilitator.ask("note.hide", {"note_id": points[0], "reason": "It names somebody."}))

    assert [point["id"] for point in done(other.ask("ballot.read"))["points"]] == points[1:]
    assert db.session.query(Stance).count() == 0


def test_results_name_no_group_of_fewer_than_five(asked, meeting, projector):
    _host, other, facilitator, points = asked
    hall = projector()
    keys = [group.key for group in meeting.consultation.groups[:2]]
    people = [_participant(meeting, key) for key in [keys[0]] * 6 + [keys[1]] * 2]
    for person in people:
        _answer(person, points[0], True)
        _answer(person, points[1], person.group_key != keys[0])
        _answer(person, points[2], person.group_key != keys[1])
    db.session.commit()
    done(facilitator.ask("acceptability.close"))

    told = [result for result, _by in results(other)]
    named = [by for _result, by in results(other)]

    assert told == ["all", "objections", "objections"]
    # Two of a group and two who gave none are fewer than five: the larger group joins them, and no group is named.
    assert named == [[], [], []]
    assert done(hall.ask("catch_up"))["view"] == "acceptable"


def test_objections_are_recorded_as_written_without_a_name(asked, meeting):
    _host, other, facilitator, points = asked
    keys = [group.key for group in meeting.consultation.groups[:2]]
    for key in [keys[0]] * 6 + [keys[1]] * 5 + [None] * 4:
        _answer(
            _participant(meeting, key), points[0], key != keys[1], "¿Quién paga?" if key == keys[1] else ""
        )
    db.session.commit()
    done(facilitator.ask("acceptability.close"))

    (first, *_rest) = by_group.acceptability(db.session.get(Meeting, meeting.id))

    assert (first.result, first.acceptable, first.objecting) == ("objections", 10, 5)
    assert [(one.text, one.language) for one in first.objections] == [("¿Quién paga?", "es")] * 5
    assert first.by == (meeting.consultation.groups[1].name,)
    assert results(other)[0] == ("objections", [meeting.consultation.groups[1].name["en"]])


def _participant(meeting, group):
    person, _token = join.join(
        meeting, nickname="", language="es", languages=["es"], group_key=group, mode="onsite",
        consented=True,
    )  # fmt: skip
    from consult.models import Seat

    db.session.add(Seat(meeting_id=meeting.id, round_number=1, participant_id=person.id, table_number=3))
    db.session.flush()
    return person


def _answer(person, note_id, acceptable, objection=""):
    db.session.add(
        Stance(
            participant_id=person.id, note_id=note_id, acceptable=acceptable, objection=objection,
            language=person.language, given_at=0.0,
        )
    )  # fmt: skip


def test_only_the_author_hears_that_an_objection_is_hidden(asked, projector):
    host, other, facilitator, points = asked
    hall = projector()
    done(stance(other, points[0], False, "Somebody is paid for it"))
    done(facilitator.ask("acceptability.close"))
    given = db.session.query(Stance).one()
    quiet(host, other, facilitator, hall)

    steer.hide_objection(1, given.id, "It names a person.")

    assert (host.heard(), hall.heard()) == ([], [])
    (event,) = other.get_received()
    assert (event["name"], event["args"][0]["mine"]) == ("stances.changed", state(other)["mine"])
    assert state(other)["mine"][0]["hidden"] is True
    assert state(other)["mine"][0]["objection"] == "Somebody is paid for it"
    screens = [done(screen.ask("catch_up")) for screen in (host, facilitator, hall)]
    assert all("Somebody is paid" not in str(told) for told in screens)


def test_other_words_are_not_hidden_any_more(asked):
    _host, other, _facilitator, points = asked
    done(stance(other, points[0], False, "Somebody is paid for it"))
    steer.hide_objection(1, db.session.query(Stance).one().id, "It names a person.")

    done(stance(other, points[0], False, "Who pays?"))

    given = db.session.query(Stance).one()
    assert (given.objection, given.hidden_at, given.hidden_reason) == ("Who pays?", None, None)
