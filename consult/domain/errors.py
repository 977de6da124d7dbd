"""Refusing is a normal answer: a stable code, and the values its sentence needs."""

from __future__ import annotations


class Refused(Exception):
    """A command that cannot be carried out now. `code` is a key of `consult.phrases`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
