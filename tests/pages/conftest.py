"""A filled house, its server, and a browser before it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import attrs
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    sync_playwright,
)

from tests.houses import free_port, sample_copy
from tests.pages.barriers import Kinds
from tests.pages.looking import Watch
from tests.pages.visits import Visit
from tools.suite import BROWSERS

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
TAB_WIDTH = 1440
STARTING_SECONDS = 60
STOPPING_SECONDS = 20


@attrs.frozen
class Site:
    """A running site: its address, the accounts, the addresses to visit."""

    origin: str
    home: Path
    accounts: dict[str, str]
    visits: tuple[Visit, ...]

    def of(self, route: str) -> list[Visit]:
        return [visit for visit in self.visits if visit.route == route]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pictures",
        action="store_true",
        help="write the pictures of the documentation into docs/images",
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = sample_copy(tmp_path_factory.mktemp("pages") / "house")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DAFENG_")}
    filled = subprocess.run(
        [sys.executable, "-m", "tests.pages.fill", str(home)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, Any] = json.loads(filled.stdout)
    port = free_port()
    serve = [sys.executable, "-m", "dafeng", "serve", "--home", str(home)]
    server = subprocess.Popen([*serve, "--port", str(port)], cwd=ROOT, env=environment)
    try:
        origin = f"http://127.0.0.1:{port}"
        wait_for(f"{origin}/healthz", server)
        yield Site(
            origin=origin,
            home=home,
            accounts=told["accounts"],
            visits=tuple(Visit(**visit) for visit in told["visits"]),
        )
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(STOPPING_SECONDS) == 0, "the server did not stop in peace"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(chromium: Browser, site: Site) -> Iterator[Windows]:
    opened = Windows(chromium, site)
    yield opened
    opened.close()


@attrs.define
class Windows:
    """Browser windows by language, width and person; everybody signs in once."""

    chromium: Browser
    site: Site
    contexts: dict[tuple[object, ...], BrowserContext] = attrs.field(factory=dict)
    tabs: dict[BrowserContext, tuple[Page, Watch]] = attrs.field(factory=dict)
    signed_in: dict[str, StorageState] = attrs.field(factory=dict)
    kinds: Kinds = attrs.field(factory=Kinds)

    def context(
        self, language: str, width: int, user: str, **more: Any
    ) -> BrowserContext:
        key = (language, width, user, *sorted(more.items()))
        if key not in self.contexts:
            context = self.chromium.new_context(
                base_url=self.site.origin,
                locale=LOCALES[language],
                viewport={"width": width, "height": 900},
                storage_state=self.signed_in.get(user),
                **more,
            )
            self.contexts[key] = context
            if user and user not in self.signed_in:
                sign_in(context.new_page(), user, self.site.accounts[user])
                self.signed_in[user] = context.storage_state()
            say_language(context, self.site.origin, language)
        return self.contexts[key]

    def tab(self, language: str, user: str, **more: Any) -> tuple[Page, Watch]:
        """A tab that goes from address to address; opening one anew takes longer."""
        context = self.context(language, TAB_WIDTH, user, **more)
        if context not in self.tabs:
            page, watch = context.new_page(), Watch()
            watch.follow(page)
            self.tabs[context] = page, watch
        page, watch = self.tabs[context]
        watch.begin()
        return page, watch

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


@pytest.fixture
def open_page(windows: Windows) -> Iterator[Callable[..., tuple[Page, Watch]]]:
    pages: list[Page] = []

    def opened(
        language: str, width: int, user: str = "", **more: Any
    ) -> tuple[Page, Watch]:
        page = windows.context(language, width, user, **more).new_page()
        watch = Watch()
        watch.follow(page)
        pages.append(page)
        return page, watch

    yield opened
    for page in pages:
        page.close()


def sign_in(page: Page, user: str, password: str) -> None:
    page.goto("/login/")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.click("main form button")
    page.wait_for_load_state()
    page.close()


def say_language(context: BrowserContext, origin: str, language: str) -> None:
    value = {"zh": "zh-hans", "en": "en"}[language]
    context.add_cookies([{"name": "dafeng_language", "value": value, "url": origin}])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    message = f"The site did not answer at {address}."
    raise AssertionError(message)
