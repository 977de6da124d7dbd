"""The participant's page, the file of their notes, erasing, and the service worker."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from consult.extensions import db
from consult.models import Meeting, Note, Participant
from consult.services.meeting import contribute
from consult.services.meeting import join as joining
from consult.web import seat

Join = Callable[..., tuple[Participant, str]]


@pytest.fixture
def joined(meeting: Meeting) -> Join:
    """Somebody who joined, and their token."""

    def _joined(language: str = "en", nickname: str = "Amina") -> tuple[Participant, str]:
        return joining.join(
            meeting,
            nickname=nickname,
            language=language,
            languages=[language],
            group_key=None,
            mode="onsite",
            consented=True,
        )

    return _joined


def written(meeting: Meeting, author: Participant, text: str, **values: object) -> Note:
    note = Note(
        meeting_id=meeting.id,
        participant_id=author.id,
        client_key=f"key-{text}",
        round_number=1,
        table_number=2,
        kind="need",
        text=text,
        language="en",
        written_at=1.0,
    )
    for name, value in values.items():
        setattr(note, name, value)
    db.session.add(note)
    db.session.commit()
    return note


def boot_of(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def test_seat_page_starts_in_the_language_of_its_owner(client: FlaskClient, joined: Join) -> None:
    _person, token = joined(language="pt")

    html = client.get(f"/seat/{token}", headers={"Accept-Language": "fr"}).get_data(as_text=True)
    boot = boot_of(html)

    assert '<html lang="pt">' in html
    assert (boot["language"], boot["token"], boot["offered"]) == ("pt", token, ["en", "fr", "es", "pt"])


def test_seat_page_holds_nothing_about_its_owner_but_the_token(
    client: FlaskClient, joined: Join, meeting: Meeting
) -> None:
    person, token = joined(nickname="Zuleikha")
    written(meeting, person, "The landlord hung up")

    html = client.get(f"/seat/{token}").get_data(as_text=True)

    assert "Zuleikha" not in html
    assert "landlord" not in html


def test_seat_page_is_small_on_the_wire(client: FlaskClient, joined: Join) -> None:
    _person, token = joined()

    answer = client.get(f"/seat/{token}", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.get_data()).startswith(b"<!doctype html>")
    assert len(answer.get_data()) < 12_000


@pytest.mark.parametrize("path", ["", "/notes.txt", "/erase"])
def test_unknown_seat_is_not_found(client: FlaskClient, meeting: Meeting, path: str) -> None:
    answer = client.get(f"/seat/nobody-has-this-token{path}")

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.get_data(as_text=True)


def test_notes_file_holds_all_own_notes_and_no_other(
    client: FlaskClient, joined: Join, meeting: Meeting
) -> None:
    (author, token), (other, _token) = joined(), joined()
    written(meeting, author, "Écrit à la main: é ñ ã 🙂")
    written(meeting, author, "Hidden one", hidden_at=2.0, hidden_reason="names a person")
    written(meeting, other, "Not mine")

    answer = client.get(f"/seat/{token}/notes.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert answer.get_data().decode("utf-8-sig").split("\r\n") == [
        "World Café",
        "",
        "Round 1, table 2 · Need",
        "Écrit à la main: é ñ ã 🙂",
        "",
        "Round 1, table 2 · Need",
        "Hidden by the facilitator: names a person",
        "Hidden one",
        "",
    ]


def test_erasing_asks_first(client: FlaskClient, joined: Join, meeting: Meeting) -> None:
    person, token = joined()
    written(meeting, person, "Mine")

    html = client.get(f"/seat/{token}/erase").get_data(as_text=True)

    assert "Your notes: 1" in html
    assert [note.text for note in joining.own_notes(person)] == ["Mine"]


def test_erasing_removes_own_notes_and_closes_the_page(
    client: FlaskClient, joined: Join, meeting: Meeting
) -> None:
    (author, token), (other, _token) = joined(), joined()
    written(meeting, author, "Mine")
    written(meeting, other, "Not mine")

    erased = client.post(f"/seat/{token}/erase")

    assert erased.status_code == 200
    # The phone is told to forget, too.
    assert boot_of(erased.get_data(as_text=True)) == {"erased": token}
    assert [note.text for note in db.session.query(Note)] == ["Not mine"]
    assert db.session.get_one(Participant, author.id).nickname == ""
    assert client.get(f"/seat/{token}").status_code == 404


def test_a_stranger_cannot_erase(client: FlaskClient, joined: Join, meeting: Meeting) -> None:
    person, _token = joined()
    written(meeting, person, "Mine")

    answer = client.post("/seat/guessed/erase")

    assert answer.status_code == 404
    assert [note.text for note in joining.own_notes(person)] == ["Mine"]


def test_service_worker_lies_at_the_root_and_is_never_kept(
    client: FlaskClient, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "service-worker.js").write_text("// worker")
    monkeypatch.setattr(seat, "DIST", folder)

    answer = client.get("/service-worker.js")

    assert answer.get_data() == b"// worker"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/seat/"


def test_who_has_left_can_still_take_along_or_erase_what_they_wrote(meeting, client):
    participant, token = joining.join(
        meeting,
        nickname="Ada",
        language="en",
        languages=["en"],
        group_key=None,
        mode="onsite",
        consented=True,
    )
    contribute.leave(participant)

    page = client.get(f"/seat/{token}")

    assert page.status_code == 200
    assert f"/seat/{token}/notes.txt" in page.text
    assert "seat.js" not in page.text
    assert client.get(f"/seat/{token}/notes.txt").status_code == 200
    assert client.post(f"/seat/{token}/erase").status_code == 200
    assert client.get(f"/seat/{token}").status_code == 404
