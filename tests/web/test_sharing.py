"""A link for a hiring manager opens what it names, for as long as it may, and nothing else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry, first_altered
from hiring.openings.share_links import USUAL_DAYS, ShareLink, share_token
from hiring.scoring import score_sitting
from hiring.sittings import leaving
from hiring.sittings.records import find_sitting
from tests.builders import BEST_ANSWERS, NOW, send
from tests.stores import SECRET
from tests.web.small_opening import opening, owner  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORSE = BEST_ANSWERS | {"lost-order/responses": "b", "short-call/responses": "a"}
FIELDS = {"made_for": "Sam, head of support", "shows_brief": "y", "days": "7"}


@pytest.fixture
def people(session, small_house, opening):
    found = []
    for name, answers in (("Ada Example", BEST_ANSWERS), ("Bo Sample", WORSE)):
        found.append(small_house.candidate(opening, name))
        sitting = small_house.submitted(found[-1], answers)
        score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return found


@pytest.fixture
def shared(session, owner, opening, people):
    """Make a link to both people and return its path."""

    def make(**fields):
        who = fields.pop("who", [str(one.id) for one in people])
        answer = send(owner, f"/openings/{opening.id}/share", who=who, **(FIELDS | fields))
        assert answer.status_code == 302, answer.text
        link = session.exec(select(ShareLink).order_by(ShareLink.made_at.desc())).first()
        return f"/shared/{share_token(link.id, SECRET)}"

    return make


def test_a_manager_reads_a_brief_without_an_account(client, shared, people):
    path = shared()
    text = client.get(path).text

    assert "Ada Example" in text
    assert "Sam, head of support" in text
    assert "Ada Example" in client.get(f"{path}/{people[0].id}/brief").text
    assert client.get(f"{path}/{people[0].id}/brief.pdf").data.startswith(b"%PDF")


def test_a_link_runs_out_after_a_week_unless_told_otherwise(session, shared):
    shared()
    link = session.exec(select(ShareLink)).one()

    assert link.expires_at - link.made_at == timedelta(days=USUAL_DAYS)


def test_the_secret_part_is_not_stored(session, shared):
    token = shared().removeprefix("/shared/")

    assert token not in repr(session.exec(select(ShareLink)).one().model_dump())


def test_withdrawn_run_out_and_random_links_get_the_same_answer(
    session, client, owner, opening, people, shared
):
    withdrawn, over = shared(), shared()
    links = session.exec(select(ShareLink)).all()
    for link in links:
        if over.endswith(share_token(link.id, SECRET)):
            link.made_at = datetime.now(UTC) - timedelta(days=8)
            link.expires_at = datetime.now(UTC) - timedelta(days=1)
        else:
            send(owner, f"/openings/{opening.id}/share/{link.id}/withdraw")
    session.commit()

    for page in ("", f"/{people[0].id}/brief", f"/{people[0].id}/brief.pdf", "/compare"):
        paths = (withdrawn, over, "/shared/" + "x" * 43)
        answers = [client.get(path + page) for path in paths]
        assert {one.status_code for one in answers} == {404}
        assert len({one.data for one in answers}) == 1
        assert len({str(named(one.headers)) for one in answers}) == 1


def named(headers):
    """All headers but the name of the request, which is another each time."""
    return sorted(one for one in headers if one[0] != "X-Request-Id")


def test_no_page_behind_a_link_is_indexed_or_kept(client, shared, people):
    path = shared(shows_comparison="y")

    for page in ("", f"/{people[0].id}/brief", f"/{people[0].id}/brief.pdf", "/compare"):
        headers = client.get(path + page).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"


def test_a_link_opens_nobody_whom_it_does_not_name(client, shared, people):
    path = shared(who=[str(people[0].id)])

    assert "Bo Sample" not in client.get(path).text
    assert client.get(f"{path}/{people[1].id}/brief").status_code == 404
    assert client.get(f"{path}/{people[1].id}/brief.pdf").status_code == 404


def test_a_link_opens_only_the_kinds_it_names(client, shared, people):
    briefs, side_by_side = shared(), shared(shows_brief="", shows_comparison="y")

    assert client.get(f"{briefs}/compare").status_code == 404
    assert client.get(f"{side_by_side}/{people[0].id}/brief").status_code == 404
    assert client.get(f"{side_by_side}/{people[0].id}/brief.pdf").status_code == 404
    text = client.get(f"{side_by_side}/compare").text
    assert "What can be said" in text
    assert "Far from the key" not in text


def test_somebody_the_link_does_not_name_is_not_compared(client, shared, people):
    path = shared(who=[str(people[0].id)], shows_comparison="y")
    query = "&".join(f"id={one.id}" for one in people)

    assert client.get(f"{path}/compare?{query}").status_code == 404
    assert client.get(f"{path}/compare").status_code == 409


def test_a_blind_link_names_nobody(client, shared, people):
    path = shared(is_blind="y", shows_comparison="y")

    for page in ("", f"/{people[0].id}/brief", "/compare"):
        text = client.get(path + page).text
        assert "Ada Example" not in text
        assert people[0].code in text


def test_who_sees_no_names_gives_none_away(session, small_house, client, shared):
    small_house.staff[Role.OWNER].sees_names = False
    session.commit()

    assert "Ada Example" not in client.get(shared(is_blind="")).text


def test_every_look_stands_in_the_chain_under_the_link(session, client, opening, people, shared):
    path = shared(shows_comparison="y")
    client.get(f"{path}/{people[0].id}/brief")
    client.get(f"{path}/{people[0].id}/brief.pdf")
    client.get(f"{path}/compare")

    link = session.exec(select(ShareLink)).one()
    looks = session.exec(select(AuditEntry.act).where(AuditEntry.actor == str(link.id))).all()
    assert sorted(looks) == ["brief.exported", "brief.read", "candidates.compared"]
    assert first_altered(session, opening.id) is None


def test_the_page_of_links_says_how_often_each_was_used(owner, client, opening, people, shared):
    path, page = shared(), f"/openings/{opening.id}/share"
    assert "Nobody has looked yet." in owner.get(page).text

    for _time in range(2):
        client.get(f"{path}/{people[0].id}/brief")

    assert "2 looks, the newest " in owner.get(page).text


def test_answers_that_a_manager_has_read_are_not_taken_back(session, client, people, shared):
    client.get(f"{shared()}/{people[0].id}/brief")

    fault = leaving.void_fault(session, people[0], find_sitting(session, people[0].id))
    assert fault is leaving.VoidFault.OPENED_BY_STAFF


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"made_for": ""}, "Write for whom the link is"),
        ({"shows_brief": ""}, "Choose at least one kind of page"),
        ({"days": "61"}, "Write a number of days from 1 to 60"),
        ({"days": "soon"}, "Write a number of days from 1 to 60"),
    ],
)
def test_a_faulty_link_is_not_made(session, owner, opening, people, fields, words):
    who = [str(one.id) for one in people]
    answer = send(owner, f"/openings/{opening.id}/share", who=who, **(FIELDS | fields))

    assert answer.status_code == 422
    assert words in answer.text
    assert session.exec(select(ShareLink)).all() == []


def test_a_sealed_opening_shares_no_number_before_the_panel_has_filed(
    session, client, opening, people, shared
):
    opening.is_sealed = True
    session.commit()
    path = shared(shows_comparison="y")
    text = client.get(f"{path}/{people[0].id}/brief").text

    assert not re.search(r"\d+ of 100", text)
    assert client.get(f"{path}/compare").status_code == 409


def test_the_page_of_links_gives_the_address_until_it_is_withdrawn(session, owner, opening, shared):
    path = shared()
    page = f"/openings/{opening.id}/share"
    assert path in owner.get(page).text

    link = session.exec(select(ShareLink)).one()
    send(owner, f"{page}/{link.id}/withdraw")
    text = owner.get(page).text
    assert path not in text
    assert "withdrawn" in text
