"""A rehearsal against a real server: what it counts is what is stored, and it clears up."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlmodel import func, select

from hiring.cli.house import prepare
from hiring.db import db
from hiring.openings.records import Candidate, Opening
from hiring.rehearsal import Pace, Stage, compare, figures_of, set_stage, visitor
from hiring.rehearsal import rehearse as rehearse_here
from hiring.rehearsal.stage import TITLE
from hiring.sittings import Answer
from tests import stores
from tests.journeys.candidates import application, furnish
from tests.journeys.servers import ROOT, SECRET, Place, Server, free_port, serve

N_CANDIDATES = 12
SOON = ("--within", "1", "--think", "0.01", "0.1", "--yes")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request, tmp_path):
    if request.param == "sqlite":
        yield Place(tmp_path)
        return
    server = request.getfixturevalue("postgres_server")
    with stores.new_database(server, f"hiring_rehearsal_{stores.WORKER}") as address:
        yield Place(tmp_path, address)


@pytest.fixture
def server(place):
    furnish(place, n_candidates=0)
    found = serve(place)
    try:
        found.wait()
        yield found
    finally:
        found.stop()


def rehearse(server: Server, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hiring", "rehearse", str(N_CANDIDATES), "--url", server.url]
    return subprocess.run(
        [*command, *SOON, *more],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_that_was_called_saved_is_counted_and_cleared_away(server, place):
    done = rehearse(server, "--json")
    told = json.loads(done.stdout)
    comparison, figures = told["comparison"], told["figures"]

    assert comparison["n_believed"] == comparison["n_same"] == figures["saves"]["n"]
    assert comparison["n_believed"] > 2 * N_CANDIDATES
    assert 1 <= figures["drafts"]["n"] / figures["saves"]["n"] <= visitor.MOST_DRAFTS
    assert (comparison["lost"], comparison["different"], comparison["n_doubled"]) == ([], [], 0)
    assert figures["n_receipts"] == N_CANDIDATES
    assert "0 real people are at work there" in done.stderr
    with application(place):
        opening = db.session.exec(select(Opening).where(Opening.title == TITLE)).one()
        assert opening.is_simulated
        assert opening.archived_at is not None
        assert db.session.exec(select(func.count()).select_from(Candidate)).one() == 0
        assert db.session.exec(select(func.count()).select_from(Answer)).one() == 0


def test_the_report_for_people_says_what_was_kept(server):
    told = rehearse(server).stdout

    assert f"{N_CANDIDATES} simulated candidates, all starting within 1 s" in told
    assert f"receipts       {N_CANDIDATES} of {N_CANDIDATES}" in told
    assert " stored as believed, 0 lost, 0 different, 0 doubled" in told


def test_an_answer_that_is_gone_is_named(server, place):
    """The one thing a rehearsal must not overlook, done to it on purpose."""
    with application(place):
        stage = set_stage(db.session, n_candidates=2, secret=SECRET, now=datetime.now(UTC))
        db.session.commit()
    crowd = rehearse_here(stage, server.url, Pace(0.5, 0.01, 0.05))
    with application(place):
        gone, changed, doubled = db.session.exec(select(Answer).limit(3)).all()
        again = Answer(**doubled.model_dump(exclude={"id", "revision"}), revision=2)
        lost, changed.value = gone.item, "something else"
        db.session.add_all([changed, again])
        db.session.delete(gone)
        db.session.flush()
        found = compare(db.session, stage, crowd.memories)

    assert (len(found.lost), len(found.different), found.n_doubled) == (1, 1, 1)
    assert found.lost[0].endswith(lost)
    assert not found.is_whole


def test_a_server_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr(visitor, "N_TRIES", 1)
    stage = Stage(uuid4(), {"token": uuid4()}, ())
    crowd = rehearse_here(stage, f"http://127.0.0.1:{free_port()}", Pace(0, 0, 0))
    figures = figures_of(crowd)

    assert figures.faults == {"no reply": 1}
    assert (figures.n_receipts, figures.saves.p95_ms, figures.is_quick_enough) == (0, None, False)


def test_a_house_without_an_owner_is_told_what_to_do(tmp_path):
    place = Place(tmp_path)
    with application(place) as app:
        prepare(app)
    done = subprocess.run(
        [sys.executable, "-m", "hiring", "rehearse", "1", "--yes"],
        cwd=ROOT,
        env=place.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "a rehearsal needs an owner; run: hiring staff add --role owner" in done.stderr
