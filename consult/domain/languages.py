"""The four languages of the product and how each calls itself."""

LANGUAGES = ("en", "fr", "es", "pt")
NAMES = {"en": "English", "fr": "Français", "es": "Español", "pt": "Português"}


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in a language; else in English, else in whatever there is, else empty."""
    return texts.get(language) or texts.get("en") or next((text for text in texts.values() if text), "")
