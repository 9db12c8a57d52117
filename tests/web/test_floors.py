"""A house that asks for more people before it shows a figure is obeyed wherever figures stand."""

from datetime import timedelta

import pytest

from hiring import vault
from hiring.accounts import Role
from hiring.norm_groups import Chosen
from hiring.scoring import score_sitting
from hiring.surveys import SurveyReply
from hiring.vault import Topic
from tests.builders import BEST_ANSWERS, NOW, sign_in
from tests.norms import add_scored, make_group, spread
from tests.web.after.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def raised(app, monkeypatch):
    """Quarters from 50 people on, percentiles from 120; groups from 13 on, compared from 40."""
    higher = {"min_for_quarter": 50, "min_for_rounded": 120, "min_for_percentile": 400}
    higher |= {"min_group": 13, "min_compared": 40}
    settings = app.extensions["hiring_settings"].model_copy(update=higher)
    monkeypatch.setitem(app.extensions, "hiring_settings", settings)
    return settings


@pytest.fixture
def recruiter(app, session, house, opening):
    return sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))


@pytest.fixture
def scored(session, house, opening):
    """Somebody who is held against a norm group of 110 people."""
    candidate = house.candidate(opening, "Ada Example")
    sitting = house.submitted(candidate, house.drawn_answers(seed=3))
    score_sitting(session, sitting.id, now=NOW)
    elsewhere = house.opening("Elsewhere")
    add_scored(house, elsewhere, spread(110))
    group = make_group(house, Chosen(opening_ids=(elsewhere.id,)))
    opening.norm_group_id = group.id
    session.commit()
    return candidate


def test_where_a_percentile_needs_more_people_the_quarter_is_told(recruiter, scored, raised):
    page = words(recruiter.get(f"/candidates/{scored.id}"))

    assert "quarter of the norm group" in page
    assert "told from 120 people on" in page


def test_a_brief_shows_no_percentile_below_the_floor_of_the_house(recruiter, scored, raised):
    assert "Percentile " not in recruiter.get(f"/candidates/{scored.id}/brief").text


def test_without_a_higher_floor_page_and_brief_show_the_percentile(recruiter, scored):
    assert "Percentile " in recruiter.get(f"/candidates/{scored.id}").text
    assert "Percentile " in recruiter.get(f"/candidates/{scored.id}/brief").text


def test_the_floors_of_the_house_are_told_where_somebody_chooses_and_reads(
    recruiter, opening, scored, raised
):
    choosing = words(recruiter.get(f"/openings/{opening.id}/norm-group"))
    method = words(recruiter.get("/method"))

    assert "Under 50 people nothing is shown, from 50 the quarter, from 120" in choosing
    assert {n for n in ("50", "120", "400") if f" {n} " in method} == {"50", "120", "400"}


def test_a_group_that_is_too_small_for_the_house_is_not_shown(
    app, session, small_house, staff, raised
):
    opening = small_house.opening()
    opening.asks_background = True
    for n in range(32):
        candidate = small_house.candidate(opening, f"Person {n}")
        sitting = small_house.submitted(candidate, BEST_ANSWERS)
        score_sitting(session, sitting.id, now=NOW)
        sex = "female" if n < 12 else "male"
        vault.keep_reply(session, candidate, {Topic.SEX: sex}, now=NOW - timedelta(days=40))
    session.commit()
    monitor = sign_in(session, app.test_client(), staff[Role.MONITOR])
    page = words(monitor.get(f"/monitoring/{opening.id}/above_median"))

    assert "Female fewer than 13 people: not shown" in page
    assert "Groups of fewer than 13 people are not shown, of fewer than 40 not compared" in page


@pytest.mark.parametrize(("n", "is_shown"), [(12, False), (13, True)])
def test_what_candidates_say_is_shown_from_the_floor_of_the_house_on(
    session, recruiter, house, opening, raised, n, is_shown
):
    house.candidate(opening)
    month = (NOW - timedelta(days=40)).date().replace(day=1)
    for _ in range(n):
        session.add(SurveyReply(opening_id=opening.id, fairness=4, clarity=5, month=month))
    session.commit()
    page = words(recruiter.get(f"/openings/{opening.id}"))

    assert ("13 people answered" in page) == is_shown
    assert ("Shown from 13 answers on" in page) == is_shown
