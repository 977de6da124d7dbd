"""Which pages may open the live connection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consult import may_connect_from

HERE = {"HTTP_HOST": "192.168.1.20:8000"}


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://192.168.1.20:8000", True),
        ("https://192.168.1.20:8000", False),
        ("http://192.168.1.20", False),
        ("http://evil.example", False),
        ("http://192.168.1.20:8000.evil.example", False),
        ("null", False),
        (None, False),
    ],
)
def test_in_a_hall_the_page_must_come_from_the_address_it_calls(settings, origin, allowed):
    assert may_connect_from(settings)(origin, HERE) is allowed


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED"])
def test_invented_headers_let_nobody_in(settings, header):
    environ = {**HERE, header: "evil.example"}

    assert may_connect_from(settings)("http://evil.example", environ) is False


def test_behind_https_only_named_origins_count(settings):
    allowed = may_connect_from(
        replace(settings, public_url="https://cafe.example", allowed_origins=("https://council.example",))
    )

    assert allowed("https://cafe.example", {"HTTP_HOST": "127.0.0.1:8000"}) is True
    assert allowed("https://council.example", {"HTTP_HOST": "127.0.0.1:8000"}) is True
    assert allowed("http://127.0.0.1:8000", {"HTTP_HOST": "127.0.0.1:8000"}) is False


def test_on_a_laptop_with_a_public_address_the_own_machine_still_connects(settings):
    allowed = may_connect_from(replace(settings, public_url="http://192.168.1.20:8000"))

    assert allowed("http://192.168.1.20:8000", {"HTTP_HOST": "127.0.0.1:8000"}) is True
    assert allowed("http://127.0.0.1:8000", {"HTTP_HOST": "127.0.0.1:8000"}) is True
