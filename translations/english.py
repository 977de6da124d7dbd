"""Fill the English catalogue: the sentences in the sources are the English ones."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po, write_po

CATALOGUE = Path(__file__).parent / "en" / "LC_MESSAGES" / "messages.po"


def main() -> None:
    """Give every message its own id as text."""
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="en")
    for message in catalogue:
        if message.id:
            message.string = message.id
    with CATALOGUE.open("wb") as target:
        write_po(target, catalogue, width=0, sort_by_file=True, ignore_obsolete=True)


if __name__ == "__main__":
    main()
