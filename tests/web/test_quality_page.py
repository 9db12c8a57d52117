"""The signs stand on the recruiter's page in words, and nowhere else."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.response_quality import look_at_sitting
from hiring.scoring import score_sitting
from hiring.sittings import Answer
from tests import builders

NOTICE = "Two signs that do not rest on each other"


@pytest.fixture
def flagged(session, house, opening, now):
    """A candidate who gave the same rating everywhere, sooner than anybody can read."""
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        house.join(opening, role)
    candidate = house.candidate(opening, "Ada")
    answers = {
        item: dict.fromkeys(value, 3)
        if isinstance(value, dict) and not value.keys() & {"best", "worst"}
        else value
        for item, value in house.drawn_answers(1).items()
    }
    sitting = house.submitted(candidate, answers)
    rows = session.exec(select(Answer).where(Answer.sitting_id == sitting.id)).all()
    for n, row in enumerate(rows, start=1):
        row.answered_at = sitting.started_at + n * timedelta(seconds=2)
    score_sitting(session, sitting.id, now=now)
    look_at_sitting(session, sitting.id, now=now)
    session.commit()
    return candidate


@pytest.fixture
def as_role(session, client, staff):
    def sign_in(role):
        return builders.sign_in(session, client, staff[role])

    return sign_in


def test_a_recruiter_reads_what_was_seen_in_words(as_role, flagged):
    page = as_role(Role.RECRUITER).get(f"/candidates/{flagged.id}").text

    assert NOTICE in page
    assert "All ratings are the same or nearly so." in page


def test_an_interviewer_never_reads_it(as_role, flagged):
    visitor = as_role(Role.INTERVIEWER)

    for path in ("/interviews", f"/interviews/{flagged.id}/brief"):
        response = visitor.get(path)
        assert response.status_code == 200
        assert "sooner than" not in response.text
        assert NOTICE not in response.text


def test_an_adjustment_takes_the_words_away_at_once(as_role, flagged):
    visitor = as_role(Role.RECRUITER)
    visitor.get(f"/candidates/{flagged.id}")
    answer = builders.send(visitor, f"/candidates/{flagged.id}/adjusted", is_adjusted="y")

    assert answer.status_code == 302
    assert NOTICE not in visitor.get(f"/candidates/{flagged.id}").text


def test_an_adjustment_leaves_the_brief_as_it_was(as_role, flagged):
    visitor = as_role(Role.RECRUITER)
    before = visitor.get(f"/candidates/{flagged.id}/brief.pdf").data
    builders.send(visitor, f"/candidates/{flagged.id}/adjusted", is_adjusted="y")

    assert visitor.get(f"/candidates/{flagged.id}/brief.pdf").data == before
