"""What runs off the request path: briefs, scoring in bulk, and the start of the command line."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from hiring import scoring
from hiring.banks.versions import bank_document, key_document, list_keys
from hiring.briefs.document import render
from hiring.cli.house import prepare
from hiring.db import db
from hiring.demo import furnish
from hiring.demo.people import NOT_REACHED, answer_of, simulated_people
from hiring.openings.records import get_candidate
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.sittings import pages_of
from hiring.web.briefs import candidate_brief, candidate_brief_pdf
from tests.benchmarks.report import Table, spread
from tests.journeys.candidates import application
from tests.journeys.servers import ROOT, SECRET, Place, clean_environment

N_SITTINGS = 100_000
N_BRIEFS = 15
N_STARTS = 9


def measure(folder: Path, *, n_rounds: int) -> list[Table]:
    """Briefs and scores from a demo's database, and the start of the command."""
    with application(Place(folder)) as app:
        prepare(app)
        house = furnish(db.session, secret=SECRET, now=datetime.now(UTC))
        db.session.commit()
        with app.test_request_context():
            candidate = get_candidate(db.session, house.sample_candidate_ids[0])
            briefs = _briefs(candidate)
        scores = _scores(n_rounds)
    return [briefs, scores, _start()]


def _briefs(candidate: Any) -> Table:
    content = candidate_brief(db.session, candidate)
    whole = _times_ms(lambda: candidate_brief_pdf(db.session, candidate), N_BRIEFS)
    drawn = _times_ms(lambda: render(content), N_BRIEFS)
    rows = [
        ("from the database to the file", spread(whole, ".0f")),
        ("of that, setting it on paper", spread(drawn, ".0f")),
    ]
    return Table("A brief, warm, one process", ("what", "ms"), rows, "Aim: below 60 ms.")


def _scores(n_rounds: int) -> Table:
    version, key = next(one for one in list_keys(db.session) if one[0].bank == "customer-empathy")
    bank = bank_document(db.session, version.id)
    plan = scoring.scoring_plan(bank, key_document(db.session, key.id), bank.default_form.id)
    sittings = _sittings(bank, key_document(db.session, key.id))
    encoded = scoring.encode(plan, sittings)
    encoding = _times_ms(lambda: scoring.encode(plan, sittings), n_rounds)
    scored = _times_ms(lambda: scoring.score_encoded(plan, encoded), n_rounds)
    one = scoring.encode(plan, sittings[:1])
    alone = _times_ms(lambda: scoring.score_encoded(plan, one), 50)
    n = f"{N_SITTINGS:,} sittings"
    rows = [
        (f"score {n}, arrays prepared", spread([t / 1000 for t in scored], ".2f") + " s"),
        (f"encode the stored answers of {n}", spread([t / 1000 for t in encoding], ".2f") + " s"),
        ("score one sitting by the same road", f"{median(alone):.2f} ms"),
    ]
    return Table("Scoring, one process", ("what", "time"), rows, "Aim: scoring below 2 s.")


def _sittings(bank: Any, key: Any) -> list[Mapping[str, tuple[UnitState, Any]]]:
    """Simulated answers in the shape in which they are read from the database."""
    rng = np.random.default_rng(1)
    pages = pages_of(bank, bank.default_form.id)
    different = []
    for person in simulated_people(rng):
        answers: dict[str, tuple[UnitState, Any]] = {}
        for page in pages:
            share = page.position / len(pages)
            keyed = key.by_item[page.item_ref]
            value = answer_of(person, page.item, keyed, progress=share, rng=rng)
            if value is not NOT_REACHED:
                state = UnitState.SKIPPED if value is None else UnitState.ANSWERED
                answers[page.item_ref] = (state, value)
        different.append(answers)
    return [different[n % len(different)] for n in range(N_SITTINGS)]


def _start() -> Table:
    ours, bare = [], []
    for _ in range(N_STARTS):
        ours += _times_ms(lambda: _run("-m", "hiring", "--help"), 1, is_warm=True)
        bare += _times_ms(lambda: _run("-c", "pass"), 1, is_warm=True)
    ratio = [a / b for a, b in zip(ours, bare, strict=True)]
    rows = [("hiring --help", spread(ours, ".0f"), spread(ratio, ".1f"))]
    return Table("Start of the command line", ("command", "ms", "times an empty Python"), rows)


def _run(*arguments: str) -> None:
    command = [sys.executable, *arguments]
    subprocess.run(command, check=True, cwd=ROOT, env=clean_environment(), capture_output=True)


def _times_ms(act: Callable[[], object], n: int, *, is_warm: bool = False) -> list[float]:
    """How long each of ``n`` times took, after one that does not count."""
    if not is_warm:
        act()
    times = []
    for _ in range(n):
        before = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - before))
    return times
