"""A demo served for real, and a real browser."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.journeys import shops
from tests.journeys.candidates import let_go
from tests.journeys.servers import Server, clean_environment, free_port
from tests.journeys.walking import start_assessment

DEMO_SECONDS = 900
PRINTED = "printed.txt"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
INVITE = """
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from sqlmodel import select
from hiring import openings
from hiring.accounts import Staff
from hiring.app import create_app, settings_of
from hiring.db import db
from hiring.openings.invitations import get_invitation_of
app = create_app()
secret = settings_of(app).secret_key.get_secret_value()
now = datetime.now(UTC)
with app.app_context():
    owner = db.session.exec(select(Staff).where(Staff.role == "owner")).one()
    shipped = openings.Opening.title.startswith("Customer support")
    opening = db.session.exec(select(openings.Opening).where(shipped)).one()
    for _ in range(N_AT_ONCE):
        candidate = openings.add_candidate(
            db.session, opening, name=f"Zz fresh {token_hex(4)}", email=None, actor=owner,
            secret=secret, expires_at=now + timedelta(days=1), now=now,
        )
        print(openings.invitation_token(get_invitation_of(db.session, candidate.id), secret))
    db.session.commit()
"""
N_INVITED_AT_ONCE = 20  # starting a process for each would take longer than most journeys
PATIENCE_MS = 60_000  # on a busy machine; what is so at once is not waited for
HOW_TO_GET_CHROMIUM = "needs Chromium; on Debian: apt-get install chromium"


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where it is, what it printed, where its files are."""

    url: str
    candidate_url: str
    password: str
    folder: Path
    environment: dict[str, str]
    unused_tokens: list[str] = field(default_factory=list)

    def fresh_link(self) -> str:
        """The link of a candidate nobody has used, invited by the same verbs the pages use."""
        if not self.unused_tokens:
            self.unused_tokens.extend(self._invite())
        return f"{self.url}/c/{self.unused_tokens.pop()}"

    def _invite(self) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", INVITE.replace("N_AT_ONCE", str(N_INVITED_AT_ONCE))],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split()


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty simulated candidates and what was printed about them, made once for all processes.

    Making them takes longer than most journeys. Whoever comes second waits for whoever makes them.
    """
    folder = _shared(tmp_path_factory) / "made-demo"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / PRINTED).exists():
            (folder / PRINTED).write_text(_run_demo(folder))
    return folder


@pytest.fixture(scope="session")
def demo(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Sixty simulated candidates behind a real server on this machine."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    shutil.copytree(made_demo, folder, dirs_exist_ok=True)
    environment = _environment(folder, port)
    command = [sys.executable, "-m", "hiring", "serve", "--port", str(port), "--workers", "1"]
    server = Server(command, port, environment)
    try:
        server.wait()
        yield _demo((folder / PRINTED).read_text(), folder, port, environment)
    finally:
        server.stop()


@pytest.fixture(scope="session", autouse=True)
def _closed_at_the_end() -> Iterator[None]:
    """Close what tests looked into databases with."""
    yield
    let_go()


@pytest.fixture(scope="session")
def small_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[shops.Shop]:
    """A small employer whose form has an item of every format, behind a real server."""
    with shops.small_shop(tmp_path_factory.mktemp("small")) as shop:
        yield shop


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, or a line that says how to get it."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        pytest.skip(HOW_TO_GET_CHROMIUM)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patched:
        patched.setattr(Locator, "click", _and_arrive(Locator.click))
        expect.set_options(timeout=PATIENCE_MS)
        chromium = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox"], timeout=2 * PATIENCE_MS
        )
        yield chromium
        chromium.close()


def _and_arrive(click: Callable[..., None]) -> Callable[..., None]:
    """A click that ends when the page it leads to can be read, not when its first bytes come.

    Left to itself it ends with the first bytes, and on a busy machine what is read next is
    then half a page.
    """

    def click_and_arrive(self: Locator, **options: object) -> None:
        click(self, **options)
        self.page.wait_for_load_state("domcontentloaded")

    return click_and_arrive


@pytest.fixture
def new_page(browser: Browser) -> Iterator[object]:
    """Opens pages in contexts of their own and closes them all."""
    contexts = []

    def open_page(*, width: int = 1280, javascript: bool = True, **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, **options
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def begin(new_page: Callable[..., Page], small_shop: shops.Shop) -> Callable[..., Page]:
    """Opens a scenario of the small shop in a browser of its own.

    For a candidate who has not come yet, unless a link is given.
    """

    def begin_one(*, position: int = 1, link: str = "", **options: object) -> Page:
        page = new_page(**options)
        start_assessment(page, link or small_shop.fresh_link(), position=position)
        return page

    return begin_one


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run: one for all its processes where it has several."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _run_demo(folder: Path) -> str:
    command = [sys.executable, "-m", "hiring", "demo", "--no-serve", "--out", str(folder)]
    done = subprocess.run(
        command,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=DEMO_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _environment(folder: Path, port: int) -> dict[str, str]:
    return clean_environment() | {
        "HIRING_DEMO": "1",
        "HIRING_DATA_DIR": str(folder),
        "HIRING_SECRET_KEY": (folder / "secret.txt").read_text(),
        "HIRING_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


def _demo(printed: str, folder: Path, port: int, environment: dict[str, str]) -> Demo:
    link = re.search(r"http://\S+(/c/\S+)", printed)
    password = re.search(r"owner@demo\.example\s+(\S+)", printed)
    assert link
    assert password
    url = f"http://127.0.0.1:{port}"
    return Demo(url, url + link.group(1), password.group(1), folder, environment)
