"""The demo moves sixty made-up people in, says so everywhere, and does it once."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from hiring import accounts, audit, openings
from hiring.accounts import Role
from hiring.demo import furnish
from hiring.demo.house import PASSWORD, PEOPLE, YOUR_NAME
from hiring.errors import NotFoundError
from hiring.openings import Candidate, Opening
from hiring.scoring import PrecisionSnapshot, Recomputed, Score, recompute
from hiring.sittings import Answer, Sitting
from tests.demo.conftest import NOW
from tests.stores import SECRET


def counted(session, what):
    return session.exec(select(func.count()).select_from(what)).one()


def test_sixty_people_and_you_are_invited(furnished):
    session, house = furnished

    assert len(openings.list_candidates(session, house.opening_id)) == 61


def test_everything_is_marked_as_simulated(furnished):
    session, _house = furnished

    assert set(session.exec(select(Opening.is_simulated))) == {True}
    for column in (Candidate.is_simulated, Sitting.is_simulated, PrecisionSnapshot.is_simulated):
        assert set(session.exec(select(column))) == {True}


def test_most_people_have_a_score(furnished):
    session, house = furnished
    query = (
        select(func.count())
        .select_from(Score)
        .join(Sitting, Sitting.id == Score.sitting_id)
        .join(Candidate, Candidate.id == Sitting.candidate_id)
        .where(Candidate.opening_id == house.opening_id)
    )

    assert 50 <= session.exec(query).one() < 60


def test_not_everybody_has_submitted(furnished):
    session, _ = furnished

    assert None in session.exec(select(Sitting.submitted_at)).all()


def test_every_score_computes_to_the_same_bytes(furnished):
    session, _ = furnished

    results = {recompute(session, score) for score in session.exec(select(Score))}
    assert results == {Recomputed.SAME}


def test_no_answer_lies_in_the_future(furnished):
    session, _ = furnished

    assert session.exec(select(func.max(Answer.answered_at))).one() < NOW


def test_your_link_opens_your_invitation(furnished):
    session, house = furnished
    invitation = openings.require_usable(session, house.token, NOW + timedelta(days=59))

    assert openings.get_candidate(session, invitation.candidate_id).name == YOUR_NAME


def test_three_people_who_submitted_get_a_sample_brief(furnished):
    session, house = furnished
    submitted = set(
        session.exec(select(Sitting.candidate_id).where(Sitting.submitted_at.is_not(None)))
    )

    assert len(set(house.sample_candidate_ids)) == 3
    assert set(house.sample_candidate_ids) <= submitted


@pytest.mark.parametrize("role", Role)
def test_there_is_somebody_of_every_role_to_sign_in_as(furnished, role):
    session, _house = furnished
    email, name = PEOPLE[role]

    token = accounts.sign_in(session, email=email, password=PASSWORD, now=NOW).token
    assert accounts.find_signed_in(session, token, NOW).name == name
    session.rollback()


def test_the_audit_chain_is_whole(furnished):
    session, house = furnished

    assert audit.first_altered(session, house.opening_id) is None


def test_a_second_run_finds_what_is_there(furnished):
    session, house = furnished
    again = furnish(session, secret=SECRET, now=NOW + timedelta(days=1))

    assert not again.is_new
    assert (again.opening_id, again.token) == (house.opening_id, house.token)
    assert again.sample_candidate_ids == house.sample_candidate_ids


def test_without_a_published_bank_there_is_no_demo(session, now):
    with pytest.raises(NotFoundError, match="hiring init"):
        furnish(session, secret=SECRET, now=now)
