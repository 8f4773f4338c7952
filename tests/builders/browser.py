"""A Chromium, and tablets in somebody's hands that show what goes wrong on them."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builders.deployments import Deployment
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright

PATH_VARIABLE = "INTERVIEW_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")
UNPACKED = Path(__file__).parents[2] / ".browser" / "chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TABLET, PHONE, NARROW = (820, 1180), (390, 844), (320, 640)
INTERVIEW = re.compile(r"/interviews/([0-9a-f-]{36})")
PAGE = re.compile(r"/interviews/[0-9a-f-]{36}/pages/([^?#]+)")
# Chromium writes the status of every refused page to its console: an answer like any other, and no fault of ours.
STATUS_OF_A_PAGE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


def chromium_path() -> str | None:
    """Where a Chromium is; None on a machine without one. `.ci/browser` puts one where it is found here."""
    named = os.environ.get(PATH_VARIABLE)
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(UNPACKED) if UNPACKED.exists() else None)


@contextmanager
def running_chromium(path: str) -> Iterator[Browser]:
    """A Chromium at work."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Tablet:
    """A device with one page open. `faults`: whatever its console held against us, policy reports included."""

    context: BrowserContext
    page: Page
    logins: Mapping[str, tuple[str, str]]
    faults: list[str] = field(default_factory=list)

    def sign_in(self, who: str = "caseworker") -> None:
        """Sign in; in any language."""
        name, passphrase = self.logins[who]
        self.page.goto("/sign-in")
        self.page.locator("[name=name]").fill(name)
        self.page.locator("[name=passphrase]").fill(passphrase)
        self.leave_by(self.page.locator("main .primary"))

    def unlock(self, who: str = "caseworker") -> None:
        """Open a locked session again."""
        self.page.locator("[name=passphrase]").fill(self.logins[who][1])
        self.leave_by(self.page.locator("main .primary"))

    def open(self, address: str) -> None:
        """Go to a page of ours."""
        self.page.goto(address)

    def open_page(self, interview_id: object, page_key: str) -> None:
        """Go to a page of an interview."""
        self.open(f"/interviews/{interview_id}/pages/{page_key}")

    def begin(self) -> str:
        """Begin an interview from the home page; gives its id."""
        self.press("New interview")
        self.press("Begin")
        return self.interview_id

    def press(self, name: str) -> None:
        """Tap the button or link with this name, and wait for the page that it leads to."""
        self.leave_by(self.control(name))

    def control(self, name: str) -> Locator:
        """The button or link with this name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        return button.or_(self.page.get_by_role("link", name=name, exact=True)).first

    def leave_by(self, control: Locator) -> None:
        """Tap something that leads to another page, and wait for that page."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            control.click()

    def save(self) -> None:
        """Tap the one primary button of the page."""
        self.leave_by(self.page.locator("footer .primary"))

    @property
    def interview_id(self) -> str:
        """The interview that the page is about."""
        found = INTERVIEW.search(self.page.url)
        assert found, self.page.url
        return found.group(1)

    @property
    def page_key(self) -> str:
        """The page of questions that is shown; empty for any other page."""
        found = PAGE.search(self.page.url)
        return found.group(1) if found else ""

    @property
    def heading(self) -> str:
        """What the page says it is."""
        return self.page.locator("h1").inner_text()

    @property
    def content(self) -> str:
        """The document as markup. Bounded in time, which the page's own `content` is not."""
        return self.page.locator("html").inner_html(timeout=10_000)

    @property
    def status(self) -> Locator:
        """The line that says where the answers are."""
        return self.page.locator("#status")

    def resize(self, size: tuple[int, int]) -> None:
        """Turn it into a device of another size."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def watch(self) -> None:
        """Note whatever the console holds against us."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        of_a_page = "/static/" not in str(message.location.get("url", ""))
        if not (of_a_page and STATUS_OF_A_PAGE.match(message.text)):
            self.faults.append(f"{message.text} on {self.page.url}")


def new_tablet(browser: Browser, address: str, deployment: Deployment, size: tuple[int, int], **how: Any) -> Tablet:
    """A device that nobody has used yet. `how`: any option of a browser context."""
    options: dict[str, Any] = {"locale": "en-GB", "has_touch": True, **how}
    context = browser.new_context(base_url=address, viewport={"width": size[0], "height": size[1]}, **options)
    context.set_default_timeout(15_000)
    logins = {who: (login.name, login.passphrase) for who, login in deployment.logins.items()}
    tablet = Tablet(context, context.new_page(), logins)
    tablet.watch()
    return tablet
