"""What machines are told of this one: that it lives, that it is ready, and how much work it has."""

import json
from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from hiring import jobs
from hiring.app import create_app
from hiring.config import Settings
from hiring.db import db
from hiring.jobs import JobState, Task
from tests import stores

TOKEN = "a token of the tests, long enough"
SECRET_LINK = "Ada-and-her-secret-link"


@pytest.fixture
def watched(settings):
    """An application that gives out figures to whoever knows the token."""
    app = create_app(settings.model_copy(update={"metrics_token": settings_token()}))
    yield app
    stores.close(app)


def settings_token():
    return Settings(metrics_token=TOKEN, _env_file=None).metrics_token


def figures(client, token=TOKEN):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def value(page, name):
    """The figure of this name with its labels."""
    [line] = [one for one in page.text.splitlines() if one.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


def stamp(app, revision):
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
        db.session.commit()


def test_a_process_that_answers_lives(client):
    assert client.get("/health/live").json == {"status": "ok"}


def test_a_node_with_database_tables_and_queue_is_ready(client):
    answered = client.get("/health/ready")

    assert (answered.status_code, answered.json) == (200, {"status": "ok"})


@pytest.fixture
def stamped(app):
    """Has the database say that another migration was its last."""
    with app.app_context():
        there = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    yield lambda revision: stamp(app, revision)
    stamp(app, there)


def test_a_node_whose_migrations_have_not_run_is_not_ready_and_does_not_say_why(
    client, stamped, capsys
):
    stamped("0002")
    answered = client.get("/health/ready")

    assert (answered.status_code, answered.json) == (503, {"status": "not ready"})
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["part"] == "tables"


def test_a_node_goes_on_when_the_database_is_one_version_ahead(client, stamped):
    stamped("9999")

    assert client.get("/health/ready").status_code == 200


def test_a_node_without_its_queue_is_not_ready_but_lives(app, client, monkeypatch):
    def away():
        raise OSError("connection refused at secret-host")

    monkeypatch.setattr(app.extensions["hiring_queue"], "pending_count", away)

    assert client.get("/health/ready").json == {"status": "not ready"}
    assert client.get("/health/live").status_code == 200


def test_without_a_token_there_are_no_figures(client):
    assert client.get("/metrics").status_code == 404
    assert figures(client, "").status_code == 404


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "ü"])
def test_figures_are_not_given_out_without_the_token(watched, token):
    answered = figures(watched.test_client(), token)

    assert answered.status_code == 401
    assert answered.data == b""


def test_a_short_token_is_refused():
    with pytest.raises(ValidationError, match="at least 20 random characters"):
        Settings(metrics_token="short", _env_file=None)


def test_figures_say_what_is_open_due_and_given_up(watched, session, house, opening, now):
    house.sitting(house.candidate(opening))
    for number, state in enumerate((JobState.QUEUED, JobState.QUEUED, JobState.FAILED)):
        job = jobs.add_job(session, Task.REMIND, {}, unique_key=f"job {number}", now=now)
        job.state = state.value
    session.commit()
    jobs.add_job(session, Task.SEND_MAIL, {}, unique_key="a mail", now=now)
    session.commit()
    page = figures(watched.test_client())

    assert value(page, "hiring_sittings_open") == 1
    assert value(page, "hiring_mails_waiting") == 1
    assert value(page, "hiring_jobs_due") == 3
    assert value(page, "hiring_jobs_failed") == 1
    assert value(page, "hiring_job_oldest_due_seconds") > 0


def test_requests_are_counted_by_route_and_never_by_path(watched):
    client = watched.test_client()
    client.get(f"/c/{SECRET_LINK}")
    client.get(f"/no-such-page/{SECRET_LINK}")
    client.open("/health/live", method="INVENTED")
    page = figures(client)

    assert 'hiring_requests_total{method="GET",route="candidate.invitation"' in page.text
    assert 'hiring_request_seconds_bucket{le="0.3",route="candidate.invitation"}' in page.text
    assert "INVENTED" not in page.text
    assert SECRET_LINK not in page.text


def test_a_job_counts_as_orphaned_once_its_lease_ran_out(session, now):
    job = jobs.add_job(session, Task.REMIND, {}, unique_key="held", now=now)
    job.state, job.lease_until = JobState.RUNNING.value, now + jobs.LEASE
    session.flush()

    assert jobs.work_at(session, now).n_orphaned == 0
    assert jobs.work_at(session, now + jobs.LEASE + timedelta(seconds=1)).n_orphaned == 1


def test_an_empty_house_has_no_work(session, now):
    work = jobs.work_at(session, now)

    assert (work.n_open, work.n_due, work.oldest_due_seconds) == (0, 0, 0.0)
