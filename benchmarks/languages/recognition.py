"""How often the language of a note is recognised, on notes cut to their first words.

    .venv/bin/python benchmarks/languages/recognition.py --data FOLDER [--write]

FOLDER holds `dev_notes.jsonl` (consultation notes), `sib200/sib200.jsonl` (sentences of news and encyclopaedias; only
its test part is used here, the weights were set on the other one) and `udhr/udhr.jsonl` (paragraphs of the Universal
Declaration of Human Rights), each line with a `lang` and a `text`. Texts with fewer words than the cut are left out.

The prior is the language of the writer's screen. Nine of ten write in the language of their screen, the tenth in one
of the three others: every text is asked about with each of the four screens and counted with that weight, so that no
figure hangs on luck. "Alone" is the classifier without screen and function words. A text that is called a fifth
language counts as wrong. `--write` puts the tables into `docs/languages.md`.
"""

from __future__ import annotations

import argparse
import resource
import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from figures import LANGUAGES, ROOT, machine, rows, write_between

from consult.analysis import language
from consult.analysis.language import SCREEN, recognise

CUTS = (12, 5, 3)
WANTED = {12: 0.995, 5: 0.99, 3: 0.97}
BEGIN, END = "<!-- recognition -->", "<!-- end of recognition -->"

# Texts as (language, text).
Texts = Sequence[tuple[str, str]]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/languages.md")
    options = parser.parse_args()
    sources = read(options.data)
    memory, begun = peak(), time.perf_counter()
    language.load()
    loaded = time.perf_counter() - begun, peak() - memory
    lines = [
        *table(sources),
        "",
        *between(sources["notes"] + sources["SIB-200"]),
        "",
        *short_and_other(),
        "",
        *cost(sources, *loaded),
    ]
    print(*lines, sep="\n")
    if options.write:
        write_between(BEGIN, END, [*lines, "", f"Measured on {machine()}."])


def read(folder: Path) -> Mapping[str, list[tuple[str, str]]]:
    """The texts of each source."""
    return {
        "notes": [(row["lang"], row["text"]) for row in rows(folder / "dev_notes.jsonl")],
        "SIB-200": [
            (row["lang"], row["text"])
            for row in rows(folder / "sib200" / "sib200.jsonl")
            if row["split"] == "test"
        ],
        "UDHR": [(row["lang"], row["text"]) for row in rows(folder / "udhr" / "udhr.jsonl")],
    }


def cut(texts: Texts, words: int) -> Texts:
    """The first words of the texts that have so many."""
    return [(code, " ".join(text.split()[:words])) for code, text in texts if len(text.split()) >= words]


def with_screen(texts: Texts) -> tuple[float, float]:
    """Shares that are right, and that are wrongly called a fifth language, over all screens by their weight."""
    right = fifth = 0.0
    for code, text in texts:
        for screen in LANGUAGES:
            weight = SCREEN if screen == code else (1 - SCREEN) / (len(LANGUAGES) - 1)
            found = recognise(text, LANGUAGES, screen)
            right += weight * (found.language == code)
            fifth += weight * found.fifth
    return right / len(texts), fifth / len(texts)


def without_screen(texts: Texts) -> float:
    """The share that the classifier alone gets right, restricted to the four languages."""
    right = 0
    for code, text in texts:
        heard = language.heard(text)
        right += max(LANGUAGES, key=lambda one: heard[one]) == code
    return right / len(texts)


def table(sources: Mapping[str, Texts]) -> list[str]:
    """Shares by source and cut, as lines of Markdown."""
    lines = [
        "| texts | words | how many | right, with the screen | wanted | classifier alone | called a fifth language |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, texts in sources.items():
        for words in CUTS:
            short = cut(texts, words)
            right, fifth = with_screen(short)
            lines.append(
                f"| {name} | {words} | {len(short):,} | {right:.4f} | ≥ {WANTED[words]} "
                f"| {without_screen(short):.4f} | {fifth:.4f} |"
            )
    return lines


def between(texts: Texts) -> list[str]:
    """Which language three words are taken for on each screen: the share that is right, by screen."""
    short = cut(texts, 3)
    lines = [
        "| three words in | screen en | screen fr | screen es | screen pt |",
        "|---|---:|---:|---:|---:|",
    ]
    for code in LANGUAGES:
        own = [text for one, text in short if one == code]
        shares = [
            sum(recognise(text, LANGUAGES, screen).language == code for text in own) / len(own)
            for screen in LANGUAGES
        ]
        lines.append(f"| {code} | {' | '.join(f'{share:.3f}' for share in shares)} |")
    return lines


def short_and_other() -> list[str]:
    """Notes as people type them, and other languages: sentences of the tests, written after the weights were set."""
    read = tomllib.loads((ROOT / "tests" / "analysis" / "short_notes.toml").read_text())
    short = [(code, text) for code in LANGUAGES for text in read[code]]
    right, fifth = with_screen(short)
    own = sum(recognise(text, LANGUAGES, code).language == code for code, text in short)
    others = [(code, text) for code, texts in read["others"].items() for text in texts]
    found = [(code, recognise(text, LANGUAGES, "en")) for code, text in others]
    seen = [one for _code, one in found if one.fifth]
    named = sum(one.fifth and one.language == code for code, one in found)
    return [
        f"Notes of three to five words with names, slips and no accents: {len(short)}; right {right:.4f}, on the "
        f"screen of their own language {own / len(short):.4f}, called a fifth language {fifth:.4f}; the classifier "
        f"alone {without_screen(short):.4f}. Notes in {len(read['others'])} other languages: {len(others)}; called a "
        f"fifth language {len(seen)}, by its name {named}."
    ]


def cost(sources: Mapping[str, Texts], seconds: float, megabytes: float) -> list[str]:
    """What loading and one note cost."""
    notes = [text for _code, text in sources["notes"]] * 5
    begun = time.perf_counter()
    for text in notes:
        recognise(text, LANGUAGES, "en")
    each = (time.perf_counter() - begun) / len(notes)
    return [
        f"Loading the classifier takes {seconds:.2f} s and at most {megabytes:.0f} MB; a whole note then takes "
        f"{each * 1e3:.2f} ms."
    ]


def peak() -> float:
    """The most memory this process has had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
