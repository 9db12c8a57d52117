"""How many people were shown each item agrees with the pages that were sent to them."""

import html
import re

import pytest
from sqlalchemy import event

from hiring.banks.versions import bank_document
from hiring.sittings import pages_of
from hiring.sittings.exposure import shown_counts
from tests.builders import BEST_ANSWERS, fields_of, page_token
from tests.web.first_page import begun

TEXT = "I would call her today."
POSITION = re.compile(r"Scenario (\d+) of 7")


@pytest.fixture
def bank(session, small_key):
    return bank_document(session, small_key.bank_version_id)


@pytest.fixture
def pages(bank):
    return {page.position: page for page in pages_of(bank, "standard")}


@pytest.fixture
def parts_desk(small_house):
    return small_house.opening("Parts desk")


@pytest.fixture
def browser(app, small_house, parts_desk):
    """The browser of somebody new, in which a sitting has begun."""
    return lambda name: begun(
        app.test_client(), small_house, small_house.candidate(parts_desk, name)
    )


@pytest.fixture
def counted(session, small_key, bank):
    def count():
        session.expire_all()
        return shown_counts(session, small_key.bank_version_id, bank)

    return count


def positions_in(response):
    return {int(found) for found in POSITION.findall(response.text)}


def send_page(client, page):
    """Answer a page as a browser does; the positions of the pages that came back."""
    path, values = f"/assessment/{page.position}", BEST_ANSWERS | {"own-words/responses": TEXT}
    fields = {"page": page_token(client, path), "revision": "0"}
    fields |= fields_of(page.item, values[page.item_ref])
    return positions_in(client.post(path, data=fields, headers={"Hiring-Answer": "next"}))


def test_counters_match_the_pages_that_were_delivered(browser, pages, counted):
    delivered = dict.fromkeys((page.item_ref for page in pages.values()), 0)
    for name, n_answered in (("Ada", 0), ("Bo", 1), ("Cleo", 4), ("Di", len(pages))):
        client = browser(name)
        seen = positions_in(client.get("/assessment/1"))
        for position in range(1, n_answered + 1):
            seen |= send_page(client, pages[position])
        for position in seen:
            delivered[pages[position].item_ref] += 1

    assert list(delivered.values()) == [4, 3, 2, 2, 2, 1, 1]
    assert counted() == delivered


def test_a_page_that_was_only_begun_counts_once_a_person(browser, pages, counted):
    client, path = browser("Ada"), "/assessment/3"
    fields = fields_of(pages[3].item, BEST_ANSWERS[pages[3].item_ref])
    for _again in range(2):
        token = page_token(client, path)
        data = {"page": token, "revision": "0", "number": "1", **fields}
        assert client.post(f"{path}/draft", data=data).status_code == 200

    assert counted()[pages[3].item_ref] == 1


def test_made_up_people_do_not_count(small_house, counted):
    made_up = small_house.opening("Parts desk", is_simulated=True)
    small_house.sitting(small_house.candidate(made_up), dict.fromkeys(BEST_ANSWERS))

    assert set(counted().values()) == {0}


def test_counting_takes_one_statement(session, small_house, small_key, bank, parts_desk):
    small_house.sitting(small_house.candidate(parts_desk))
    version_id, told = small_key.bank_version_id, []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *facts: told.append(facts[2]))
    shown_counts(session, version_id, bank)

    assert len(told) == 1


def texts_of(page):
    """What only somebody who is shown a scenario may read: names, situation, options."""
    scenario = page.scenario
    own = [scenario.title, *scenario.stem.split("\n"), *(one.text for one in page.item.options)]
    return {plain(text) for text in own if text.strip()}


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def leaked(response, pages, position):
    """Texts of later scenarios in a page that shows this one, which is there as a whole."""
    shown = texts_of(pages[position - 1])
    later = {text for one in pages[position:] for text in texts_of(one)} - shown
    whole, told = html.unescape(response.text), plain(response.text)
    refs = {one.scenario.id for one in pages[position:]}
    assert {text for text in shown if text not in told} <= {
        plain(pages[position - 1].scenario.title)
    }
    return {text for text in later if text in told or text in whole} | {
        ref for ref in refs if ref in whole
    }


@pytest.fixture
def shipped(session, house):
    return pages_of(bank_document(session, house.key.bank_version_id), "standard")


def test_the_html_of_a_scenario_holds_nothing_of_the_next_ones(client, house, candidate, shipped):
    begun(client, house, candidate)
    for page in shipped:
        assert leaked(client.get(f"/assessment/{page.position}"), shipped, page.position) == set()


def test_the_answer_brings_the_next_scenario_and_none_after_it(client, house, candidate, shipped):
    begun(client, house, candidate)
    data = {"page": page_token(client, "/assessment/1"), "revision": "0", "skip": "1"}
    answer = client.post("/assessment/1", data=data, headers={"Hiring-Answer": "next"})

    assert answer.headers["Content-Location"] == "/assessment/2"
    assert leaked(answer, shipped, 2) == set()
