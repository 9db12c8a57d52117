"""The page on which staff check a printed code: a verdict for all, a person only for their own."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from hiring import retention
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.openings.records import Opening
from hiring.scoring import score_sitting
from hiring.scoring.snapshots import PrecisionSnapshot
from tests.builders import add_staff, send, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def code(session, house, candidate):
    sitting = house.submitted(candidate, house.drawn_answers(seed=1))
    score = score_sitting(session, sitting.id, now=datetime.now(UTC))
    session.commit()
    return score.code + session.get_one(PrecisionSnapshot, score.snapshot_id).code


def answer_to(session, client, staff, code):
    sign_in(session, client, staff)
    return send(client, "/verify", code=code)


def test_recruiters_of_the_opening_read_whose_it_is_and_its_number(
    session, client, house, opening, candidate, code
):
    page = answer_to(session, client, house.join(opening, Role.RECRUITER), code).text

    assert "<h2>The same</h2>" in page
    assert candidate.code in page
    assert "of 100 points, likely range" in page


def test_who_does_not_work_on_the_opening_learns_the_verdict_and_nobodys_data(
    session, client, opening, candidate, code
):
    stranger = add_staff(session, Role.RECRUITER, "Somebody Else")

    page = answer_to(session, client, stranger, code).text

    assert "<h2>The same</h2>" in page
    for told in (candidate.code, candidate.name, opening.title, "points"):
        assert told not in page


def test_a_sealed_number_stays_sealed(session, client, house, opening, candidate, code):
    session.get_one(Opening, opening.id).is_sealed = True
    session.commit()

    page = answer_to(session, client, house.join(opening, Role.INTERVIEWER), code).text

    assert candidate.code in page
    assert "of 100 points" not in page
    assert "sealed until your scorecard is filed" in page


def test_an_erased_code_says_so_and_names_nobody(session, client, house, opening, candidate, code):
    name = candidate.name
    owner = house.join(opening, Role.OWNER)
    retention.erase(session, [candidate], now=datetime.now(UTC))
    session.commit()

    page = answer_to(session, client, owner, code).text

    assert "<h2>Erased</h2>" in page
    assert name not in page


def test_an_unknown_code_says_so(session, client, house, opening):
    page = answer_to(session, client, house.join(opening, Role.RECRUITER), "ABCD-EFGH").text

    assert "<h2>Unknown</h2>" in page


def test_no_code_is_a_fault_beside_the_field(session, client, house, opening):
    answer = answer_to(session, client, house.join(opening, Role.RECRUITER), "")

    assert answer.status_code == 422
    assert "Enter the code from the foot of the brief" in answer.text


def test_that_somebody_looked_is_noted(session, client, house, opening, candidate, code):
    staff = house.join(opening, Role.RECRUITER)
    answer_to(session, client, staff, code)

    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "score.verified"))
    assert (entry.actor, entry.object_id) == (str(staff.id), str(candidate.id))
