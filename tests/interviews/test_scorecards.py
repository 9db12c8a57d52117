"""Scorecards: draft, filed once, corrected with a reason; nobody else's before one's own."""

from datetime import timedelta

import pytest

from hiring import audit
from hiring.accounts import Role
from hiring.errors import InterviewFaultError, NotAllowedError, NotFoundError
from hiring.interviews import Recommendation
from hiring.interviews.assigning import cancel, get_own_interview, hold
from hiring.interviews.cards import Card, Mark
from hiring.interviews.listing import InterviewState, interviews_of, missing_cards, own_interviews
from hiring.interviews.plan import plan_questions
from hiring.interviews.scorecards import (
    card_of,
    confirm_typed,
    file_card,
    filed_cards,
    keep_draft,
    open_card,
    type_card,
)
from hiring.interviews.sight import is_score_sealed, may_see_cards
from hiring.openings.members import remove_member
from tests import interviewing
from tests.builders import NOW, add_staff

LATER = NOW + timedelta(days=1)


@pytest.fixture
def member(house, opening):
    return house.join(opening, Role.INTERVIEWER)


@pytest.fixture
def recruiter(house, opening):
    return house.join(opening, Role.RECRUITER)


@pytest.fixture
def interview(session, house, opening, candidate, member):
    return interviewing.assigned(session, house, opening, candidate, member)


@pytest.fixture
def questions(session, opening, interview):
    return plan_questions(session, opening.id)


def test_a_draft_comes_back_as_it_was_kept(session, interview, questions, member):
    draft = Card(
        marks={questions[0].id: Mark(4, is_asked=True, evidence="Ζωή\nتحية")},
        advice=Recommendation.RESERVED,
        summary="So far.",
    )
    row = keep_draft(session, interview, draft, number=1, staff=member, now=NOW)
    session.commit()

    assert card_of(session, row) == draft
    assert filed_cards(session, interview.id) == []


def test_a_filed_card_holds_points_what_was_not_asked_and_what_was_said(
    session, opening, interview, questions, member
):
    interviewing.file_points(session, interview, opening, member, (4, None, 2, 5))
    (row,) = filed_cards(session, interview.id)
    marks = card_of(session, row).marks

    assert [marks[one.id].points for one in questions] == [4, None, 2, 5]
    assert [marks[one.id].is_asked for one in questions] == [True, False, True, True]
    assert (row.number, row.draft, row.recommendation) == (1, {}, "yes")
    assert open_card(session, interview.id) is None


def test_filing_says_that_the_interview_took_place(session, opening, interview, member):
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))

    assert interview.held_at == NOW


@pytest.mark.parametrize("verb", [keep_draft, file_card])
def test_a_window_from_before_the_filing_changes_nothing(
    session, opening, interview, questions, member, verb
):
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    stale = interviewing.card(questions, (1, 1, 1, 1))

    with pytest.raises(InterviewFaultError, match="already_filed"):
        verb(session, interview, stale, number=1, staff=member, now=LATER)


def test_a_correction_is_a_card_of_its_own_and_both_stay(session, opening, interview, member):
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    interviewing.file_points(
        session, interview, opening, member, (4, 3, 3, 5), reason="Marked the wrong box."
    )
    newest, first = filed_cards(session, interview.id)

    assert (first.number, newest.number) == (1, 2)
    assert newest.correction_reason == "Marked the wrong box."
    assert first.correction_reason is None


def test_a_correction_without_a_reason_is_refused(session, opening, interview, questions, member):
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    again = interviewing.card(questions, (4, 3, 3, 5), reason="typo")

    with pytest.raises(InterviewFaultError, match="no_reason"):
        file_card(session, interview, again, number=2, staff=member, now=LATER)


@pytest.mark.parametrize(
    ("points", "advice", "code"),
    [
        ((None, None, None, None), Recommendation.YES, "nothing_asked"),
        ((4, 4, 4, 4), None, "no_advice"),
    ],
)
def test_a_card_that_is_not_whole_cannot_be_filed(
    session, interview, questions, member, points, advice, code
):
    card = interviewing.card(questions, points, advice=advice)

    with pytest.raises(InterviewFaultError, match=code):
        file_card(session, interview, card, number=1, staff=member, now=NOW)


def test_points_without_a_word_of_evidence_cannot_be_filed(session, interview, questions, member):
    card = Card({one.id: Mark(points=3) for one in questions}, Recommendation.YES)

    with pytest.raises(InterviewFaultError, match="no_evidence"):
        file_card(session, interview, card, number=1, staff=member, now=NOW)


def test_nobody_writes_somebody_elses_card(session, house, interview, questions, recruiter):
    card = interviewing.card(questions, (4, 3, 2, 5))

    with pytest.raises(NotAllowedError):
        file_card(session, interview, card, number=1, staff=recruiter, now=NOW)


def test_who_left_the_opening_finds_the_interview_no_longer(
    session, house, opening, interview, member
):
    remove_member(session, opening, member.id, actor=house.staff[Role.OWNER], now=NOW)
    session.commit()

    assert own_interviews(session, member) == []
    with pytest.raises(NotFoundError):
        get_own_interview(session, interview.id, member)


def test_who_typed_a_paper_card_is_stored_and_the_interviewer_confirms(
    session, interview, questions, member, recruiter
):
    card = interviewing.card(questions, (4, 3, None, 5))
    row = type_card(session, interview, card, typist=recruiter, now=NOW)
    assert row.typed_by_id == recruiter.id

    confirm_typed(session, interview, staff=member, now=LATER)
    session.commit()
    assert row.confirmed_at == LATER
    with pytest.raises(InterviewFaultError, match="nothing_to_confirm"):
        confirm_typed(session, interview, staff=member, now=LATER)


def test_the_interviewer_corrects_what_was_typed(
    session, opening, interview, questions, member, recruiter
):
    card = interviewing.card(questions, (4, 3, None, 5))
    type_card(session, interview, card, typist=recruiter, now=NOW)
    interviewing.file_points(
        session, interview, opening, member, (4, 3, 1, 5), reason="A one was read as not asked."
    )
    newest, typed = filed_cards(session, interview.id)

    assert (newest.typed_by_id, typed.typed_by_id) == (None, recruiter.id)


def test_what_the_interviewer_has_begun_is_not_typed_over(
    session, interview, questions, member, recruiter
):
    keep_draft(session, interview, Card(), number=1, staff=member, now=NOW)
    card = interviewing.card(questions, (4, 3, None, 5))

    with pytest.raises(InterviewFaultError, match="draft_exists"):
        type_card(session, interview, card, typist=recruiter, now=NOW)


def test_colleagues_cards_open_with_ones_own(
    session, house, opening, candidate, interview, member, recruiter
):
    interviewing.assigned(session, house, opening, candidate, recruiter)
    owner, other = house.staff[Role.OWNER], add_staff(session, Role.INTERVIEWER, "Other")

    def sighted():
        everybody = {"own": member, "recruiter": recruiter, "owner": owner, "other": other}
        return {
            name for name, one in everybody.items() if may_see_cards(session, candidate.id, one)
        }

    assert sighted() == {"owner"}
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    assert sighted() == {"owner", "own"}


def test_a_sealed_score_opens_with_the_own_scorecard_and_is_open_to_recruiters(
    session, opening, candidate, interview, member, recruiter
):
    assert not is_score_sealed(session, opening, candidate.id, member)
    opening.is_sealed = True
    session.commit()
    assert is_score_sealed(session, opening, candidate.id, member)
    assert not is_score_sealed(session, opening, candidate.id, recruiter)

    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    assert not is_score_sealed(session, opening, candidate.id, member)


def test_only_interviews_that_took_place_and_lack_a_card_are_reminded_of(
    session, house, opening, member
):
    def meeting(name, **facts):
        candidate = house.candidate(opening, name)
        one = interviewing.assigned(session, house, opening, candidate, member, **facts)
        return candidate, one

    owner = house.staff[Role.OWNER]
    meeting("No day")
    meeting("Planned", planned_at=LATER)
    meeting("Its day is over", planned_at=NOW - timedelta(days=1))
    _, missing = meeting("Missing")
    _, off = meeting("Called off")
    _, filed = meeting("Filed")
    gone, met = meeting("Withdrew")
    for one in (missing, off, filed, met):
        hold(session, one, held_at=NOW, staff=owner, now=NOW)
    cancel(session, off, staff=owner, now=NOW)
    interviewing.file_points(session, filed, opening, member, (4, 3, 2, 5))
    gone.withdrawn_at = NOW
    session.commit()
    lines = interviews_of(session, opening.id)

    assert [line.candidate.name for line in missing_cards(lines, NOW)] == ["Missing"]
    assert {line.candidate.name: line.state(NOW) for line in lines} == {
        "No day": InterviewState.NO_DAY,
        "Planned": InterviewState.PLANNED,
        "Its day is over": InterviewState.PAST,
        "Missing": InterviewState.MISSING,
        "Called off": InterviewState.CANCELLED,
        "Filed": InterviewState.FILED,
        "Withdrew": InterviewState.WITHDRAWN,
    }


def test_an_interview_with_a_filed_card_is_not_called_off(
    session, house, opening, interview, member
):
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))

    with pytest.raises(InterviewFaultError, match="has_scorecard"):
        cancel(session, interview, staff=house.staff[Role.OWNER], now=NOW)


def test_the_same_two_meet_once_and_again_after_it_was_called_off(
    session, house, opening, candidate, interview, member
):
    with pytest.raises(InterviewFaultError, match="already_assigned"):
        interviewing.assigned(session, house, opening, candidate, member)
    session.rollback()
    cancel(session, interview, staff=house.staff[Role.OWNER], now=NOW)
    again = interviewing.assigned(session, house, opening, candidate, member)

    assert (again.id, again.cancelled_at) == (interview.id, None)


def test_who_does_not_work_on_the_opening_cannot_be_assigned(session, house, opening, candidate):
    stranger = add_staff(session, Role.INTERVIEWER, "Stranger")

    with pytest.raises(InterviewFaultError, match="not_a_member"):
        interviewing.assigned(session, house, opening, candidate, stranger)
    with pytest.raises(InterviewFaultError, match="may_not_interview"):
        interviewing.assigned(session, house, opening, candidate, house.staff[Role.ANALYST])


def test_every_act_stands_in_the_audit_log_without_a_word_of_what_was_said(
    session, opening, candidate, interview, member
):
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    entry = audit.find_latest(session, "scorecard.filed", actor=member.id, object_id=candidate.id)

    assert entry is not None
    assert entry.details == {"interview_id": str(interview.id), "number": 1}
