"""The analyst's desk: forms and figures, nobody's name."""

import re

import pytest

from hiring.accounts import Role
from hiring.scoring import score_sitting
from tests import builders


@pytest.fixture
def analyst(session, client, house):
    return builders.sign_in(session, client, house.staff[Role.ANALYST])


@pytest.fixture
def scored(session, house, opening, now):
    """A candidate with a score."""
    candidate = house.candidate(opening, "Sentinel Example-Person")
    sitting = house.submitted(candidate, house.drawn_answers(1))
    score_sitting(session, sitting.id, now=now)
    session.commit()
    return candidate


def test_the_forms_in_use_are_listed_with_their_sittings(analyst, scored):
    page = analyst.get("/measurement").text

    cells = re.findall(r'class="num" data-label="[^"]+">(\d+)<', page)
    assert "Standard form" in page
    assert cells == ["1", "0"]


def test_a_form_says_how_exact_its_scores_are_and_on_what_that_stands(analyst, house, scored):
    page = analyst.get(f"/measurement/{house.key.id}/standard").text

    assert "planned" in page
    assert "0.65" in page
    assert re.search(r"Sittings it stands on \(N\)</th><td>1<", page)


def test_an_analyst_sees_nobodys_name(analyst, house, scored):
    for path in ("/measurement", f"/measurement/{house.key.id}/standard"):
        assert "Sentinel" not in analyst.get(path).text


def test_an_analyst_starts_at_the_desk_of_measurement(analyst):
    assert analyst.get("/openings").location == "/measurement"


def test_an_unknown_form_is_not_found(analyst, house):
    assert analyst.get(f"/measurement/{house.key.id}/nothing").status_code == 404


def test_the_legal_card_is_dated_and_gives_no_verdict(analyst, house):
    page = analyst.get(f"/measurement/{house.key.id}/standard/legal").text

    assert "Likely outside" in page
    assert "Nov 21, 2026" in page
    assert "compliant" not in page.lower()
