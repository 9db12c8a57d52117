"""Many briefs at once: none lost, none doubled, none of somebody who has gone."""

import io
import signal
import subprocess
import sys
import zipfile
from datetime import timedelta
from gettext import NullTranslations

import pikepdf
import pytest
from pypdf import PdfReader
from sqlmodel import col, func, select

from hiring import batches, jobs, retention
from hiring.accounts import Role
from hiring.batches import BatchBrief, Fault, Sender
from hiring.errors import NotScorableError
from hiring.jobs import Job, JobState
from hiring.psychometrics.norms.floors import LOWEST
from hiring.scoring import score_sitting
from hiring.sittings import Sitting
from hiring.sittings.leaving import void
from tests.builders import BEST_ANSWERS
from tests.journeys.servers import until
from tests.workers import stands_still

SENDER = Sender("Example", "jobs@example.org", lambda _language: NullTranslations(), LOWEST)
NAMES = ("Ada Example", "Bo Sample", "Cy Muster")


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def people(session, small_house, opening, now):
    found = []
    for name in NAMES:
        one = small_house.candidate(opening, name)
        sitting = small_house.submitted(one, BEST_ANSWERS)
        score_sitting(session, sitting.id, now=now)
        found.append(one)
    session.commit()
    return found


@pytest.fixture
def ask(session, small_house, opening, now):
    def ask(people, *, is_blind=False):
        batch = batches.ask_for_briefs(
            session,
            opening,
            people,
            is_blind=is_blind,
            staff=small_house.staff[Role.OWNER],
            now=now,
        )
        jobs.ask_to_print(session, batches.waiting_briefs(session, batch), now=now)
        session.commit()
        return batch

    return ask


@pytest.fixture
def work(session, settings, now):
    """Run every job that waits, as the workers do."""

    def work(at=now):
        for job_id in jobs.due_job_ids(session, at):
            runners = jobs.runners_with(settings)
            jobs.run_job(session, job_id, clock=lambda: at, runners=runners)
        session.expire_all()

    return work


def archive_of(session, batch):
    file = io.BytesIO()
    batches.write_archive(session, batch, batches.pieces(session, batch), file)
    return zipfile.ZipFile(file)


def text_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_each_person_has_a_brief_in_the_archive_and_all_in_one_document(session, ask, people, work):
    batch = ask(people)
    work()
    archive = archive_of(session, batch)
    jobs.ask_to_merge(session, batch, now=batch.asked_at)
    session.commit()
    work()

    names = sorted(f"brief-{one.code}.pdf" for one in people)
    assert sorted(archive.namelist()) == [*names, "list.csv"]
    assert len(PdfReader(io.BytesIO(batch.merged)).pages) == 2 * len(people)
    assert all(one.name in text_of(batch.merged) for one in people)


def test_the_same_briefs_give_the_same_archive(session, ask, people, work):
    batch = ask(people)
    work()
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        batches.write_archive(session, batch, batches.pieces(session, batch), file)

    assert first.getvalue() == second.getvalue()


def test_a_blind_batch_names_nobody_anywhere(session, ask, people, work):
    batch = ask(people, is_blind=True)
    work()
    batches.merge(session, batch, sender=SENDER)
    archive = archive_of(session, batch)
    words = [text_of(archive.read(name)) for name in archive.namelist() if name.endswith("pdf")]
    words += [text_of(batch.merged), archive.read("list.csv").decode(), *archive.namelist()]
    for name in archive.namelist():
        if name.endswith("pdf"):
            with pikepdf.open(io.BytesIO(archive.read(name))) as pdf:
                words += [str(pdf.docinfo), str(pdf.Root.Metadata.read_bytes())]

    assert not [name for name in NAMES for text in words if name in text or name.split()[0] in text]
    assert all(one.code in " ".join(words) for one in people)


def test_a_record_that_cannot_be_printed_stops_no_other(
    session, small_house, opening, ask, people, work
):
    odd = small_house.candidate(opening, "No Score")
    batch = ask([*people, odd])
    work()

    found = {one.candidate.id: one for one in batches.pieces(session, batch)}
    assert found[odd.id].fault == Fault.NO_SCORE
    assert [found[one.id].is_made for one in people] == [True] * len(people)


def test_what_was_missing_can_be_made_later(session, small_house, opening, ask, people, work, now):
    odd = small_house.candidate(opening, "Late Score")
    batch = ask([*people, odd])
    work()
    made = {one.digest for one in batches.pieces(session, batch) if one.is_made}
    score_sitting(session, small_house.submitted(odd, BEST_ANSWERS).id, now=now)
    owner = small_house.staff[Role.OWNER]
    jobs.ask_to_print(session, batches.try_again(session, batch, staff=owner, now=now), now=now)
    session.commit()
    work()

    found = batches.pieces(session, batch)
    assert all(one.is_made for one in found)
    assert made < {one.digest for one in found}


def test_who_is_erased_or_takes_answers_back_vanishes(session, ask, people, work, now):
    batch = ask(people)
    work()
    batches.merge(session, batch, sender=SENDER)
    session.commit()
    before = batches.pieces(session, batch)
    retention.erase(session, people[:1], now=now)
    (sitting,) = session.exec(select(Sitting).where(Sitting.candidate_id == people[1].id))
    void(session, people[1], sitting, now=now)
    batches.clear_expired(session, now=now)
    session.commit()

    left = batches.pieces(session, batch)
    assert [one.candidate.id for one in left] == [people[2].id]
    assert batch.merged is None
    n_files = session.exec(
        select(func.count(BatchBrief.id)).where(col(BatchBrief.pdf).is_not(None))
    )
    assert n_files.one() == 1
    with pytest.raises(NotScorableError):
        batches.require_unchanged(session, batch, before)


def test_files_are_gone_after_a_week(session, ask, people, work, now):
    batch = ask(people)
    work()
    batches.merge(session, batch, sender=SENDER)
    batches.clear_expired(session, now=now + timedelta(days=7))
    session.commit()

    assert not any(one.is_made for one in batches.pieces(session, batch))
    assert batch.merged is None


def test_a_sealed_opening_prints_no_number(session, opening, ask, people, work):
    opening.is_sealed = True
    session.commit()
    batch = ask(people[:1])
    work()
    (name, _list) = archive_of(session, batch).namelist()

    text = text_of(archive_of(session, batch).read(name))
    assert "Score sealed" in text
    assert "likely range" not in text


WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from hiring import jobs
from hiring.app import create_app
from hiring.db import db
from tests import stores
from tests.workers import stop_before_commit

stop_before_commit(16)  # a few for each brief
settings = stores.settings_for(Path(sys.argv[1]), sys.argv[2])
with create_app(settings).app_context():
    now = datetime.fromisoformat(sys.argv[3])
    for job_id in sys.argv[4:]:
        jobs.run_job(
            db.session, UUID(job_id), clock=lambda: now,
            runners=jobs.runners_with(settings),
        )
"""


def test_a_worker_killed_in_the_middle_loses_and_doubles_no_brief(
    session, settings, small_house, opening, ask, people, work, now
):
    for number in range(17):
        one = small_house.candidate(opening, f"Person {number}")
        score_sitting(session, small_house.submitted(one, BEST_ANSWERS).id, now=now)
    session.commit()
    batch = ask(batches.printable_people(session, opening.id))
    print_jobs = session.exec(select(Job.id).where(Job.task == "print_brief")).all()
    address = [str(settings.data_dir), settings.sqlalchemy_url, now.isoformat()]
    worker = subprocess.Popen([sys.executable, "-c", WORKER, *address, *map(str, print_jobs)])
    until(lambda: stands_still(worker), what="the middle of the work")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    n_before = _n_made(session, batch)
    before = {one.id: one.digest for one in batches.pieces(session, batch) if one.is_made}
    assert 3 <= n_before < 20

    work(now + jobs.LEASE + timedelta(minutes=1))

    found = batches.pieces(session, batch)
    after = {one.id: one.digest for one in found}
    assert len(found) == 20
    assert all(one.is_made for one in found)
    assert before.items() <= after.items()
    states = session.exec(select(Job.state).where(Job.task == "print_brief")).all()
    assert set(states) == {JobState.DONE}


def _n_made(session, batch):
    session.rollback()
    query = select(func.count(BatchBrief.id)).where(
        BatchBrief.batch_id == batch.id, BatchBrief.state == "made"
    )
    return session.exec(query).one()
