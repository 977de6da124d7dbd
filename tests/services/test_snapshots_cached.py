"""A phone is told the same from what is kept of the hall as from the database: after every change, at once."""

from __future__ import annotations

import gzip
import json
import random
from typing import Any

import pytest
from live.notes import done, new_note, texts, written

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Meeting, Note, Participant
from consult.services import catch_up, hall
from consult.services.assessment import coverage
from consult.services.hall import keep
from consult.services.meeting import join
from consult.services.preparation import prepare
from consult.services.preparation.prepare import MeetingDraft

TITLES = ("Housing café", "Café on housing")
ANYTHING = (
    ["write"] * 6
    + ["mark"] * 3
    + ["turn"] * 3
    + [
        "move",
        "erase",
        "hide",
        "show",
        "volunteer",
        "appoint",
        "hand_over",
        "heads",
        "help",
        "no_help",
        "slower",
    ]
    + ["tell_all", "tell_table", "rest", "read", "vote", "speak", "join", "edit", "swap", "undo"]
    + ["interpret", "interpret"]
    + ["leave", "forget_me"]
)
TURNS = (
    "round.open",
    "round.open",
    "round.close",
    "round.close",
    "round.pause",
    "round.resume",
    "voting.open",
)


@pytest.fixture(autouse=True)
def kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is announced makes anything stale here; and nobody is too fast."""
    from consult.live import limits

    monkeypatch.setattr(keep, "KEPT_SECONDS", float("inf"))
    monkeypatch.setattr(limits, "spend", lambda *_: True)


def told(participant_id: int, what: Any = catch_up.phone) -> dict[str, Any] | str:
    """What this participant's phone shows, or what it may look up; or why nothing."""
    try:
        return what(participant_id)
    except Refused as refused:
        return refused.code


def all_told() -> dict[int, list[dict[str, Any] | str]]:
    people = db.session.scalars(db.select(Participant.id)).all()
    return {one: [told(one), told(one, catch_up.coverage)] for one in people}


def all_told_afresh() -> dict[int, list[dict[str, Any] | str]]:
    hall.forget_all()
    return all_told()


class Play:
    """A meeting in which anything may happen next."""

    def __init__(self, seed: int, meeting: Meeting, phone: Any, console: Any) -> None:
        self.dice, self.meeting, self.console, self.new_phone = random.Random(seed), meeting, console, phone
        self.phones = [phone(table=table) for table in (1, 1, 1, 2, 2)]
        self.notes = 0

    def step(self) -> None:
        dice, me = self.dice, self.dice.choice(self.phones)
        note = {"note_id": dice.choice(db.session.scalars(db.select(Note.id)).all() or [1])}
        one, on, table = {"participant_id": me.participant.id}, dice.random() < 0.6, dice.choice([1, 2])
        number = max(self.meeting.round_number, 1)
        match dice.choice(ANYTHING):
            case "write":
                self.notes += 1
                me.ask(
                    "note.write", new_note(f"key-{self.notes:08}", text=f"Note {self.notes}", round=number)
                )
            case "erase":
                me.ask("note.erase", note)
            case "mark":
                me.ask("main_point.mark", {**note, "on": on})
            case "volunteer":
                me.ask("host.volunteer" if on else "host.step_down")
            case "hand_over":
                me.ask("hand_over.write", {"text": f"Left at {self.notes}", "round": number})
            case "heads":
                me.ask("head_count.give", {"people": dice.randrange(9)})
            case "help":
                me.ask("help.call", {"on": on})
            case "slower":
                me.ask("slower.ask")
            case "rest":
                me.ask("round.sit_out", {"on": on})
            case "read":
                me.ask("language.change", {"language": dice.choice(["en", "fr"])})
            case "vote":
                me.ask("vote.cast", {**note, "on": on})
            case "leave" if len(self.phones) > 3:
                self.phones.remove(me)
                me.ask("meeting.leave")
            case "forget_me" if len(self.phones) > 3:
                self.phones.remove(me)
                join.erase(db.session.get_one(Participant, me.participant.id))
            case "join":
                self.phones.append(self.new_phone(table=table))
            case "edit":
                self._edit()
            case other:
                self._steer(other, note, one, on, table)

    def _steer(self, what: str, note: dict[str, Any], one: dict[str, Any], on: bool, table: int) -> None:
        ask, other = self.console.ask, self.dice.choice(self.phones).participant.id
        match what:
            case "turn":
                ask(self.dice.choice(TURNS))
            case "move":
                ask("participant.move", {**one, "table": table})
            case "swap":
                pair = {"one": one["participant_id"], "other": other}
                ask("seating.swap", {**pair, "round": max(self.meeting.round_number, 1)})
            case "undo":
                ask("seating.undo")
            case "interpret":
                given = [{"language": self.dice.choice(["en", "fr"]), "how": f"Channel {self.notes}"}]
                ask("interpretation.set", {"table": table if on else None, "channels": given})
            case "hide":
                ask("note.hide", {**note, "reason": "Names somebody"})
            case "show":
                ask("note.show", note)
            case "appoint":
                ask("host.appoint", {**one, "on": on})
            case "no_help":
                ask("help.answer", {"table": table})
            case "tell_all":
                ask("announcement.make", {"text": f"To all {self.notes}"})
            case "tell_table":
                ask("announcement.make", {"text": f"To you {self.notes}", "table": table})
            case "speak":
                ask("speaker.choose", {"table": table})

    def _edit(self) -> None:
        try:
            title = {"en": self.dice.choice(TITLES)}
            prepare.update_meeting(self.meeting, MeetingDraft(title=title))
        except Refused:
            # It has begun.
            db.session.rollback()


@pytest.mark.parametrize("seed", range(10))
def test_every_phone_is_told_what_is_stored_after_every_change(meeting, phone, console, seed):
    play = Play(seed, meeting, phone, console())

    for _ in range(50):
        play.step()
        assert all_told() == all_told_afresh()


def test_storm_reads_the_hall_once(meeting, phone, open_round, monkeypatch):
    people = [phone(table=table).participant.id for table in (1, 1, 2, 2)]
    open_round()
    read: list[int] = []
    fresh = keep.read_hall
    monkeypatch.setattr(keep, "read_hall", lambda meeting_id: (read.append(meeting_id), fresh(meeting_id))[1])

    for one in people * 3:
        told(one)

    assert read == [meeting.id]


def test_hosts_who_ask_what_was_touched_read_it_once(phone, console, open_round, monkeypatch):
    hosts, facilitator = [phone(table=table) for table in (1, 2)], console()
    for host in hosts:
        done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    traveller = phone(table=2)
    read: list[int] = []
    fresh = coverage.touched
    monkeypatch.setattr(coverage, "touched", lambda *about: (read.append(about[0]), fresh(*about))[1])

    def notes() -> list[int]:
        """How many each of them is told were written at their own table."""
        return [sum(done(host.ask("coverage.read"))["here"].values()) for host in hosts * 3]

    assert notes() == [0, 0] * 3
    written(traveller, text="Landlords who discriminate must pay a fine and lose their licence.")
    assert notes() == [0, 1] * 3
    assert len(read) == 2


def test_who_was_moved_away_is_told_nothing_of_the_old_table(phone, console, open_round):
    author, moved = phone(table=1), phone(table=1)
    open_round()
    written(author, text="Said at table one.")
    assert texts(done(moved.ask("catch_up"))["notes"]) == ["Said at table one."]

    done(console().ask("participant.move", {"participant_id": moved.participant.id, "table": 2}))

    assert done(moved.ask("catch_up"))["notes"] == []
    assert texts(done(author.ask("catch_up"))["notes"]) == ["Said at table one."]


def test_hidden_and_erased_notes_are_gone_at_once(phone, console, open_round):
    author, neighbour, elsewhere = phone(table=1), phone(table=1), phone(table=2)
    open_round()
    hidden, erased = (
        written(author, "key-00000001", text="Hidden"),
        written(author, "key-00000002", text="Erased"),
    )
    written(elsewhere, "key-00000003", text="Elsewhere")
    before = [texts(done(each.ask("catch_up"))["notes"]) for each in (neighbour, elsewhere)]

    done(console().ask("note.hide", {"note_id": hidden, "reason": "Names somebody"}))
    after_hiding = texts(done(neighbour.ask("catch_up"))["notes"])
    done(author.ask("note.erase", {"note_id": erased}))

    assert before == [["Hidden", "Erased"], ["Elsewhere"]]
    assert after_hiding == ["Erased"]
    assert done(neighbour.ask("catch_up"))["notes"] == []
    assert texts(done(elsewhere.ask("catch_up"))["notes"]) == ["Elsewhere"]


def test_who_has_left_is_told_nothing(phone, open_round):
    author, leaver = phone(table=1), phone(table=1)
    open_round()
    written(author)

    done(leaver.ask("meeting.leave"))

    assert told(leaver.participant.id) == "not_recognised"
    assert done(author.ask("catch_up"))["me"]["people_at_table"] == 1


def test_version_that_another_process_has_made_is_read(meeting, phone):
    reader = phone(table=1)
    db.session.execute(db.update(Meeting).values(title={"en": "Another title"}, version=Meeting.version + 1))
    db.session.commit()

    assert done(reader.ask("catch_up"))["meeting"]["title"] == "Another title"


def test_what_changes_without_a_word_is_read_in_time(meeting, phone, monkeypatch):
    reader = phone(table=1)
    db.session.execute(db.update(Meeting).values(title={"en": "Another title"}))
    db.session.commit()
    monkeypatch.setattr(keep, "KEPT_SECONDS", 0.0)

    assert done(reader.ask("catch_up"))["meeting"]["title"] == "Another title"


def test_what_is_announced_while_it_is_read_is_read_again(meeting, phone, monkeypatch):
    reader = phone(table=1).participant.id
    fresh, titles = keep.read_hall, iter(["Old", "New"])

    def read(meeting_id: int) -> hall.Hall:
        found = fresh(meeting_id)
        title = next(titles)
        if title == "Old":
            hall.stale(meeting_id)
        db.session.execute(db.update(Meeting).values(title={"en": title}))
        db.session.commit()
        return found

    hall.forget_all()
    monkeypatch.setattr(keep, "read_hall", read)

    assert catch_up.phone(reader)["meeting"]["title"] == "Old"
    assert next(titles, "read twice") == "read twice"


def test_snapshot_of_an_ordinary_table_is_small(phone, open_round):
    people = [phone(table=1) for _ in range(5)]
    open_round()
    sentences = (
        "More lamps in the park, and benches for those who cannot walk far.",
        "The housing office should answer in the languages that people speak.",
        "A landlord told us on the phone that the flat had just been taken.",
        "Our sports club lends shoes; every club could do that.",
        "Young people need a place of their own in the evening.",
    )
    for place in range(15):
        text = f"{sentences[place % 5]} {sentences[place % 3]}"
        written(people[place % 5], f"key-{place:08}-4f6d-8c1e-{place * 7919:012}", text=text)

    packed = gzip.compress(json.dumps(catch_up.phone(people[0].participant.id)).encode())

    assert len(packed) <= 4096
