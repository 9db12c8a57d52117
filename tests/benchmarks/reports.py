"""A technical report over ten thousand stored sittings, against only reading their rows.

Run on the embedded database and, where there is one, on PostgreSQL. The plain reading fetches the
same answers and totals row by row and keeps nothing, so the ratio says what all the figures cost
beyond what any report would have to read.
"""

import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path
from uuid import uuid4

from sqlmodel import Session, col, select

from hiring.accounts import Role
from hiring.app import create_app
from hiring.db import db
from hiring.reports import make_report, read_document
from hiring.reports.content import compose
from hiring.reports.paper import render_report
from hiring.scoring.records import Score, ScoredForm
from hiring.sittings.records import Answer
from tests import builders, stores
from tests.benchmarks.report import Table, spread
from tests.builders import House
from tests.reports.filling import fill

N_SITTINGS = 10_000


def measure(folder: Path, *, n_rounds: int) -> list[Table]:
    """Seconds and ratios on both databases."""
    rows = _on(folder / "sqlite", "SQLite", _sqlite(folder / "sqlite"), n_rounds)
    with stores.postgres_server() as server:
        if server is not None:
            (folder / "postgres").mkdir()
            with stores.migrated_database(server, folder / "postgres") as address:
                rows += _on(folder / "postgres", "PostgreSQL", address, n_rounds)
    columns = ("database", "what", "seconds", "times plain reading")
    remark = "Aim: from the database to the stored document in less than 3 seconds."
    return [Table(f"A technical report over {N_SITTINGS:,} sittings", columns, rows, remark)]


def _sqlite(folder: Path) -> str:
    folder.mkdir()
    return f"sqlite:///{stores.migrated_file(folder)}"


def _on(folder: Path, name: str, address: str, n_rounds: int) -> list[tuple[str, ...]]:
    app = create_app(stores.settings_for(folder, address))
    with app.app_context():
        session = db.sessionmaker()
    staff = {role: builders.add_staff(session, role) for role in Role}
    house = House(session, staff, builders.published(session, builders.shipped_bank()))
    fill(house, house.opening(), N_SITTINGS)
    # What a living database does by itself; ten thousand sittings do not come in one second.
    session.connection().exec_driver_sql("ANALYZE")
    session.commit()
    rows = _rows(session, ScoredForm(house.key.id, "standard", is_simulated=False), n_rounds)
    session.close()
    stores.close(app)
    return [(name if number == 0 else "", *row) for number, row in enumerate(rows)]


def _rows(session: Session, subject: ScoredForm, n_rounds: int) -> list[tuple[str, ...]]:
    plain, made = [], []
    _report(session, subject)
    for _round in range(n_rounds):
        plain.append(_seconds(lambda: _read(session)))
        made.append(_seconds(lambda: _report(session, subject)))
    tracemalloc.start()
    _report(session, subject)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    ratios = [own / other for own, other in zip(made, plain, strict=True)]
    paper = [_seconds(_print_of(session, subject)) for _round in range(n_rounds)]
    return [
        ("read answers and totals row by row", spread(plain, ".2f"), "1"),
        ("report, read to stored", spread(made, ".2f"), spread(ratios, ".2f")),
        ("of that, most memory at once", f"{peak_bytes / 1e6:.0f} MB", ""),
        ("print the stored document", spread(paper, ".2f"), ""),
    ]


def _read(session: Session) -> None:
    answers = select(col(Answer.sitting_id), col(Answer.item), col(Answer.state), col(Answer.value))
    for statement in (answers, select(col(Score.sitting_id), col(Score.total))):
        for _row in session.connection().execute(statement):
            pass


def _report(session: Session, subject: ScoredForm) -> None:
    make_report(session, subject, now=datetime.now(UTC), report_id=uuid4())
    session.rollback()


def _print_of(session: Session, subject: ScoredForm) -> Callable[[], bytes]:
    row = make_report(session, subject, now=datetime.now(UTC), report_id=uuid4())
    content = compose(read_document(row), row.digest, NullTranslations(), "en")
    session.rollback()
    return lambda: render_report(content)


def _seconds(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before
