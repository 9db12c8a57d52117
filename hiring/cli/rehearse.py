"""``hiring rehearse``: many simulated candidates at once, against the server that runs."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask

    from hiring.rehearsal import Comparison, Figures, Pace, Stage


@click.command()
@click.argument("n_candidates", metavar="CANDIDATES", type=click.IntRange(1, 5000), default=300)
@click.option("--url", help="Where the server listens. Default: HIRING_PUBLIC_URL.")
@click.option("--within", default=60.0, show_default=True, help="Seconds in which all start.")
@click.option(
    "--think",
    type=(float, float),
    default=(30.0, 90.0),
    show_default=True,
    help="Least and most seconds that people think about a scenario.",
)
@click.option("--steps", default=1, show_default=True, help="Double the candidates so many times.")
@click.option("--keep", is_flag=True, help="Keep the simulated people; else they are erased.")
@click.option("--yes", is_flag=True, help="Answer yes to the question.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for machines.")
def rehearse(n_candidates: int, url: str | None, steps: int, **asked: Any) -> None:
    """Let CANDIDATES simulated people answer at once, and count what was kept.

    They start within a minute, think as people do, and send an answer until they hear that it is
    saved. Afterwards every answer is held against the database that the settings name. With --steps
    2 or more, each step doubles the candidates and the first that is too slow ends it. The status
    is 1 where an answer is missing or the aims are missed.
    """
    from hiring.app import create_app  # noqa: PLC0415

    app = create_app()
    address = url or app.extensions["hiring_settings"].public_url
    _ask(app, n_candidates * 2 ** (steps - 1), address, is_sure=asked["yes"])
    for step in range(steps):
        is_good = _run(app, n_candidates * 2**step, address, asked)
        if not is_good:
            sys.exit(1)


def _ask(app: "Flask", n_candidates: int, address: str, *, is_sure: bool) -> None:
    """Say what will happen; nobody should load a server that people are answering on by mistake."""
    n_open = _count_at_work(app)
    click.echo(
        f"{n_candidates} simulated candidates will answer at {address}. "
        f"At this moment {n_open} real people are at work there.",
        err=True,
    )
    if not is_sure:
        click.confirm("Start the rehearsal?", abort=True, err=True)


def _run(app: "Flask", n_candidates: int, address: str, asked: dict[str, Any]) -> bool:
    """Rehearse once, print it, and clear up; whether it was good."""
    from hiring.rehearsal import Pace, compare, figures_of  # noqa: PLC0415
    from hiring.rehearsal import rehearse as answer  # noqa: PLC0415

    stage, pace = _stage(app, n_candidates), Pace(asked["within"], *asked["think"])
    crowd = answer(stage, address, pace)
    with app.app_context():
        from hiring.db import db  # noqa: PLC0415

        comparison = compare(db.session, stage, crowd.memories)
        db.session.rollback()
    figures = figures_of(crowd)
    _tell(figures, comparison, pace, as_json=asked["as_json"])
    if not asked["keep"]:
        _clear(app, stage)
    return figures.is_quick_enough and comparison.is_whole


def _count_at_work(app: "Flask") -> int:
    from hiring.db import db  # noqa: PLC0415
    from hiring.rehearsal import count_at_work  # noqa: PLC0415

    with app.app_context():
        return count_at_work(db.session, now=datetime.now(UTC))


def _stage(app: "Flask", n_candidates: int) -> "Stage":
    from hiring.app import settings_of  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415
    from hiring.rehearsal import set_stage  # noqa: PLC0415

    secret = settings_of(app).secret_key.get_secret_value()
    with app.app_context():
        stage = set_stage(
            db.session, n_candidates=n_candidates, secret=secret, now=datetime.now(UTC)
        )
        db.session.commit()
    return stage


def _clear(app: "Flask", stage: "Stage") -> None:
    from hiring.db import db  # noqa: PLC0415
    from hiring.rehearsal import clear_stage  # noqa: PLC0415

    with app.app_context():
        clear_stage(db.session, stage, now=datetime.now(UTC))
        db.session.commit()


def _tell(figures: "Figures", comparison: "Comparison", pace: "Pace", *, as_json: bool) -> None:
    if as_json:
        facts = {"figures": asdict(figures), "comparison": asdict(comparison), "pace": asdict(pace)}
        click.echo(json.dumps(facts))
        return
    from hiring.cli.rehearse_words import report_lines  # noqa: PLC0415

    for line in report_lines(figures, comparison, pace):
        click.echo(line)
