"""How much of the time we promised to be there we were, counted from the logs of web servers."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TextIO

import click

from hiring.web.tallying import ANSWERING, EVENT, FAILED, STAFF

N_WORST = 5
ONE_DAY = len("2026-01-01")


@dataclass(frozen=True, slots=True)
class Promise:
    """What we promise ourselves of one part: which share of requests goes well."""

    part: str
    name: str
    share: Fraction


PROMISES = (
    Promise(ANSWERING, "Answering", Fraction(999, 1000)),
    Promise(STAFF, "Staff pages", Fraction(995, 1000)),
)


@dataclass(frozen=True, slots=True)
class Level:
    """How many requests there were, and how many of them went wrong."""

    n: int
    n_failed: int

    @property
    def share(self) -> Fraction:
        """The share that went well; 1 where there were none."""
        return 1 - Fraction(self.n_failed, self.n) if self.n else Fraction(1)

    def budget_left(self, promise: Promise) -> Fraction:
        """What is left of the errors that the promise allows: 1 untouched, below 0 overdrawn."""
        return 1 - (1 - self.share) / (1 - promise.share)


@click.command("service-levels")
@click.argument("logs", metavar="LOGFILE...", type=click.File(), nargs=-1, required=True)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day to be counted.")
def service_levels(logs: tuple[TextIO, ...], since: datetime | None) -> None:
    """Count from logs of web servers whether pages were there as we promise ourselves.

    A dash stands for what comes by a pipe. Name each file once, of all web servers. Ends with
    status 1 where an error budget is overdrawn.
    """
    first_day = "" if since is None else f"{since:%Y-%m-%d}"
    days = counted(line for log in logs for line in log)
    days = {day: counts for day, counts in days.items() if day >= first_day}
    if not days:
        raise click.ClickException("there is no count of requests in these logs")
    click.echo(f"{min(days)} to {max(days)} (UTC)")
    whole = sum(days.values(), Counter[str]())
    for promise in PROMISES:
        click.echo(_line(promise, _level(whole, promise)))
    for line in _worst(days):
        click.echo(line)
    if any(_level(whole, one).budget_left(one) < 0 for one in PROMISES):
        raise SystemExit(1)


def counted(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """Requests by day, and of each day by part; lines about anything else are passed over."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    names = [one.part + ending for one in PROMISES for ending in ("", FAILED)]
    for entry in _entries(lines):
        counts = days[entry["minute"][:ONE_DAY]]
        counts.update({name: int(entry[name]) for name in names})
    return dict(days)


def _entries(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The lines that count. A service manager may put words of its own before each."""
    for line in lines:
        if EVENT not in line:
            continue
        try:
            entry = json.loads(line[line.index("{") :])
        except ValueError:  # cut off, by a full disk or in the middle of being written
            continue
        if entry.get("event") == EVENT:
            yield entry


def _level(counts: Counter[str], promise: Promise) -> Level:
    return Level(counts[promise.part], counts[promise.part + FAILED])


def _line(promise: Promise, level: Level) -> str:
    if not level.n:
        return f"{promise.name}: no requests."
    left = level.budget_left(promise)
    budget = f"{_percent(left, 0)} of the errors we allow are left"
    if left < 0:
        budget = f"the errors we allow are overdrawn by {_percent(-left, 0)}"
    return (
        f"{promise.name}: {_percent(level.share)} of {level.n:,} requests, {level.n_failed:,} went "
        f"wrong; promised {_percent(promise.share, 1)}: {budget}."
    )


def _worst(days: dict[str, Counter[str]]) -> Iterator[str]:
    """The days on which most went wrong of all that was asked, the worst first."""
    bad = [
        (level.share, day, promise.name, level)
        for day, counts in days.items()
        for promise in PROMISES
        if (level := _level(counts, promise)).n_failed
    ]
    if bad:
        yield "Worst days:"
    for share, day, name, level in sorted(bad, key=lambda one: one[:3])[:N_WORST]:
        yield f"  {day}  {name}: {_percent(share)}, {level.n_failed:,} of {level.n:,} went wrong"


def _percent(share: Fraction, n_digits: int = 3) -> str:
    """Rounded down: what is not quite kept must not read as kept."""
    scale = 10**n_digits
    return f"{int(share * 100 * scale // 1) / scale:.{n_digits}f} %"
