"""Who is counted, from the tables: told, scored, decided; nobody twice and nobody too early."""

from datetime import timedelta

import pytest

from hiring import openings, vault
from hiring.accounts import Role
from hiring.openings import Outcome, ReasonCode
from hiring.openings.decisions import note_view
from hiring.scoring import score_sitting
from hiring.vault import NOT_SAID, Topic
from tests.builders import BEST_ANSWERS

LATER = timedelta(days=60)


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def make_sent(session, small_house, opening, now):
    def make(name="Ada", told="female"):
        candidate = small_house.candidate(opening, name)
        sitting = small_house.submitted(candidate, BEST_ANSWERS)
        score_sitting(session, sitting.id, now=now)
        vault.keep_reply(session, candidate, {Topic.SEX: told}, now=now)
        session.commit()
        return candidate, sitting

    return make


def decide(session, small_house, opening, candidate, outcome, now):
    staff = small_house.join(opening, Role.RECRUITER)
    note_view(session, candidate, staff=staff, now=now)
    openings.decide(
        session,
        candidate,
        staff=staff,
        outcome=outcome,
        reason_code=ReasonCode.INTERVIEW,
        reason="A calm conversation.",
        considered="The interview and the references.",
        now=now,
    )


def people(session, opening, now):
    return vault.people_of_opening(session, opening, now=now + LATER)


@pytest.mark.parametrize(
    ("outcome", "is_selected"),
    [(Outcome.ADVANCE, True), (Outcome.NOT_ADVANCE, False), (Outcome.HOLD, None)],
)
def test_a_person_has_score_decision_and_what_they_told(
    session, small_house, opening, make_sent, now, outcome, is_selected
):
    candidate, _sitting = make_sent()
    decide(session, small_house, opening, candidate, outcome, now)
    [found] = people(session, opening, now)

    assert found.total == 100
    assert found.is_selected is is_selected
    assert found.told == {Topic.SEX: "female"}


def test_the_newest_decision_counts(session, small_house, opening, make_sent, now):
    candidate, _sitting = make_sent()
    decide(session, small_house, opening, candidate, Outcome.NOT_ADVANCE, now)
    decide(session, small_house, opening, candidate, Outcome.ADVANCE, now + timedelta(hours=1))

    assert [one.is_selected for one in people(session, opening, now)] == [True]


def test_what_was_told_this_month_is_not_counted_yet(session, opening, make_sent, now):
    make_sent()
    [found] = vault.people_of_opening(session, opening, now=now)

    assert found.told == {}


def test_who_prefers_not_to_say_is_unknown(session, opening, make_sent, now):
    make_sent(told=NOT_SAID)

    assert [one.told for one in people(session, opening, now)] == [{}]


def test_answers_that_were_taken_back_count_nowhere(session, opening, make_sent, now):
    _candidate, sitting = make_sent()
    sitting.voided_at = now
    session.commit()

    assert people(session, opening, now) == []


def test_a_person_bears_no_name_and_no_id(session, opening, make_sent, now):
    candidate, _sitting = make_sent("Quillfeather")
    [found] = people(session, opening, now)

    assert str(candidate.id) not in repr(found)
    assert "Quillfeather" not in repr(found)


def test_the_list_has_openings_that_ask_or_in_which_somebody_told(
    session, small_house, opening, make_sent, now
):
    small_house.opening("Nobody is asked here")
    asking = small_house.opening("Asks")
    asking.asks_background = True
    session.commit()
    make_sent()

    lines = vault.list_asking(session, now=now + LATER)
    assert {(one.opening.title, one.n_submitted, one.n_told) for one in lines} == {
        ("Asks", 0, 0),
        (opening.title, 1, 1),
    }
