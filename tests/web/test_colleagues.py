"""Who sees names, and how decisions come about: for owners alone."""

from datetime import timedelta

import pytest

from hiring import openings
from hiring.accounts import Role
from hiring.openings import Outcome, ReasonCode
from hiring.openings.decisions import note_view
from hiring.scoring import score_sitting
from tests.builders import BEST_ANSWERS, NOW, send
from tests.web.small_opening import owner  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORSE = BEST_ANSWERS | {"lost-order/responses": "b", "short-call/responses": "a"}


@pytest.fixture
def decided(session, small_house):
    """Somebody who always goes with the score, in twenty seconds."""
    opening = small_house.opening()
    robin = small_house.join(opening, Role.RECRUITER)

    def decide(n):
        for number in range(n):
            one = small_house.candidate(opening, f"Person {number}")
            answers = BEST_ANSWERS if number % 2 else WORSE
            sitting = small_house.submitted(one, answers)
            score_sitting(session, sitting.id, now=NOW)
            note_view(session, one, staff=robin, now=NOW)
            openings.decide(
                session,
                one,
                staff=robin,
                outcome=Outcome.ADVANCE if number % 2 else Outcome.NOT_ADVANCE,
                reason_code=ReasonCode.EVIDENCE_TOGETHER,
                reason="The evidence taken together.",
                considered="Work history and references.",
                now=NOW + timedelta(seconds=20),
            )
        session.commit()

    return decide


def test_who_always_follows_the_score_is_marked(owner, decided):
    decided(12)
    text = owner.get("/colleagues").text

    assert "100 in 100 of 12 (by chance 50)" in text
    assert "Nearly every decision goes with the order of scores" in text
    assert "20 seconds" in text


def test_few_decisions_say_nothing(owner, decided):
    decided(4)
    text = owner.get("/colleagues").text

    assert "Too few decisions to say anything." in text
    assert "in 100 of" not in text


def test_real_and_made_up_candidates_are_counted_apart(owner, decided):
    decided(4)

    assert "Nobody has decided anything yet." in owner.get("/colleagues?people=simulated").text


def test_an_owner_hides_names_from_a_colleague(session, small_house, owner):
    robin = small_house.staff[Role.RECRUITER]
    answer = send(owner, f"/colleagues/{robin.id}/names", sees="0")
    session.refresh(robin)

    assert answer.status_code == 302
    assert not robin.sees_names


@pytest.mark.parametrize("sees", ["", "yes"])
def test_anything_else_changes_nothing(session, small_house, owner, sees):
    robin = small_house.staff[Role.RECRUITER]
    send(owner, f"/colleagues/{robin.id}/names", sees=sees)
    session.refresh(robin)

    assert robin.sees_names


def test_an_owner_does_not_hide_names_from_themselves(session, small_house, owner):
    own = small_house.staff[Role.OWNER]

    assert send(owner, f"/colleagues/{own.id}/names", sees="0").status_code == 403
