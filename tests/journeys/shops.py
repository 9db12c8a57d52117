"""A small employer behind a real server: one opening whose form has an item of every format."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hiring.accounts import Role
from hiring.cli.house import migrate
from hiring.db import db
from tests import builders
from tests.journeys.candidates import application
from tests.journeys.servers import Place, serve

N_CANDIDATES = 150
RATING, BEST_WORST, RANKING, BEST, SEVERAL, FEELING, TEXT = range(1, 8)
NEWER_BANK = ("bank.toml", "The parts for late-parts are late.", "All parts have come.")


@dataclass(frozen=True, slots=True)
class Shop:
    """Where the server is, where its files are, and links that nobody has used."""

    url: str
    folder: Path
    place: Place
    tokens: list[str]

    @property
    def database(self) -> Path:
        """The embedded database."""
        return self.place.folder / "hiring.sqlite"

    def fresh_link(self) -> str:
        """The link of a candidate who has not come yet."""
        return f"{self.url}/c/{self.tokens.pop()}"

    def publish_newer_bank(self) -> None:
        """Publish a version of the bank whose scenarios say something else."""
        with application(self.place):
            changes = builders.WITH_OPEN_TEXT, NEWER_BANK
            bank = builders.small_bank(self.folder / "newer", *changes, version="1.0.1")
            builders.published(db.session, bank)


@contextmanager
def small_shop(folder: Path) -> Iterator[Shop]:
    """Furnish a shop and serve it."""
    place = Place(folder / "var")
    tokens = _furnish(place, folder)
    server = serve(place)
    try:
        server.wait()
        yield Shop(server.url, folder, place, tokens)
    finally:
        server.stop()


def _furnish(place: Place, folder: Path) -> list[str]:
    with application(place) as app:
        migrate(app)
        bank = builders.small_bank(folder / "bank", builders.WITH_OPEN_TEXT)
        key = builders.published(db.session, bank)
        staff = {Role.OWNER: builders.add_staff(db.session, Role.OWNER)}
        house = builders.House(db.session, staff, key)
        opening = house.opening()
        people = [house.candidate(opening, f"Simulated {n}") for n in range(N_CANDIDATES)]
        return [house.token(candidate) for candidate in people]
