"""The core questions of an opening: the same for everybody, frozen by the first scorecard."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask_babel import force_locale, get_translations
from sqlmodel import Session

from hiring.accounts import Role
from hiring.briefs.sources import brief_facts
from hiring.errors import InterviewFaultError, NotAllowedError
from hiring.interviews.plan import find_plan, guide_questions, make_plan, plan_questions
from hiring.openings import Candidate, Opening
from hiring.scoring import score_sitting
from tests import interviewing
from tests.builders import NOW, House
from tests.interviewing import OWN

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def owner(house: House):
    return house.staff[Role.OWNER]


@pytest.fixture
def guide(session: Session, opening: Opening):
    return guide_questions(session, opening)


def scored(session: Session, house: House, opening: Opening, name: str, seed: int) -> Candidate:
    candidate = house.candidate(opening, name)
    sitting = house.submitted(candidate, house.drawn_answers(seed))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return candidate


def printed(app, session, candidate):
    with app.app_context(), app.test_request_context(), force_locale("en"):
        translator = get_translations()
    facts = brief_facts(session, candidate, employer="E", contact="C", translator=translator)
    return facts.questions


def test_the_core_questions_of_any_two_briefs_are_equal_and_those_of_the_plan(
    app, session, house, opening, owner, guide
):
    first = scored(session, house, opening, "Ada", 1)
    second = scored(session, house, opening, "Bo", 2)
    make_plan(session, opening, [guide[3], OWN, guide[0]], staff=owner, now=NOW)
    session.commit()

    assert printed(app, session, first) == printed(app, session, second)
    assert [one.text for one in printed(app, session, first)] == [
        guide[3].text,
        OWN.text,
        guide[0].text,
    ]


def test_a_brief_knows_in_which_language_each_question_is(
    app, session, house, opening, owner, guide
):
    candidate = scored(session, house, opening, "Ada", 1)
    make_plan(session, opening, [guide[3], OWN, guide[0]], staff=owner, now=NOW)
    for language, spoken in (("en", ["", "", ""]), ("ar", ["", "ar", ""])):
        opening.language = language  # the bank's guide has no Arabic, so it speaks English
        session.add(opening)
        session.commit()

        assert [one.language for one in printed(app, session, candidate)] == spoken


def test_without_a_plan_a_brief_prints_the_first_four_of_the_guide(
    app, session, house, opening, guide
):
    candidate = scored(session, house, opening, "Ada", 1)

    assert [one.text for one in printed(app, session, candidate)] == [one.text for one in guide[:4]]


def test_the_guide_speaks_the_language_of_the_opening(session, house, guide):
    french = guide_questions(session, house.opening("Lyon", language="fr"))

    assert [one.guide_question for one in french] == [one.guide_question for one in guide]
    assert french[0].text != guide[0].text


def test_the_first_assignment_takes_over_the_first_four_of_the_guide(
    session, house, opening, candidate, guide
):
    staff = house.join(opening, Role.INTERVIEWER)
    interviewing.assigned(session, house, opening, candidate, staff)

    assert [one.text for one in plan_questions(session, opening.id)] == [
        one.text for one in guide[:4]
    ]


def test_the_first_filed_scorecard_freezes_the_plan(
    session, house, opening, candidate, owner, guide
):
    staff = house.join(opening, Role.INTERVIEWER)
    interview = interviewing.assigned(session, house, opening, candidate, staff)
    make_plan(session, opening, guide[:3], staff=owner, now=NOW)
    session.commit()
    interviewing.file_points(session, interview, opening, staff, (3, 4, None))

    with pytest.raises(InterviewFaultError, match="plan_frozen"):
        make_plan(session, opening, guide[:4], staff=owner, now=LATER)
    session.rollback()
    assert len(plan_questions(session, opening.id)) == 3
    plan = find_plan(session, opening.id)
    assert plan is not None
    assert plan.frozen_at == NOW


def test_a_question_that_stays_keeps_its_row_when_the_order_changes(session, opening, owner, guide):
    make_plan(session, opening, guide[:3], staff=owner, now=NOW)
    before = {one.text: one.id for one in plan_questions(session, opening.id)}
    make_plan(session, opening, [guide[2], guide[3], guide[0]], staff=owner, now=LATER)
    after = {one.text: one.id for one in plan_questions(session, opening.id)}

    assert {text for text in before if before[text] == after.get(text)} == {
        guide[0].text,
        guide[2].text,
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda guide: guide[:2], "number_of_questions"),
        (lambda guide: [*guide[:4], OWN], "number_of_questions"),
        (lambda guide: [*guide[:2], guide[0]], "question_twice"),
        (lambda guide: [*guide[:2], replace(OWN, fair=" ")], "question_incomplete"),
        (lambda guide: [*guide[:2], replace(OWN, text="x" * 601)], "text_too_long"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(session, opening, owner, guide, change, code):
    with pytest.raises(InterviewFaultError, match=code):
        make_plan(session, opening, change(guide), staff=owner, now=NOW)


def test_interviewers_do_not_choose_the_questions(session, house, opening, guide):
    with pytest.raises(NotAllowedError):
        make_plan(session, opening, guide[:3], staff=house.staff[Role.INTERVIEWER], now=NOW)
