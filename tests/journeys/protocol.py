"""Candidates who speak the page's protocol, and send again until the server answers.

Each notes what they are told: which answers and drafts are saved, and which receipt they got.
"""

import base64
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from random import Random
from typing import Any

import httpx

from hiring.rehearsal.choosing import Fields, choose
from hiring.sittings import Page
from tests.journeys.candidates import HIDDEN as HIDDEN_FIELD
from tests.journeys.candidates import House
from tests.journeys.servers import AT_HOME, CANNOT_CONNECT
from tests.journeys.unreliable import Network

PAGE_FIELD = re.compile(r'name="(page|revision)" value="([^"]*)"')
FORM_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
RECEIPT = re.compile(r'<p class="code">([^<]+)</p>')
TRY_SECONDS = 10
LONGEST_WAIT_SECONDS = 1.0  # fifty who ask all the time would keep the server from starting
MOST_DRAFTS = 2
N_RACED = 6
OK, FOUND = 200, 302


@dataclass(slots=True)
class Told:
    """What one candidate's page said is saved: by item, and drafts by item and page."""

    answers: dict[str, list[Any]] = field(default_factory=dict)
    drafts: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    answered_at: dict[str, datetime] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Candidate:
    """Somebody with a link, behind a network that cannot be relied on."""

    network: Network
    house: House
    token: str
    rng: Random
    is_over: Callable[[], bool]
    patience_seconds: float
    told: Told = field(default_factory=Told)
    n_answers: int = 0
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        soon = AT_HOME | {"timeout": TRY_SECONDS}
        self.client = httpx.Client(headers={"Accept-Language": "en"}, **soon)

    def work(self, *, at_most: int | None = None) -> None:
        """Answer one scenario after the other, round and round, until it is over."""
        self.enter()
        for page in islice(cycle(self.house.pages), at_most):
            self.answer(page, self.open(page))
            if self.is_over():
                return

    def work_and_send(self, n_answers: int) -> None:
        """Answer some, then send them in, and once more to be sure."""
        self.work(at_most=n_answers)
        form = csrf_of(self.ask("GET", "/assessment/review"))
        for _ in range(2):
            sent = self.ask("POST", "/assessment/submit", form)
            assert sent.status_code == FOUND, (sent.status_code, sent.text[:2000])
            found = RECEIPT.search(self.ask("GET", "/assessment/receipt").text)
            assert found is not None
            self.told.receipts.append(found[1])

    def race(self, ends_at: datetime) -> None:
        """Open some scenarios in time, and send half of them when the time is already over."""
        opened = [(page, self.open(page)) for page in self.house.pages[:N_RACED]]
        for number, (page, hidden) in enumerate(one for one in opened if one[1]):
            if number == N_RACED // 2:
                time.sleep(max((ends_at - datetime.now(UTC)).total_seconds(), 0))
            self.answer(page, hidden)

    def enter(self) -> None:
        """From the link to the first scenario."""
        form = self.ask("GET", f"/c/{self.token}")
        self.ask("POST", f"/c/{self.token}", csrf_of(form))
        start = self.ask("GET", "/assessment")
        self.ask("POST", "/assessment/start", dict(HIDDEN_FIELD.findall(start.text)))

    def open(self, page: Page) -> dict[str, str]:
        """Have a scenario shown: what its page has to send along; empty once the time is over."""
        return dict(PAGE_FIELD.findall(self.ask("GET", f"/assessment/{page.position}").text))

    def answer(self, page: Page, hidden: dict[str, str]) -> None:
        """Change one's mind in between, then send it, and note what one is told."""
        path = f"/assessment/{page.position}"
        for number in range(1, self.rng.randint(1, MOST_DRAFTS + 1)):
            fields, value = choose(page.item, self.rng)
            kept = self.ask("POST", f"{path}/draft", hidden | fields | {"number": str(number)})
            if kept.status_code == OK:
                self.told.drafts[page.item_ref, name_of(hidden["page"])] = (number, value)
        fields, value = choose(page.item, self.rng)
        answered = self.ask("POST", path, hidden | fields, {"Hiring-Answer": "next"})
        assert answered.status_code in {OK, FOUND}, (answered.status_code, answered.text[:2000])
        self.told.answers.setdefault(page.item_ref, []).append(value)
        self.told.answered_at[page.item_ref] = datetime.now(UTC)
        self.n_answers += 1

    def ask(
        self,
        method: str,
        path: str,
        fields: Fields | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send until an answer of the server comes back, as the page does.

        Raises:
            TimeoutError: None came back for as long as anybody would wait.
        """
        end = time.monotonic() + self.patience_seconds
        while time.monotonic() < end:
            try:
                answer = self.client.request(
                    method, self.network.url + path, data=fields, headers=headers
                )
            except CANNOT_CONNECT:
                answer = None
            if answer is not None and answer.status_code < 500:
                return answer
            time.sleep(self.rng.uniform(0, LONGEST_WAIT_SECONDS))
        raise TimeoutError(f"no answer to {method} {path}")


def name_of(token: str) -> str:
    """The name of a showing of a page, by which its drafts are filed."""
    return base64.urlsafe_b64decode(token)[-28:-22].hex()


def csrf_of(page: httpx.Response) -> Fields:
    """The form token of a page."""
    found = FORM_TOKEN.search(page.text)
    assert found is not None, (page.status_code, page.text[:500])
    return {"csrf_token": found[1]}


def rng(seed: int) -> Random:
    """Choices that come out the same in every run."""
    return Random(seed)  # noqa: S311 - choices, not secrets
