"""A real server on a seeded database, and people with browsers: what the journeys start from.

The demo is seeded once; each journey that changes much may ask for a server of its own. A
page fails its test when the browser reports a script error or a breach of the content policy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, expect, sync_playwright

from .frozen import Clock, Frozen, served_frozen
from .served import ROOT, Server, free_port, running

PASSWORD = "followthrough-demo"
LANG = "followthrough.lang"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
EXPECTED = (
    "status of 401",
    "status of 403",
    "status of 404",
    "status of 409",
    "status of 422",
    "ERR_INTERNET_DISCONNECTED",
)
"""What Chromium prints for answers the journeys provoke on purpose."""


COMMAND = ROOT / ".venv" / "bin" / "followthrough"


def _environment(data: Path, port: int) -> dict[str, str]:
    env = {**os.environ, "FT_DATA_DIR": str(data), "FT_PORT": str(port), "FT_BASE_URL": f"http://localhost:{port}"}
    env.pop("FT_DATABASE_URL", None)
    return env


@contextmanager
def _served(seeded: Path, data: Path) -> Iterator[Server]:
    """A server over a copy of what was seeded."""
    shutil.copytree(seeded, data, dirs_exist_ok=True)
    port = free_port()
    with running([COMMAND, "serve"], data, f"http://localhost:{port}", _environment(data, port)) as server:
        yield server


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the demo organisation with its past: seeded once, copied by every server that begins with it."""
    data = tmp_path_factory.mktemp("seeded")
    init: list[str | Path] = [COMMAND, "init", "--demo", "--demo-size", "12"]
    subprocess.run(init, env=_environment(data, free_port()), check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return data


@pytest.fixture(scope="session")
def server(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo organisation, served."""
    with _served(seeded, tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "these journeys need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@dataclass
class Someone:
    """A person at a browser."""

    context: BrowserContext
    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the product and wait until the page has its data."""
        self.page.goto(self.url + path)
        return self.settled()

    def settled(self) -> Page:
        """Once the page stands and nothing of it is still on its way."""
        expect(self.page.get_by_role("heading").first).to_be_visible()
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        return self.page

    def sign_in(self, login: str) -> Page:
        """Through the login page, as a person does."""
        self.page.goto(self.url + "/login")
        self.page.get_by_label("账号").or_(self.page.get_by_label("Account")).first.fill(login)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self.settled()


Enter = Callable[..., Someone]
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def signed_in() -> dict[str, StorageState]:
    """Cookies of those who have signed in already: once per person is enough for all but the journey about it."""
    return {}


@pytest.fixture
def someone(
    browser: Browser, server: Server, signed_in: dict[str, StorageState], request: pytest.FixtureRequest
) -> Iterator[Enter]:
    """`someone("lina", phone=True, lang="en")`: a person signed in (None: a stranger) in a fresh browser, no page open."""
    with _people(browser, server.url, signed_in, request) as enter:
        yield enter


@pytest.fixture
def someone_apart(browser: Browser, seeded: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Enter]:
    """`someone` at a demo organisation of this test's own: what is published there, nobody else meets."""
    with _served(seeded, tmp_path) as server, _people(browser, server.url, {}, request) as enter:
        yield enter


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Frozen]:
    """The demo's organisation on a Monday morning, nothing done yet; its clock stands until a test moves it."""
    with served_frozen(tmp_path_factory.mktemp("frozen")) as server:
        yield server


@pytest.fixture(scope="session")
def signed_in_then() -> dict[str, StorageState]:
    """`signed_in` of the frozen server."""
    return {}


@pytest.fixture
def someone_then(
    browser: Browser, frozen: Frozen, signed_in_then: dict[str, StorageState], request: pytest.FixtureRequest
) -> Iterator[Enter]:
    """`someone` at the frozen server; the browsers show its time."""
    with _people(browser, frozen.url, signed_in_then, request, frozen.clock) as enter:
        yield enter


@pytest.fixture
def frozen_apart(tmp_path: Path) -> Iterator[Frozen]:
    """`frozen` of this test's own: what is published there, nobody else meets."""
    with served_frozen(tmp_path) as server:
        yield server


@pytest.fixture
def someone_then_apart(browser: Browser, frozen_apart: Frozen, request: pytest.FixtureRequest) -> Iterator[Enter]:
    """`someone` at the frozen server of this test's own."""
    with _people(browser, frozen_apart.url, {}, request, frozen_apart.clock) as enter:
        yield enter


@contextmanager
def _people(
    browser: Browser,
    url: str,
    signed_in: dict[str, StorageState],
    request: pytest.FixtureRequest,
    clock: Clock | None = None,
) -> Iterator[Enter]:
    """People at one server; their browsers are closed at the end, and none may have complained."""
    entered: list[Someone] = []

    def enter(login: str | None, *, phone: bool = False, lang: str = "zh", bypass_csp: bool = False) -> Someone:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type] # a plain dict of the same shape
            locale="zh-CN" if lang == "zh" else "en-US",
            timezone_id="Asia/Shanghai",
            has_touch=phone,
            is_mobile=phone,
            bypass_csp=bypass_csp,
            storage_state=signed_in.get(login or ""),
        )
        context.set_default_timeout(10_000)
        if clock is not None:
            context.clock.set_fixed_time(clock.now)
            clock.watches.append(context)
        if lang != "zh":
            context.add_init_script(f"localStorage.getItem('{LANG}') ?? localStorage.setItem('{LANG}', '{lang}')")
        person = Someone(context, context.new_page(), url)
        person.page.on("console", lambda message: _listen(person, message))
        person.page.on("pageerror", lambda error: person.complaints.append(f"script error: {error}"))
        entered.append(person)
        if login is not None and login not in signed_in:
            person.sign_in(login)
            signed_in[login] = context.storage_state()
            signed_in[login].pop("origins", None)
        return person

    try:
        yield enter
        complaints = [complaint for person in entered for complaint in person.complaints]
        if request.session.testsfailed or complaints:
            _keep_pictures(entered, request.node.name)
    finally:
        if clock is not None:
            clock.watches.clear()
        for person in entered:
            person.context.close()
    assert not complaints, complaints


def _listen(person: Someone, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning") and not any(said in message.text for said in EXPECTED):
        person.complaints.append(f"{message.type}: {message.text}")


def _keep_pictures(entered: list[Someone], name: str) -> None:
    folder = ROOT / "var" / "e2e"
    folder.mkdir(parents=True, exist_ok=True)
    for n, person in enumerate(entered):
        if not person.page.is_closed():
            person.page.screenshot(path=folder / f"{name[:80].replace('/', '_')}-{n}.png")
