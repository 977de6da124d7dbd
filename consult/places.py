"""Where templates, static files, translations and migrations lie: inside an installed wheel, or beside the package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


TEMPLATES = _folder("templates")
TRANSLATIONS = _folder("translations")
MIGRATIONS = _folder("migrations")
DIST = _folder("static") / "dist"
FONTS = DIST / "fonts"
# The sentences of the scripts, one file for each language.
MESSAGES = DIST / "messages"
