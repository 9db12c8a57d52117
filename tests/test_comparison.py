"""Two to five people side by side: only dependable differences are said, and nobody is ranked."""

from itertools import permutations

import pytest

from hiring.comparison import (
    Comparison,
    ScoredPerson,
    WhyNot,
    compare,
    find_scored,
    pair_of,
    scored_people,
)
from hiring.errors import NotComparableError
from hiring.openings import Candidate
from hiring.psychometrics.reliability.differences import Difference, difference_of, higher_from
from hiring.psychometrics.reliability.precision import Precision, Rung
from hiring.psychometrics.reliability.standard_errors import Interval
from hiring.scoring import PrecisionSnapshot, Score, score_sitting
from hiring.scoring.snapshots import make_snapshot
from hiring.sittings import Sitting
from tests.builders import BEST_ANSWERS

WORST_ANSWERS = {
    "late-parts/responses": {"a": 1, "b": 4, "c": 1, "d": 4},
    "wrong-bill/responses": {"best": "d", "worst": "a"},
    "long-queue/responses": ["d", "b", "a", "c"],
    "lost-order/responses": "a",
    "two-steps/responses": ["b", "c"],
    "short-call/responses": "a",
}
# Case R-10 of the scoring reference: SD 10, r .84, hence an error of 4 points.
R10 = Precision(rung=Rung.POOLED, n=40, mean=None, sd=10, r=0.84, sem=4)


def person(total, name="A"):
    return ScoredPerson(
        candidate=Candidate(name=name),
        sitting=Sitting(),
        score=Score(total=total),
        document=None,
        snapshot=PrecisionSnapshot(),
        estimate_points=total,
        interval=Interval(total - 7, total + 7),
        likely_points=(),
    )


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def add(session, small_house, opening, now):
    """A candidate with a score."""

    def add_one(name, answers, where=None):
        candidate = small_house.candidate(where or opening, name)
        sitting = small_house.submitted(candidate, answers)
        score_sitting(session, sitting.id, now=now)
        session.commit()
        return candidate

    return add_one


def why_not(session, people):
    with pytest.raises(NotComparableError) as caught:
        compare(session, people)
    return caught.value.code


@pytest.mark.parametrize(("n", "n_pairs"), [(2, 1), (3, 3), (4, 6), (5, 10)])
def test_the_error_of_a_family_is_shared_out_over_its_pairs(n, n_pairs):
    assert higher_from(n) == pytest.approx(1 - 0.05 / n_pairs)


def test_two_people_are_told_apart_from_95_percent():
    assert higher_from(2) == 0.95


def test_five_people_are_told_apart_from_995_in_a_thousand():
    assert higher_from(5) == 0.995


def test_a_pair_has_the_printed_probability():
    pair = pair_of(person(65), person(58), R10, higher_from(2))

    assert pair.probability == pytest.approx(0.8716, abs=5e-5)
    assert pair.difference is Difference.PROBABLY_HIGHER


@pytest.mark.parametrize(
    ("points", "difference"),
    [
        # The reference prints what is needed for P = .80 and .95: 5.195 and 10.152 points.
        (0, Difference.NONE_DEPENDABLE),
        (5.19, Difference.NONE_DEPENDABLE),
        (5.20, Difference.PROBABLY_HIGHER),
        (10.15, Difference.PROBABLY_HIGHER),
        (10.16, Difference.HIGHER),
    ],
)
def test_the_printed_differences_part_the_words(points, difference):
    pair = pair_of(person(50 + points), person(50), R10, higher_from(2))

    assert pair.difference is difference


@pytest.mark.parametrize(
    ("probability", "difference"),
    [
        (0.5, Difference.NONE_DEPENDABLE),
        (0.7999, Difference.NONE_DEPENDABLE),
        (0.80, Difference.PROBABLY_HIGHER),
        (0.9499, Difference.PROBABLY_HIGHER),
        (0.95, Difference.HIGHER),
        (1.0, Difference.HIGHER),
    ],
)
def test_a_word_begins_at_its_threshold(probability, difference):
    assert difference_of(probability, 0.95) is difference


def test_with_more_people_the_same_difference_is_said_more_carefully():
    pair = pair_of(person(62), person(50), R10, higher_from(5))

    assert pair.difference is Difference.PROBABLY_HIGHER
    assert pair_of(person(62), person(50), R10, higher_from(2)).difference is Difference.HIGHER


@pytest.mark.parametrize(("a", "b"), [(65, 58), (40, 80), (50, 50)])
def test_a_pair_is_the_same_from_both_sides(a, b):
    one, other = person(a, "A"), person(b, "B")
    there, back = pair_of(one, other, R10, 0.95), pair_of(other, one, R10, 0.95)

    assert (there.probability, there.difference) == (back.probability, back.difference)


def test_the_higher_one_stands_first_in_a_pair():
    low, high = person(50, "A"), person(70, "B")

    assert pair_of(low, high, R10, 0.95).first is high


def test_equal_scores_are_no_dependable_difference():
    pair = pair_of(person(50), person(50), R10, 0.95)

    assert (pair.probability, pair.difference) == (0.5, Difference.NONE_DEPENDABLE)


def test_people_stand_in_order_of_name_whoever_is_asked_first(session, add):
    people = [add(name, BEST_ANSWERS) for name in ("Zoë", "Ada", "Mio")]

    for order in permutations(people):
        found = compare(session, order)
        assert [one.candidate.name for one in found.people] == ["Ada", "Mio", "Zoë"]


def test_every_pair_is_looked_at_once(session, add):
    people = [add(f"P {n}", BEST_ANSWERS) for n in range(4)]
    pairs = compare(session, people).pairs

    names = {frozenset((p.first.candidate.name, p.second.candidate.name)) for p in pairs}
    assert (len(pairs), len(names)) == (6, 6)


def test_far_apart_is_a_dependable_difference(session, add):
    found = compare(session, [add("Ada", WORST_ANSWERS), add("Mio", BEST_ANSWERS)])

    [pair] = found.dependable
    assert (pair.first.candidate.name, pair.difference) == ("Mio", Difference.HIGHER)


def test_the_same_answers_are_no_dependable_difference(session, add):
    found = compare(session, [add("Ada", BEST_ANSWERS), add("Mio", BEST_ANSWERS)])

    assert found.dependable == ()


def test_one_comparison_uses_one_snapshot(session, add):
    found = compare(session, [add(f"P {n}", BEST_ANSWERS) for n in range(3)])

    assert {one.snapshot.id for one in found.people} == {found.snapshot.id}


def test_a_comparison_knows_no_rank():
    assert not [name for name in dir(Comparison) if "rank" in name or "best" in name]


def test_nobody_cannot_be_compared(session):
    assert why_not(session, []) is WhyNot.TOO_FEW


def test_one_person_cannot_be_compared(session, add):
    assert why_not(session, [add("Ada", BEST_ANSWERS)]) is WhyNot.TOO_FEW


def test_six_people_are_too_many(session, small_house, opening):
    people = [small_house.candidate(opening, f"P {n}") for n in range(6)]

    assert why_not(session, people) is WhyNot.TOO_MANY


def test_people_of_two_openings_are_not_compared(session, small_house, add):
    other = add("Mio", BEST_ANSWERS, small_house.opening("other"))

    assert why_not(session, [add("Ada", BEST_ANSWERS), other]) is WhyNot.OTHER_OPENING


def test_somebody_without_a_score_is_not_compared(session, small_house, opening, add):
    waiting = small_house.candidate(opening, "Mio")

    assert why_not(session, [add("Ada", BEST_ANSWERS), waiting]) is WhyNot.NOT_SCORED


def test_somebody_with_too_few_answers_is_not_compared(session, add):
    few = add("Mio", {"short-call/responses": "b"})

    assert why_not(session, [add("Ada", BEST_ANSWERS), few]) is WhyNot.NOT_SCORED


def test_scores_by_another_key_are_not_compared(session, add):
    ada, mio = add("Ada", BEST_ANSWERS), add("Mio", BEST_ANSWERS)
    score = find_scored(session, mio).score
    digest = find_scored(session, mio).document.scoring_digest
    score.document = score.document.replace(digest, "f" * 64)
    session.flush()

    assert why_not(session, [ada, mio]) is WhyNot.OTHER_VERSION


def test_simulated_people_are_not_compared_with_real_ones(session, add, now):
    ada, mio = add("Ada", BEST_ANSWERS), add("Mio", BEST_ANSWERS)
    sitting = find_scored(session, mio).sitting
    sitting.is_simulated = True
    session.flush()
    make_snapshot(session, sitting, now=now)

    assert why_not(session, [ada, mio]) is WhyNot.SIMULATED_WITH_REAL


def test_a_score_is_shown_with_its_interval(session, add):
    found = find_scored(session, add("Ada", BEST_ANSWERS))

    # Planned for six scenarios: 100 points, ± 1.645 · 11.383, cut off at the end of the scale.
    assert found.estimate_points == 100
    assert (found.interval.low, found.interval.high) == pytest.approx((81.275, 100), abs=1e-2)


def test_too_few_answers_have_neither_number_nor_interval(session, add):
    found = find_scored(session, add("Ada", {"short-call/responses": "b"}))

    assert (found.estimate_points, found.interval, found.likely_points) == (None, None, ())


def test_somebody_who_has_not_submitted_has_no_score(session, small_house, opening):
    candidate = small_house.candidate(opening)
    small_house.sitting(candidate, BEST_ANSWERS)

    assert find_scored(session, candidate) is None


def test_many_people_are_found_at_once_by_id(session, small_house, opening, add):
    ada, waiting = add("Ada", BEST_ANSWERS), small_house.candidate(opening, "Mio")

    assert set(scored_people(session, [ada, waiting])) == {ada.id}
