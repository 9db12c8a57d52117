"""What scoring again would change, told before anything is stored."""

import numpy as np
import pytest
from sqlmodel import func, select

from hiring import rescoring
from hiring.banks.versions import key_document
from hiring.psychometrics.reliability.precision import precision
from hiring.scoring import (
    Score,
    ScoreDocument,
    find_score,
    score_sitting,
)
from tests.builders import BEST_ANSWERS
from tests.rescoring.again import FAULTY, MOMENT, decided, run_all, sittings_of


def test_a_preview_stores_nothing(session, small_house, crowd, dropped, form):
    crowd(3)
    key = dropped()
    rescoring.preview(session, small_house.key, key, "standard", is_simulated=False)

    assert not session.new
    assert not session.dirty
    assert session.exec(select(func.count(Score.id))).one() == 3


def test_a_preview_says_what_the_new_scores_then_are(
    session, small_house, crowd, dropped, decide, now
):
    crowd(12)
    before = {one.id: find_score(session, one.id).total for one in sittings_of(session)}
    key = dropped()
    effect = rescoring.preview(session, small_house.key, key, "standard", is_simulated=False)
    run_all(session, decide(key), now + MOMENT)
    steps = [find_score(session, one).total - total for one, total in before.items()]

    assert (effect.n_sittings, effect.moves.n) == (12, 12)
    assert effect.moves.mean == pytest.approx(np.mean(steps))
    assert effect.moves.sd == pytest.approx(np.std(steps, ddof=1))
    assert abs(effect.moves.largest) == pytest.approx(np.abs(steps).max())


def test_a_preview_tells_the_precision_before_and_after(session, small_house, crowd, dropped):
    crowd(12)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=False)
    points = [
        ScoreDocument.from_text(text).scenarios for text in session.exec(select(Score.document))
    ]
    without = np.delete(np.array(points, dtype=float), 1, axis=1)

    assert effect.after == precision(without)
    assert (effect.before.rung.value, effect.before.n) == ("pooled", 10)


def test_an_unchanged_key_moves_nobody(session, small_house, crowd, form):
    crowd(5)
    same = key_document(session, small_house.key.id)
    effect = rescoring.outlook(session, form, same).effect

    assert (effect.moves.n_moved, effect.pairs.n_changed, effect.dependable) == (0, 0, ())


def test_made_up_people_are_previewed_by_themselves(session, small_house, crowd, dropped):
    crowd(3)
    crowd(4, is_simulated=True)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=True)

    assert effect.n_sittings == 4


def test_a_neutralised_item_gives_its_credit_to_those_who_left_it_out(
    session, small_house, crowd, dropped, decide, now
):
    crowd(2, faulty=None)
    run_all(session, decide(dropped(neutralised=[FAULTY])), now + MOMENT)
    document = ScoreDocument.from_text(find_score(session, sittings_of(session)[0].id).document)

    assert document.items[FAULTY] == 1
    assert (document.states[FAULTY], document.methods[FAULTY]) == ("skipped", "neutralised")


def test_a_neutralised_item_gives_nothing_to_those_who_never_saw_it(
    session, small_house, dropped, decide, now
):
    answers = {ref: value for ref, value in BEST_ANSWERS.items() if ref != FAULTY}
    sitting = small_house.submitted(small_house.candidate(small_house.opening()), answers)
    score_sitting(session, sitting.id, now=now)
    session.commit()
    run_all(session, decide(dropped(neutralised=[FAULTY])), now + MOMENT)

    assert find_score(session, sitting.id).total == pytest.approx(500 / 6)


def test_decisions_that_are_touched_are_listed_by_code(session, small_house, crowd, dropped):
    opening = crowd(3)
    person = decided(session, small_house, opening)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=False)

    [touched] = effect.openings
    [one] = touched.decided
    assert (one.code, one.outcome) == (person.code, "advance")
    assert one.move > 0
    assert person.name not in repr(effect)


def test_pairs_are_counted_within_each_opening(session, small_house, crowd, dropped):
    crowd(3)
    crowd(4, seed=6)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=False)

    assert effect.pairs.n_pairs == 3 + 6
