"""What people wrote reaches the readers of their table in the readers' languages; and nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from live.notes import done, new_note, quiet, written

from consult.config import EngineSettings
from consult.extensions import db
from consult.models import HandOverTranslation, Note, NoteTranslation, Participant
from consult.services.meeting import join
from consult.services.translating import desk, loop

MADE = {"engine": "fake", "doubtful": False, "reasons": [], "corrected": None}


def told(screen: Any) -> list[dict[str, Any]]:
    """The translations that have arrived."""
    return [event["args"][0] for event in screen.get_received() if event["name"] == "note.translated"]


def state(screen: Any) -> dict[str, Any]:
    return done(screen.ask("catch_up"))


def read(screen: Any) -> list[str]:
    """The notes as they stand on the screen."""
    return [note.get("translation", note)["text"] for note in state(screen)["notes"]]


def stored() -> list[tuple[str, str]]:
    rows = db.session.query(NoteTranslation).order_by(NoteTranslation.language)
    return [(row.language, row.text) for row in rows]


@pytest.fixture
def four(phone, open_round):
    """English, French, Spanish and Portuguese at one table, and a Portuguese screen at another."""
    here = [phone(table=1, languages=(code,)) for code in ("en", "fr", "es", "pt")]
    elsewhere = phone(table=2, languages=("pt",))
    open_round()
    quiet(*here, elsewhere)
    return [*here, elsewhere]


def test_four_languages_at_one_table_read_each_other(four, translated):
    english, french, spanish, portuguese, elsewhere = four
    for number, screen in enumerate(four[:4]):
        written(screen, f"key-0000000{number}", text=f"Note {number}")

    translated()

    assert read(english) == ["Note 0", "[en] Note 1", "[en] Note 2", "[en] Note 3"]
    assert read(french) == ["[fr] Note 0", "Note 1", "[fr] Note 2", "[fr] Note 3"]
    assert read(spanish) == ["[es] Note 0", "[es] Note 1", "Note 2", "[es] Note 3"]
    assert read(portuguese) == ["[pt] Note 0", "[pt] Note 1", "[pt] Note 2", "Note 3"]
    assert [each["translation"]["text"] for each in told(french)] == [
        "[fr] Note 0",
        "[fr] Note 2",
        "[fr] Note 3",
    ]
    assert told(elsewhere) == []


def test_note_is_there_before_its_translation_and_carries_its_doubt(four, translated):
    _english, french, spanish, *_others = four
    written(spanish, text="Nadie explica nada.")

    [before] = state(french)["notes"]
    translated()
    [after] = state(french)["notes"]

    assert (before["text"], "translation" in before) == ("Nadie explica nada.", False)
    assert after["text"] == "Nadie explica nada."
    assert after["translation"] == {
        "text": "[fr] Nadie explica nada.",
        "engine": "fake",
        "doubtful": True,
        "reasons": ["negation"],
        "corrected": None,
    }


def test_who_speaks_the_language_of_a_note_reads_it_as_it_was_written(phone, open_round, translated):
    author = phone(table=1, languages=("es",))
    both = phone(table=1, languages=("fr", "es"))
    open_round()
    quiet(both)
    written(author)

    translated()

    assert told(both) == []
    assert read(both) == ["More lamps in the park."]


def test_all_languages_of_the_consultation_are_kept_for_later(four, translated):
    written(four[0], text="Lamps")

    translated()

    assert stored() == [("es", "[es] Lamps"), ("fr", "[fr] Lamps"), ("pt", "[pt] Lamps")]


def test_who_was_moved_away_hears_nothing(four, console, translated):
    english, french, *_others = four
    written(english)
    done(console().ask("participant.move", {"participant_id": french.participant.id, "table": 2}))
    quiet(french)

    translated()

    assert told(french) == []
    assert read(french) == []


@pytest.mark.parametrize("way", ["hidden", "erased", "forgotten"])
def test_what_is_gone_meanwhile_is_neither_kept_nor_told(four, console, translated, monkeypatch, way):
    english, french, *_others = four
    note_id = written(english)
    # It is with the process already.
    loop.turn(0)
    loop.turn(0)
    if way == "hidden":
        done(console().ask("note.hide", {"note_id": note_id, "reason": "It names somebody."}))
    elif way == "erased":
        done(english.ask("note.erase", {"note_id": note_id}))
    else:
        join.erase(db.session.get_one(Participant, english.participant.id))
    quiet(french)

    translated()

    assert stored() == []
    assert told(french) == []


def test_erasing_a_note_or_oneself_erases_the_translations(four, translated):
    english, french, *_others = four
    note_id = written(english)
    written(french, "key-00000002")
    translated()
    assert len(stored()) == 6

    done(english.ask("note.erase", {"note_id": note_id}))
    assert len(stored()) == 3
    join.erase(db.session.get_one(Participant, french.participant.id))

    assert stored() == []


def test_shown_note_is_translated(four, console, translated):
    english, french, *_others = four
    note_id = written(english, text="Lamps")
    facilitator = console()
    done(facilitator.ask("note.hide", {"note_id": note_id, "reason": "It names somebody."}))
    translated()
    done(facilitator.ask("note.show", {"note_id": note_id}))
    quiet(french)

    translated()

    assert [each["id"] for each in told(french)] == [note_id]
    assert read(french) == ["[fr] Lamps"]


def test_language_is_recognised_and_everybody_is_told(four, translated):
    english, french, spanish, *_others = four
    note_id = written(english, text="(es) Faltan luces")
    quiet(english, french, spanish)

    translated()

    assert db.session.get_one(Note, note_id).language == "es"
    heard = [event["name"] for event in spanish.get_received()]
    assert heard == ["note.changed"]
    assert read(spanish) == ["(es) Faltan luces"]
    assert read(french) == ["[fr] (es) Faltan luces"]
    assert [own["language"] for own in state(english)["own"]] == ["es"]
    assert [language for language, _text in stored()] == ["en", "fr", "pt"]


def test_fifth_language_is_kept_as_written_and_flagged(four, console, translated):
    english, french, *_others = four
    written(english, text="(de) Es fehlen Lampen")
    quiet(french)

    translated()

    [note] = state(console())["notes"]
    assert (note["language"], note["unknown_language"], "translation" in note) == ("de", True, False)
    [note] = state(french)["notes"]
    assert (note["text"], note["unknown_language"]) == ("(de) Es fehlen Lampen", True)
    assert told(french) == []
    # Nothing can be done, and nobody asks again and again.
    assert loop.waiting() == 0


def test_who_switches_language_gets_what_is_missing(phone, open_round, translated):
    author, reader = phone(table=1, languages=("en",)), phone(table=1, languages=("en",))
    open_round()
    written(author, text="Lamps")
    translated()
    db.session.query(NoteTranslation).delete()
    db.session.commit()

    done(reader.ask("language.change", {"language": "pt"}))
    reader.participant.languages = ["pt"]
    db.session.commit()
    assert read(reader) == ["Lamps"]
    quiet(reader)
    translated()

    assert [each["translation"] for each in told(reader)] == [{"text": "[pt] Lamps", **MADE}]
    assert read(reader) == ["[pt] Lamps"]


def test_newcomer_gets_what_is_missing(phone, open_round, translated):
    author = phone(table=1)
    open_round()
    written(author, text="Lamps")
    # The server was stopped before anybody had asked for a translation.
    loop.forget_all()

    newcomer = phone(table=1, languages=("fr",))
    translated()

    assert read(newcomer) == ["[fr] Lamps"]


def test_hand_over_is_read_in_the_language_of_who_comes_next(phone, console, open_round, translated, meeting):
    host, traveller = phone(table=1), phone(table=2, languages=("fr",))
    done(console().ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    done(host.ask("hand_over.write", {"text": "They want lamps.", "round": 1}))
    done(console().ask("round.close"))
    done(console().ask("participant.move", {"participant_id": traveller.participant.id, "table": 1}))

    translated()

    left = state(traveller)["hand_over"]
    assert left == {
        "text": "They want lamps.",
        "language": "en",
        "round": 1,
        "translation": {"text": "[fr] They want lamps.", **MADE},
    }
    done(host.ask("hand_over.write", {"text": "They want benches.", "round": 1}))
    assert "translation" not in state(traveller)["hand_over"]
    assert db.session.query(HandOverTranslation).count() == 0


def test_ballot_is_read_in_the_language_of_who_votes(four, console, translated):
    english, french, *_others = four
    facilitator = console()
    note_id = written(english, text="Lamps")
    done(facilitator.ask("host.appoint", {"participant_id": english.participant.id, "on": True}))
    done(english.ask("main_point.mark", {"note_id": note_id, "on": True}))
    for command in ("round.close", "harvest.begin", "voting.open"):
        done(facilitator.ask(command))
    before = state(french)["voting"]["ballot"]
    assert "translation" not in done(french.ask("ballot.read"))["choices"][0]
    quiet(french)

    translated()

    assert "meeting.changed" in [event["name"] for event in french.get_received()]
    assert state(french)["voting"]["ballot"] != before
    [choice] = done(french.ask("ballot.read"))["choices"]
    assert (choice["text"], choice["translation"]) == ("Lamps", {"text": "[fr] Lamps", **MADE})
    assert "translation" not in done(english.ask("ballot.read"))["choices"][0]


def test_process_that_is_killed_in_the_middle_is_begun_again_and_asked_again(four, translated):
    english, french, *_others = four
    written(english, text="DIE")
    written(english, "key-00000002", text="Lamps")

    translated()

    assert read(french) == ["[fr] DIE", "[fr] Lamps"]
    assert loop.state() == {"state": "works", "waiting": 0}


def test_text_that_always_kills_the_process_is_given_up_and_the_others_are_not(
    four, console, translated, monkeypatch
):
    monkeypatch.setattr(loop, "FIRST_PAUSE_SECONDS", 0.01)
    english, french, *_others = four
    written(english, text="KILL")
    written(english, "key-00000002", text="Lamps")

    translated()

    assert read(french) == ["KILL", "[fr] Lamps"]


def test_lines_that_make_no_sense_cost_nothing(four, translated):
    english, french, *_others = four
    written(english, text="GARBLE")

    translated()

    assert read(french) == ["[fr] GARBLE"]


def test_what_an_engine_could_not_do_is_asked_again_later(four, translated):
    english, french, *_others = four
    note_id = written(english, text="FAIL")
    translated()
    assert read(french) == ["FAIL"]
    assert stored() == []

    # The engine has come back.
    db.session.get_one(Note, note_id).text = "Lamps"
    db.session.commit()
    desk._desk.not_before.clear()
    translated()

    assert read(french) == ["[fr] Lamps"]


def test_process_that_is_silent_is_replaced(four, translated, monkeypatch):
    english, _french, *_others = four
    written(english, text="Lamps")
    loop.turn(0)
    loop.turn(0)
    first = loop._watch.line
    monkeypatch.setattr(loop, "_patience", lambda: -1.0)
    monkeypatch.setattr(loop, "_listen", lambda _patience: [])
    loop.turn(0)
    monkeypatch.undo()

    assert first is not None
    assert first.process.wait() != 0
    assert loop.waiting() == 1


def test_engines_get_the_time_their_settings_allow_them(app, monkeypatch):
    settings = app.config["SETTINGS"]
    slow = replace(settings, engines=EngineSettings(order=("openai", "libretranslate"), seconds=45))
    usual = loop._patience()
    monkeypatch.setitem(app.config, "SETTINGS", slow)

    assert (usual, loop._patience()) == (loop.PATIENCE_SECONDS, 180.0)


def test_what_is_put_off_counts_as_waiting(four, translated):
    written(four[0], text="FAIL")

    translated()

    assert (loop.waiting(), loop.state()["waiting"]) == (0, 1)


def test_idle_process_is_closed(four, translated, monkeypatch):
    written(four[0])
    translated()
    assert loop.at_work() == 1
    process = loop._watch.line.process

    monkeypatch.setattr(loop, "IDLE_SECONDS", -1.0)
    loop.turn(0)

    assert loop.at_work() == 0
    assert process.wait() == 0


def test_console_reads_notes_in_its_own_language_and_hears_that_translating_pauses(
    four, console, facilitator, translated, monkeypatch
):
    facilitator.language = "en"
    db.session.commit()
    screen = console()
    written(four[1], text="Des lampes")
    translated()

    facts = state(screen)
    [note] = facts["notes"]
    assert (note["text"], note["translation"]) == ("Des lampes", {"text": "[en] Des lampes", **MADE})
    assert facts["translation"] == {"state": "works", "waiting": 0, "since": None}

    monkeypatch.setattr(loop._watch, "deaths", 2)
    assert state(screen)["translation"]["state"] == "paused"


def test_wishes_are_bounded(app, monkeypatch):
    monkeypatch.setattr(desk, "MOST_WISHES", 3)

    desk.written(desk.NOTE, 1, range(10))

    assert desk.waiting() == 3


def test_many_wishes_are_worked_off_a_few_at_a_time(four, translated, monkeypatch):
    monkeypatch.setattr(loop, "AT_ONCE", 2)
    english, french, *_others = four
    for number in range(7):
        written(english, f"key-0000000{number}", text=f"Note {number}")

    translated()

    assert read(french) == [f"[fr] Note {number}" for number in range(7)]


def test_snapshot_of_a_translated_table_is_small(four, translated):
    import gzip

    for number in range(10):
        written(
            four[number % 4], f"key-000001{number:02}", round=1, text=f"{number} " + "Something said. " * 12
        )
    translated()

    content = json.dumps(four[1].ask("catch_up"), ensure_ascii=False).encode()

    assert len(gzip.compress(content)) < 4096


def test_order_of_languages_does_not_matter_for_who_writes_again(four, translated):
    english, *_others = four
    written(english, text="Lamps")
    translated()

    again = english.ask("note.write", new_note(text="Lamps"))
    translated()

    assert again["ok"] is True
    assert db.session.query(NoteTranslation).count() == 3
