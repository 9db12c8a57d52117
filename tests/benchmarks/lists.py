"""Lists of ten thousand people against a bare page, alone and beside two hundred thousand others.

Pages are fetched one after the other from one server. The bare page is the sign-in page: what the
machine and the server cost by themselves. A large house has twenty times as many people beside
those of the list; that is what must change nothing.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import httpx

from hiring import accounts
from hiring.db import db
from hiring.web.cookies import STAFF_COOKIE
from tests.benchmarks.databases import Database, databases
from tests.benchmarks.listing_people import crowd
from tests.benchmarks.report import Table, spread
from tests.journeys.candidates import application, furnish
from tests.journeys.servers import Place, Server, serve

N_LISTED = 10_000
N_OTHERS = 190_000
N_FETCHES = 20
AIM_MS = 150
PAGES = {
    "plain": "",
    "by last activity": "?sort=activity",
    "search": "?q=amara+12",
    "one state": "?state=scored",
    "one tag": "?tag=phone",
    "no decision": "?outcome=none",
    "by score": "?sort=score",
}


@dataclass(frozen=True, slots=True)
class House:
    """A server with a list of ten thousand, and a browser that is signed in."""

    client: httpx.Client
    path: str


def measure(folder: Path, *, n_rounds: int, database: str | None = None) -> list[Table]:
    """Run all rounds, one database after the other."""
    with databases(database) as found:
        return [_measure(one, folder / one.kind, n_rounds) for one in found]


def _measure(database: Database, folder: Path, n_rounds: int) -> Table:
    folder.mkdir()
    with ExitStack() as stack:
        small = stack.enter_context(_house(database, folder / "small", 0))
        large = stack.enter_context(_house(database, folder / "large", N_OTHERS))
        rounds = [
            {(house, name): _slow(house, path) for house in (small, large) for name, path in _all()}
            for _ in range(n_rounds)
        ]
    return _table(database, small, large, rounds)


def _all() -> list[tuple[str, str]]:
    return [("bare", "bare"), *PAGES.items()]


@contextmanager
def _house(database: Database, folder: Path, n_others: int) -> Iterator[House]:
    with ExitStack() as stack:
        address = stack.enter_context(database.new(f"lists_{n_others}"))
        place = Place(folder, address)
        house = furnish(place, n_candidates=1)
        if n_others:
            crowd(house, n_others, title="Everybody else")
        opening_id = crowd(house, N_LISTED, title="Ten thousand")
        server = serve(place, n_workers=2, with_worker=None)
        stack.callback(server.stop)
        server.wait()
        client = stack.enter_context(_signed_in(place, server))
        yield House(client, f"/openings/{opening_id}")


def _signed_in(place: Place, server: Server) -> httpx.Client:
    """A browser with the cookie of a fresh session: signing in by hand is throttled."""
    with application(place):
        token = accounts.sign_in(
            db.session,
            email="owner@tests.example",
            password="only for tests, really",
            now=datetime.now(UTC),
        )
        db.session.commit()
    cookies = {STAFF_COOKIE: token}
    return httpx.Client(base_url=server.url, cookies=cookies, trust_env=False, timeout=60)


def _slow(house: House, path: str) -> float:
    """What nineteen of twenty fetches stay below, in milliseconds."""
    address = "/sign-in" if path == "bare" else house.path + path
    taken = []
    for _ in range(N_FETCHES):
        begun = time.perf_counter()
        answer = house.client.get(address)
        taken.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{address}: {answer.status_code}")
    return quantiles(taken, n=20)[-1]


def _table(
    database: Database,
    small: House,
    large: House,
    rounds: list[dict[tuple[House, str], float]],
) -> Table:
    rows = []
    for name in PAGES:
        alone = [one[small, name] for one in rounds]
        bare = [one[small, name] / one[small, "bare"] for one in rounds]
        beside = [one[large, name] / one[small, name] for one in rounds]
        cells = (spread(alone, ".0f") + " ms", spread(bare, ".1f"), spread(beside, ".2f"))
        rows.append((name, *cells))
    columns = ("list", "95th percentile", "times the bare page", "beside 190,000 others, times")
    remark = f"Aims: under {AIM_MS} ms; beside others times 1."
    return Table(f"A list of 10,000 people, {database.title}", columns, rows, remark)
