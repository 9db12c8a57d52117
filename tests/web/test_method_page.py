"""The page of method: a section for each figure, and what a score that is asked about stands on."""

import re
from html import unescape

import pytest
from sqlmodel import select

from hiring import __version__
from hiring.accounts import Role
from hiring.scoring import Score, score_sitting
from tests.builders import BEST_ANSWERS, NOW, add_staff, send, sign_in
from tests.web.small_opening import opening, owner  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORSE = BEST_ANSWERS | {"lost-order/responses": "b", "short-call/responses": "a"}
WHY = re.compile(
    r'<a class="why noprint" href="([^"]+)">Why this\?<span class="vh"> ([^<]+)</span>'
)
OLDER = "0.1.0"


@pytest.fixture
def people(session, small_house, opening):
    found = []
    for name, answers in (("Ada Example", BEST_ANSWERS), ("Bo Sample", WORSE)):
        found.append(small_house.candidate(opening, name))
        score_sitting(session, small_house.submitted(found[-1], answers).id, now=NOW)
    session.commit()
    return found


@pytest.fixture
def pages(opening, people):
    """Every page of the desk on which a figure stands."""
    here, ids = f"/openings/{opening.id}", "&".join(f"id={one.id}" for one in people)
    return [
        f"/candidates/{people[0].id}",
        f"/candidates/{people[0].id}/brief",
        f"{here}/compare?{ids}",
        f"{here}?sort=score",
        f"{here}/cut",
        f"{here}/agreement",
    ]


def ways(page):
    """The addresses and figures of the links on a page."""
    return [(unescape(address), unescape(figure)) for address, figure in WHY.findall(page)]


def sections(page):
    return set(re.findall(r'<h2 id="([a-z]+)"', page))


def set_cut(owner, opening):
    fields = {"cut_points": "50", "method": "other", "reason": "Agreed by three of us."}
    return send(owner, f"/openings/{opening.id}/cut", **fields)


def test_every_page_with_figures_leads_to_their_sections(owner, opening, pages):
    set_cut(owner, opening)
    known = sections(owner.get("/method").text)
    for address in pages:
        found = ways(owner.get(address).text)

        assert found, address
        for way, _figure in found:
            path, _hash, topic = way.partition("#")
            assert path.split("?")[0] == "/method"
            assert topic in known


def test_on_a_page_each_link_names_another_figure(owner, opening, pages):
    set_cut(owner, opening)
    for address in pages:
        names = [figure for _way, figure in ways(owner.get(address).text)]

        assert len(names) == len(set(names)), address


def test_the_figures_of_a_candidate_each_have_a_link(owner, people):
    found = {figure for _way, figure in ways(owner.get(f"/candidates/{people[0].id}").text)}

    assert found == {
        "Score",
        "Twenty equally likely places of the true score",
        "Score, in points of 100",
        "Likely range, 90 % interval",
        "Middle half of comparable sittings",
        "Standard error of measurement",
        "Reliability",
    }


def test_a_link_beside_a_score_tells_what_that_score_was_made_with(owner, small_house, people):
    way, _figure = ways(owner.get(f"/candidates/{people[0].id}").text)[0]
    page = owner.get(way).text

    assert "This score was made by the version that this page describes." in page
    assert f"<dd>{small_house.key.key_version}</dd>" in page
    assert f"<dd>{__version__}</dd>" in page
    assert "Precision: planned" in page
    assert "Ada Example" not in page
    assert people[0].code not in page


def test_a_score_of_an_older_version_says_so(session, owner, people):
    score = session.exec(select(Score)).first()
    score.package_version = OLDER
    session.commit()
    page = owner.get(f"/method?score={score.code}").text

    assert f"This score was made by version {OLDER} of the software" in page
    assert f"This page describes version {__version__}" in page
    assert f"<dd>{OLDER}</dd>" in page


def test_another_openings_code_tells_as_much_as_one_that_nobody_has(app, session, owner, people):
    code = session.exec(select(Score)).first().code
    stranger = sign_in(session, app.test_client(), add_staff(session, Role.RECRUITER, "No One"))

    theirs = stranger.get(f"/method?score={code}").text
    assert theirs == stranger.get("/method?score=ABCDEFGHJKLM").text
    assert "No score that you work with has this code" in theirs
    assert 'id="made"' in owner.get(f"/method?score={code}").text


def test_a_manager_reads_the_method_behind_the_link_and_of_no_score(client, owner, opening, people):
    fields = {"made_for": "Sam", "shows_brief": "y", "shows_comparison": "y", "days": "7"}
    send(owner, f"/openings/{opening.id}/share", who=[str(one.id) for one in people], **fields)
    listed = owner.get(f"/openings/{opening.id}/share").text
    share = re.search(r"/shared/([\w.-]+)", listed)[0]
    for address in (f"{share}/compare", f"{share}/{people[0].id}/brief"):
        found = ways(client.get(address).text)

        assert found, address
        assert {way.split("#")[0] for way, _figure in found} == {f"{share}/method"}

    page = client.get(f"{share}/method").text
    assert {way.split("#")[1] for way, _figure in found} <= sections(page)


def test_paper_carries_no_such_link(owner, people):
    assert not ways(owner.get(f"/candidates/{people[0].id}/profile").text)
