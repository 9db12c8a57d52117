"""A worker that is killed in the middle of scoring again loses nothing and doubles nothing."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, func, select

from hiring import jobs, rescoring
from hiring.accounts import Role
from hiring.banks.deriving import derive_key
from hiring.jobs import LEASE, Job, JobState, run_job
from hiring.rescoring import Plan, Rescoring
from hiring.scoring import Score
from tests.journeys.servers import until
from tests.linking import drawn, sat
from tests.workers import stands_still

N_PEOPLE = 1200  # six batches
REASON = "Two experts agreed that the option keyed best cannot work."
WORKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from hiring import jobs
from hiring.app import create_app
from hiring.db import db
from tests import stores
from tests.workers import stop_before_commit

stop_before_commit(4)  # the first one takes the job, each other one ends a batch
app = create_app(stores.settings_for(Path(sys.argv[1]), sys.argv[2]))
with app.app_context():
    jobs.run_job(db.session, UUID(sys.argv[3]), clock=lambda: datetime.now(UTC))
"""


@pytest.fixture
def job(session, small_house, now):
    """A decision to score twelve hundred people again, waiting for its worker."""
    form = sat(session, small_house, drawn(N_PEOPLE, seed=3))
    analyst = small_house.staff[Role.ANALYST]
    key = derive_key(
        session,
        small_house.key,
        dropped=["wrong-bill/responses"],
        reason=REASON,
        actor=analyst.id,
        now=now,
    )
    plan = Plan(form, key, rescoring.fingerprint(session, form), goes_on=False)
    row = rescoring.apply(session, plan, staff=analyst, reason=REASON, now=now)
    job = jobs.ask_for_rescoring(session, row.id, now=now)
    session.commit()
    return job


def n_made(session):
    session.rollback()
    query = select(func.count(Score.id)).where(col(Score.rescoring_id).is_not(None))
    return session.exec(query).one()


def test_a_worker_killed_in_mid_rescoring_loses_and_doubles_no_score(session, settings, job):
    command = [
        sys.executable,
        "-c",
        WORKER,
        str(settings.data_dir),
        settings.sqlalchemy_url,
        str(job.id),
    ]
    worker = subprocess.Popen(command)
    until(lambda: stands_still(worker), what="the middle of a batch")
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL
    n_before = n_made(session)
    assert 0 < n_before < N_PEOPLE

    later = datetime.now(UTC) + LEASE + timedelta(minutes=1)
    assert run_job(session, job.id, clock=lambda: later) is JobState.DONE

    assert n_made(session) == N_PEOPLE
    per_sitting = session.exec(select(func.count(Score.id)).group_by(Score.sitting_id)).all()
    assert set(per_sitting) == {2}
    assert len(per_sitting) == N_PEOPLE
    assert session.exec(select(Rescoring)).one().finished_at is not None
    stored = session.get_one(Job, job.id, populate_existing=True)
    assert (stored.attempts, stored.progress_percent) == (2, 100)
