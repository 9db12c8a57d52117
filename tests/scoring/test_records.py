"""A stored score names what it rests on and computes again to the same bytes."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, event, update
from sqlmodel import col, select

from hiring.banks.versions import get_key_version
from hiring.errors import NotFoundError, NotScorableError
from hiring.openings import Candidate
from hiring.scoring import Recomputed, Score, ScoreDocument, find_score, recompute, score_sitting
from hiring.scoring.records import find_score_by_code, store_score
from hiring.sittings import Answer, AnswerState
from tests.builders import BEST_ANSWERS

WORST = {"best": "d", "worst": "a"}
ITEM = "wrong-bill/responses"


@pytest.fixture
def somebody(small_house):
    return small_house.candidate(small_house.opening())


@pytest.fixture
def sitting(small_house, somebody):
    return small_house.submitted(somebody, BEST_ANSWERS)


@pytest.fixture
def score(session, sitting, now):
    score = score_sitting(session, sitting.id, now=now)
    session.commit()
    return score


@pytest.fixture
def document(score):
    return ScoreDocument.from_text(score.document)


def test_keyed_answers_are_stored_as_a_hundred_points(score):
    assert (score.total, score.n_answered, score.n_scenarios) == (100, 6, 6)


def test_a_score_names_what_it_rests_on(session, score, document, sitting):
    key = get_key_version(session, sitting.key_version_id)

    assert (document.scoring_digest, document.key_version) == (key.scoring_digest, "1")
    assert (document.sitting, document.form) == (str(sitting.id), "standard")
    assert (document.missing_policy, document.norm_group) == ("zero", None)
    assert document.methods["late-parts/responses"] == "half_credit"


def test_a_score_names_the_snapshot_that_held(score):
    assert score.snapshot_id is not None


def test_the_stored_text_is_canonical(score, document):
    assert document.text == score.document


def test_the_digest_covers_the_stored_text(score):
    assert score.digest == hashlib.sha256(score.document.encode()).hexdigest()


def test_the_printed_code_finds_the_score(session, score):
    assert find_score_by_code(session, score.code).id == score.id


def test_an_unknown_code_finds_nothing(session, score):
    assert find_score_by_code(session, "AAAAAAAAAAAA") is None


def test_scoring_again_gives_the_same_bytes(session, score):
    session.expire_all()

    assert recompute(session, score) is Recomputed.SAME


def test_scoring_twice_stores_one_row(session, sitting, score, now):
    again = score_sitting(session, sitting.id, now=now + timedelta(days=1))

    assert again.id == score.id
    assert len(session.exec(select(Score)).all()) == 1


def test_a_changed_answer_in_the_database_is_noticed(session, score):
    session.execute(update(Answer).where(col(Answer.item) == ITEM).values(value=WORST))
    session.commit()

    assert recompute(session, score) is Recomputed.DIFFERENT


def test_a_changed_total_in_the_stored_text_is_noticed(session, score):
    score.document = score.document.replace('"total":100.0', '"total":10.0')

    assert recompute(session, score) is Recomputed.DIFFERENT


def test_a_changed_digest_is_noticed(session, score):
    score.digest = "f" * 64

    assert recompute(session, score) is Recomputed.DIFFERENT


def test_an_erased_sitting_is_said_to_be_erased(session, somebody, score):
    session.refresh(score)
    session.expunge(score)
    session.execute(delete(Candidate).where(col(Candidate.id) == somebody.id))
    session.commit()

    assert recompute(session, score) is Recomputed.ERASED


def test_a_later_revision_gives_a_new_score_that_names_the_old_one(
    session, small_house, sitting, score, now
):
    small_house.revise(sitting, ITEM, WORST, revision=2)
    newer = score_sitting(session, sitting.id, now=now + timedelta(days=1))

    assert (newer.replaces_id, newer.total) == (score.id, pytest.approx(500 / 6))
    assert find_score(session, sitting.id).id == newer.id


def test_the_replaced_score_stays(session, small_house, sitting, score, now):
    small_house.revise(sitting, ITEM, WORST, revision=2)
    score_sitting(session, sitting.id, now=now + timedelta(days=1))

    assert session.get(Score, score.id).total == 100


def test_a_voided_item_is_left_out_and_still_told(session, small_house, sitting, score, now):
    small_house.revise(sitting, ITEM, None, revision=2, state=AnswerState.VOID)
    newer = score_sitting(session, sitting.id, now=now + timedelta(days=1))

    assert (newer.total, newer.n_answered) == (100, 5)
    assert ScoreDocument.from_text(newer.document).states[ITEM] == "void"


def test_skipped_and_not_reached_stay_two_things(session, small_house, now):
    answers = {**BEST_ANSWERS, ITEM: None}
    del answers["short-call/responses"]
    somebody = small_house.candidate(small_house.opening())
    sitting = small_house.submitted(somebody, answers)
    document = ScoreDocument.from_text(score_sitting(session, sitting.id, now=now).document)

    assert document.states[ITEM] == "skipped"
    assert document.states["short-call/responses"] == "not_reached"
    assert (document.items[ITEM], document.items["short-call/responses"]) == (None, None)


def test_too_few_answers_give_a_score_row_without_a_number(session, small_house, now):
    somebody = small_house.candidate(small_house.opening())
    sitting = small_house.submitted(somebody, {ITEM: BEST_ANSWERS[ITEM]})
    score = score_sitting(session, sitting.id, now=now)

    assert (score.total, score.n_answered) == (None, 1)
    assert json.loads(score.document)["total"] is None


def test_an_open_sitting_is_not_scored(session, small_house, somebody, now):
    sitting = small_house.sitting(somebody, BEST_ANSWERS)
    with pytest.raises(NotScorableError):
        score_sitting(session, sitting.id, now=now)


def test_an_absent_sitting_is_not_scored(session, somebody, now):
    with pytest.raises(NotFoundError):
        score_sitting(session, somebody.id, now=now)


def test_the_language_of_the_sitting_does_not_move_the_score(session, small_house, score, now):
    somebody = small_house.candidate(small_house.opening())
    small_house.sitting(somebody, language="fr")
    other = small_house.submitted(somebody, {})
    for item, value in BEST_ANSWERS.items():
        small_house.revise(other, item, value, revision=1)

    assert score_sitting(session, other.id, now=now).total == score.total


def rival(session, new_session, act):
    """Let somebody else act and commit after this session has read and before it writes."""
    other = new_session()

    @event.listens_for(session, "before_flush", once=True)
    def meanwhile(*_):
        act(other)
        other.commit()


def test_a_sitting_first_scored_elsewhere_at_the_same_moment_has_one_score(
    session, new_session, sitting, now
):
    session.commit()
    rival(session, new_session, lambda other: store_score(other, sitting.id, now=now))
    found = store_score(session, sitting.id, now=now)
    session.commit()

    assert session.exec(select(Score.id)).all() == [found.id]


def test_a_score_replaced_elsewhere_at_the_same_moment_is_replaced_once(
    session, new_session, small_house, sitting, score, now
):
    small_house.revise(sitting, ITEM, WORST, revision=2)
    session.commit()
    rival(session, new_session, lambda other: store_score(other, sitting.id, now=now))
    found = store_score(session, sitting.id, now=now)
    session.commit()

    assert found.replaces_id == score.id
    assert set(session.exec(select(Score.id))) == {score.id, found.id}
