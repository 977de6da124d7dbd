"""A note as a phone sends it, and what tests ask of screens again and again."""

from typing import Any


def new_note(key: str = "key-00000001", **changes: Any) -> dict[str, Any]:
    return {"client_key": key, "kind": "need", "text": "More lamps in the park.", "round": 1, **changes}


def written(screen: Any, key: str = "key-00000001", **changes: Any) -> int:
    """The id of a note that was just written."""
    answer = screen.ask("note.write", new_note(key, **changes))
    assert answer["ok"], answer
    return int(answer["note"]["id"])


def done(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer to something that must have worked."""
    assert answer["ok"], answer
    return answer


def texts(notes: list[dict[str, Any]]) -> list[str]:
    return [note["text"] for note in notes]


def quiet(*screens: Any) -> None:
    """Forget what these screens have heard so far."""
    for screen in screens:
        screen.get_received()
