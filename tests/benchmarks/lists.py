"""The recruiter's pages against stored size: a hundred people, ten thousand, many more beside them.

Three desks, each of a recruiter with one opening: of a hundred people, of ten thousand, and of ten
thousand again in a house that holds 190,000 others in openings of colleagues. The first two share a
database. Each page is fetched from the three by turns, so that a busy moment meets all of them. The
owner's desk is told apart: an owner works on every opening, so it counts everybody in the house.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import httpx
from sqlmodel import col, select

from hiring import accounts
from hiring.accounts import Role, Staff
from hiring.banks.versions import list_keys
from hiring.db import db
from hiring.openings.records import Candidate
from hiring.scoring.records import Score
from hiring.sittings.records import Sitting
from hiring.web.cookies import STAFF_COOKIE
from tests.benchmarks import filling
from tests.benchmarks.databases import Database, databases
from tests.benchmarks.listing_people import crowd, samples
from tests.benchmarks.report import Table
from tests.journeys.candidates import application, furnish
from tests.journeys.servers import Place, Server, serve

N_FEW, N_LISTED = 100, 10_000
N_OTHER_OPENINGS = 19
N_FETCHES = 6  # a round
AIM_MS = 150
LIST = "/openings/{id}"
PAGES = {
    "bare page": "/sign-in",
    "list": LIST,
    "list, in its middle": LIST + "?after={middle}",
    "newest first": LIST + "?sort=added",
    "newest first, in its middle": LIST + "?sort=added&after={middle}",
    "by last activity": LIST + "?sort=activity",
    "search, few found": LIST + "?q=amara+12",
    "search, nobody found": LIST + "?q=nobody",
    "state: scored": LIST + "?state=scored",
    "state: link over": LIST + "?state=link_expired",
    "tag": LIST + "?tag=phone",
    "nothing decided": LIST + "?outcome=none",
    "to decide about": LIST + "?look=undecided",
    "to be told": LIST + "?look=untold",
    "clearly above the cut": LIST + "?group=above",
    "by place to the cut": LIST + "?sort=group",
    "by score": LIST + "?sort=score",
    "by score, in its middle": LIST + "?sort=score&after={scored}",
    "five people compared": LIST + "/compare?{five}",
    "openings": "/openings",
    "desk": "/desk",
    "openings of an owner": "/openings",
    "desk of an owner": "/desk",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Browsers of a recruiter and of the owner, and what addresses name in the opening."""

    recruiter: httpx.Client
    owner: httpx.Client
    named: dict[str, str]

    def fetch(self, page: str) -> float:
        """Milliseconds until the page is here."""
        client = self.owner if page.endswith("owner") else self.recruiter
        address = PAGES[page].format_map(self.named)
        begun = time.perf_counter()
        answer = client.get(address)
        taken = 1000 * (time.perf_counter() - begun)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return taken


def measure(folder: Path, *, n_rounds: int, database: str | None = None) -> list[Table]:
    """Run all rounds, one database after the other."""
    with databases(database) as found:
        return [_measure(one, folder / one.kind, n_rounds) for one in found]


def _measure(database: Database, folder: Path, n_rounds: int) -> Table:
    folder.mkdir()
    with ExitStack() as stack:
        few, listed = stack.enter_context(_house(database, folder / "small", (N_FEW, N_LISTED), 0))
        (beside,) = stack.enter_context(
            _house(database, folder / "large", (N_LISTED,), N_OTHER_OPENINGS)
        )
        desks = (few, listed, beside)
        for page in PAGES:
            for one in desks:
                one.fetch(page)
        times = {page: _times(page, desks, n_rounds * N_FETCHES) for page in PAGES}
    return _table(database, times)


def _times(page: str, desks: tuple[Desk, ...], n_fetches: int) -> list[list[float]]:
    """Milliseconds by desk, the desks by turns."""
    taken = [[one.fetch(page) for one in desks] for _number in range(n_fetches)]
    return [list(one) for one in zip(*taken, strict=True)]


@contextmanager
def _house(
    database: Database, folder: Path, sizes: tuple[int, ...], n_others: int
) -> Iterator[list[Desk]]:
    with ExitStack() as stack:
        place = Place(folder, stack.enter_context(database.new(f"lists_{n_others}")))
        furnish(place, n_candidates=0)
        with application(place):
            opened = _filled(sizes, n_others)
        server = serve(place, n_workers=2, with_worker=None)
        stack.callback(server.stop)
        server.wait()
        yield [_desk(stack, place, server, email, one) for email, one in opened.items()]


def _filled(sizes: tuple[int, ...], n_others: int) -> dict[str, UUID]:
    """Fill a house; the openings by the mail address of the recruiter who works on them."""
    owner = db.session.exec(select(Staff).where(Staff.role == Role.OWNER.value)).one()
    some = samples(owner, list_keys(db.session)[-1][1])
    for _number in range(n_others):
        crowd(owner, owner, some, N_LISTED, is_whole=False)
    found = {}
    for size in sizes:
        email = f"recruiter-of-{size}@tests.example"
        member = accounts.add_staff(
            db.session,
            email=email,
            name="Recruiter",
            role=Role.RECRUITER,
            password="only for tests, really",
            now=filling.STARTED,
        )
        found[email] = crowd(owner, member, some, size, is_whole=True)
    filling.settle()
    return found


def _desk(stack: ExitStack, place: Place, server: Server, email: str, opening_id: UUID) -> Desk:
    with application(place):
        named = _named(opening_id)
    clients = [
        stack.enter_context(_signed_in(place, server, one))
        for one in (email, "owner@tests.example")
    ]
    return Desk(*clients, named)


def _named(opening_id: UUID) -> dict[str, str]:
    """The opening, somebody in the middle of its list, and people with a score."""
    people = (
        select(col(Candidate.id))
        .where(Candidate.opening_id == opening_id)
        .order_by(col(Candidate.name), col(Candidate.id))
    )
    scored: Any = people.join(Sitting, col(Sitting.candidate_id) == col(Candidate.id)).join(
        Score, col(Score.sitting_id) == col(Sitting.id)
    )
    everybody, with_score = (db.session.exec(query).all() for query in (people, scored))
    return {
        "id": str(opening_id),
        "middle": str(everybody[len(everybody) // 2]),
        "scored": str(with_score[len(with_score) // 2]),
        "five": "&".join(f"id={one}" for one in with_score[:5]),
    }


def _signed_in(place: Place, server: Server, email: str) -> httpx.Client:
    """A browser with the cookie of a fresh session: signing in by hand is throttled."""
    with application(place):
        admitted = accounts.sign_in(
            db.session, email=email, password="only for tests, really", now=datetime.now(UTC)
        )
        db.session.commit()
    cookies = {STAFF_COOKIE: admitted.token}
    return httpx.Client(base_url=server.url, cookies=cookies, trust_env=False, timeout=60)


def _slow(times: list[float]) -> float:
    """What nineteen of twenty fetches stay below."""
    return quantiles(times, n=20)[-1]


def _table(database: Database, times: dict[str, list[list[float]]]) -> Table:
    rows = []
    for page, (few, listed, beside) in times.items():
        middles = [median(one) for one in (few, listed, beside)]
        cells = [f"{median(listed):.0f}", *(f"{_slow(one):.0f}" for one in (few, listed, beside))]
        ratios = (f"{middles[1] / middles[0]:.2f}", f"{middles[2] / middles[1]:.2f}")
        rows.append((page, *cells, *ratios))
    columns = (
        "page",
        f"ms with {N_LISTED:,}",
        f"p95 with {N_FEW}",
        f"p95 with {N_LISTED:,}",
        "p95 in 200,000",
        f"times that of {N_FEW}",
        "in 200,000 times alone",
    )
    remark = f"Aims: p95 below {AIM_MS} ms; in 200,000 times 1. Ratios are of medians."
    return Table(f"The recruiter's pages, {database.title}", columns, rows, remark)
