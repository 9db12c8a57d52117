"""A bank or key that was changed past the software scores nobody, and says so."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from hiring import jobs
from hiring.banks.versions import BankVersion, KeyVersion
from hiring.errors import AlteredBankError
from hiring.scoring import score_sitting
from tests import applications, builders
from tests.builders import BEST_ANSWERS, House


@pytest.fixture
def sitting(session, staff, tmp_path):
    """Of a bank that this process has not read yet, as in a worker that has just started."""
    key = builders.published(session, builders.small_bank(tmp_path, version="7.7.0"))
    house = House(session, staff, key)
    return house.submitted(house.candidate(house.opening()), BEST_ANSWERS)


def alter(session, record, row_id, changed):
    row = session.get(record, row_id)
    table = update(record).where(col(record.id) == row_id)
    session.execute(table.values(document=changed(row.document)))
    session.commit()


def other_words(document):
    return document | {"scenarios": [one | {"stem": "?"} for one in document["scenarios"]]}


def test_a_changed_word_stops_scoring(session, sitting, now):
    alter(session, BankVersion, sitting.bank_version_id, other_words)
    applications.forget_documents()

    with pytest.raises(AlteredBankError, match=r"7\.7\.0 was changed in the database"):
        score_sitting(session, sitting.id, now=now)


def test_a_changed_key_stops_scoring(session, sitting, now):
    def changed(document):
        return document | {"dropped": [document["items"][0]["item"]]}

    alter(session, KeyVersion, sitting.key_version_id, changed)
    applications.forget_documents()

    with pytest.raises(AlteredBankError, match="key 1 of"):
        score_sitting(session, sitting.id, now=now)


def test_an_unchanged_bank_that_is_read_again_scores(session, sitting, now):
    applications.forget_documents()

    assert score_sitting(session, sitting.id, now=now).total == 100


def test_the_job_says_which_bank_it_was(session, sitting, now):
    job = jobs.ask_for_score(session, sitting.id, now=now)
    alter(session, BankVersion, sitting.bank_version_id, other_words)
    applications.forget_documents()
    jobs.run_job(session, job.id, clock=lambda: now)

    assert "7.7.0 was changed in the database" in session.get_one(jobs.Job, job.id).error
