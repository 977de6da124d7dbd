"""A note as a phone sends it."""

from typing import Any


def new_note(key: str = "key-00000001", **changes: Any) -> dict[str, Any]:
    return {"client_key": key, "kind": "need", "text": "More lamps in the park.", "round": 1, **changes}
