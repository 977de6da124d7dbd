"""Take the pictures of every screen: a server of its own, a rehearsed café, a real browser.

    .venv/bin/python docs/screenshots.py FOLDER [--languages en fr] [--dark]

The pictures of the README are docs/img/{console,phone,projector,assessment}.png, taken with `docs/img --readme`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
CONSOLE = {"width": 1440, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Read the arguments, play, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="en", choices=("en", "fr", "es", "pt"))
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--readme", action="store_true", help="only the four pictures of the README")
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        server, printed, environment = _serve(Path(data))
        try:
            with sync_playwright() as playwright:
                path = next(found for name in BROWSERS if (found := shutil.which(name)))
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                Photographer(browser, wishes, printed, environment).play()
                browser.close()
        finally:
            server.terminate()
            server.wait(20)


def _serve(data: Path) -> tuple[subprocess.Popen[str], str, dict[str, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "CONSULT_DATA": str(data), "CONSULT_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(
        [sys.executable, "-m", "consult", "serve", "--host", "127.0.0.1", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    printed = ""
    assert server.stdout is not None
    for line in server.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    return server, printed, environment


class Photographer:
    """Follows one café with a console, a projector and a phone."""

    def __init__(
        self, browser: Browser, wishes: argparse.Namespace, printed: str, environment: dict[str, str]
    ) -> None:
        self.browser = browser
        self.wishes = wishes
        self.printed = printed
        self.environment = environment
        self.url = environment["CONSULT_PUBLIC_URL"]

    def play(self) -> None:
        """From the empty house to the exported assessment."""
        console = self._page(CONSOLE)
        console.goto(f"{self._link('works once')}?lang={self.wishes.language}")
        self._take(console, "consultations")
        for path in ("consultations/1", "consultations/1/edit", "consultations/new", "meetings/1/edit", "account"):
            console.goto(f"{self.url}/{path}?lang={self.wishes.language}")
            self._take(console, path.replace("/", "-"), full=True)
        console.goto(f"{self.url}/meetings/1/print?lang={self.wishes.language}")
        self._take(console, "print", full=True)
        console.goto(f"{self.url}/meetings/1/console?lang={self.wishes.language}")
        projector_address = console.locator("a[href*='/projector/']").first.get_attribute("href")
        projector = self._page(PROJECTOR)
        projector.goto(f"{self.url}{projector_address}")
        phone = self._join()
        self._all("welcome", console, projector, phone)
        rehearsal = subprocess.Popen(
            [sys.executable, "-m", "consult", "rehearse", "--meeting", "1", "--participants", "24", "--url", self.url,
             "--speed", "60"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        expect(phone.locator(".round-head, .place").first).to_be_visible(timeout=60_000)
        phone.locator("#note").fill("Les agences raccrochent dès qu’elles entendent mon accent.")
        phone.locator(".note-form button.primary").click()
        phone.locator(".table-help button").nth(1).click() if phone.locator(".table-help button").count() > 2 else None
        self._wait_for_round(console, 2)
        console.wait_for_timeout(9_000)
        self._all("round", console, projector, phone)
        rehearsal.wait(300)
        for page in (console, projector, phone):
            page.wait_for_timeout(1_500)
        self._all("closed", console, projector, phone)
        for path in ("assessment", "assessment/grid", "assessment/needs"):
            console.goto(f"{self.url}/consultations/1/{path}?lang={self.wishes.language}")
            self._take(console, path.replace("/", "-"), full=True)

    def _join(self) -> Page:
        phone = self._page(PHONE, is_mobile=True, has_touch=True)
        phone.goto(f"{self._link('Join')}?lang={self.wishes.language}")
        self._take(phone, "phone-join", full=True)
        phone.locator("#consent").check()
        phone.locator("form button.primary.wide").click()
        expect(phone.locator(".big-sign h1")).to_be_visible()
        return phone

    def _wait_for_round(self, console: Page, number: int) -> None:
        expect(console.locator("ol.journey li").nth(number)).to_have_attribute("aria-current", "step", timeout=90_000)

    def _all(self, name: str, console: Page, projector: Page, phone: Page) -> None:
        self._take(console, f"console-{name}")
        self._take(projector, f"projector-{name}")
        self._take(phone, f"phone-{name}", full=True)

    def _page(self, size: dict[str, int], **options: object) -> Page:
        scheme = "dark" if self.wishes.dark else "light"
        context = self.browser.new_context(
            viewport=size, locale=self.wishes.language, color_scheme=scheme, **options  # type: ignore[arg-type]
        )
        context.set_default_timeout(30_000)
        return context.new_page()

    def _take(self, page: Page, name: str, *, full: bool = False) -> None:
        page.wait_for_timeout(400)
        page.screenshot(path=self.wishes.folder / f"{name}.png", full_page=full)

    def _link(self, word: str) -> str:
        found = re.search(rf"{word}\s+(http\S+)", self.printed)
        assert found, self.printed
        return found.group(1)


if __name__ == "__main__":
    main()
