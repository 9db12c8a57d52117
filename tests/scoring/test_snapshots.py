"""How exact scores are, frozen: three rungs, each with a worked case, and made-up people apart."""

import math
from datetime import timedelta

import numpy as np
import pytest
from sqlmodel import func, select

from hiring.openings import Candidate
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring import PrecisionSnapshot, Score, ScoreDocument, current_snapshot, precision_of
from hiring.scoring.records import store_score
from hiring.scoring.snapshots import find_snapshot_by_code, make_snapshot, snapshot_if_due
from hiring.sittings import Answer, Sitting
from tests.builders import BEST_ANSWERS

REFS = list(BEST_ANSWERS)
# Scored 0, .5 and 1 where the method allows; by item, in the order of the form.
LEVELS = {
    "late-parts/responses": [
        {"a": 1, "b": 4, "c": 1, "d": 4},
        {"a": 3, "b": 2, "c": 4, "d": 1},
        {"a": 4, "b": 1, "c": 3, "d": 2},
    ],
    "wrong-bill/responses": [
        {"best": "d", "worst": "a"},
        {"best": "b", "worst": "c"},
        {"best": "a", "worst": "d"},
    ],
    "long-queue/responses": [["d", "b", "a", "c"], ["a", "c", "d", "b"], ["c", "a", "b", "d"]],
    "lost-order/responses": ["a", "b", "d"],
    "two-steps/responses": [["b", "c"], ["a", "b"], ["a", "d"]],
    "short-call/responses": ["a", "a", "b"],
}


@pytest.fixture
def crowd(session, small_house, now):
    """Add scored sittings quickly: all of one table, in one transaction."""

    def add(table, *, is_simulated=False):
        opening = small_house.opening(is_simulated=is_simulated)
        first = small_house.sitting(small_house.candidate(opening))
        session.refresh(first)
        pinned = first.model_dump(exclude={"id", "candidate_id", "receipt", "submitted_at"})
        for n, levels in enumerate(table):
            person = Candidate(
                opening_id=opening.id,
                code=f"C-{n}",
                name=f"P {n}",
                added_at=now,
                is_simulated=is_simulated,
            )
            session.add(person)
            session.flush()
            sitting = Sitting(
                **pinned,
                candidate_id=person.id,
                submitted_at=now,
                receipt=f"{opening.id.hex[:6]}-{n}",
            )
            session.add(sitting)
            session.flush()
            session.add_all(
                Answer(
                    sitting_id=sitting.id,
                    item=ref,
                    revision=1,
                    state="answered",
                    value=LEVELS[ref][level],
                    answered_at=now,
                )
                for ref, level in zip(REFS, levels, strict=True)
                if level is not None
            )
            session.flush()
            store_score(session, sitting.id, now=now)
        session.commit()
        return sitting

    return add


def drawn(n, seed=5):
    """Levels of n sittings whose people differ in what they know."""
    rng = np.random.default_rng(seed)
    skill = rng.uniform(0, 1, (n, 1))
    return (rng.uniform(0, 1, (n, 6)) < skill).astype(int) + (
        rng.uniform(0, 1, (n, 6)) < skill
    ).astype(int)


def scenario_points(session):
    rows = session.exec(select(Score.document))
    return np.array([ScoreDocument.from_text(text).scenarios for text in rows], dtype=float)


def test_with_a_few_sittings_the_error_is_the_planned_one(session, crowd, now):
    snapshot = make_snapshot(session, crowd(drawn(9)), now=now)

    assert (snapshot.rung, snapshot.n, snapshot.mean) == ("planned", 9, None)
    # The form has six scenarios; its planning values are those of a part of two dozen.
    assert (snapshot.sd, snapshot.r) == (
        pytest.approx(14.042, abs=1e-3),
        pytest.approx(0.48 / 1.4),
    )
    assert snapshot.sem == pytest.approx(snapshot.sd * math.sqrt(1 - 0.48 / 1.4))


def test_from_ten_sittings_the_error_is_pooled_from_them(session, crowd, now):
    snapshot = make_snapshot(session, crowd(drawn(10)), now=now)
    points = scenario_points(session)

    # The error of one person's mean over six scenarios, averaged as a square over people.
    error = math.sqrt(np.mean(points.var(axis=1, ddof=1) / 6))
    sd = points.mean(axis=1).std(ddof=1)
    assert (snapshot.rung, snapshot.n, snapshot.mean) == ("pooled", 10, None)
    assert snapshot.sem == pytest.approx(max(error, sd * math.sqrt(0.2)))
    assert snapshot.sd == pytest.approx(sd)
    assert snapshot.r == pytest.approx(min(max(0, 1 - error**2 / sd**2), 0.8))


def test_from_a_hundred_sittings_reliability_is_measured(session, crowd, now):
    snapshot = make_snapshot(session, crowd(drawn(100)), now=now)
    points = scenario_points(session)

    variances = points.var(axis=0, ddof=1).sum()
    r = 6 / 5 * (1 - variances / points.sum(axis=1).var(ddof=1))
    sd = points.mean(axis=1).std(ddof=1)
    assert (snapshot.rung, snapshot.n) == ("measured", 100)
    assert snapshot.r == pytest.approx(r)
    assert snapshot.mean == pytest.approx(points.mean())
    assert snapshot.sd == pytest.approx(sd)
    assert snapshot.sem == pytest.approx(sd * math.sqrt(1 - r))


def test_from_ten_sittings_the_middle_half_is_kept_for_reference(session, crowd, now):
    snapshot = make_snapshot(session, crowd(drawn(10)), now=now)
    totals = session.exec(select(Score.total)).all()

    low, high = np.percentile(totals, (25, 75))
    assert (snapshot.reference_low, snapshot.reference_high) == pytest.approx((low, high))


def test_below_ten_sittings_there_is_no_reference(session, crowd, now):
    snapshot = make_snapshot(session, crowd(drawn(9)), now=now)

    assert (snapshot.reference_low, snapshot.reference_high) == (None, None)


def test_below_the_measured_rung_no_cluster_is_reportable(session, crowd, now):
    assert make_snapshot(session, crowd(drawn(30)), now=now).reportable == []


def test_the_same_sittings_give_the_same_digest(session, crowd, now):
    sitting = crowd(drawn(12))
    first = make_snapshot(session, sitting, now=now)
    second = make_snapshot(session, sitting, now=now + timedelta(days=1))

    assert (first.digest, first.code) == (second.digest, second.code)


def test_a_sitting_without_a_number_is_not_counted(session, crowd, now):
    table = [[2, 2, 1, 0, 1, 2], [2, None, None, None, None, None]]

    assert make_snapshot(session, crowd(table), now=now).n == 1


def test_simulated_sittings_do_not_feed_a_real_opening(session, crowd, now):
    crowd(drawn(12), is_simulated=True)
    real = crowd(drawn(1))

    assert make_snapshot(session, real, now=now).n == 1


def test_real_sittings_do_not_feed_a_simulated_opening(session, crowd, now):
    crowd(drawn(12))
    simulated = crowd(drawn(1), is_simulated=True)

    assert make_snapshot(session, simulated, now=now).n == 1


def test_a_real_opening_never_finds_a_simulated_snapshot(session, crowd, now):
    simulated = crowd(drawn(12), is_simulated=True)
    make_snapshot(session, simulated, now=now)

    found = current_snapshot(
        session,
        key_version_id=simulated.key_version_id,
        form_id=simulated.form_id,
        is_simulated=False,
    )
    assert found is None


def test_a_replaced_score_is_not_counted_twice(session, small_house, crowd, now):
    sitting = crowd(drawn(1))
    small_house.revise(sitting, "short-call/responses", "c", revision=2)
    store_score(session, sitting.id, now=now + timedelta(days=1))

    assert session.exec(select(func.count(Score.id))).one() == 2
    assert make_snapshot(session, sitting, now=now).n == 1


def test_the_first_scored_sitting_makes_a_snapshot(session, crowd, now):
    assert snapshot_if_due(session, crowd(drawn(1)), now=now).n == 1


def test_a_second_sitting_makes_no_new_snapshot(session, crowd, now):
    first = snapshot_if_due(session, crowd(drawn(1)), now=now)

    assert snapshot_if_due(session, crowd(drawn(1, seed=6)), now=now).id == first.id


def test_the_tenth_sitting_makes_a_new_snapshot(session, crowd, now):
    first = snapshot_if_due(session, crowd(drawn(9)), now=now)
    tenth = snapshot_if_due(session, crowd(drawn(1, seed=6)), now=now + timedelta(hours=1))

    assert (first.rung, tenth.rung, tenth.n) == ("planned", "pooled", 10)


@pytest.mark.parametrize(("n_more", "is_due"), [(2, False), (3, True)])
def test_above_ten_a_growth_by_a_quarter_makes_a_new_snapshot(session, crowd, now, n_more, is_due):
    first = snapshot_if_due(session, crowd(drawn(12)), now=now)
    later = snapshot_if_due(session, crowd(drawn(n_more, seed=6)), now=now + timedelta(hours=1))

    assert (later.id != first.id) is is_due


def test_older_snapshots_stay(session, crowd, now):
    snapshot_if_due(session, crowd(drawn(9)), now=now)
    snapshot_if_due(session, crowd(drawn(1)), now=now + timedelta(hours=1))

    assert session.exec(select(func.count(PrecisionSnapshot.id))).one() == 2


def test_the_printed_letters_find_the_snapshot_of_a_sitting(session, crowd, now):
    sitting = crowd(drawn(3))
    snapshot = make_snapshot(session, sitting, now=now)

    assert find_snapshot_by_code(session, sitting, snapshot.code).id == snapshot.id


@pytest.mark.parametrize("letters", ["", "0", "ZZZZ", "%%%%", "____"])
def test_other_letters_find_no_snapshot(session, crowd, now, letters):
    sitting = crowd(drawn(3))
    make_snapshot(session, sitting, now=now)

    assert find_snapshot_by_code(session, sitting, letters) is None


def test_a_snapshot_speaks_as_the_library_does(session, crowd, now):
    snapshot = make_snapshot(session, crowd(drawn(3)), now=now)

    assert precision_of(snapshot).rung is Rung.PLANNED
    assert precision_of(snapshot).sem == snapshot.sem
