"""Make what belongs to the example sentences anew: their machine translations, their vectors, and what they teach.

    .venv/bin/python benchmarks/analysis/examples.py

After a change of `consult/frameworks/examples/*.toml` this writes `english.json` beside them, translating only what is
new, with the machine's own engines, and `consult/analysis/examples.npz`, with the sentence model. Both are shipped so
that a city without either starts from the same examples. `consult/analysis/lessons.npz` holds what is learnt from them, so
that it need not be learnt at each start: write it anew after a change of the glossary or the cues, too.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np

from consult.analysis import known, lessons, scoring
from consult.config import EngineSettings
from consult.frameworks import framework, frameworks
from consult.translation.chain import engine_from

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "consult" / "frameworks" / "examples"
ENGLISH = EXAMPLES / "english.json"
# The framework with enough examples to take some seconds.
USUAL = frameworks()[0]


def main() -> None:
    """Write the three files."""
    texts = [
        (language, text)
        for path in sorted(EXAMPLES.glob("*.toml"))
        for languages in tomllib.loads(path.read_text(encoding="utf-8")).values()
        for language, sentences in languages.items()
        if language != "en"
        for text in sentences
    ]
    before = json.loads(ENGLISH.read_text(encoding="utf-8")) if ENGLISH.exists() else {}
    fresh = translated([(language, text) for language, text in texts if text not in before])
    english = {text: fresh.get(text) or before[text] for _, text in texts}
    ENGLISH.write_text(json.dumps(english, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    framework.cache_clear()
    packed = known.packed(sentences())
    np.savez_compressed(ROOT / "consult" / "analysis" / "examples.npz", **packed)  # type: ignore[arg-type]
    known.stored.cache_clear()
    taught = lessons.packed(
        lesson
        for with_sentences in (True, False)
        for lesson in scoring.lessons(framework(USUAL), with_sentences)
    )
    np.savez_compressed(ROOT / "consult" / "analysis" / "lessons.npz", **taught)  # type: ignore[arg-type]
    print(
        f"{len(fresh)} sentences translated, {len(packed['keys'])} vectors stored, {len(taught)} lessons learnt"
    )


def translated(texts: list[tuple[str, str]]) -> dict[str, str]:
    """Return English for (language, text) pairs."""
    engine = engine_from(EngineSettings())
    try:
        return {
            text: answer.text
            for wanted in ("fr", "es", "pt")
            for batch in [[text for language, text in texts if language == wanted]]
            if batch
            for text, answer in zip(batch, engine.translate_many(batch, wanted, "en"), strict=True)
        }
    finally:
        engine.close()


def sentences() -> list[str]:
    """Return every English sentence a vector is kept for: examples, titles and descriptions of all frameworks."""
    plans = [framework(name) for name in frameworks()]
    chapters = [chapter for plan in plans for chapter in (*plan.commitments, *plan.tracks)]
    return [
        *(row.text if row.language == "en" else row.english or "" for plan in plans for row in plan.examples),
        *(text for chapter in chapters for text in (chapter.title("en"), chapter.description("en")) if text),
    ]


if __name__ == "__main__":
    main()
