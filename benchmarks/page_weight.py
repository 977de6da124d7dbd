"""How heavy the participant's page is over the wire, in each language, first visit without a cache.

    .venv/bin/python benchmarks/page_weight.py

Counts bodies and headers as the browser received them (Chrome DevTools Protocol, encodedDataLength), without the
live connection. The aim is 45 KB (45,000 bytes) a page for an old phone. What comes by itself once the page works (its
second half, and the style for paper) is counted apart.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from journeys.conftest import Server
from tools import browser_path


def main() -> None:
    """Join once in each language and add up what came over the wire."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        link = server.link(r"Join\s+(http\S+)")
        print(f"{'language':<10}{'requests':>9}{'bytes':>9}{'and later':>11}")
        for language in ("en", "fr", "es", "pt"):
            seat = _join(browser.new_context(locale=language).new_page(), link)
            page = browser.new_context(locale=language, service_workers="block").new_page()
            sizes: dict[str, int] = {}
            line = page.context.new_cdp_session(page)
            line.send("Network.enable")
            urls: dict[str, str] = {}
            line.on(
                "Network.responseReceived", lambda e, u=urls: u.update({e["requestId"]: e["response"]["url"]})
            )
            line.on(
                "Network.loadingFinished",
                lambda e, s=sizes, u=urls: s.update(
                    {u.get(e["requestId"], "?"): int(e["encodedDataLength"])}
                ),
            )
            page.goto(seat)
            page.locator(".more").wait_for()
            page.wait_for_timeout(500)
            later = {
                url: size for url, size in sizes.items() if re.search(r"/static/(seat_later|print-)", url)
            }
            first = sum(sizes.values()) - sum(later.values())
            print(f"{language:<10}{len(sizes) - len(later):>9}{first:>9}{sum(later.values()):>11}")
            for url, size in sizes.items():
                kind = url.split("?")[0].rsplit("/", 1)[-1].split("-")[0] if "/static/" in url else "page"
                print(f"  {kind:<18}{size:>9}")
        browser.close()
        server.stop()


def _join(page, link: str) -> str:  # type: ignore[no-untyped-def]
    page.goto(link)
    page.locator("#consent").check()
    page.locator("form button.primary.wide").click()
    page.locator(".big-sign h1").wait_for()
    return page.url


if __name__ == "__main__":
    main()
