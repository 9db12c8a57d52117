"""Many briefs as batches: how long two worker processes take, from the click to the last brief.

The demo's people are printed again and again, one batch of everybody after the other, all asked for
at once. The workers are warm: they have printed one batch before.
"""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from hiring import batches, jobs
from hiring.accounts import Role, Staff
from hiring.batches import BatchBrief
from hiring.cli.house import prepare
from hiring.db import db
from hiring.demo import furnish
from hiring.openings.records import Opening
from tests.benchmarks.report import Table
from tests.journeys.candidates import application
from tests.journeys.servers import SECRET, Place

N_WORKERS = 2
LONGEST_SECONDS = 600.0


def measure(folder: Path, *, n_briefs: int) -> list[Table]:
    """Seconds for at least so many briefs on two worker processes."""
    place = Place(folder)
    with application(place) as app:
        prepare(app)
        furnish(db.session, secret=SECRET, now=datetime.now(UTC))
        db.session.commit()
        command = [sys.executable, "-m", "hiring", "worker"]
        workers = [subprocess.Popen(command, env=place.environment) for _number in range(N_WORKERS)]
        try:
            _printed(db.session, 1)
            n, seconds = _printed(db.session, n_briefs)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait()
    rows = [(str(n), f"{seconds:.1f}", f"{1000 * seconds / n:.0f}")]
    columns = ("briefs", "seconds", "ms a brief")
    return [Table("Briefs as batches, two worker processes", columns, rows, "Aim: 1,000 in 30 s.")]


def _printed(session: Session, n_briefs: int) -> tuple[int, float]:
    """How many were asked for, and how long it took until the last one was made."""
    before = time.perf_counter()
    ids = []
    n = 0
    while n < n_briefs:
        batch_id, n_asked = ask_for_batch(session)
        ids.append(batch_id)
        n += n_asked
    end = before + LONGEST_SECONDS
    while time.perf_counter() < end:
        session.rollback()
        query = select(func.count(col(BatchBrief.id))).where(
            col(BatchBrief.batch_id).in_(ids), BatchBrief.state == "waiting"
        )
        if not session.exec(query).one():
            return n, time.perf_counter() - before
        time.sleep(0.05)
    raise TimeoutError("the briefs were not made in time")


def ask_for_batch(session: Session) -> tuple[object, int]:
    """Ask for a brief of everybody in the demo's opening; the batch, and how many. Commits."""
    now = datetime.now(UTC)
    owner = session.exec(select(Staff).where(Staff.role == Role.OWNER)).first()
    found = {
        one.id: batches.printable_people(session, one.id) for one in session.exec(select(Opening))
    }
    opening_id = max(found, key=lambda one: len(found[one]))
    batch = batches.ask_for_briefs(
        session,
        session.get_one(Opening, opening_id),
        found[opening_id],
        is_blind=False,
        staff=owner,
        now=now,
    )
    jobs.ask_to_print(session, batches.waiting_briefs(session, batch), now=now)
    session.commit()
    return batch.id, len(found[opening_id])
