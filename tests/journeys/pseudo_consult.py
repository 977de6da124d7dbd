"""`consult` in no language: `pseudo_consult.py serve …` reads its sentences from $PSEUDO_CATALOGUES."""

from __future__ import annotations

import os
from pathlib import Path

from consult import places
from consult.cli import main

if __name__ == "__main__":
    catalogues = Path(os.environ["PSEUDO_CATALOGUES"])
    # Before anything that reads them is loaded.
    places.TRANSLATIONS = catalogues
    places.MESSAGES = catalogues / "messages"
    main()
