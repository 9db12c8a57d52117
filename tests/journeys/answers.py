"""What a demo's database holds of the answers of one browser page, and what that page says."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from hiring.sittings import sitting_name
from tests.journeys.servers import until

SAVED = "Saved on the server at"
ON_DEVICE = "Only on this device so far. We keep trying."
NOWHERE = "Not saved yet. Keep this page open: we keep trying."
PUT_BACK = "Put back from this device and saved on the server at"
NEWER = "There is a newer answer to this scenario"
# They beat by themselves, whoever else does something or nothing.
PULSE_TABLES = {"pulse", "outage"}
TICKED = """inputs => Object.fromEntries(inputs.map(one => [
    one.name.replace("r_", ""), Number(one.value)
]))"""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The sitting that a page belongs to, read from the database at every question."""

    database: Path
    id: str

    @classmethod
    def of(cls, page: Page, database: Path) -> "Sitting":
        """The sitting whose name the page carries."""
        name = page.locator("form[data-answer]").get_attribute("data-keep")
        ids = [row[0] for row in _rows(database, "SELECT id FROM sitting")]
        return cls(database, next(one for one in ids if sitting_name(UUID(one)) == name))

    def answers(self) -> list[tuple[int, str, Any]]:
        """Revision, state and value of every stored answer, in order of item and revision."""
        query = "SELECT revision, state, value FROM answer WHERE sitting_id = ?"
        rows = _rows(self.database, f"{query} ORDER BY item, revision", self.id)
        return [(revision, state, _read(value)) for revision, state, value in rows]

    def drafts(self) -> list[Any]:
        """What the pages held when they were last heard of, in order of arrival."""
        query = "SELECT fields FROM draft WHERE sitting_id = ? ORDER BY received_at"
        return [_read(fields) for (fields,) in _rows(self.database, query, self.id)]

    def n_late(self) -> int:
        """How many answers came after the end."""
        query = "SELECT count(*) FROM late_answer WHERE sitting_id = ?"
        return int(_rows(self.database, query, self.id)[0][0])


def counts(database: Path) -> dict[str, int]:
    """How many rows each table has, but for those of the server's pulse."""
    names = _rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name: _count(database, name) for (name,) in names if name not in PULSE_TABLES}


def save(page: Page) -> None:
    """Press the button that answers."""
    page.get_by_role("button", name="Save and continue").click()


def says(page: Page, words: str) -> None:
    """Wait until the line about saving says something."""
    expect(page.locator("#save-status")).to_contain_text(words)


def all_is_saved(page: Page, sitting: Sitting) -> None:
    """Wait until the server has all that is ticked on a page of ratings.

    The page says "Saved" after the first choice already, while others are on their way.
    """
    ticked = page.locator("form[data-answer] input:checked").evaluate_all(TICKED)
    until(lambda: ticked in sitting.drafts(), what=f"a draft of {ticked}")


def stop_timers(page: Page) -> None:
    """From now on time passes for the pages of this browser only when a test says so."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))


def is_at(page: Page, name: int | str) -> None:
    """Wait until a page of the assessment is shown, whatever it says of the one before."""
    page.wait_for_url(re.compile(rf"/assessment/{name}(\?several=\d+)?$"))


def radio(page: Page, nth: int = 0) -> Locator:
    """One of the page's radio buttons."""
    return page.locator("form[data-answer] input[type=radio]").nth(nth)


def chosen(page: Page) -> list[str]:
    """What is ticked on the page."""
    ticked = page.locator("form[data-answer] input:checked")
    found: list[str] = ticked.evaluate_all("inputs => inputs.map(one => one.name + one.value)")
    return found


def kept(page: Page) -> list[str]:
    """The names of what our pages keep on this device."""
    found: list[str] = page.evaluate("Object.keys(localStorage)")
    return found


def keeps_nothing(page: Page) -> None:
    """Wait until this device keeps nothing: the server's word may still be on its way."""
    until(lambda: kept(page) == [], what="an empty device")


def _count(database: Path, table: str) -> int:
    return int(_rows(database, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - ours


def _rows(database: Path, query: str, *facts: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, facts).fetchall()


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)
