"""Who rates what next: blind, shuffled, leased; and what becomes of what is filed."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import audit, ratings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import NotAllowedError, NotFoundError, RatingFaultError
from hiring.openings import Candidate
from hiring.ratings import LEASE, RatedAnswer, Rating, RatingFault
from tests.builders import NOW
from tests.rated import FACET, ITEM, TEXT

MOMENT = timedelta(minutes=1)


@pytest.fixture
def ada(rated) -> Candidate:
    return rated.person()


def test_a_scored_sitting_puts_its_open_answer_before_the_raters(rated, ada):
    answer = rated.answer_of(ada)

    assert (answer.item, answer.text, answer.is_settled) == (ITEM, TEXT, False)


def test_scoring_again_asks_once(rated, ada, session):
    rated.score(ada)

    assert len(session.exec(select(RatedAnswer)).all()) == 1


def test_a_skipped_question_is_not_asked_for(rated, session, now):
    candidate = rated.house.candidate(rated.house.opening())
    sitting = rated.house.submitted(candidate, {ITEM: None})

    assert ratings.ask_for_ratings(session, sitting, rated.key_id, now=now) == []


def test_only_raters_are_handed_answers(rated, ada, session, staff, now):
    with pytest.raises(NotAllowedError):
        ratings.take_turn(session, staff[Role.OWNER], rated.key_id, ITEM, now=now)


def test_two_raters_get_two_turns_and_a_third_none(rated, ada):
    first, second = rated.take(0), rated.take(1)

    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert rated.take(2) is None


def test_whoever_comes_back_finds_the_answer_that_was_leased(rated, ada):
    assert rated.take(0) == rated.take(0, now=NOW + MOMENT)


def test_nobody_rates_an_answer_twice(rated, ada):
    rated.file(rated.take(0), 3)

    assert rated.take(0) is None


def test_a_lease_that_has_run_out_goes_to_somebody_else(rated, ada):
    rated.take(0)
    rated.take(1)
    later = rated.take(2, now=NOW + LEASE + MOMENT)

    assert later is not None
    assert later.number == 1


def test_of_two_who_file_the_same_turn_both_are_kept_and_the_first_counts(rated, ada, session):
    slow, later = rated.take(0), NOW + LEASE + MOMENT
    quick = rated.take(1, now=later)
    rated.file(quick, 4, now=later)
    beside = rated.file(slow, 2, now=later + MOMENT)
    answer = rated.answer_of(ada)

    assert beside.is_beside
    assert {one.rater_id for one in session.exec(select(Rating)).all()} == {
        rated.raters[0].id,
        rated.raters[1].id,
    }
    assert ratings.counting(session, [answer])[answer.id][1].id == quick.id


def test_filing_twice_is_refused_and_changes_nothing(rated, ada):
    rating = rated.take(0)
    rated.file(rating, 4)
    with pytest.raises(RatingFaultError) as fault:
        rated.file(rating, 1)

    assert fault.value.code == RatingFault.FILED_ALREADY
    assert rating.points == {FACET: 4}


@pytest.mark.parametrize("points", [{}, {FACET: 0}, {FACET: 6}, {FACET: 3, "other": 3}])
def test_points_that_do_not_fit_are_refused(rated, ada, session, points):
    rating = rated.take(0)
    wording = ratings.wording_digest(TEXT)
    with pytest.raises(RatingFaultError) as fault:
        ratings.file_rating(session, rating, points, wording=wording, now=NOW)

    assert fault.value.code == RatingFault.INCOMPLETE


# The cases of H-01, as ratings: given one after the other, then the points that count.
@pytest.mark.parametrize(
    ("given", "settled"),
    [((4, 5), 4.5), ((3, 3), 3.0), ((2, 4, 4), 4.0), ((2, 5, 3), 2.5), ((1, 5, 3), 3.0)],
)
def test_ratings_are_settled_as_worked_by_hand(rated, ada, given, settled):
    rated.rate(ada, *given)
    answer = rated.answer_of(ada)

    assert (answer.is_settled, answer.points) == (True, {FACET: settled})


def test_a_gap_of_two_asks_for_a_third_rater(rated, ada):
    rated.rate(ada, 2, 4)

    assert not rated.answer_of(ada).is_settled
    assert rated.take(2).number == 3


def test_nobody_is_handed_two_answers_of_one_person(rated, ada, session):
    rated.file(rated.take(0), 3)
    mine = rated.answer_of(ada)
    session.add(
        RatedAnswer(
            sitting_id=mine.sitting_id,
            key_version_id=rated.key_id,
            item="other/words",
            text="Other words.",
            shuffle=1,
            asked_at=NOW,
        )
    )
    session.flush()

    assert rated.take(0, item="other/words") is None
    assert rated.take(1, item="other/words") is not None


def test_the_order_is_shuffled_for_each_rater_and_stays_the_same(rated, session):
    people = [rated.person(f"Person {n}") for n in range(6)]
    orders = [
        [row.id for row in ratings.waiting_for(session, rater, rated.key_id, ITEM)]
        for rater in (*rated.raters, rated.raters[0])
    ]

    assert orders[0] == orders[3]
    assert len({tuple(order) for order in orders}) > 1
    assert {rated.answer_of(one).id for one in people} == set(orders[0])


def test_who_has_withdrawn_is_rated_no_more(rated, ada, session):
    rating = rated.take(0)
    ada.withdrawn_at = NOW
    session.flush()

    assert rated.take(1) is None
    with pytest.raises(NotFoundError):
        ratings.get_turn(session, rating.id, rated.raters[0])


def test_somebody_elses_turn_is_not_to_be_found(rated, ada, session):
    rating = rated.take(0)
    with pytest.raises(NotFoundError):
        ratings.get_turn(session, rating.id, rated.raters[1])


def test_other_words_are_rated_anew_and_the_old_ratings_stay(rated, ada, session):
    rated.rate(ada, 4, 4)
    sitting, later = rated.sitting_of(ada), NOW + timedelta(hours=1)
    rated.house.revise(sitting, ITEM, "Other words.", revision=2)
    ratings.ask_for_ratings(session, sitting, rated.key_id, now=later)
    answer = rated.answer_of(ada)

    assert (answer.text, answer.is_settled, answer.points) == ("Other words.", False, {})
    assert len(session.exec(select(Rating)).all()) == 2
    assert rated.take(0, now=later) is None
    assert rated.take(2, now=later).number == 1


def test_who_has_read_the_old_words_cannot_file_for_the_new_ones(rated, ada, session):
    rating = rated.take(0)
    rated.house.revise(rated.sitting_of(ada), ITEM, "Other words.", revision=2)
    ratings.ask_for_ratings(session, rated.sitting_of(ada), rated.key_id, now=NOW)
    wording = ratings.wording_digest(TEXT)
    with pytest.raises(RatingFaultError) as fault:
        ratings.file_rating(session, rating, {FACET: 3}, wording=wording, now=NOW)

    assert fault.value.code == RatingFault.OTHER_WORDING


def test_filing_is_in_the_audit_log_without_points(rated, ada, session):
    rating = rated.file(rated.take(0), 3).rating
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "rating.filed")).one()

    assert (entry.object_id, entry.actor) == (str(rating.id), str(rating.rater_id))
    assert "points" not in entry.details
    assert audit.first_altered(session, entry.chain) is None
