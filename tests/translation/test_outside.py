"""Engines on other machines, asked over a real line: what they should say, and everything else they may say."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from answering import Server, data, hangs_up, raw, status
from tools import missing

from consult.translation.base import CANCELLED, FAILED, NOT_SET_UP, PAUSED, TERM, UNTRANSLATED, WORKS
from consult.translation.breaker import FAILURES
from consult.translation.fetch import MOST_BYTES, FetchError, ask
from consult.translation.libretranslate import LibreTranslate
from consult.translation.openai import INSTRUCTIONS, OpenAI
from consult.translation.outside import Outside, Surroundings

Make = Callable[..., Outside]
SECRET = "my neighbour spat at me"
KINDS = ["libretranslate", "openai"]


def engine(kind: str, server: Server, around: Surroundings, seconds: float = 5.0) -> Outside:
    if kind == "openai":
        return OpenAI(f"{server.url}/v1", "key-of-openai", "a-model", seconds, around)
    return LibreTranslate(server.url, "key-of-libre", seconds, around)


def says(kind: str, text: Any) -> Any:
    """An answer in the form of this engine."""
    if kind == "openai":
        return data({"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})
    return data({"translatedText": text})


@pytest.mark.parametrize("kind", KINDS)
def test_answer_is_taken(kind: str, server: Server, around: Surroundings) -> None:
    server.answer = says(kind, " Une maison ")

    found = engine(kind, server, around).translate("A house", "en", "fr")

    assert (found.text, found.engine, found.doubtful) == ("Une maison", kind, False)


def test_libretranslate_is_asked_in_its_way(server: Server, around: Surroundings) -> None:
    server.answer = says("libretranslate", "Une maison")

    engine("libretranslate", server, around).translate("A house", "en", "fr")

    wanted = {"q": "A house", "source": "en", "target": "fr", "format": "text", "api_key": "key-of-libre"}
    assert server.asked == [("/translate", wanted)]


def test_openai_is_asked_in_its_way_and_deterministically(server: Server, around: Surroundings) -> None:
    server.answer = says("openai", "Une maison")

    engine("openai", server, around).translate("A house", "en", "fr")

    ((path, asked),) = server.asked
    assert (path, server.keys) == ("/v1/chat/completions", ["Bearer key-of-openai"])
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert asked["messages"][0]["content"] == INSTRUCTIONS.format(source="English", target="French")
    assert asked["messages"][1]["content"] == "A house"
    assert (asked["model"], asked["temperature"], asked["seed"], asked["stream"]) == ("a-model", 0, 1, False)


def test_doubts_are_those_of_every_engine(server: Server, around: Surroundings) -> None:
    server.answer = says("libretranslate", "They rent")

    found = engine("libretranslate", server, around).translate("No alquilan 14", "es", "en")

    assert found.reasons == ("negation", "numbers")


@pytest.mark.parametrize("kind", KINDS)
def test_language_beyond_the_four_may_be_asked(kind: str, server: Server, around: Surroundings) -> None:
    server.answer = says(kind, "Nobody explains it")

    found = engine(kind, server, around).translate("Nessuno lo spiega", "it", "en")

    assert (found.text, found.reasons) == ("Nobody explains it", ())


@pytest.mark.parametrize("kind", KINDS)
def test_engine_without_address_is_not_set_up(kind: str, server: Server, around: Surroundings) -> None:
    server.url = ""
    made = LibreTranslate(None, None) if kind == "libretranslate" else OpenAI(None, None, "")

    found = made.translate("A house", "en", "fr")

    assert (made.available(), made.state().condition, made.pairs()) == (False, NOT_SET_UP, frozenset())
    assert (found.text, found.reasons) == ("A house", (UNTRANSLATED,))


# ── Terms ────────────────────────────────────────────────────────────────────


def test_terms_travel_to_libretranslate_as_code_words(server: Server, around: Surroundings) -> None:
    server.answer = says("libretranslate", "Le Zqxa ignore un Zqxb.")

    found = engine("libretranslate", server, around).translate(
        "The housing agency ignores a hate crime.", "en", "fr"
    )

    assert server.asked[0][1]["q"] == "The Zqxa ignores a Zqxb."
    assert (found.text, found.reasons) == ("L’agence du logement ignore un crime de haine.", ())


def test_lost_code_word_is_asked_again_without(server: Server, around: Surroundings) -> None:
    server.answer = says("libretranslate", "L’agence d’habitation est vieille.")

    found = engine("libretranslate", server, around).translate("The housing agency is old.", "en", "fr")

    assert [asked["q"] for _path, asked in server.asked] == ["The Zqxa is old.", "The housing agency is old."]
    assert (found.text, found.reasons) == ("L’agence d’habitation est vieille.", (TERM,))


def test_openai_is_told_the_terms_and_checked(server: Server, around: Surroundings) -> None:
    made = engine("openai", server, around)
    server.answer = says("openai", "Les agences du logement sont vieilles.")
    kept = made.translate("The housing agencies are old.", "en", "fr")
    server.answer = says("openai", "Les bureaux sont vieux.")
    lost = made.translate("The housing agencies are old.", "en", "fr")

    assert "“housing agencies” → “agences du logement”" in server.asked[0][1]["messages"][0]["content"]
    assert (kept.reasons, lost.reasons) == ((), (TERM,))


# ── What goes wrong ──────────────────────────────────────────────────────────

BAD: dict[str, Any] = {
    "server error": status(500),
    "not found": status(404),
    "wrong key": status(401),
    "too many": status(429),
    "elsewhere": status(302, Location="http://127.0.0.1:1/"),
    "nothing": raw(b""),
    "not JSON": raw(b"<html>Bad gateway</html>"),
    "not text": raw(b"\xff\xfe\xff"),
    "a number": raw(b"5"),
    "a list": raw(b"[]"),
    "deep": raw(b"[" * 100_000),
    "huge": raw(b'{"translatedText": "' + b"x" * MOST_BYTES + b'"}'),
    "cut off": raw(b'{"translatedText": "Une mai', length=500),
    "hangs up": hangs_up,
    "no words": data({"translatedText": None, "choices": []}),
    "other words": data({"translatedText": {"a": 1}, "choices": [{"message": {"content": 5}}]}),
    "unfinished": data({"choices": [{"message": {"content": "Une"}, "finish_reason": "length"}]}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bad", BAD)
def test_bad_answer_costs_no_text_and_raises_nothing(
    kind: str, bad: str, server: Server, around: Surroundings
) -> None:
    server.answer = BAD[bad]
    made = engine(kind, server, around)

    found = made.translate(SECRET, "en", "fr")

    assert (found.text, found.engine, found.reasons) == (SECRET, "", (FAILED,))


NONSENSE = {
    "empty": "",
    "only dots": "…",
    "far too long": "la maison " * 100,
    "refusal": "I’m sorry, but as an AI I cannot help.",
    "refusal in French": "En tant qu’IA, je ne peux pas traduire cela.",
    "talk": "Here is the translation: Une maison",
    "the prompt": INSTRUCTIONS.format(source="English", target="French"),
    "wrong script": "我的邻居向我吐口水",
    "lines": "Une\n\nmaison\n\nbleue\n\net",
    "broken letters": "Une mai\ufffdon",
}


@pytest.mark.parametrize(
    ("kind", "nonsense"),
    [(kind, name) for kind in KINDS for name in NONSENSE if (kind, name) != ("libretranslate", "the prompt")],
)
def test_nonsense_is_not_believed(kind: str, nonsense: str, server: Server, around: Surroundings) -> None:
    server.answer = says(kind, NONSENSE[nonsense])

    found = engine(kind, server, around).translate(SECRET, "en", "fr")

    assert (found.text, found.reasons) == (SECRET, (FAILED,))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("“Une maison”", "Une maison"),
        ("<think>A house, hm.</think>\nUne maison", "Une maison"),
        ("« Une maison »", "Une maison"),
    ],
)
def test_wrapping_is_taken_off(answer: str, text: str, server: Server, around: Surroundings) -> None:
    server.answer = says("openai", answer)

    assert engine("openai", server, around).translate("A house", "en", "fr").text == text


@pytest.mark.parametrize("kind", KINDS)
def test_server_that_hangs_is_left_after_its_seconds(kind: str, server: Server, around: Surroundings) -> None:
    server.answer = server.hangs

    made = engine(kind, server, around, seconds=0.2)

    assert made.translate(SECRET, "en", "fr").reasons == (FAILED,)
    assert len(server.asked) == 1


@pytest.mark.parametrize("headers", [{}, {"Connection": "close"}])
def test_server_that_drips_is_left_after_its_seconds(server: Server, headers: dict[str, str]) -> None:
    server.answer = partial(server.drips, headers=headers)

    with pytest.raises(FetchError) as caught:
        ask(server.url, {"q": SECRET}, {}, 0.3)

    assert caught.value.why == "timeout"


def test_nobody_at_the_address(server: Server, around: Surroundings) -> None:
    made = engine("libretranslate", server, around)
    server.stop()

    assert made.translate(SECRET, "en", "fr").reasons == (FAILED,)


def test_redirect_is_not_followed(server: Server, around: Surroundings) -> None:
    other = Server()
    server.answer = status(307, Location=f"{other.url}/translate")

    engine("libretranslate", server, around).translate(SECRET, "en", "fr")
    other.stop()

    assert other.asked == []


def test_certificate_of_nobody_is_refused(server: Server, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        missing("openssl")
    pem = tmp_path / "nobody.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, "-keyout", pem, "-out", tmp_path / "out.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "out.pem", pem)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    server.answer = data({"translatedText": "Une maison"})

    with pytest.raises(FetchError) as caught:
        ask(server.url.replace("http://127.0.0.1", "https://localhost"), {"q": SECRET}, {}, 5.0)

    assert (caught.value.why, server.asked) == ("unreachable", [])


# What is JSON all the same; the engines do not believe it.
READ = {"a number", "a list", "no words", "other words", "unfinished"}


@pytest.mark.parametrize("bad", [bad for bad in BAD if bad not in READ])
def test_errors_hold_no_text_and_no_key(bad: str, server: Server) -> None:
    server.answer = BAD[bad]

    with pytest.raises(FetchError) as caught:
        ask(server.url, {"q": SECRET}, {"Authorization": "Bearer 0123456789"}, 2.0)

    shown = f"{caught.value!r} {caught.value.args} {caught.value.__cause__!r}"
    assert (SECRET in shown, "0123456789" in shown) == (False, False)


# ── Patience and pauses ──────────────────────────────────────────────────────


def test_passing_failure_is_asked_a_second_time_after_a_moment(
    server: Server, around: Surroundings, clock
) -> None:
    good = says("libretranslate", "Une maison")
    server.answer = lambda handler: (status(502) if len(server.asked) == 1 else good)(handler)

    found = engine("libretranslate", server, around).translate("A house", "en", "fr")

    assert (found.text, len(server.asked), clock.waited) == ("Une maison", 2, [0.3])


def test_engine_that_fails_pauses_and_is_not_asked(server: Server, around: Surroundings, clock) -> None:
    made = engine("libretranslate", server, around)
    made.translate_many([SECRET], "en", "fr")
    for _ in range(FAILURES):
        made.translate(SECRET, "en", "fr")
    asked = len(server.asked)

    found = made.translate(SECRET, "en", "fr")

    assert (found.reasons, len(server.asked)) == ((FAILED,), asked)
    assert (made.state().condition, made.state().why) == (PAUSED, "status")
    assert made.state().until == int(clock.time + made._breaker.left())


def test_engine_that_comes_back_is_used_again(server: Server, around: Surroundings, clock) -> None:
    made = engine("libretranslate", server, around)
    for _ in range(FAILURES):
        made.translate(SECRET, "en", "fr")
    paused = made.state().condition
    clock.time += 60
    server.answer = says("libretranslate", "Une maison")

    found = made.translate("A house", "en", "fr")

    assert (paused, found.text, made.state().condition, made.state().why) == (PAUSED, "Une maison", WORKS, "")


def test_server_that_asks_for_time_gets_it_at_once(server: Server, around: Surroundings, clock) -> None:
    server.answer = status(429, Retry_After="120")
    made = engine("libretranslate", server, around)

    made.translate(SECRET, "en", "fr")

    assert (len(server.asked), made.state().until, made.state().why) == (1, int(clock.time) + 120, "busy")


def test_text_that_the_server_cannot_do_is_no_failure(server: Server, around: Surroundings) -> None:
    server.answer = status(400)
    made = engine("libretranslate", server, around)

    found = made.translate_many([SECRET] * 5, "xx", "fr")

    assert ({one.reasons for one in found}, made.state().condition) == ({(UNTRANSLATED,)}, WORKS)


def test_many_texts_keep_their_order(server: Server, around: Surroundings) -> None:
    def answer(handler: Any) -> None:
        says("libretranslate", handler.question["q"].replace("house", "maison"))(handler)

    server.answer = answer
    texts = [f"house {number}" for number in range(12)]

    found = engine("libretranslate", server, around).translate_many(texts, "en", "fr")

    assert [one.text for one in found] == [f"maison {number}" for number in range(12)]


def test_cancelling_leaves_the_rest_as_it_is(server: Server, around: Surroundings) -> None:
    server.answer = says("libretranslate", "Une maison")

    found = engine("libretranslate", server, around).translate_many(
        ["A house"] * 9, "en", "fr", cancelled=lambda: len(server.asked) > 0
    )

    assert found[-1].reasons == (CANCELLED,)
    assert {one.reasons for one in found} <= {(), (CANCELLED,)}


def test_this_machine_is_not_elsewhere() -> None:
    hosts = [
        "http://127.0.0.1:5000",
        "http://localhost:5000",
        "http://[::1]:5000",
        "https://example.org",
        "http://libre",
    ]

    assert [LibreTranslate(host, None).is_elsewhere() for host in hosts] == [False, False, False, True, True]
