"""How well themes agree with people's, whether they follow languages, and how many notes move when notes come.

    .venv/bin/python benchmarks/analysis/themes.py --sib FILE --polis FILE --udhr FILE --notes FILE … [--cache DIR] [--write]

Notes are labelled with a commitment, which is what people gathered them by. V and ARI compare themes with it, and on
samples of SIB-200 (400 sentences, each in one language) with its topics. NMI says how far themes follow languages; what
as many texts in random order give stands beside it. A theme of one language is one of three notes or more.
Growing: notes come forty at a time, and after each step they are grouped again, once with the share of moves that the
product allows and once as if they stood nowhere.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from figures import Texts, ari, by_chance, machine, nmi, read, show, table, ways

from consult.analysis import themes
from consult.analysis.assess import NoteIn, ThemeIn, assess
from consult.analysis.meaning import Vectors
from consult.frameworks import framework

SEEDS = range(5)
SAMPLES = range(5)
SAMPLE = 400
STEP = 40
PLAN = framework("eccar-2017")


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--sib", "--polis", "--udhr"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--notes", type=Path, nargs="+", required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/analysis.md")
    options = parser.parse_args()
    sib, polis = read(options.sib, options.cache), read(options.polis, options.cache)
    notes = {path.stem: read(path, options.cache) for path in options.notes}
    samples = [one_language_each(sib, seed) for seed in SAMPLES]
    lines = []
    for name, corpora, label in [
        *((f"{name} ({len(corpus.rows)})", [corpus], "commitment") for name, corpus in notes.items()),
        (f"SIB-200 ({len(SAMPLES)} × {SAMPLE})", samples, "label"),
    ]:
        lines += table(
            [name, "themes", "V", "ARI", "NMI with language", "by chance", "themes of one language"],
            compared(corpora, label),
        )
    show("themes", [*lines, machine(), ""], options.write)
    rows = [
        in_four_languages("SIB-200, whole", sib),
        in_four_languages("UDHR", read(options.udhr, options.cache)),
    ]
    header = [
        "the same text in four languages",
        "texts",
        "themes",
        "NMI with language",
        "themes of one language",
    ]
    show("languages", [*table(header, rows), machine(), ""], options.write)
    corpora = {
        **{name: (corpus, "commitment", STEP) for name, corpus in notes.items() if len(corpus.rows) >= 120}
    }
    growing = [
        *corpora.items(),
        ("SIB-200", (samples[0], "label", 200)),
        ("Polis", (drawn(polis, 600), "label", 400)),
    ]
    rows = [row for name, (corpus, label, first) in growing for row in grown(name, corpus, label, first)]
    header = [
        "growing by 40",
        "from … to",
        "grouped again",
        "moved at most",
        "moved on average",
        "V at the end",
    ]
    show("growing", [*table(header, rows), machine(), ""], options.write)


def one_language_each(corpus: Texts, seed: int) -> Texts:
    """A sample of the texts, each in one language drawn by lot."""
    source, seen, places = random.Random(seed), set(), []  # noqa: S311 - repeatable on purpose
    for place in source.sample(range(len(corpus.rows)), len(corpus.rows)):
        if corpus.rows[place]["id"] not in seen:
            seen.add(corpus.rows[place]["id"])
            places.append(place)
    return corpus.some(places[:SAMPLE])


def drawn(corpus: Texts, count: int) -> Texts:
    """Some of the texts, drawn by lot."""
    return corpus.some(random.Random(0).sample(range(len(corpus.rows)), count))  # noqa: S311 - repeatable on purpose


def compared(corpora: Sequence[Texts], label: str) -> list[list[object]]:
    """One row for each way to compare notes, the mean over corpora and seeds; the last is the product's whole way."""
    found: dict[str, list[list[float]]] = {"by lot": []}
    for corpus in corpora:
        spoken = corpus.languages()
        wanted = themes.wanted_themes(len(corpus.rows))
        for seed in SEEDS:
            lot = random.Random(seed)  # noqa: S311 - repeatable on purpose
            found["by lot"].append(judged([lot.randrange(wanted) for _ in spoken], corpus, label))
        for way, make in ways(corpus).items():
            rows = make()
            grouped = [themes.cluster(rows, spoken, seed=seed) for seed in SEEDS]
            found.setdefault(f"themes by {way}", []).extend(judged(g, corpus, label) for g in grouped)
        for engine in ("glossary", "minilm"):
            said = f"the product, commitments too ({engine})"
            whole = [assessed(corpus, engine, seed) for seed in SEEDS]
            found.setdefault(said, []).extend(judged(g, corpus, label) for g in whole)
    return [
        [way, *(_shown(mean(column)) for column in zip(*rows, strict=True))] for way, rows in found.items()
    ]


def _shown(value: float) -> object:
    return f"{value:.1f}" if value >= 1.5 else value


def judged(found: Sequence[int], corpus: Texts, label: str) -> list[float]:
    """Number of themes, V, ARI, NMI with language, the same by chance, number of themes of one language."""
    spoken, people = corpus.languages(), [row[label] for row in corpus.rows]
    return [
        float(len(set(found))),
        nmi(people, found),
        ari(people, found),
        nmi(spoken, found),
        by_chance(found, spoken),
        float(len(alone(found, spoken))),
    ]


def alone(found: Sequence[int], spoken: Sequence[str]) -> list[int]:
    """The themes of three notes or more that are all in one language."""
    inside: dict[int, list[str]] = {}
    for theme, language in zip(found, spoken, strict=True):
        inside.setdefault(theme, []).append(language)
    return [theme for theme, voices in inside.items() if len(voices) >= 3 and len(set(voices)) == 1]


def assessed(corpus: Texts, engine: str, seed: int) -> list[int]:
    """The number of each note's theme, as the product finds them."""
    vectors = corpus.vectors() if engine == "minilm" else None
    found = assess(_given(corpus, {}), [], PLAN, engine=engine, vectors=vectors, seed=seed).themes
    theme_of = {place: number for number, theme in enumerate(found) for place in theme.note_ids}
    return [theme_of[place] for place in range(len(corpus.rows))]


def in_four_languages(name: str, corpus: Texts) -> list[object]:
    """The row of a corpus that says everything in every language."""
    make: Callable[[], Vectors] = list(ways(corpus).values())[-1]
    found, spoken = themes.cluster(make(), corpus.languages()), corpus.languages()
    return [name, len(spoken), len(set(found)), f"{nmi(spoken, found):.5f}", len(alone(found, spoken))]


def grown(name: str, corpus: Texts, label: str, first: int) -> list[list[object]]:
    """Two rows: grouped again with few moves, and freely."""
    lot = random.Random(1)  # noqa: S311 - repeatable on purpose
    order = lot.sample(range(len(corpus.rows)), len(corpus.rows))
    corpus = corpus.some(order)
    rows: list[list[object]] = []
    for said, most in (("with few moves", 0.05), ("freely", 1.0)):
        theme_of: dict[int, int] = {}
        shares, stored, following = [], [], 1
        for end in range(first, len(order) + 1, STEP):
            some = corpus.some(range(end))
            found = assess(
                _given(some, theme_of), stored, PLAN, engine="minilm", vectors=some.vectors(), most_moves=most
            )
            now: dict[int, int] = {}
            stored = []
            for theme in found.themes:
                number = theme.id or following
                following = max(following, number + 1)
                stored.append(ThemeIn(number, theme.label))
                now |= dict.fromkeys(theme.note_ids, number)
            if theme_of:
                shares.append(sum(now[place] != before for place, before in theme_of.items()) / len(theme_of))
            theme_of = now
        people = [corpus.rows[place][label] for place in theme_of]
        rows.append(
            [name, f"{first} … {end}", said, max(shares), mean(shares), nmi(people, list(theme_of.values()))]
        )
    return rows


def _given(corpus: Texts, theme_of: dict[int, int]) -> list[NoteIn]:
    return [
        NoteIn(id=place, text=text.text, language=text.language, pivot=text.pivot, theme=theme_of.get(place))
        for place, text in enumerate(corpus.texts)
    ]


if __name__ == "__main__":
    main()
