"""Take the pictures of every screen: a server of its own, a rehearsed café that holds still, a real browser.

    .venv/bin/python docs/screenshots.py FOLDER [--language fr] [--dark]
    .venv/bin/python docs/screenshots.py docs/img --readme

The second line makes the pictures of the README: console.png, seating.png, phone.png, projector.png and assessment.png.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from consult.extensions import db
from consult.models import Meeting, Participant
from consult.rehearsal.cast import cast, read_notes
from consult.rehearsal.play import Play
from consult.services.accounts import sign_in, tickets
from consult.serving import app_for_command

PHONE: ViewportSize = {"width": 360, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 640}
CONSOLE: ViewportSize = {"width": 1440, "height": 900}
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PEOPLE = 20
SPEED = 240.0
NAMES = (
    *("Amina", "Benoît", "Carmen", "Davi", "Elif", "Fatou", "Georgi", "Halima", "Iker", "Joana"),
    *("Khadija", "Luís", "Marisol", "Nadia", "Omar", "Paula", "Quentin", "Rosa", "Samir", "Tereza"),
)
STAFF_PAGES = (
    "consultations",
    "consultations/1",
    "consultations/1/edit",
    "consultations/new",
    "meetings/1/edit",
    "meetings/1/print",
    "account",
)
ASSESSMENT_PAGES = (
    "",
    "/board",
    "/themes/1",
    "/suggestion",
    "/grid",
    "/needs",
    "/resources",
    "/votes",
    "/met",
)
REPORT_FORMS = ("assessment", "session", "brief")


def main() -> None:
    """Read the arguments, play, take the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="en", choices=("en", "fr", "es", "pt"))
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README")
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        server, printed = _serve(Path(data))
        try:
            with sync_playwright() as playwright:
                path = next(found for name in BROWSERS if (found := shutil.which(name)))
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                Photographer(browser, wishes, printed).play()
                browser.close()
        finally:
            server.terminate()
            server.wait(20)


def _serve(data: Path) -> tuple[subprocess.Popen[str], str]:
    """The server and what it printed. The settings are those of this process too: it plays on the same database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ |= {"CONSULT_DATA": str(data), "CONSULT_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(
        [sys.executable, "-m", "consult", "serve", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    printed = ""
    assert server.stdout is not None
    for line in server.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    return server, printed


def _five_in_the_afternoon() -> str:
    """A time zone in which it is now between five and six: a meeting that ends at midnight looks odd."""
    ahead = (17 - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"


class PosedPlay(Play):
    """A rehearsal that waits before and after each command of its console until the pictures are taken."""

    moments: queue.Queue[tuple[str, threading.Event]]

    async def steer(self, name: str, payload: dict[str, Any] | None = None) -> dict[str, Any]:
        await self._hold(f"before {name}")
        answer = await super().steer(name, payload)
        await self._hold(f"after {name}")
        return answer

    async def _hold(self, moment: str) -> None:
        taken = threading.Event()
        self.moments.put((moment, taken))
        while not taken.is_set():
            await asyncio.sleep(0.05)


class Photographer:
    """Follows one café with a console, a projector and a phone."""

    def __init__(self, browser: Browser, wishes: argparse.Namespace, printed: str) -> None:
        self.browser = browser
        self.wishes = wishes
        self.printed = printed
        self.url = os.environ["CONSULT_PUBLIC_URL"]
        self.console = self._page(CONSOLE)
        self.projector = self._page(PROJECTOR)
        self.phone = self._page(PHONE, is_mobile=True, has_touch=True)

    def play(self) -> None:
        """From the empty house to the exported assessment."""
        self._open()
        self._all("welcome")
        moments: queue.Queue[tuple[str, threading.Event]] = queue.Queue()
        player = threading.Thread(target=self._rehearse, args=(moments,), daemon=True)
        player.start()
        held: dict[str, int] = {}
        poses = {
            "after round.open 1": self._settle,
            "after round.close 1": self._moving,
            "before round.close 2": self._round,
            "after speaker.choose 1": lambda: self._all("harvest"),
            "after voting.open 1": self._voting,
            "after voting.close 1": self._voted,
            "before meeting.close 1": self._themes,
        }
        while True:
            moment, taken = moments.get(timeout=180)
            if moment == "the end":
                break
            held[moment] = held.get(moment, 0) + 1
            pose = poses.get(f"{moment} {held[moment]}")
            if pose:
                pose()
            taken.set()
        self._all("closed")
        self._assessment()

    def _rehearse(self, moments: queue.Queue[tuple[str, threading.Event]]) -> None:
        with app_for_command().app_context():
            meeting = db.session.get_one(Meeting, 1)
            ticket = tickets.console_ticket(sign_in.first_facilitator(), meeting)
            roles = cast(PEOPLE, read_notes(None)[0], 1)
            play = PosedPlay([self.url], ticket, f"/join/{meeting.join_secret}", roles, SPEED, 1)
            db.session.commit()
        play.moments = moments
        try:
            asyncio.run(play.run(lambda stage, done: None))
        finally:
            moments.put(("the end", threading.Event()))

    def _open(self) -> None:
        """Sign in, look at the pages of the staff, open the console, the projector and a phone."""
        self.console.goto(f"{self._link('works once')}?lang={self.wishes.language}")
        if not self.wishes.readme:
            self._staff(STAFF_PAGES)
        self.console.goto(self._address("meetings/1/console"))
        address = self.console.locator("a[href*='/projector/']").first.get_attribute("href")
        self.projector.goto(f"{self.url}{address}")
        self.phone.goto(f"{self._link('Join')}?lang={self.wishes.language}")
        self._take(self.phone, "phone-join", full=True)
        self.phone.locator("#consent").check()
        self.phone.locator("#nickname").fill("Zoé")
        self.phone.locator("form button.primary.wide").click()
        expect(self.phone.locator(".big-sign h1")).to_be_visible()

    def _settle(self) -> None:
        """A note from the phone."""
        self.phone.locator("#note").fill("Les agences raccrochent dès qu’elles entendent mon accent.")
        self.phone.locator(".note-form button.primary").click()
        expect(self.phone.locator(".note.saved")).to_have_count(1)

    def _moving(self) -> None:
        """People instead of players, on their way to the next table."""
        with app_for_command().app_context():
            players = db.session.query(Participant).filter(Participant.nickname.like("Player %"))
            for row, name in zip(players.order_by(Participant.id), NAMES, strict=True):
                row.nickname = name
            db.session.commit()
        self._all("moving")
        if self.wishes.readme:
            return
        self.phone.locator("details.more summary").click()
        self._take(self.phone, "phone-more", full=True)

    def _round(self) -> None:
        """The second round, with everything a table and its host may do, and the windows of the console."""
        self.console.reload()
        self._settled()
        self._all("round")
        if self.wishes.readme:
            self._readme()
            return
        self._narrow(self.phone, "phone-round")
        self._windows()
        self._paused()
        self._offline()
        self.phone.locator(".table-help .quiet").last.click()
        self._take(self.phone, "phone-sitting-out")
        self.phone.locator(".place button").click()
        self._host()

    def _readme(self) -> None:
        for page, name in ((self.console, "console"), (self.projector, "projector"), (self.phone, "phone")):
            page.screenshot(path=self.wishes.folder / f"{name}.png")
        with self._seating() as seating:
            seating.screenshot(path=self.wishes.folder / "seating.png")

    @contextmanager
    def _seating(self) -> Iterator[Page]:
        """The seating of the round to come, on the console."""
        console = self.console
        console.goto(console.url.partition("#")[0] + "#seating")
        console.locator("ol.rounds button").last.click()
        self._settled()
        yield console
        console.goto(console.url.partition("#")[0] + "#")
        self._settled()

    def _windows(self) -> None:
        """Every dialog and panel of the console, and the console on a narrow screen."""
        console = self.console
        openers: dict[str, Locator] = {
            "extend": console.locator(".time-buttons button").nth(2),
            "person": console.locator(".person").first,
            "add": console.locator(".floor .add"),
            "hide": console.locator(".note .hide").first,
            "close": console.locator(".main-step .primary"),
        }
        for name, opener in openers.items():
            opener.click()
            self._take(console, f"console-{name}")
            console.keyboard.press("Escape")
        for name in ("projector", "announce", "themes", "coverage"):
            console.locator(f"#tab-{name}").click()
            self._take(console, f"console-panel-{name}")
        console.locator("#tab-notes").click()
        self._narrow(console, "console-round")
        with self._seating():
            self._take(console, "console-seating", full=True)
            self._narrow(console, "console-seating")

    def _paused(self) -> None:
        self.console.locator(".time-buttons button").first.click()
        expect(self.phone.locator(".paused")).to_be_visible()
        self._all("paused")
        self.console.locator(".time-buttons button").first.click()
        expect(self.phone.locator(".paused")).to_have_count(0)

    def _offline(self) -> None:
        self.phone.context.set_offline(True)
        self.phone.evaluate("window.dispatchEvent(new Event('offline'))")
        self.phone.locator("#note").fill("Une permanence le soir, avec quelqu’un qui traduit.")
        self.phone.locator(".note-form button.primary").click()
        self._take(self.phone, "phone-offline", full=True)
        self.phone.context.set_offline(False)
        self.phone.evaluate("window.dispatchEvent(new Event('online'))")
        expect(self.phone.locator(".note.saved")).to_have_count(2)

    def _host(self) -> None:
        mine = self.console.locator(".person", has_text="Zoé").first
        mine.click()
        self.console.locator("dialog[open] .row button").nth(1).click()
        expect(self.phone.locator("#host")).to_be_visible()
        self._prompt()
        self._take(self.phone, "phone-host", full=True)
        self.phone.locator(".table-help button").first.click()
        expect(self.console.locator(".calls")).to_be_visible()
        self._take(self.console, "console-call")
        self.console.locator(".calls button").click()

    def _prompt(self) -> None:
        """A question for the table hosts, from the console to the phone of one."""
        self.console.locator("#tab-coverage").click()
        track = self.console.locator(".prompts").first
        track.evaluate("one => { one.open = true }")
        track.locator("button").first.click()
        expect(self.phone.locator(".ask-table")).to_be_visible()
        self._take(self.console, "console-panel-coverage")
        self._narrow(self.phone, "phone-prompt")
        self.phone.locator(".ask-table button").click()
        self.console.locator("#tab-notes").click()

    def _voted(self) -> None:
        """The vote told, then "Can you live with it?": asked, answered on the phone, closed."""
        self._all("votes")
        if self.wishes.readme:
            return
        self.console.locator("#tab-projector").click()
        self.console.locator(".steer > button").click()
        stances = self.phone.locator(".stances")
        expect(stances.first).to_be_visible()
        stances.first.locator("button").first.click()
        stances.nth(1).locator("button").last.click()
        expect(self.phone.locator("textarea[id^=live-with]")).to_be_visible()
        self._all("acceptability")
        self._narrow(self.phone, "phone-acceptability")
        self.console.set_viewport_size(NARROW)
        self.console.locator("#tab-projector").click()
        self._take(self.console, "console-acceptability-320", full=True)
        self.console.set_viewport_size(CONSOLE)
        self.console.locator("#tab-projector").click()
        self.console.locator(".steer > button.primary").scroll_into_view_if_needed()
        self._take(self.console, "console-acceptability-asked")
        self.console.locator(".steer > button.primary").click()
        expect(stances).to_have_count(0)
        self._all("acceptability-closed")

    def _voting(self) -> None:
        expect(self.phone.locator(".votes-left")).to_be_visible()
        for number in range(2):
            self.phone.locator(".notes .row button").nth(number).click()
        self._all("voting")

    def _themes(self) -> None:
        self.console.locator("#tab-projector").click()
        self.console.locator(".views button").last.click()
        self._settled()
        self._take(self.projector, "projector-themes")
        self._take(self.console, "console-panel-steer")
        self.console.locator("#tab-themes").click()
        self._take(self.console, "console-panel-themes-found")

    def _assessment(self) -> None:
        if self.wishes.readme:
            self.console.goto(self._address("consultations/1/assessment"))
            self._settled()
            self.console.evaluate("scrollTo(0, document.querySelector('.section-head').offsetTop - 24)")
            self.console.screenshot(path=self.wishes.folder / "assessment.png")
            return
        self._take(self.phone, "phone-closed", full=True)
        self.phone.goto(self.phone.url.rstrip("/") + "/erase")
        self._take(self.phone, "phone-erase", full=True)
        for page in ASSESSMENT_PAGES:
            self._assessed(page)
        for form in REPORT_FORMS:
            self._assessed(f"/report/{form}/{self.wishes.language}")
        self.console.goto(self._address("consultations/1/assessment"))
        for number in range(2):
            self.console.locator(".theme summary").nth(number).click()
        self._take(self.console, "assessment-open")
        self.console.goto(self._address("consultations/1/assessment/needs"))
        self.console.locator(".more-ways summary").first.click()
        self.console.locator("a[href*='/needs/new']").first.click()
        self._take(self.console, "assessment-need", full=True)

    def _assessed(self, path: str) -> None:
        """A page of the assessment: what one sees first, the whole page, and at 320 px."""
        name = f"assessment{path.removesuffix('/' + self.wishes.language).replace('/', '-')}"
        self.console.goto(self._address(f"consultations/1/assessment{path}"))
        self._settled()
        self._take(self.console, name)
        self._take(self.console, f"{name}-whole", full=True)
        self._narrow(self.console, name)

    def _staff(self, paths: tuple[str, ...]) -> None:
        for path in paths:
            self.console.goto(self._address(path))
            self._take(self.console, path.replace("/", "-"), full=True)

    def _all(self, name: str) -> None:
        """All three screens as they are now."""
        self._settled()
        self._take(self.console, f"console-{name}")
        self._take(self.projector, f"projector-{name}")
        self._take(self.phone, f"phone-{name}")
        self._take(self.phone, f"phone-{name}-whole", full=True)

    def _settled(self) -> None:
        """Screens are told of changes every 0.7 s at most."""
        self.console.wait_for_timeout(1_500)

    def _narrow(self, page: Page, name: str) -> None:
        """At 320 px, and with text of twice the size."""
        size = page.viewport_size
        assert size is not None
        page.set_viewport_size(NARROW)
        self._take(page, f"{name}-320", full=True)
        # Zoomed to twice the size, a page has half the room; a phone enlarges the text alone.
        share = 1 if page is self.phone else 2
        page.set_viewport_size({"width": size["width"] // share, "height": size["height"] // share})
        if page is self.phone:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        self._take(page, f"{name}-200", full=True)
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size(size)

    def _page(self, size: ViewportSize, **options: Any) -> Page:
        context = self.browser.new_context(
            viewport=size,
            locale=self.wishes.language,
            color_scheme="dark" if self.wishes.dark else "light",
            timezone_id=_five_in_the_afternoon(),
            **options,
        )
        context.set_default_timeout(30_000)
        return context.new_page()

    def _take(self, page: Page, name: str, *, full: bool = False) -> None:
        if self.wishes.readme:
            return
        if full:
            # What sticks to the top of the window would show in the middle of the page.
            page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(300)
        page.screenshot(path=self.wishes.folder / f"{name}.png", full_page=full)

    def _address(self, path: str) -> str:
        return f"{self.url}/{path}?lang={self.wishes.language}"

    def _link(self, word: str) -> str:
        found = re.search(rf"{word}\s+(http\S+)", self.printed)
        assert found, self.printed
        return found.group(1)


if __name__ == "__main__":
    main()
