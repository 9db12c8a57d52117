"""What the rounds of ``serving`` come to."""

from statistics import median
from typing import TypeAlias

from tests.benchmarks.driving import CONCURRENCIES, Result
from tests.benchmarks.report import Table, spread

Rounds: TypeAlias = list[dict[tuple[str, int], Result]]
FLOORS = {"core": "Core", "bare": "sqlite3"}


def tables(title: str, rounds: Rounds) -> list[Table]:
    """Pages per second, processor time, the disk, and the load generator itself."""
    return [
        _pages_table(title, rounds),
        _processor_table(title, rounds),
        _disk_table(rounds),
        _generator_table(rounds),
    ]


def _floors(rounds: Rounds) -> list[str]:
    """The floors that there are on this database."""
    return [name for name in FLOORS if (name, CONCURRENCIES[0]) in rounds[0]]


def _per_second(rounds: Rounds, name: str, n: int) -> list[float]:
    """Answers per second in each round; an answer and the next page are one request."""
    return [found[name, n]["per_second"] for found in rounds]


def _ratios(above: list[float], below: list[float], factor: float = 1.0) -> list[float]:
    return [factor * a / b for a, b in zip(above, below, strict=True)]


def _pages_table(title: str, rounds: Rounds) -> Table:
    floors = _floors(rounds)
    rows = []
    for n in CONCURRENCIES:
        ours, hello = (_per_second(rounds, name, n) for name in ("ours", "hello"))
        below = [_per_second(rounds, name, n) for name in floors]
        late = median(found["ours", n]["p99_ms"] for found in rounds)
        rows.append(
            (
                str(n),
                spread(_ratios(ours, hello, 1000), ".0f"),
                *(spread(_ratios(ours, one, 100), ".0f") + " %" for one in below),
                *(f"{median(found):.0f}" for found in (ours, *below, hello)),
                f"{late:.0f}",
            )
        )
    names = [FLOORS[name] for name in floors]
    absolute = ("ours/s", *(f"{name}/s" for name in names), "hello/s", "p99 ms")
    return Table(
        f"Answered pages on {title} (answer committed, next page received: 1 request)",
        (*_ratio_columns(names), *absolute),
        rows,
        "Aims: at least 100 per 1,000 hello requests, at least 60 % of the floor.",
    )


def _processor_table(title: str, rounds: Rounds) -> Table:
    """Processor time is what other work on the machine disturbs least."""
    floors = _floors(rounds)
    rows = []
    for n in CONCURRENCIES:
        ours, hello, *below = (
            [found[name, n]["cpu_ms"] for found in rounds] for name in ("ours", "hello", *floors)
        )
        rows.append(
            (
                str(n),
                spread(_ratios(hello, ours, 1000), ".0f"),
                *(spread(_ratios(one, ours, 100), ".0f") + " %" for one in below),
                *(f"{median(found):.2f}" for found in (ours, *below, hello)),
            )
        )
    names = [FLOORS[name] for name in floors]
    return Table(
        f"The same on {title} by processor time of the web processes: ms per page, ms per hello",
        (*_ratio_columns(names), "ours", *names, "hello"),
        rows,
    )


def _ratio_columns(floors: list[str]) -> tuple[str, ...]:
    return ("candidates", "per 1,000 hello", *(f"of the {name} floor" for name in floors))


def _disk_table(rounds: Rounds) -> Table:
    ours = _per_second(rounds, "ours", 32)
    rows = []
    for name, words in (("commit", "SQLite commits, WAL, FULL"), ("append", "4 kB + fdatasync")):
        raw = [found[name, 1]["per_second"] for found in rounds]
        rows.append((words, f"{median(raw):.0f}", spread(_ratios(ours, raw, 1000), ".0f")))
    return Table(
        "The same disk, one writer and nothing else",
        ("what", "per second", "answered pages per 1,000"),
        rows,
        "Answered pages with 32 candidates, each of which waits for one commit.",
    )


def _generator_table(rounds: Rounds) -> Table:
    rows = []
    for n in CONCURRENCIES:
        ceiling = median(_per_second(rounds, "ceiling", n))
        needed = median(_per_second(rounds, "ours", n))
        own = 100 * median(found["ours", n]["own_cpu_share"] for found in rounds)
        rows.append((str(n), f"{ceiling:.0f}", f"{needed:.0f}", f"{own:.0f} %"))
    return Table(
        "The load generator itself, against a constant answer of the same server",
        ("candidates", "its ceiling, requests/s", "it had to send/s", "of a core it used"),
        rows,
        "It shares the cores with the server; a machine of its own would show more pages.",
    )
