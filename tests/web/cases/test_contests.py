"""Decisions that are contested: answered by somebody else, who decides nothing meanwhile."""

from datetime import timedelta

import pytest

from hiring import cases, openings
from hiring.accounts import Role
from hiring.cases import CaseKind
from hiring.openings import Outcome, ReasonCode
from hiring.openings.decisions import note_view
from tests.builders import send
from tests.web.cases.asking import plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DECISION = {
    "outcome": "advance",
    "reason_code": "interview",
    "reason": "They were calm on the phone.",
    "considered": "The phone call of this morning.",
}


@pytest.fixture
def decided(session, person, staff, now):
    """A recruiter has decided, and the candidate asks for a second look."""
    note_view(session, person, staff=staff[Role.RECRUITER], now=now)
    openings.decide(
        session,
        person,
        staff=staff[Role.RECRUITER],
        outcome=Outcome.NOT_ADVANCE,
        reason_code=ReasonCode.INTERVIEW,
        reason="The interview was short.",
        considered="The interview, above all.",
        now=now,
    )
    later = now + timedelta(hours=1)
    case = cases.open_case(session, person, CaseKind.CONTEST, words="Again, please.", now=later)
    session.commit()
    return case


def test_whose_decision_is_contested_decides_nothing_new_meanwhile(desk_of, person, decided):
    path = f"/candidates/{person.id}"
    recruiter, owner = desk_of(Role.RECRUITER), desk_of(Role.OWNER)
    for desk in (recruiter, owner):
        desk.get(path)
    refused = send(recruiter, f"{path}/decisions", **DECISION)

    assert refused.status_code == 422
    assert "asked for a second look" in plain(refused)
    assert send(owner, f"{path}/decisions", **DECISION).status_code == 302


def test_another_sitting_is_not_offered_to_anybody(started, desk_of, decided):
    assert 'value="retest"' not in desk_of(Role.OWNER).get(f"/requests/{decided.id}").text
    assert "another sitting" not in plain(started.get("/assessment/rights"))


def test_a_house_with_nobody_else_is_told_to_add_a_person(session, desk_of, staff, decided):
    recruiter, path = desk_of(Role.RECRUITER), f"/requests/{decided.id}"
    assert "Somebody else answers this" in plain(recruiter.get(path))
    assert "Add a second person" not in plain(recruiter.get(path))

    staff[Role.OWNER].is_active = False
    session.commit()
    assert "Add a second person" in plain(recruiter.get(path))
