"""What a page called saved is stored, whatever the network and the server go through.

Candidates answer through a network that loses, delays, doubles and reorders requests, while every
process of the server is killed again and again. Some of them sit at real pages in a real browser;
the others speak the page's protocol. Some send their answers in, and some have a time limit that
ends meanwhile. In the end, what they were told is held against the database.

HIRING_TEST_KILLS says how often the server is killed: 20 times unless told otherwise, 1,000 times
for the long run. That takes PostgreSQL as well, and says with ``-s`` how far it is.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from sqlmodel import select

from hiring.db import db
from hiring.jobs import Task
from hiring.openings.records import Candidate as CandidateRecord
from hiring.sittings import Closer, Sitting
from hiring.sittings.clock import GRACE
from tests import stores
from tests.builders import fields_of
from tests.journeys.candidates import House, application, furnish
from tests.journeys.crowds import Crowd, memory, say
from tests.journeys.protocol import Told, rng
from tests.journeys.servers import Place, Server, serve, throw_away
from tests.journeys.stored import Stored, Tally, what_is_stored
from tests.journeys.unreliable import network_before
from tests.journeys.walking import answer_scenario

N_KILLS = int(os.environ.get("HIRING_TEST_KILLS", "20"))
IS_LONG = "HIRING_TEST_KILLS" in os.environ
IN_THE_LONG_RUN = [pytest.param("postgres", marks=pytest.mark.postgres)] if IS_LONG else []
N_CANDIDATES = 50
N_AT_PAGES = 2
N_TIMED = 6
N_SENDING = 8
N_SCENARIOS_AT_PAGES = 4
FIRST_END_SECONDS = 30  # until the time of the first is over; the others end one after the other
BETWEEN_ENDS_SECONDS = N_KILLS / 4
N_ANSWERS_BETWEEN_KILLS = 4
# In a long run, chance and other work on the machine have many more occasions to be in the way.
LONGEST_LIFE_SECONDS = 5 + N_KILLS / 50
START_SECONDS = 80 + N_KILLS / 2
PATIENCE_SECONDS = 240 + N_KILLS
PAGE_PATIENCE_SECONDS = 300 + N_KILLS  # a page that was refused waits longer and longer, up to 30 s
KILLS_BETWEEN_LINES = 20
WHAT_HAPPENS = ("lost_request", "lost_answer", "doubled")


@pytest.fixture(params=["sqlite", *IN_THE_LONG_RUN])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A place with an invitation for everybody."""
    is_embedded = request.param == "sqlite"
    address = "" if is_embedded else request.getfixturevalue("postgres_of_its_own")
    place = Place(tmp_path / "var", address)
    yield furnish(place, n_candidates=N_CANDIDATES)
    throw_away(place.folder)


@pytest.fixture
def postgres_of_its_own(postgres_server: str) -> Iterator[str]:
    with stores.new_database(postgres_server, f"hiring_unreliable_{stores.WORKER}") as address:
        yield address


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    started = serve(house.place, n_workers=2)
    started.wait()
    yield started
    started.stop()


@pytest.mark.browser
def test_what_a_page_called_saved_is_stored(house, server, new_page):
    at_pages, timed, sending, working = shared_out(house.tokens)
    pages = [enter(new_page, server, token) for token in at_pages]
    with network_before(server.port, seed=1) as network:
        crowd = Crowd(network, house, PATIENCE_SECONDS)
        network.is_calm = True
        for page in pages:
            page.goto(f"{network.url}/assessment/1")
        ends = set_clocks(crowd, timed)
        give_addresses(house, sending)
        network.is_calm = False
        for token in timed:
            crowd.let(token, partial(crowd.members[token].race, ends[token]))
        for number, token in enumerate(sending):
            n_answers = 3 + rng(number).randint(0, N_KILLS // 4)
            crowd.let(token, partial(crowd.join(token).work_and_send, n_answers))
        for token in working:
            crowd.let(token, crowd.join(token).work)
        killer = threading.Thread(target=kill_again_and_again, args=(server, crowd))
        killer.start()
        try:
            chosen = [answer_at_page(page) for page in pages]
        except BaseException:
            crowd.is_over.set()
            raise
        finally:
            killer.join()
            network.is_calm = True
            crowd.wait(PAGE_PATIENCE_SECONDS)
    server.kill()

    stored = what_is_stored(house)
    told = {token: member.told for token, member in crowd.members.items()}
    tally = sum((Tally.of(told[token], stored[token]) for token in told), Tally())
    say(f"{house.place.kind}: {crowd.n_kills} kills, network {network.counts}, {tally}")
    assert crowd.faults == []
    assert (tally.lost, tally.doubled, tally.blank) == (0, 0, 0)
    assert all(network.counts[what] > N_KILLS for what in WHAT_HAPPENS)
    for token in sending + working:
        assert stored[token].revisions == told[token].answers
    for token in sending:
        assert_is_sent_once(told[token], stored[token])
    for token in timed:
        assert_nothing_is_lost_in_the_grace(told[token], stored[token])
    assert sum(stored[token].n_in_grace for token in timed) > 0
    for token, fields in zip(at_pages, chosen, strict=True):
        assert_pages_told_the_truth(fields, house, stored[token])


def shared_out(tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Who sits at a page, who has a time limit, who sends in, and who just works on."""
    rest = iter(tokens)
    parts = [tuple(islice(rest, n)) for n in (N_AT_PAGES, N_TIMED, N_SENDING)]
    return [*parts, tuple(rest)]


def set_clocks(crowd: Crowd, tokens: tuple[str, ...]) -> dict[str, datetime]:
    """Let some begin, and set an end to their time; token → end."""
    for token in tokens:
        crowd.join(token).enter()
    now, ends = datetime.now(UTC), {}
    with application(crowd.house.place):
        for number, token in enumerate(tokens):
            candidate_id = crowd.house.candidate_ids[token]
            sitting = db.session.exec(
                select(Sitting).where(Sitting.candidate_id == candidate_id)
            ).one()
            seconds = FIRST_END_SECONDS + round(number * BETWEEN_ENDS_SECONDS)
            sitting.limit_seconds = seconds
            sitting.deadline_at = ends[token] = now + timedelta(seconds=seconds)
        db.session.commit()
    return ends


def give_addresses(house: House, tokens: tuple[str, ...]) -> None:
    """Let some be known by a mail address, so that a receipt is written to them."""
    with application(house.place):
        for number, token in enumerate(tokens):
            candidate = db.session.get_one(CandidateRecord, house.candidate_ids[token])
            candidate.email = f"candidate-{number}@tests.example"
        db.session.commit()


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
        fields = chosen_in(page)
        page.get_by_role("button", name="Save and continue").click()
        here = re.compile(f"/assessment/{position}$")
        expect(page).not_to_have_url(here, timeout=PAGE_PATIENCE_SECONDS * 1000)
        told[position] = fields
    return told


def chosen_in(page: BrowserPage) -> dict[str, str]:
    """What the fields of the scenario say."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...new FormData(document.querySelector('form[data-answer]'))]
            .filter(([name]) => !['page', 'revision', 'back'].includes(name)))"""
    )
    return found


def kill_again_and_again(server: Server, crowd: Crowd) -> None:
    """End every process at once, start again, let people work for a moment, and so on.

    The moment is measured by what they get done: a busy machine may need all of a second for the
    first page. Ends early when somebody could not get on: the rest would tell nothing more.
    """
    chance = rng(99)
    try:
        while crowd.n_kills < N_KILLS and not crowd.faults and not crowd.is_over.is_set():
            crowd.wait_for_answers(N_ANSWERS_BETWEEN_KILLS, seconds=LONGEST_LIFE_SECONDS)
            time.sleep(chance.uniform(0.1, 0.7))
            server.kill()
            server.start()
            server.wait(seconds=START_SECONDS)
            crowd.n_kills += 1
            if crowd.n_kills % KILLS_BETWEEN_LINES == 0:
                say(f"{crowd.n_kills} kills, {crowd.n_answers} answers called saved, {memory()}")
        time.sleep(1)
    except Exception as fault:  # noqa: BLE001 - the test tells it
        crowd.tell(f"the server: {fault}")
    finally:
        crowd.is_over.set()


def assert_is_sent_once(told: Told, stored: Stored) -> None:
    """Sent in by the candidate, with one receipt, one score to make and one mail to write."""
    assert stored.closed_by == Closer.CANDIDATE.value
    assert told.receipts == [stored.receipt, stored.receipt]
    assert stored.jobs == sorted([Task.SCORE_SITTING.value, Task.WRITE_RECEIPT.value])


def assert_nothing_is_lost_in_the_grace(told: Told, stored: Stored) -> None:
    """What was called saved before the grace was over counts as an answer, and is no late one."""
    assert stored.deadline_at is not None
    for item, at in told.answered_at.items():
        if at <= stored.deadline_at + GRACE:
            assert stored.revisions[item] == told.answers[item]


def assert_pages_told_the_truth(
    told: dict[int, dict[str, str]], house: House, stored: Stored
) -> None:
    """Each answer is there once, with the fields that the page called saved."""
    assert len(told) == N_SCENARIOS_AT_PAGES
    for position, fields in told.items():
        page = house.pages[position - 1]
        values = stored.revisions[page.item_ref]
        assert len(values) == 1
        assert fields_of(page.item, values[0]) == fields
