"""The new scores: beside the old ones, once for everybody, whatever comes between."""

from sqlalchemy import event
from sqlmodel import func, select

from hiring import jobs, openings, rescoring
from hiring.jobs import Job, JobState, run_job
from hiring.rescoring import Rescoring
from hiring.retention import erase
from hiring.scoring import (
    PrecisionSnapshot,
    Recomputed,
    Score,
    ScoredForm,
    find_score,
    recompute,
    score_sitting,
)
from hiring.scoring.records import find_replacement, scores_of, store_score
from hiring.scoring.snapshots import make_snapshot
from tests.builders import BEST_ANSWERS
from tests.rescoring.again import MOMENT, at_once, run_all, sittings_of
from tests.whereabouts import kept, told


def test_two_workers_at_once_score_nobody_twice(session, new_session, crowd, dropped, decide, now):
    crowd(6)
    row_id = decide(dropped()).id
    session.rollback()
    at_once(
        new_session, lambda own: rescoring.score_batch(own, row_id, now=now + MOMENT, size=4), n=3
    )
    run_all(session, session.get_one(Rescoring, row_id), now + MOMENT)

    counts = session.exec(select(func.count(Score.id)).group_by(Score.sitting_id)).all()
    assert counts == [2] * 6
    assert kept(session) == told(session)


def test_a_score_stored_between_reading_and_writing_does_not_stop_the_batch(
    session, new_session, crowd, dropped, decide, now
):
    crowd(3)
    row = decide(dropped())
    first = min(session.exec(select(Score)).all(), key=lambda score: score.id.hex)
    replacement = first.model_dump(exclude={"id"}) | {"code": "MEANWHILE", "replaces_id": first.id}
    session.commit()
    own = new_session()

    @event.listens_for(own, "before_flush", once=True)
    def somebody_else(*_):
        session.add(Score(**replacement))
        session.commit()

    rescoring.score_batch(own, row.id, now=now + MOMENT)
    own.commit()
    session.expire_all()

    counts = session.exec(select(func.count(Score.id)).group_by(Score.sitting_id)).all()
    assert sorted(counts) == [2, 2, 3]


def test_the_old_score_stays_and_the_new_one_names_it(session, crowd, dropped, decide, now):
    crowd(1)
    [sitting] = sittings_of(session)
    old = find_score(session, sitting.id)
    row = decide(dropped())
    run_all(session, row, now + MOMENT)

    new = find_score(session, sitting.id)
    assert (new.replaces_id, new.rescoring_id) == (old.id, row.id)
    assert [one.id for one in scores_of(session, sitting.id)] == [old.id, new.id]
    assert find_replacement(session, old).id == new.id


def test_both_scores_recompute_by_their_own_key(session, crowd, dropped, decide, now):
    crowd(1)
    run_all(session, decide(dropped()), now + MOMENT)
    scores = session.exec(select(Score)).all()
    session.expire_all()

    assert [recompute(session, one) for one in scores] == [Recomputed.SAME] * 2
    assert len({one.key_version_id for one in scores}) == 2


def test_going_back_to_the_first_key_is_a_score_of_its_own(
    session, small_house, crowd, dropped, decide, now
):
    crowd(2)
    key = dropped()
    run_all(session, decide(key), now + MOMENT)
    there = ScoredForm(key.id, "standard", is_simulated=False)
    back = decide(small_house.key, from_form=there, at=now + 3 * MOMENT)
    run_all(session, back, now + 3 * MOMENT)

    chain = scores_of(session, sittings_of(session)[0].id)
    assert len({one.code for one in chain}) == 3
    assert chain[0].document == chain[2].document
    assert recompute(session, chain[2]) is Recomputed.SAME


def test_a_score_asked_for_again_stays_with_the_new_key(session, crowd, dropped, decide, now):
    crowd(1)
    [sitting] = sittings_of(session)
    run_all(session, decide(dropped()), now + MOMENT)
    newest = find_score(session, sitting.id)

    assert store_score(session, sitting.id, now=now + 5 * MOMENT).id == newest.id


def test_the_precision_afterwards_is_frozen_before_the_first_score(
    session, crowd, dropped, decide, now
):
    crowd(12)
    key = dropped()
    row = decide(key)
    frozen = session.exec(
        select(PrecisionSnapshot).where(PrecisionSnapshot.key_version_id == key.id)
    ).one()
    run_all(session, row, now + MOMENT)
    again = make_snapshot(session, ScoredForm(key.id, "standard", is_simulated=False), now=now)

    assert (frozen.n_scored, frozen.rung) == (12, "pooled")
    assert again.digest == frozen.digest
    assert {one.snapshot_id for one in new_scores(session, row)} == {frozen.id}


def new_scores(session, row):
    return session.exec(select(Score).where(Score.rescoring_id == row.id)).all()


def test_batches_tell_how_far_they_have_come(session, crowd, dropped, decide, now):
    crowd(5)

    assert run_all(session, decide(dropped()), now + MOMENT) == [40, 80, 99, 100]


def test_running_twice_scores_nobody_twice(session, crowd, dropped, decide, now):
    crowd(3)
    row = decide(dropped())
    run_all(session, row, now + MOMENT)
    finished = row.finished_at
    run_all(session, row, now + 9 * MOMENT)

    assert len(new_scores(session, row)) == 3
    assert row.finished_at == finished


def test_a_batch_that_was_not_committed_is_done_again(session, crowd, dropped, decide, now):
    crowd(5)
    row = decide(dropped())
    rescoring.score_batch(session, row.id, now=now + MOMENT, size=2)
    session.commit()
    rescoring.score_batch(session, row.id, now=now + MOMENT, size=2)
    session.rollback()
    run_all(session, row, now + MOMENT)

    assert len(new_scores(session, row)) == 5
    assert session.exec(select(func.count(Score.id))).one() == 10


def test_who_was_scored_after_the_decision_is_left_alone(
    session, small_house, crowd, dropped, decide, now
):
    crowd(2)
    row = decide(dropped())
    late = small_house.submitted(small_house.candidate(small_house.opening()), BEST_ANSWERS)
    score_sitting(session, late.id, now=now + 5 * MOMENT)
    session.commit()
    run_all(session, row, now + 9 * MOMENT)

    assert find_score(session, late.id).rescoring_id is None
    assert len(new_scores(session, row)) == 2


def test_who_was_erased_meanwhile_does_not_stop_the_rest(session, crowd, dropped, decide, now):
    opening = crowd(3)
    row = decide(dropped())
    erase(session, openings.list_candidates(session, opening.id)[:1], now=now)
    session.commit()
    run_all(session, row, now + MOMENT)

    assert len(new_scores(session, row)) == 2
    assert row.finished_at is not None


def test_the_job_scores_everybody_and_says_so(session, crowd, dropped, decide, now):
    crowd(3)
    row = decide(dropped())
    job = jobs.ask_for_rescoring(session, row.id, now=now)
    session.commit()

    assert run_job(session, job.id, clock=lambda: now + MOMENT) is JobState.DONE
    stored = session.get_one(Job, job.id, populate_existing=True)
    assert (stored.progress_percent, len(new_scores(session, row))) == (100, 3)
    assert session.get_one(Rescoring, row.id, populate_existing=True).finished_at is not None
