"""Hand-overs on the console and main points in the hall: translated, marked, and with the original."""

from __future__ import annotations

import pytest
from live.notes import done, written

from consult.extensions import db
from consult.models import User
from consult.services.translating import loop, pausing


@pytest.fixture
def hosted(phone, console, open_round, facilitator: User):
    """A French table host in a round that is open, and a console in English."""
    facilitator.language = "en"
    db.session.commit()
    host = phone(table=1, languages=("fr",))
    screen = console()
    done(screen.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    return host, screen


def test_console_reads_a_hand_over_in_its_own_language(hosted, translated):
    host, screen = hosted
    done(host.ask("hand_over.write", {"text": "Plus de lampes.", "round": 1}))
    translated()

    left = done(screen.ask("catch_up"))["tables"][0]["hand_over"]

    assert (left["text"], left["language"]) == ("Plus de lampes.", "fr")
    assert (left["translation"]["text"], left["translation"]["engine"]) == ("[en] Plus de lampes.", "fake")


def test_hall_reads_main_points_in_all_languages_with_the_original(hosted, translated, projector):
    host, screen = hosted
    note = written(host, text="Nadie sait où aller.")
    done(host.ask("main_point.mark", {"note_id": note, "on": True}))
    translated()
    done(screen.ask("note.correct", {"note_id": note, "text": "Nobody knows where to go.", "language": "en"}))
    done(screen.ask("round.close"))
    done(screen.ask("harvest.begin"))
    done(screen.ask("voting.open"))

    facts = done(projector().ask("catch_up"))

    [point] = facts["harvest"]["tables"][0]["points"]
    assert (point["text"], point["language"]) == ("Nadie sait où aller.", "fr")
    assert point["translations"] == {
        "en": {"text": "Nobody knows where to go.", "doubtful": False, "by_person": True},
        "es": {"text": "[es] Nadie sait où aller.", "doubtful": True, "by_person": False},
        "pt": {"text": "[pt] Nadie sait où aller.", "doubtful": True, "by_person": False},
    }
    assert [choice["translations"] for choice in facts["voting"]["choices"]] == [point["translations"]]


def test_consoles_hear_when_translating_pauses_and_goes_on(hosted, clock, monkeypatch):
    _host, screen = hosted
    touched = []
    monkeypatch.setattr(pausing.news, "touch", touched.append)

    def said() -> tuple[str, object]:
        pausing.watch()
        facts = done(screen.ask("catch_up"))["translation"]
        return facts["state"], facts["since"]

    before = said()
    monkeypatch.setattr(loop._watch, "deaths", 2)
    paused = said()
    began = clock()
    clock.advance(60)
    later = said()
    monkeypatch.setattr(loop._watch, "deaths", 0)

    assert (before, paused, later) == (
        ("works", None),
        ("paused", round(began * 1000)),
        ("paused", round(began * 1000)),
    )
    assert said() == ("works", None)
    assert len(touched) == 2
