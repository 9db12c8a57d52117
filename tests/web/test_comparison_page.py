"""People side by side: who cannot be told apart, what they chose, and by code alone."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlmodel import select

from hiring import comparison
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.scoring import score_sitting
from tests.builders import BEST_ANSWERS, NOW, send, sign_in
from tests.web.small_opening import opening, owner  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORST = {
    "late-parts/responses": {"a": 1, "b": 4, "c": 1, "d": 4},
    "wrong-bill/responses": {"best": "d", "worst": "a"},
    "long-queue/responses": ["d", "b", "a", "c"],
    "lost-order/responses": "b",
    "two-steps/responses": ["b", "c"],
    "short-call/responses": "a",
}
DELIVERING = ("late-parts/responses", "long-queue/responses", "two-steps/responses")


@pytest.fixture
def add(session, small_house, opening):
    def scored(name, answers, email=None):
        candidate = small_house.candidate(opening, name, email)
        sitting = small_house.submitted(candidate, answers)
        score_sitting(session, sitting.id, now=NOW)
        session.commit()
        return candidate

    return scored


@pytest.fixture
def pair(add):
    return [add("Ada Example", BEST_ANSWERS), add("Bo Sample", WORST)]


def compared(client, opening, people, **more):
    query = {"id": [one.id for one in people], **more}
    return client.get(f"/openings/{opening.id}/compare", query_string=query)


def test_the_scenarios_that_part_people_stand_with_what_each_chose(owner, opening, pair):
    text = compared(owner, opening, pair).text

    assert "Where they differ most" in text
    assert "Far from the key" not in text
    assert "Full credit" not in text


def test_people_with_the_same_answers_part_nowhere(owner, opening, add):
    people = [add("Ada Example", BEST_ANSWERS), add("Bo Sample", BEST_ANSWERS)]

    assert "Where they differ most" not in compared(owner, opening, people).text


def test_who_cannot_be_told_apart_stands_together(session, add, opening):
    same = [add("Ada Example", BEST_ANSWERS), add("Bo Sample", BEST_ANSWERS)]
    other = add("Cy Instance", WORST)
    found = comparison.compare(session, [*same, other])

    groups = [[one.candidate.name for one in group] for group in comparison.tied_groups(found)]
    assert ["Ada Example", "Bo Sample"] in groups
    assert ["Ada Example", "Bo Sample", "Cy Instance"] not in groups


def evidence_of(text):
    """The names of the rows of the pictures and of the table of figures."""
    return re.findall(r'<tr><th scope="row">([^<]*?)(?: <a [^>]*>Why this.*?)?</th>', text)


def test_the_tick_leaves_only_what_differs_beyond_error(owner, opening, pair):
    text = compared(owner, opening, pair, differing=1).text

    assert 'name="differing" value="1" checked' in text
    assert evidence_of(text) == [
        "Score, likely range",
        "Interview brief",
        "Score, in points of 100",
        "Likely range, 90 % interval",
    ]
    assert "Nothing is left" not in text


def test_with_the_tick_nothing_is_left_of_people_who_do_not_differ(owner, opening, add):
    people = [add("Ada Example", BEST_ANSWERS), add("Bo Sample", BEST_ANSWERS)]
    text = compared(owner, opening, people, differing=1).text

    assert "Nothing is left: in no figure do these people differ" in text
    assert evidence_of(text) == ["Interview brief"]


def test_without_the_tick_every_figure_stands(owner, opening, pair):
    text = compared(owner, opening, pair).text

    assert "checked" not in text
    assert "Code to verify" in evidence_of(text)


def test_the_tick_keeps_codes_and_codes_keep_the_tick(owner, opening, pair):
    blind = compared(owner, opening, pair, blind=1, differing=1).text
    seen = compared(owner, opening, pair, differing=1).text

    assert '<input type="hidden" name="blind" value="1">' in blind
    assert "Example" not in blind
    assert "blind=1&amp;differing=1" in seen


def test_an_area_is_left_only_where_the_people_differ_in_it(session, owner, opening, add):
    delivering = {name: BEST_ANSWERS[name] for name in DELIVERING}
    people = [add("Ada Example", BEST_ANSWERS), add("Bo Sample", WORST | delivering)]
    snapshot = comparison.scored_people(session, people)[people[0].id].snapshot
    snapshot.reportable, snapshot.sem, snapshot.r = ["responding", "delivering"], 8.0, 0.8
    session.commit()

    assert {"Responding", "Delivering"} <= set(evidence_of(compared(owner, opening, people).text))
    left = evidence_of(compared(owner, opening, people, differing=1).text)
    assert "Responding" in left
    assert "Delivering" not in left


def test_blind_mode_names_nobody_and_stands_in_order_of_code(owner, opening, pair):
    text = compared(owner, opening, pair, blind=1).text

    assert "Example" not in text
    assert "Sample" not in text
    first, second = sorted(one.code for one in pair)
    head = text[text.index("<thead>") :]
    assert head.index(first) < head.index(second)


def test_a_brief_opened_from_blind_mode_is_by_code_on_screen_and_paper(owner, opening, pair):
    address = f"/candidates/{pair[0].id}/brief"
    assert f"{address}?blind=1" in compared(owner, opening, pair, blind=1).text

    assert "Ada Example" not in owner.get(f"{address}?blind=1").text
    answer = owner.get(f"{address}.pdf?blind=1")
    pages = PdfReader(io.BytesIO(answer.data))
    words = " ".join(page.extract_text() for page in pages.pages)
    about = f"{pages.metadata} {answer.headers['Content-Disposition']}"
    assert "Ada Example" not in f"{words} {about}"
    assert pair[0].code in words


@pytest.fixture
def blind(session, opening, pair):
    opening.is_blind = True
    session.commit()
    return pair


@pytest.mark.parametrize("page", ["", "/brief"])
def test_a_blind_opening_shows_codes(owner, opening, blind, page):
    text = owner.get(f"/candidates/{blind[0].id}{page}").text

    assert "Ada Example" not in text
    assert blind[0].code in text


def test_a_blind_opening_compares_by_code(owner, opening, blind):
    assert "Ada Example" not in compared(owner, opening, blind).text


def test_unblinding_is_on_record_and_for_those_asked_about_only(session, owner, opening, blind):
    send(owner, f"/openings/{opening.id}/names", id=str(blind[0].id))

    entries = session.exec(select(AuditEntry).where(AuditEntry.act == "candidate.unblinded")).all()
    assert [one.object_id for one in entries] == [str(blind[0].id)]
    assert "Ada Example" in owner.get(f"/candidates/{blind[0].id}").text
    assert "Bo Sample" not in owner.get(f"/candidates/{blind[1].id}").text


def test_one_colleague_asking_for_a_name_tells_the_other_nothing(
    app, session, small_house, owner, opening, blind
):
    send(owner, f"/openings/{opening.id}/names", id=str(blind[0].id))
    robin = sign_in(session, app.test_client(), small_house.join(opening, Role.RECRUITER))

    assert "Ada Example" not in robin.get(f"/candidates/{blind[0].id}").text


def test_interviews_stand_apart_only_where_there_are_any(owner, opening, pair):
    assert "Interview, apart from the screen" not in compared(owner, opening, pair).text
