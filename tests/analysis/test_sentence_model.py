"""A city's own sentence model: tiny ones, made on the spot, in the layout that libraries write."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hall_notes import GOLD, need_minilm

from consult.analysis import bert, minilm, sentence_model
from consult.analysis.assess import NoteIn, assess
from consult.analysis.meaning import Text, installed, meaning
from consult.analysis.unigram import Pieces
from consult.cli import cli
from consult.config import ConfigurationError, Settings
from consult.frameworks import framework

WIDTH, LAYERS, HEADS = 8, 2, 2
PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁the", -2.0),
    ("▁house", -3.0),
    ("▁", -4.0),
    ("s", -4.0),
    ("▁casa", -3.5),
    ("ho", -5.0),
    ("use", -5.0),
]


def save(path: Path, weights: dict[str, np.ndarray[Any, Any]], kind: str = "F32") -> None:
    """Write a safetensors file."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    content = b""
    for name, values in weights.items():
        data = values.astype("<f2" if kind == "F16" else "<f4").tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(values.shape),
            "data_offsets": [len(content), len(content) + len(data)],
        }
        content += data
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + content)


def weights(words: int, positions: int, prefix: str = "") -> dict[str, np.ndarray[Any, Any]]:
    rng = np.random.default_rng(5)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (words, WIDTH),
        "embeddings.position_embeddings.weight": (positions, WIDTH),
        "embeddings.token_type_embeddings.weight": (1, WIDTH),
    }
    names = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        for part in (
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
        ):
            shapes |= {f"{at}.{part}.weight": (WIDTH, WIDTH), f"{at}.{part}.bias": (WIDTH,)}
        shapes |= {f"{at}.intermediate.dense.weight": (16, WIDTH), f"{at}.intermediate.dense.bias": (16,)}
        shapes |= {f"{at}.output.dense.weight": (WIDTH, 16), f"{at}.output.dense.bias": (WIDTH,)}
        names += [f"{at}.attention.output.LayerNorm", f"{at}.output.LayerNorm"]
    shapes |= {f"{name}.{part}": (WIDTH,) for name in names for part in ("weight", "bias")}
    return {prefix + name: rng.normal(size=shape) for name, shape in shapes.items()}


def make(
    folder: Path,
    *,
    config: dict[str, Any] | None = None,
    tokenizer: dict[str, Any] | None = None,
    pooling: str | None = None,
    prefix: str = "",
    kind: str = "F32",
) -> Path:
    """Make a tiny XLM-RoBERTa, or what `config` and `tokenizer` say."""
    folder.mkdir(exist_ok=True)
    described = {
        "model_type": "xlm-roberta",
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "max_position_embeddings": 34,
        "layer_norm_eps": 1e-5,
        **(config or {}),
    }
    (folder / "config.json").write_text(json.dumps(described))
    unigram = {"normalizer": None, "model": {"type": "Unigram", "unk_id": 3, "vocab": PIECES}}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer or unigram))
    save(folder / "model.safetensors", weights(40, 34, prefix), kind)
    if pooling is not None:
        (folder / "1_Pooling").mkdir(exist_ok=True)
        modes = {"word_embedding_dimension": WIDTH, "pooling_mode_max_tokens": False, pooling: True}
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(modes))
    return folder


def use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("CONSULT_SENTENCE_MODEL", str(folder))


def test_words_are_put_together_of_the_likeliest_pieces() -> None:
    pieces = Pieces.of(PIECES, unknown=3)

    assert pieces.token_ids("  the\nhouses ") == [4, 5, 7]
    assert pieces.token_ids("ﬀ casa") == [6, 3, 8]
    assert pieces.token_ids("日本 the") == [6, 3, 4]
    assert pieces.token_ids("") == []


def test_model_of_the_city_is_used_without_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, make(tmp_path / "model"))
    texts = [Text("the house", "en"), Text("casa", "es"), Text("😀", "pt")]

    found = meaning(texts)

    assert (installed()[0], found.engine, sorted(found.sentences)) == ("local", "local", [0, 1])
    assert {len(row) for row in found.sentences.values()} == {WIDTH}


def test_assessment_with_the_model_of_the_city(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, make(tmp_path / "model"))
    notes = [NoteIn(id=n, text=row["text"], language=row["lang"]) for n, row in enumerate(GOLD[:30])]

    first = assess(notes, [], framework("eccar-2017"))
    again = assess(notes, [], framework("eccar-2017"), vectors=first.sentences)

    assert (first.engine, again.themes) == ("local", first.themes)
    assert sorted(n for theme in first.themes for n in theme.note_ids) == list(range(30))


def test_a_text_gets_the_same_row_alone_and_beside_longer_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, make(tmp_path / "model"))

    rows = sentence_model.embed(["the house", "casa " * 90, "the the casa houses"])

    np.testing.assert_allclose(rows[0], sentence_model.embed(["the house"])[0], atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), np.ones(3), atol=1e-5)


@pytest.mark.parametrize("others", [{}, {1: np.ones(WIDTH, dtype=np.float32)}])
def test_vectors_of_a_model_the_city_had_before_are_made_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, others: dict[int, Any]
) -> None:
    use(monkeypatch, make(tmp_path / "model"))
    texts = [Text("the house", "en"), Text("casa", "es"), Text("the casa", "en")]

    found = meaning(texts, "local", {0: np.ones(5, dtype=np.float32), **others})

    np.testing.assert_allclose(found.sentences[0], sentence_model.embed(["the house"])[0], atol=1e-5)
    assert {len(row) for row in found.sentences.values()} == {WIDTH}


def test_first_token_stands_for_the_text_where_the_model_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, make(tmp_path / "mean", pooling="pooling_mode_mean_tokens"))
    mean = sentence_model.embed(["the house"])
    use(monkeypatch, make(tmp_path / "cls", pooling="pooling_mode_cls_token"))

    assert not np.allclose(mean, sentence_model.embed(["the house"]))


@pytest.mark.parametrize("prefix", ["roberta.", "0.auto_model."])
def test_names_of_weights_may_have_what_libraries_put_before_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prefix: str
) -> None:
    use(monkeypatch, make(tmp_path / "plain"))
    plain = sentence_model.embed(["the house"])
    use(monkeypatch, make(tmp_path / "prefixed", prefix=prefix))

    np.testing.assert_array_equal(plain, sentence_model.embed(["the house"]))


def test_half_precision_is_nearly_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, make(tmp_path / "full"))
    full = sentence_model.embed(["the house"])
    use(monkeypatch, make(tmp_path / "half", kind="F16"))

    np.testing.assert_allclose(full, sentence_model.embed(["the house"]), atol=0.02)


def test_our_own_reader_agrees_with_the_model_that_comes_as_a_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    need_minilm()
    package = minilm._folder()
    assert package is not None
    vocabulary = {
        piece: place for place, piece in enumerate((package / "vocab.txt").read_text("utf-8").split("\n"))
    }
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").symlink_to(package / "model.safetensors")
    config = {
        "model_type": "bert",
        "num_hidden_layers": 6,
        "num_attention_heads": 12,
        "max_position_embeddings": 512,
    }
    (folder / "config.json").write_text(json.dumps(config))
    tokenizer = {"normalizer": {"lowercase": True}, "model": {"type": "WordPiece", "vocab": vocabulary}}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    use(monkeypatch, folder)
    texts = [row["text"] for row in GOLD[:8]]

    np.testing.assert_allclose(sentence_model.embed(texts), minilm.embed(texts), atol=1e-5)


@pytest.mark.parametrize(
    "unusual",
    [
        {"config": {"model_type": "t5"}},
        {"config": {"hidden_act": "relu"}},
        {"pooling": "pooling_mode_lasttoken"},
    ],
)
def test_what_is_not_supported_is_said_and_another_engine_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, unusual: dict[str, Any]
) -> None:
    use(monkeypatch, make(tmp_path / "model", **unusual))

    assert re.search(r"holds no sentence model of a kind that is supported", sentence_model.problem())
    assert "local" not in installed()
    with pytest.raises(RuntimeError, match="no sentence model of a kind"):
        sentence_model.embed(["the house"])
    with pytest.raises(RuntimeError, match="not installed"):
        meaning([Text("the house", "en")], "local")


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x09\x00\x00\x00\x00\x00\x00\x00{not json", b"\xff" * 64],
    ids=["empty", "no header", "no file of this kind"],
)
def test_damaged_model_ends_the_command_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: bytes
) -> None:
    folder = make(tmp_path / "model")
    (folder / "model.safetensors").write_bytes(damage)
    use(monkeypatch, folder)

    found = CliRunner().invoke(cli, ["analyse", "-"], input='{"id": 1, "lang": "en", "text": "the house"}')

    reason = f"CONSULT_SENTENCE_MODEL: the model in {folder} is damaged, or of a kind that is not supported\n"
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", reason)


def test_model_that_is_not_supported_is_named_and_another_one_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, make(tmp_path / "model", config={"model_type": "t5"}))

    found = CliRunner().invoke(cli, ["analyse", "-"], input='{"id": 1, "lang": "en", "text": "the house"}')

    assert (found.exit_code, len(found.stdout.splitlines())) == (0, 1)
    assert "holds no sentence model of a kind that is supported" in found.stderr.splitlines()[0]


def test_further_layers_are_not_supported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = make(tmp_path / "model")
    (folder / "modules.json").write_text(json.dumps([{"type": "sentence_transformers.models.Dense"}]))
    use(monkeypatch, folder)

    assert sentence_model.problem() != ""


def test_server_does_not_begin_without_the_folder_that_is_set(tmp_path: Path) -> None:
    environ = {"CONSULT_DATA": str(tmp_path), "CONSULT_SENTENCE_MODEL": str(tmp_path / "nowhere")}

    with pytest.raises(ConfigurationError, match=r"is no folder with a config\.json"):
        Settings.from_environment(environ)


def test_without_a_setting_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONSULT_SENTENCE_MODEL", raising=False)

    assert (sentence_model.available(), sentence_model.problem()) == (False, "")
    with pytest.raises(RuntimeError, match="is not set"):
        sentence_model.embed(["the house"])


def test_safetensors_are_read_as_they_were_written(tmp_path: Path) -> None:
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    save(tmp_path / "some.safetensors", {"bert.a.weight": values, "word_embeddings": values})

    found = bert.tensors(tmp_path / "some.safetensors")

    np.testing.assert_array_equal(found["a.weight"], values)
    np.testing.assert_array_equal(found["word_embeddings"], values)
