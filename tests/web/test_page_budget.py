"""What a question page may cost: requests, bytes as sent, and nobody else's servers."""

import re
from random import Random
from urllib.parse import urljoin, urlsplit

import pytest

from hiring.rehearsal.choosing import choose
from hiring.sittings import pages_of
from tests import stores
from tests.builders import send, shipped_bank
from tests.journeys.candidates import HIDDEN

FURTHER_BYTES = 6_000
FIRST_BYTES = 100_000
PACKED = {"Accept-Encoding": "gzip"}
NEXT = {"Hiring-Answer": "next", **PACKED}
PARTS = re.compile(r'<(?:link|script|img|source|track|iframe)[^>]+(?:href|src)="([^"]+)"')
IMPORTS = re.compile(r'^(?:import|\} from|import .* from) "([^"]+)"', re.MULTILINE)
STYLE_PARTS = re.compile(r'(?:url\(|@import )["\']?([^"\')]+)')
HERE = "http://localhost"


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: what a page weighs does not depend on the database."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def started(client, house, candidate):
    """A browser in which a sitting of the shipped bank has begun."""
    send(client, f"/c/{house.token(candidate)}")
    send(client, "/assessment/start")
    return client


@pytest.fixture(scope="module")
def pages():
    bank = shipped_bank().bank
    return pages_of(bank, bank.default_form.id)


def weight(answer):
    """Bytes of the body as it goes over the wire."""
    return len(answer.get_data())


def whole(browser, address):
    """A page or file, and all that it names, each once: address and bytes as sent."""
    found, waiting = {}, [address]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith("data:"):
            continue
        found[address] = weight(browser.get(address, headers=PACKED, buffered=True))
        text = browser.get(address, buffered=True).get_data(as_text=True)
        names = [one for kind in (PARTS, IMPORTS, STYLE_PARTS) for one in kind.findall(text)]
        waiting += [urljoin(address, name) for name in names]
    return found


def fields_of(browser, page):
    shown = browser.get(f"/assessment/{page.position}").text
    chosen, _value = choose(page.item, Random(page.position))  # noqa: S311 - choices, not secrets
    return {**dict(HIDDEN.findall(shown)), **chosen}


def test_each_further_page_is_one_request_of_at_most_six_kilobytes(started, pages):
    for page in pages[:-1]:
        address = f"/assessment/{page.position}"
        answer = started.post(address, data=fields_of(started, page), headers=NEXT)

        assert answer.status_code == 200
        assert answer.headers["Content-Location"] == f"/assessment/{page.position + 1}"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert weight(answer) <= FURTHER_BYTES


def test_without_javascript_a_further_page_is_two_requests(started, pages):
    answer = started.post("/assessment/1", data=fields_of(started, pages[0]), headers=PACKED)
    further = started.get(answer.location, headers=PACKED)

    assert (answer.status_code, answer.location) == (302, "/assessment/2")
    assert (further.status_code, further.history) == (200, ())
    assert weight(answer) + weight(further) <= FURTHER_BYTES


def test_a_further_page_needs_no_file_that_the_first_did_not_bring(started):
    first, second = (set(whole(started, f"/assessment/{n}")) for n in (1, 2))

    assert second - {"/assessment/2"} <= first


def test_the_first_page_with_all_its_files_stays_below_a_hundred_kilobytes(started):
    found = whole(started, "/assessment/1")

    assert len(found) > 3
    assert sum(found.values()) < FIRST_BYTES


def test_nothing_is_asked_of_anybody_else(started):
    for start in ("/assessment", "/assessment/1"):
        for address in whole(started, start):
            assert urlsplit(urljoin(HERE, address)).netloc == "localhost", address
