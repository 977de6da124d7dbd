"""Joining as a person does: the page of the QR code, its form, and the page it leads to."""

from __future__ import annotations

import re
import time

import aiohttp

from consult.rehearsal.cast import Role
from consult.rehearsal.screen import RehearsalError

_GROUP = re.compile(r'name="group_key" value="([^"]*)"')
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


async def join(role: Role, url: str, join_path: str) -> tuple[str, float]:
    """(token of the personal link, seconds the server took for the three pages together)."""
    # A browser of its own: cookies and connections are not shared between people.
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        begun = time.perf_counter()
        async with browser.get(f"{url}{join_path}?lang={role.language}") as page:
            form = _filled_in(role, await page.text())
        async with browser.post(f"{url}{join_path}", data=form, allow_redirects=False) as answer:
            place = answer.headers.get("Location", "")
        if "/seat/" not in place:
            raise RehearsalError(f"joining was refused with status {answer.status}")
        token = place.rsplit("/", 1)[-1].split("?")[0]
        await load(browser, url, token)
        return token, time.perf_counter() - begun


async def load(browser: aiohttp.ClientSession, url: str, token: str) -> None:
    """Open the personal link, or load it again. Raises RehearsalError where that does not show the page."""
    async with browser.get(f"{url}/seat/{token}") as page:
        await page.read()
        if page.status != 200:
            raise RehearsalError(f"the page of a participant came with status {page.status}")


def _filled_in(role: Role, page: str) -> aiohttp.FormData:
    token = _CSRF.search(page)
    if token is None:
        raise RehearsalError("the join page has no form")
    form = aiohttp.FormData()
    groups = _GROUP.findall(page) or [""]
    for name, value in (
        ("csrf_token", token.group(1)),
        ("language", role.language),
        ("nickname", f"Player {role.number + 1}"),
        ("mode", role.mode),
        ("consent", "yes"),
        ("group_key", groups[role.number % len(groups)]),
        *(("languages", language) for language in role.languages),
    ):
        form.add_field(name, value)
    return form
