"""Jobs reach the queue after the commit, never after a rollback; the sweep finds the rest."""

from contextlib import contextmanager

import pytest
from huey import PostgresHuey
from sqlmodel import select

from hiring import jobs
from hiring.jobs import Job, Task
from hiring.scoring import find_score
from tests.builders import BEST_ANSWERS


@pytest.fixture
def huey(app):
    return app.extensions["hiring_queue"]


@pytest.fixture
def sitting(small_house):
    candidate = small_house.candidate(small_house.opening())
    return small_house.submitted(candidate, BEST_ANSWERS)


def waiting(huey):
    """The jobs that are on the queue, by the id each carries."""
    return [task.args[0] for task in huey.pending()]


def work_off(huey):
    """What a worker does until the queue is empty."""
    while (task := huey.dequeue()) is not None:
        huey.execute(task)


def add(session, now, key="one"):
    return jobs.add_job(session, Task.SCORE_SITTING, {}, unique_key=key, now=now)


def test_a_job_is_handed_over_after_the_commit(session, huey, now):
    job = add(session, now)
    assert waiting(huey) == []

    session.commit()
    assert waiting(huey) == [str(job.id)]


def test_a_job_is_handed_over_once(session, huey, now):
    add(session, now)
    session.commit()
    session.commit()

    assert len(waiting(huey)) == 1


def test_a_job_is_not_handed_over_after_a_rollback(session, huey, now):
    add(session, now)
    session.rollback()

    assert waiting(huey) == []
    assert session.exec(select(Job)).all() == []


def test_a_rolled_back_job_is_not_handed_over_by_a_later_commit(session, huey, now):
    add(session, now)
    session.rollback()
    other = add(session, now, "other")
    session.commit()

    assert waiting(huey) == [str(other.id)]


def test_asking_again_for_a_job_does_not_hand_it_over_again(session, huey, now):
    add(session, now)
    session.commit()
    add(session, now)
    session.commit()

    assert len(waiting(huey)) == 1


def test_a_submitted_sitting_gets_its_score_from_the_queue(session, huey, sitting, now):
    jobs.ask_for_score(session, sitting.id, now=now)
    session.commit()
    work_off(huey)
    session.expire_all()

    assert find_score(session, sitting.id).total == 100


def test_a_job_that_is_on_the_queue_twice_runs_once(app, session, huey, sitting, now):
    job = jobs.ask_for_score(session, sitting.id, now=now)
    session.commit()
    app.extensions["hiring_run_job"](str(job.id))
    work_off(huey)
    session.expire_all()

    assert session.get_one(Job, job.id).attempts == 1


@pytest.fixture
def lost(session, huey, sitting, now):
    """A job whose place on the queue was lost."""
    job = jobs.ask_for_score(session, sitting.id, now=now)
    session.commit()
    huey.flush()
    return job


def test_the_sweep_hands_over_what_the_queue_lost(app, huey, lost):
    app.extensions["hiring_sweep"].call_local()

    assert waiting(huey) == [str(lost.id)]


def test_what_the_sweep_handed_over_is_done(app, session, huey, lost, sitting):
    app.extensions["hiring_sweep"].call_local()
    work_off(huey)
    session.expire_all()

    assert find_score(session, sitting.id) is not None


def test_the_sweep_leaves_done_jobs_alone(app, huey, lost):
    app.extensions["hiring_sweep"].call_local()
    work_off(huey)
    app.extensions["hiring_sweep"].call_local()

    assert waiting(huey) == []


@contextmanager
def out_of_order(huey):
    """The queue as it is when its storage cannot be written."""
    table = huey.storage.table_task if isinstance(huey, PostgresHuey) else "task"
    huey.storage.sql(f"ALTER TABLE {table} RENAME TO away", commit=True)
    try:
        yield
    finally:
        huey.storage.sql(f"ALTER TABLE away RENAME TO {table}", commit=True)


def test_a_queue_that_is_down_does_not_undo_the_commit(session, new_session, huey, sitting, now):
    with out_of_order(huey):
        job = jobs.ask_for_score(session, sitting.id, now=now)
        session.commit()

    assert new_session().get_one(Job, job.id).state == "queued"


def test_a_job_that_could_not_be_handed_over_is_found_by_the_sweep(
    app, session, huey, sitting, now
):
    with out_of_order(huey):
        job = jobs.ask_for_score(session, sitting.id, now=now)
        session.commit()
    assert waiting(huey) == []

    app.extensions["hiring_sweep"].call_local()
    assert waiting(huey) == [str(job.id)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_embedded_queue_is_a_file_of_its_own(app, settings):
    assert (settings.data_dir / "queue.sqlite").exists()
    assert not settings.sqlalchemy_url.endswith("queue.sqlite")
