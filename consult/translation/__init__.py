"""Machine translation of notes, one engine per file; a translation never replaces what a person wrote."""
