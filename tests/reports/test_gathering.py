"""Stored sittings become arrays: nobody forgotten, nothing guessed."""

import numpy as np
import pytest

from hiring import sittings
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.reports.gathering import gather
from hiring.scoring import find_score, score_sitting
from hiring.scoring.documents import ScoreDocument
from hiring.scoring.records import Score
from tests.builders import BEST_ANSWERS, NOW
from tests.reports.conftest import plan_of, subject_of
from tests.reports.filling import fill


@pytest.fixture
def small_gathered(session, small_house):
    """Gathers what stands in the house at the moment it is asked."""
    return lambda: gather(session, plan_of(small_house), subject_of(small_house))


@pytest.fixture
def scored(session, small_house):
    opening = small_house.opening()

    def score(answers, name="Ada Example"):
        sitting = small_house.submitted(small_house.candidate(opening, name), answers)
        score_sitting(session, sitting.id, now=NOW)
        session.commit()
        return sitting

    return score


def test_scores_of_every_format_are_those_of_the_stored_document(session, scored, small_gathered):
    other = {**BEST_ANSWERS, "late-parts/responses": {"a": 1, "b": 2, "c": 3, "d": 4}}
    sitting = scored({**other, "long-queue/responses": ["d", "a", "b", "c"]})

    found = small_gathered()
    stored = ScoreDocument.from_text(find_score(session, sitting.id).document)
    by_column = [stored.items[item.ref] for item in found.plan.items]
    assert found.scores.items[0].tolist() == by_column
    assert found.scores.scenarios[0].tolist() == stored.scenarios
    assert found.totals.tolist() == [stored.total]
    assert found.n_differing == 0


def test_many_sittings_are_gathered_as_one_would_be(session, house):
    """The same on both databases, and the filling of these tests is true to the product."""
    fill(house, house.opening(), 25)
    found = gather(session, plan_of(house), subject_of(house))

    scenarios = [
        ScoreDocument.from_text(find_score(session, one).document).scenarios for one in found.ids
    ]
    expected = np.array(scenarios, dtype=float)
    assert np.array_equal(found.scores.scenarios, expected, equal_nan=True)
    assert found.n_differing == 0


def test_the_last_revision_of_an_answer_counts(session, small_house, small_gathered):
    opening = small_house.opening()
    sitting = small_house.sitting(small_house.candidate(opening), BEST_ANSWERS)
    small_house.revise(sitting, "lost-order/responses", "a", revision=2)
    small_house.revise(sitting, "short-call/responses", None, revision=2)
    _submit(session, sitting)

    found = small_gathered()
    refs = [item.ref for item in found.plan.items]
    lost, short = refs.index("lost-order/responses"), refs.index("short-call/responses")
    assert found.answers[lost][found.codes[0, lost]] == "a"
    assert found.codes[0, short] == -1
    assert found.states[0, short] == UnitState.SKIPPED


def test_who_skips_is_not_complete_but_counted(scored, small_gathered):
    scored(BEST_ANSWERS, "Whole")
    scored({**BEST_ANSWERS, "short-call/responses": None}, "Gap")

    found = small_gathered()
    assert sorted(found.is_complete.tolist()) == [False, True]
    assert found.has_total.all()


def test_a_replaced_score_is_left_out(session, scored, small_gathered):
    sitting = scored(BEST_ANSWERS)
    old = find_score(session, sitting.id)
    again = old.model_dump(exclude={"id", "code"})
    session.add(Score(**{**again, "code": "ANOTHER", "replaces_id": old.id}))
    session.commit()

    assert small_gathered().ids == (sitting.id,)


def test_a_stored_total_that_does_not_follow_from_its_answers_is_noticed(
    session, scored, small_gathered
):
    sitting = scored(BEST_ANSWERS)
    find_score(session, sitting.id).total = 12.5
    session.commit()

    assert small_gathered().n_differing == 1


def test_simulated_sittings_stay_among_themselves(session, small_house, scored):
    scored(BEST_ANSWERS)
    opening = small_house.opening("Made up", is_simulated=True)
    candidate = small_house.candidate(opening, "Nobody")
    score_sitting(session, small_house.submitted(candidate, BEST_ANSWERS).id, now=NOW)
    session.commit()

    plan = plan_of(small_house)
    real = gather(session, plan, subject_of(small_house))
    simulated = gather(session, plan, subject_of(small_house, is_simulated=True))
    assert len(real.ids) == len(simulated.ids) == 1
    assert real.ids != simulated.ids


def test_nobody_gives_empty_arrays(small_gathered):
    found = small_gathered()

    assert found.ids == ()
    assert found.scores.scenarios.shape == (0, 6)


def test_reading_is_told_block_by_block(filled, plan, gathered):
    heard = []
    gather(filled.session, plan, subject_of(filled), heard.append)

    assert heard == [len(gathered.ids)]


def _submit(session, sitting):
    sittings.submit(session, sitting, now=NOW)
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
