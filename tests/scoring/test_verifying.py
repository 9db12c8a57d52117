"""A printed code, checked: the same, different, erased or unknown."""

import pytest
from sqlalchemy import update

from hiring import audit, retention
from hiring.scoring import score_sitting
from hiring.scoring.snapshots import PrecisionSnapshot
from hiring.scoring.verifying import Verdict, check_code
from hiring.sittings import Answer, leaving
from tests.builders import BEST_ANSWERS

ITEM = "wrong-bill/responses"


@pytest.fixture
def somebody(small_house):
    return small_house.candidate(small_house.opening())


@pytest.fixture
def sitting(small_house, somebody):
    return small_house.submitted(somebody, BEST_ANSWERS)


@pytest.fixture
def code(session, sitting, now):
    score = score_sitting(session, sitting.id, now=now)
    session.commit()
    return score.code + session.get_one(PrecisionSnapshot, score.snapshot_id).code


def test_a_code_that_holds_is_the_same_however_it_is_typed(session, code):
    typed = " ".join(f"{code[:4]}-{code[4:8]} {code[8:12]}-{code[12:]}").lower()

    for letters in (code, typed, code[:12]):
        assert check_code(session, letters).verdict is Verdict.SAME


def test_a_changed_answer_makes_it_different(session, code, sitting):
    changed = update(Answer).where(Answer.sitting_id == sitting.id, Answer.item == ITEM)
    session.execute(changed.values(value={"best": "d", "worst": "a"}))
    session.expire_all()

    assert check_code(session, code).verdict is Verdict.DIFFERENT


def test_letters_of_no_precision_are_told_apart(session, code):
    assert check_code(session, f"{code[:12]}ZZZZ").verdict is Verdict.OTHER_PRECISION


@pytest.mark.parametrize("letters", ["", "-", "ABCD-ABCD-ABCD-ABCD", "x" * 40, "score.erased"])
def test_what_no_score_has_is_unknown(session, code, letters):
    assert check_code(session, letters).verdict is Verdict.UNKNOWN


def test_an_erased_person_leaves_a_code_and_nothing_else(session, code, somebody, now):
    retention.erase(session, [somebody], now=now)
    session.commit()

    found = check_code(session, code)
    assert (found.verdict, found.score, found.sitting) == (Verdict.ERASED, None, None)
    assert audit.first_altered(session, somebody.opening_id) is None


def test_answers_that_were_taken_back_are_as_erased(session, code, somebody, sitting, now):
    leaving.void(session, somebody, sitting, now=now)

    assert check_code(session, code).verdict is Verdict.ERASED
