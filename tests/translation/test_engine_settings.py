"""Settings of the engines: what is read, what the server refuses to start with."""

from __future__ import annotations

import pytest

from consult.config import ConfigurationError, EngineSettings, Settings


def test_without_settings_every_engine_may_come_and_none_is_outside() -> None:
    settings = EngineSettings.from_environment({})

    assert (
        settings.order,
        settings.openai_url,
        settings.libretranslate_url,
        settings.experiences_outside,
    ) == (
        ("openai", "libretranslate", "apertium"),
        None,
        None,
        False,
    )


def test_settings_are_read_and_keys_are_not_shown(tmp_path) -> None:
    environ = {
        "CONSULT_DATA": str(tmp_path),
        "CONSULT_TRANSLATION": "apertium, libretranslate",
        "CONSULT_LIBRETRANSLATE_URL": "https://translate.example.org/",
        "CONSULT_LIBRETRANSLATE_KEY": "libre-key",
        "CONSULT_OPENAI_URL": "http://10.0.0.5:8080/v1",
        "CONSULT_OPENAI_KEY": "openai-key",
        "CONSULT_OPENAI_MODEL": "small",
        "CONSULT_TRANSLATION_SECONDS": "4",
        "CONSULT_APERTIUM_MEGABYTES": "140",
        "CONSULT_TRANSLATE_EXPERIENCES": "yes",
    }

    settings = Settings.from_environment(environ).engines

    assert settings == EngineSettings(
        order=("apertium", "libretranslate"),
        openai_url="http://10.0.0.5:8080/v1",
        openai_key="openai-key",
        openai_model="small",
        libretranslate_url="https://translate.example.org",
        libretranslate_key="libre-key",
        seconds=4,
        apertium_megabytes=140,
        experiences_outside=True,
    )
    assert "-key" not in repr(settings)


def test_none_means_none() -> None:
    assert EngineSettings.from_environment({"CONSULT_TRANSLATION": "none"}).order == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONSULT_TRANSLATION", "deepl"),
        ("CONSULT_TRANSLATION", "apertium,apertium"),
        ("CONSULT_TRANSLATION", "none,apertium"),
        ("CONSULT_LIBRETRANSLATE_URL", "http://translate.example.org"),
        ("CONSULT_LIBRETRANSLATE_URL", "http://8.8.8.8"),
        ("CONSULT_LIBRETRANSLATE_URL", "ftp://localhost"),
        ("CONSULT_LIBRETRANSLATE_URL", "localhost:5000"),
        ("CONSULT_LIBRETRANSLATE_URL", "https://somebody:secret@example.org"),
        ("CONSULT_LIBRETRANSLATE_URL", "https://example.org/?key=secret"),
        ("CONSULT_LIBRETRANSLATE_URL", "https://[example"),
        ("CONSULT_LIBRETRANSLATE_URL", "https://example.org:port"),
        ("CONSULT_OPENAI_URL", "https://example.org/v1"),
        ("CONSULT_OPENAI_KEY", "a\nb"),
        ("CONSULT_TRANSLATION_SECONDS", "0"),
        ("CONSULT_APERTIUM_MEGABYTES", "-5"),
        ("CONSULT_TRANSLATE_EXPERIENCES", "maybe"),
    ],
)
def test_wrong_setting_is_refused_without_showing_a_key(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        EngineSettings.from_environment({name: value})

    assert (name.rsplit("_", 1)[0] in str(caught.value), "secret" in str(caught.value)) == (True, False)


@pytest.mark.parametrize(
    "url", ["http://libretranslate:5000", "http://localhost", "http://192.168.1.4", "http://[::1]:5"]
)
def test_own_network_may_be_in_the_clear(url: str) -> None:
    assert EngineSettings.from_environment({"CONSULT_LIBRETRANSLATE_URL": url}).libretranslate_url == url
