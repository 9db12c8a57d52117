"""A decision needs a person, an opened page, a reason and something besides the score."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import audit, openings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import DecisionFaultError, NotAllowedError
from hiring.openings import Decision, Outcome, ReasonCode, decide, list_decisions
from hiring.openings.decisions import VIEW_COUNTS_FOR, note_view
from tests.builders import add_staff

WORDS = {
    "reason": "Calm and clear in the interview.",
    "considered": "Interview notes and work sample.",
}
MOMENT = timedelta(seconds=1)


@pytest.fixture
def robin(house, opening):
    return house.join(opening, Role.RECRUITER)


@pytest.fixture
def viewed(session, candidate, robin, now):
    note_view(session, candidate, staff=robin, now=now)


def settle(session, candidate, staff, now, **changes):
    facts = {"outcome": Outcome.ADVANCE, "reason_code": ReasonCode.INTERVIEW, **WORDS, **changes}
    return decide(session, candidate, staff=staff, now=now, **facts)


def test_a_decision_says_who_and_when(session, candidate, robin, viewed, now):
    settle(session, candidate, robin, now + MOMENT)

    [(decision, author)] = list_decisions(session, candidate.id)
    assert (author.id, decision.decided_at) == (robin.id, now + MOMENT)


def test_a_decision_names_when_its_author_opened_the_page(session, candidate, robin, viewed, now):
    assert settle(session, candidate, robin, now + MOMENT).viewed_at == now


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("reason_code", ReasonCode)
def test_every_outcome_goes_with_every_reason(
    session, candidate, robin, viewed, now, outcome, reason_code
):
    decision = settle(session, candidate, robin, now, outcome=outcome, reason_code=reason_code)

    assert (decision.outcome, decision.reason_code) == (outcome.value, reason_code.value)


def test_an_interviewer_does_not_decide(session, house, opening, candidate, now):
    iris = house.join(opening, Role.INTERVIEWER)
    note_view(session, candidate, staff=iris, now=now)
    with pytest.raises(NotAllowedError):
        settle(session, candidate, iris, now)


def fault_of(*args, **changes):
    with pytest.raises(DecisionFaultError) as caught:
        settle(*args, **changes)
    return caught.value.code


def test_without_an_opened_page_there_is_no_decision(session, candidate, robin, now):
    assert fault_of(session, candidate, robin, now) == "page_not_opened"


def test_a_page_that_a_colleague_opened_does_not_count(session, candidate, viewed, now):
    other = add_staff(session, Role.OWNER, "Other")

    assert fault_of(session, candidate, other, now) == "page_not_opened"


def test_the_page_of_another_candidate_does_not_count(session, house, opening, robin, viewed, now):
    other = house.candidate(opening, "Other")

    assert fault_of(session, other, robin, now) == "page_not_opened"


def test_a_page_opened_long_ago_does_not_count(session, candidate, robin, viewed, now):
    late = now + VIEW_COUNTS_FOR + MOMENT

    assert fault_of(session, candidate, robin, late) == "page_not_opened"


def test_a_page_counts_for_thirty_days(session, candidate, robin, viewed, now):
    assert settle(session, candidate, robin, now + VIEW_COUNTS_FOR).id


@pytest.mark.parametrize("words", ["", "short", "   padded    ", "\n" * 20])
def test_a_reason_needs_words(session, candidate, robin, viewed, now, words):
    assert fault_of(session, candidate, robin, now, reason=words) == "reason_too_short"


@pytest.mark.parametrize("words", ["", "the score", "          "])
def test_something_besides_the_score_needs_words(session, candidate, robin, viewed, now, words):
    assert fault_of(session, candidate, robin, now, considered=words) == "considered_too_short"


def test_a_refused_decision_stores_nothing(session, candidate, robin, viewed, now):
    fault_of(session, candidate, robin, now, reason="")

    assert session.exec(select(Decision)).all() == []


def test_a_changed_mind_is_a_new_row_and_the_old_one_stays(session, candidate, robin, viewed, now):
    settle(session, candidate, robin, now, outcome=Outcome.HOLD)
    settle(session, candidate, robin, now + MOMENT, outcome=Outcome.ADVANCE)

    assert [d.outcome for d, _ in list_decisions(session, candidate.id)] == ["advance", "hold"]


def test_a_decision_stands_in_the_audit_chain_without_its_words(
    session, candidate, robin, viewed, now
):
    settle(session, candidate, robin, now)

    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "candidate.decided")).one()
    assert entry.details == {
        "stage": "screen",
        "outcome": "advance",
        "reason_code": "interview",
    }
    assert audit.first_altered(session, candidate.opening_id) is None


def test_the_score_alone_is_no_reason():
    assert not [code for code in ReasonCode if "score" in code]


def test_nothing_public_changes_or_removes_a_decision():
    verbs = [name for name in dir(openings) if "decision" in name.lower()]

    assert sorted(verbs) == ["Decision", "decisions", "list_decisions", "newest_decisions"]
