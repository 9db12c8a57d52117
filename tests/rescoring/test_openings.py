"""Openings that go on with the new key, where the decision says so."""

from hiring.openings.records import get_administration
from hiring.scoring import score_sitting
from tests.builders import BEST_ANSWERS
from tests.rescoring.again import MOMENT, run_all


def test_an_opening_goes_on_with_the_new_key(session, crowd, dropped, decide):
    opening = crowd(1)
    key = dropped()
    before = get_administration(session, opening.id)
    decide(key, goes_on=True)
    terms = get_administration(session, opening.id)

    assert (terms.number, terms.key_version_id) == (2, key.id)
    assert terms.acknowledged_at == before.acknowledged_at


def test_the_acknowledgement_is_asked_for_again_when_the_key_is_of_another_kind(
    session, crowd, dropped, decide
):
    opening = crowd(1)
    key = dropped()
    key.is_public = False
    session.commit()
    decide(key, goes_on=True)

    assert get_administration(session, opening.id).acknowledged_at is None


def test_without_that_wish_openings_keep_their_terms(session, crowd, dropped, decide):
    opening = crowd(1)
    decide(dropped())

    assert get_administration(session, opening.id).number == 1


def test_who_starts_afterwards_is_scored_by_the_new_key(
    session, small_house, crowd, dropped, decide, now
):
    opening = crowd(1)
    key = dropped()
    run_all(session, decide(key, goes_on=True), now + MOMENT)
    sitting = small_house.submitted(small_house.candidate(opening, "Late"), BEST_ANSWERS)

    assert score_sitting(session, sitting.id, now=now + 2 * MOMENT).key_version_id == key.id


def test_made_up_openings_do_not_follow_a_decision_about_real_people(
    session, crowd, dropped, decide
):
    crowd(1)
    simulated = crowd(1, is_simulated=True)
    decide(dropped(), goes_on=True)

    assert get_administration(session, simulated.id).number == 1
