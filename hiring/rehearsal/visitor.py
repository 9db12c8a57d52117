"""A simulated candidate: from the link to the receipt, at the pace of people.

What a page does with scripts, a visitor does: it has changes of mind kept as drafts, asks for the
next page with the answer, and sends again and again until it hears that something is kept.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any
from urllib.parse import SplitResult, urlsplit

from hiring.rehearsal.browser import Browser, NoReplyError, Reply
from hiring.rehearsal.choosing import Fields, choose
from hiring.sittings import Page
from hiring.web.candidate.keeping import STORED_HEADER

N_TRIES = 12
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 15.0
MOST_DRAFTS = 3  # before an answer; a page sends one whenever somebody pauses
OK, SEE_OTHER, FIRST_FAULT, CONFLICT, SERVER_FAULT = 200, 302, 400, 409, 500
KEPT = "answer"
RECEIPT = '<p class="code">'


class UnexpectedError(Exception):
    """Something came back, but not what should have."""


@dataclass(slots=True)
class Memory:
    """What one candidate was told and went through.

    ``saved`` are the values called saved, by item. The seconds are of requests that were answered
    as they should be; ``faults`` counts the others by what came instead.
    """

    saved: dict[str, Any] = field(default_factory=dict)
    save_seconds: list[float] = field(default_factory=list)
    draft_seconds: list[float] = field(default_factory=list)
    start_seconds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    has_receipt: bool = False
    given_up: str = ""


@dataclass(slots=True)
class Visitor:
    """Who sits down with a link. ``rest`` waits a share of the time that people think."""

    address: SplitResult
    token: str
    pages: tuple[Page, ...]
    rng: Random
    rest: Callable[[float], None]
    memory: Memory = field(default_factory=Memory)

    def attend(self) -> Memory:
        """Go through everything; what cannot be overcome is remembered, not raised."""
        browser = Browser(self.address)
        try:
            self._start(browser)
            for page in self.pages:
                self._think(browser, page)
                self._answer(browser, page)
            self._hand_in(browser)
        except NoReplyError as fault:
            self.memory.given_up = str(fault)
        finally:
            browser.close()
        return self.memory

    def _start(self, browser: Browser) -> None:
        """From the link to the first scenario."""
        self._until(lambda: browser.get(f"/c/{self.token}"))
        self._until(lambda: browser.post(f"/c/{self.token}"))
        self._until(lambda: browser.get("/assessment"))
        begun = self._until(lambda: browser.post("/assessment/start"))
        first = self._until(lambda: browser.get("/assessment/1"))
        self.memory.start_seconds.append(begun.seconds + first.seconds)

    def _think(self, browser: Browser, page: Page) -> None:
        """Choose, and choose otherwise, each time for a share of the time that people take."""
        n_drafts = self.rng.randint(1, MOST_DRAFTS)
        path = f"/assessment/{page.position}/draft"
        for number in range(1, n_drafts + 1):
            self.rest(1 / (n_drafts + 1))
            fields = choose(page.item, self.rng)[0] | {"number": str(number)}
            reply = self._until(partial(_keep, browser, path, fields))
            self.memory.draft_seconds.append(reply.seconds)
        self.rest(1 / (n_drafts + 1))

    def _answer(self, browser: Browser, page: Page) -> None:
        """Answer the page that is open and receive the next; believe only what is said."""
        fields, value = choose(page.item, self.rng)
        path = f"/assessment/{page.position}"
        reply = self._until(lambda: self._save(browser, path, fields))
        self.memory.save_seconds.append(reply.seconds)
        self.memory.saved[page.item_ref] = value

    def _save(self, browser: Browser, path: str, fields: Fields) -> Reply:
        """Send once.

        After a broken connection or a fault of the server the same page is sent again, as scripts
        do: it may have arrived. After a refusal, people look at the page anew.

        Raises:
            UnexpectedError: The server did not say that it has the answer.
        """
        active = f"{self.rng.uniform(2, 9):.1f}"
        reply = browser.post(path, {"active": active, **fields}, Hiring_Answer="next")
        if not _is_kept(reply):
            if reply.status < SERVER_FAULT:
                browser.get(path)
            raise UnexpectedError(f"status {reply.status}")
        return reply

    def _hand_in(self, browser: Browser) -> None:
        self.rest(1)
        self._until(lambda: browser.get("/assessment/review"))
        self._until(lambda: browser.post("/assessment/submit"))
        receipt = self._until(lambda: browser.get("/assessment/receipt"))
        self.memory.has_receipt = RECEIPT in receipt.text

    def _until(self, send: Callable[[], Reply]) -> Reply:
        """Try until it works, with longer and longer pauses.

        Raises:
            NoReplyError: It has not worked often enough to give up.
        """
        wait = FIRST_WAIT_SECONDS
        for _try in range(N_TRIES):
            said = self._try(send)
            if isinstance(said, Reply):
                return said
            self.memory.faults[said] += 1
            time.sleep(wait * self.rng.uniform(0.5, 1.0))
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)
        raise NoReplyError(f"given up after {N_TRIES} tries")

    def _try(self, send: Callable[[], Reply]) -> Reply | str:
        try:
            reply = send()
        except NoReplyError:
            return "no reply"
        except UnexpectedError as fault:
            return str(fault)
        return reply if reply.status < FIRST_FAULT else f"status {reply.status}"


def _keep(browser: Browser, path: str, fields: Fields) -> Reply:
    """Send a draft. What is older than what is there had arrived before, and is no fault."""
    reply = browser.post(path, fields)
    return replace(reply, status=OK) if reply.status == CONFLICT else reply


def _is_kept(reply: Reply) -> bool:
    """Whether the server said that the answer is stored, beside the next page or on the way on."""
    if reply.status >= SEE_OTHER:
        return f"stored={KEPT}" in urlsplit(reply.headers.get("Location", "")).query
    return reply.headers.get(STORED_HEADER) == KEPT
