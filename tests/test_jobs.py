"""A job row is the truth: claimed by one worker, run again when that dies, given up in the end."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import jobs, sittings
from hiring.accounts import Role
from hiring.jobs import BACK_OFF_SECONDS, LEASE, MAX_ATTEMPTS, Job, JobState, Task, run_job
from hiring.scoring import find_score
from hiring.scoring.records import ScoredForm
from tests.builders import BEST_ANSWERS

MOMENT = timedelta(seconds=1)
LONG_ENOUGH_TO_LOOK = 0.3


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


class Work:
    """A runner of the test: counts its runs, and fails as often as it is told to."""

    def __init__(self, *, n_failures=0):
        self.n_runs, self.n_failures = 0, n_failures

    def __call__(self, _session, _arguments, _now):
        self.n_runs += 1
        if self.n_runs <= self.n_failures:
            raise RuntimeError(f"run {self.n_runs} went wrong")


@pytest.fixture
def clock(now):
    return Clock(now)


@pytest.fixture
def job(session, now):
    job = jobs.add_job(session, Task.SCORE_SITTING, {"n": 1}, unique_key="one", now=now)
    session.commit()
    return job


def run(session, job, clock, work):
    return run_job(session, job.id, clock=clock, runners={Task.SCORE_SITTING: work})


def stored(session, job):
    session.expire_all()
    return session.get_one(Job, job.id)


def test_a_new_job_is_due_at_once(session, job, now):
    assert jobs.due_job_ids(session, now) == [job.id]


def test_adding_with_the_same_key_gives_the_same_row(session, job, now):
    again = jobs.add_job(session, Task.SCORE_SITTING, {"n": 2}, unique_key="one", now=now)

    assert (again.id, again.arguments) == (job.id, {"n": 1})
    assert len(session.exec(select(Job)).all()) == 1


def test_jobs_are_due_in_order_of_time(session, now):
    for hours, key in ((2, "late"), (0, "early"), (1, "middle")):
        at = now + timedelta(hours=hours)
        jobs.add_job(session, Task.SCORE_SITTING, {}, unique_key=key, now=at)

    due = jobs.due_job_ids(session, now + timedelta(hours=3))
    assert [session.get_one(Job, one).unique_key for one in due] == ["early", "middle", "late"]


def test_a_job_that_is_due_later_waits(session, job, now):
    assert jobs.due_job_ids(session, now - MOMENT) == []


def test_a_job_that_works_is_done(session, job, clock, now):
    assert run(session, job, clock, Work()) is JobState.DONE

    done = stored(session, job)
    assert (done.state, done.attempts, done.finished_at) == ("done", 1, now)
    assert (done.lease_until, done.error) == (None, None)


def test_a_done_job_is_not_run_again(session, job, clock):
    work = Work()
    run(session, job, clock, work)

    assert run(session, job, clock, work) is None
    assert work.n_runs == 1


def test_a_done_job_is_not_due(session, job, clock, now):
    run(session, job, clock, Work())

    assert jobs.due_job_ids(session, now + timedelta(days=1)) == []


def test_a_job_that_somebody_works_on_is_left_alone(session, new_session, job, clock):
    inner = []

    def work(_session, _arguments, _now):
        inner.append(run(new_session(), job, clock, Work()))

    run(session, job, clock, work)
    assert inner == [None]


@pytest.fixture
def orphan(session, job, clock):
    """A job whose worker was killed in mid-task."""

    def killed(_session, _arguments, _now):
        raise KeyboardInterrupt  # no exception that a job could handle

    with pytest.raises(KeyboardInterrupt):
        run(session, job, clock, killed)
    session.rollback()
    return job


def test_a_killed_workers_job_stays_leased(session, orphan, now):
    found = stored(session, orphan)

    assert (found.state, found.lease_until) == ("running", now + LEASE)
    assert jobs.due_job_ids(session, now + LEASE) == []


def test_a_killed_workers_job_is_due_when_its_lease_has_run_out(session, orphan, now):
    assert jobs.due_job_ids(session, now + LEASE + MOMENT) == [orphan.id]


def test_a_killed_workers_job_is_run_by_the_next_one(session, orphan, clock, now):
    clock.now = now + LEASE + MOMENT

    assert run(session, orphan, clock, Work()) is JobState.DONE
    assert stored(session, orphan).attempts == 2


def test_a_failing_job_comes_back_later_and_later(session, job, clock, now):
    work, waits = Work(n_failures=3), []
    for _ in range(3):
        assert run(session, job, clock, work) is JobState.QUEUED
        due_at = stored(session, job).due_at
        waits.append((due_at - clock.now).total_seconds())
        clock.now = due_at

    assert waits == [BACK_OFF_SECONDS * 2, BACK_OFF_SECONDS * 4, BACK_OFF_SECONDS * 8]


def test_a_failing_job_says_what_went_wrong(session, job, clock):
    run(session, job, clock, Work(n_failures=1))

    assert stored(session, job).error == "RuntimeError: run 1 went wrong"


def test_a_job_whose_rows_the_database_refuses_says_so_and_comes_back(session, job, clock, now):
    def refused(inner, _arguments, _now):
        inner.rollback()  # as a runner does that looks a second time
        inner.add(
            Job(task="x", arguments={}, unique_key=job.unique_key, due_at=now, created_at=now)
        )
        inner.flush()

    assert run(session, job, clock, refused) is JobState.QUEUED
    assert stored(session, job).error == "IntegrityError"


def test_a_job_that_works_at_last_forgets_its_error(session, job, clock):
    work = Work(n_failures=1)
    run(session, job, clock, work)

    assert run(session, job, clock, work) is JobState.DONE
    assert stored(session, job).error is None


def test_a_job_that_never_works_ends_as_failed(session, job, clock, now):
    work = Work(n_failures=MAX_ATTEMPTS)
    states = [run(session, job, clock, work) for _ in range(MAX_ATTEMPTS + 1)]

    assert states == [JobState.QUEUED] * (MAX_ATTEMPTS - 1) + [JobState.FAILED, None]
    assert jobs.due_job_ids(session, now + timedelta(days=1)) == []


def test_what_a_failing_job_wrote_is_not_kept(session, job, clock, now):
    def work(session, _arguments, now):
        jobs.add_job(session, Task.SCORE_SITTING, {}, unique_key="half", now=now)
        raise RuntimeError

    run(session, job, clock, work)
    assert session.exec(select(Job.unique_key)).all() == ["one"]


def test_a_very_long_error_is_cut_to_fit(session, job, clock):
    def work(_session, _arguments, _now):
        raise RuntimeError("x" * 5000)

    run(session, job, clock, work)
    assert len(stored(session, job).error) == 2000


@pytest.fixture
def sitting(small_house):
    candidate = small_house.candidate(small_house.opening())
    return small_house.submitted(candidate, BEST_ANSWERS)


def test_a_submitted_sitting_is_scored_by_its_job(session, sitting, clock, now):
    job = jobs.ask_for_score(session, sitting.id, now=now)
    session.commit()

    assert run_job(session, job.id, clock=clock) is JobState.DONE
    assert find_score(session, sitting.id).total == 100


def test_asking_for_a_score_twice_is_one_job(session, sitting, now):
    first = jobs.ask_for_score(session, sitting.id, now=now)

    assert jobs.ask_for_score(session, sitting.id, now=now).id == first.id


def test_scoring_a_sitting_that_is_open_fails_and_comes_back(session, small_house, clock, now):
    candidate = small_house.candidate(small_house.opening())
    sitting = small_house.sitting(candidate, BEST_ANSWERS)
    job = jobs.ask_for_score(session, sitting.id, now=now)
    session.commit()
    assert run_job(session, job.id, clock=clock) is JobState.QUEUED

    sittings.submit(session, sitting, now=now)
    session.commit()
    assert run_job(session, job.id, clock=clock) is JobState.DONE


def test_every_task_has_a_runner(settings):
    assert set(jobs.runners_with(settings)) == set(Task)


def test_a_job_that_kills_every_worker_is_given_up(session, orphan, clock, now):
    stored(session, orphan).attempts = MAX_ATTEMPTS
    session.commit()
    clock.now = now + LEASE + MOMENT
    work = Work()

    assert run(session, orphan, clock, work) is JobState.FAILED
    assert work.n_runs == 0


# --- two who ask at the same moment ---


def test_a_second_question_about_the_same_report_gets_the_job_that_is_there(
    new_session, house, now
):
    """The second one looks before the first commits, and writes after it."""
    subject, owner = ScoredForm(house.key.id, "standard", False), house.staff[Role.OWNER].id
    first, second = new_session(), new_session()
    job_id = jobs.ask_for_report(first, subject, asked_by_id=owner, now=now).id
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(jobs.ask_for_report, second, subject, asked_by_id=owner, now=now)
        time.sleep(LONG_ENOUGH_TO_LOOK)
        first.commit()
        assert asking.result().id == job_id


def test_a_finished_report_can_be_asked_for_again_within_the_second(session, house, now):
    subject, owner = ScoredForm(house.key.id, "standard", False), house.staff[Role.OWNER].id
    job = jobs.ask_for_report(session, subject, asked_by_id=owner, now=now)
    job.state = JobState.DONE.value
    session.commit()

    assert jobs.ask_for_report(session, subject, asked_by_id=owner, now=now).id != job.id
