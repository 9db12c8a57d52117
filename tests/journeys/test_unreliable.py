"""What a page called saved is stored, whatever the network and the server go through.

Candidates answer through a network that loses, delays, doubles and reorders requests, while every
process of the server is killed again and again. Some of them sit at real pages in a real browser;
the others speak the page's protocol. In the end, what they were told is held against the database.

HIRING_TEST_KILLS says how often the server is killed: 20 times unless told otherwise, 1,000 times
for the long run.
"""

import base64
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from sqlmodel import col, select

from hiring.db import db
from hiring.sittings import Answer, Draft, Page, Sitting
from tests.builders import fields_of
from tests.journeys.candidates import Fields, House, application, choose, furnish
from tests.journeys.servers import CANNOT_CONNECT, Place, Server, serve, throw_away
from tests.journeys.unreliable import Network, network_before
from tests.journeys.walking import answer_scenario

N_KILLS = int(os.environ.get("HIRING_TEST_KILLS", "20"))
N_CANDIDATES = 50
N_AT_PAGES = 2
N_SCENARIOS_AT_PAGES = 4
PATIENCE_SECONDS = 60
PAGE_PATIENCE_SECONDS = 180  # a page that was refused waits longer and longer, up to 30 s
HIDDEN = re.compile(r'name="(page|revision)" value="([^"]*)"')
OK, FOUND = 200, 302


@dataclass(slots=True)
class Told:
    """What one candidate's page said is saved: by item, and drafts by item and page."""

    answers: dict[str, list[Any]] = field(default_factory=dict)
    drafts: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Candidate:
    """Somebody who speaks the page's protocol, and sends again until something comes back."""

    network: Network
    house: House
    token: str
    rng: Random
    is_over: Callable[[], bool]
    told: Told = field(default_factory=Told)
    cookies: dict[str, str] = field(default_factory=dict)

    def go(self) -> None:
        """From the link through the form, round and round, until it is over."""
        self.enter()
        while True:
            for page in self.house.pages:
                self.answer(page)
                if self.is_over():
                    return

    def enter(self) -> None:
        """From the link to the first scenario."""
        form = self.ask("GET", f"/c/{self.token}")
        self.ask("POST", f"/c/{self.token}", csrf_of(form))
        start = self.ask("GET", "/assessment")
        self.ask("POST", "/assessment/start", hidden_of(start))

    def answer(self, page: Page) -> None:
        """Open a scenario, change one's mind in between, send it, and note what one is told."""
        path = f"/assessment/{page.position}"
        hidden = dict(HIDDEN.findall(self.ask("GET", path).text))
        for number in range(1, self.rng.randint(1, 3)):
            fields, value = choose(page.item, self.rng)
            kept = self.ask("POST", f"{path}/draft", hidden | fields | {"number": str(number)})
            if kept.status_code == OK:
                self.told.drafts[page.item_ref, name_of(hidden["page"])] = (number, value)
        fields, value = choose(page.item, self.rng)
        answered = self.ask("POST", path, hidden | fields, {"Hiring-Answer": "next"})
        assert answered.status_code in {OK, FOUND}, (answered.status_code, answered.text[:2000])
        self.told.answers.setdefault(page.item_ref, []).append(value)

    def ask(
        self,
        method: str,
        path: str,
        fields: Fields | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send until an answer of the server comes back, as the page does."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                answer = httpx.request(
                    method,
                    self.network.url + path,
                    data=fields,
                    headers={"Accept-Language": "en", **(headers or {})},
                    cookies=self.cookies,
                    timeout=10,
                    trust_env=False,
                )
            except CANNOT_CONNECT:
                time.sleep(self.rng.uniform(0, 0.3))
                continue
            if answer.status_code < 500:
                self.cookies.update(answer.cookies)
                return answer
        raise AssertionError(f"no answer to {method} {path}")


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds of one sitting."""

    revisions: dict[str, list[Any]]
    states: set[str]
    drafts: dict[tuple[str, str], tuple[int, Any]]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    place = Place(tmp_path / "var")
    yield furnish(place, n_candidates=N_CANDIDATES)
    throw_away(place.folder)


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    started = serve(house.place, n_workers=2)
    started.wait()
    yield started
    started.stop()


@pytest.mark.browser
def test_what_a_page_called_saved_is_stored(house, server, new_page):
    pages = [enter(new_page, server, token) for token in house.tokens[:N_AT_PAGES]]
    with network_before(server.port, seed=1) as network:
        network.is_calm = True
        for page in pages:
            page.goto(f"{network.url}/assessment/1")
        network.is_calm = False
        is_over = threading.Event()
        candidates = [
            Candidate(network, house, token, rng(n), is_over.is_set)
            for n, token in enumerate(house.tokens[N_AT_PAGES:])
        ]
        faults: list[str] = []
        threads = [threading.Thread(target=watched, args=(one, faults)) for one in candidates]
        killer = threading.Thread(target=kill_again_and_again, args=(server, is_over, faults))
        for thread in [*threads, killer]:
            thread.start()
        try:
            at_pages = [answer_at_page(page) for page in pages]
        finally:
            killer.join()
            network.is_calm = True
            for thread in threads:
                thread.join(2 * PATIENCE_SECONDS)
        server.kill()

    assert faults == []
    assert all(network.counts[what] > 20 for what in ("lost_request", "lost_answer", "doubled"))
    assert [len(told) for told in at_pages] == [N_SCENARIOS_AT_PAGES] * N_AT_PAGES
    stored = what_is_stored(house)
    for candidate, token in zip(candidates, house.tokens[N_AT_PAGES:], strict=True):
        assert_told_the_truth(candidate.told, stored[token])
    for positions, token in zip(at_pages, house.tokens, strict=False):
        assert_pages_told_the_truth(positions, house, stored[token])


def enter(new_page: Callable[..., BrowserPage], server: Server, token: str) -> BrowserPage:
    """A real page at the first scenario, while all is still well."""
    page = new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    page.goto(f"{server.url}/c/{token}")
    page.get_by_role("button", name="Show me what to expect").click()
    page.get_by_role("button", name="Start without practice").click()
    page.wait_for_url("**/assessment/1")
    return page


def answer_at_page(page: BrowserPage) -> dict[int, dict[str, str]]:
    """Answer at a real page; position → the fields that the page called saved.

    The page was loaded while all was well. From then on its own script does all the sending.
    """
    told: dict[int, dict[str, str]] = {}
    for position in range(1, N_SCENARIOS_AT_PAGES + 1):
        expect(page).to_have_url(re.compile(f"/assessment/{position}$"))
        answer_scenario(page, turn=position)
        fields = chosen(page)
        page.get_by_role("button", name="Save and continue").click()
        here = re.compile(f"/assessment/{position}$")
        expect(page).not_to_have_url(here, timeout=PAGE_PATIENCE_SECONDS * 1000)
        told[position] = fields
    return told


def chosen(page: BrowserPage) -> dict[str, str]:
    """What the fields of the scenario say."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...new FormData(document.querySelector('form[data-answer]'))]
            .filter(([name]) => !['page', 'revision', 'back'].includes(name)))"""
    )
    return found


def kill_again_and_again(server: Server, is_over: threading.Event, faults: list[str]) -> None:
    """End every process at once, start again, let people work for a moment, and so on."""
    chance = rng(99)
    try:
        for _ in range(N_KILLS):
            time.sleep(chance.uniform(0.1, 0.7))
            server.kill()
            server.start()
            server.wait()
        time.sleep(1)
    except Exception as fault:  # noqa: BLE001 - the test tells it
        faults.append(f"the server: {fault!r}")
    finally:
        is_over.set()


def watched(candidate: Candidate, faults: list[str]) -> None:
    try:
        candidate.go()
    except Exception as fault:  # noqa: BLE001 - the test tells it
        faults.append(f"{candidate.token[:6]}: {fault!r}")


def assert_told_the_truth(told: Told, stored: Stored) -> None:
    """Every answer that was called saved is there, in its order, none twice and none blank."""
    assert stored.states <= {"answered"}
    assert stored.revisions == told.answers
    for page, (number, value) in told.drafts.items():
        kept_number, kept_value = stored.drafts[page]
        assert kept_number >= number
        assert kept_number > number or kept_value == value


def assert_pages_told_the_truth(
    told: dict[int, dict[str, str]], house: House, stored: Stored
) -> None:
    for position, fields in told.items():
        page = house.pages[position - 1]
        values = stored.revisions[page.item_ref]
        assert len(values) == 1
        assert fields_of(page.item, values[0]) == fields


def what_is_stored(house: House) -> dict[str, Stored]:
    """Candidate's token → what is stored of their sitting."""
    with application(house.place):
        by_candidate = {row.candidate_id: row.id for row in db.session.exec(select(Sitting))}
        return {
            token: _stored(by_candidate[candidate_id])
            for token, candidate_id in house.candidate_ids.items()
            if candidate_id in by_candidate
        }


def _stored(sitting_id: Any) -> Stored:
    answers = db.session.exec(
        select(Answer)
        .where(Answer.sitting_id == sitting_id)
        .order_by(col(Answer.item), col(Answer.revision))
    ).all()
    revisions: dict[str, list[Any]] = {}
    for row in answers:
        revisions.setdefault(row.item, []).append(row.value)
    drafts = db.session.exec(select(Draft).where(Draft.sitting_id == sitting_id)).all()
    return Stored(
        revisions,
        {row.state for row in answers},
        {(row.item, row.page_id): (row.number, row.value) for row in drafts},
    )


def name_of(token: str) -> str:
    """The name of a showing of a page, by which its drafts are filed."""
    return base64.urlsafe_b64decode(token)[-28:-22].hex()


def csrf_of(page: httpx.Response) -> Fields:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None, page.text[:500]
    return {"csrf_token": found[1]}


def hidden_of(page: httpx.Response) -> Fields:
    """Every hidden field of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))


def rng(seed: int) -> Random:
    """Choices that come out the same in every run."""
    return Random(seed)  # noqa: S311 - choices, not secrets
