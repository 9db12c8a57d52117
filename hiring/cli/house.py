"""Commands that keep the house: database and verification."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask

from hiring import audit, places
from hiring.app import alembic, create_app
from hiring.banks.loader import load_bank
from hiring.banks.publishing import publish
from hiring.db import db, foreign_keys_off
from hiring.errors import SettingsError
from hiring.openings.records import get_candidate, get_opening
from hiring.psychometrics.reliability.precision import interval_90
from hiring.rescoring import get_rescoring
from hiring.scoring import Score, precision_of
from hiring.scoring.records import CODE_CHARS, find_replacement
from hiring.scoring.snapshots import PrecisionSnapshot
from hiring.scoring.verifying import Verdict, check_code
from hiring.sittings.records import Sitting, find_by_receipt, latest_answers


@click.command()
def init() -> None:
    """Create the database, bring it up to date and publish the shipped banks.

    Running it again changes nothing that is there.
    """
    app = create_app()
    prepare(app)
    click.echo(f"Database ready: {_shown_address(app)}")
    click.echo("Next: hiring staff add --role owner")


@click.command()
@click.option(
    "--back-to",
    metavar="NUMBER",
    help="Undo changes of the tables down to this one, before an older version is installed.",
)
def upgrade(back_to: str | None) -> None:
    """Bring the database to this version of the toolkit."""
    app = create_app()
    before = tables_of(app)
    if back_to is None:
        migrate(app)
    else:
        step_back(app, back_to)
    after = tables_of(app)
    click.echo("Database is up to date." if back_to is None else "The tables were taken back.")
    if before not in {None, after}:
        click.echo(f"The tables went from {before} to {after}.")


@click.command()
@click.argument("code")
def verify(code: str) -> None:
    """Check the CODE on a brief by computing its score again, or find a receipt."""
    app = create_app()
    with app.app_context():
        sitting = find_by_receipt(db.session, code)
        if sitting is not None:
            lines, is_good = _received(sitting), True
        else:
            lines, is_good = _verified("".join(code.upper().split("-")))
    click.echo("\n".join(lines))
    if not is_good:
        raise SystemExit(1)


def prepare(app: Flask) -> None:
    """Migrate the database and publish the banks that ship with the toolkit."""
    migrate(app)
    with app.app_context():
        for folder in shipped_bank_folders():
            publish(
                db.session,
                load_bank(folder),
                actor=audit.SYSTEM_ACTOR,
                now=datetime.now(UTC),
                is_public=True,
            )
        db.session.commit()


def migrate(app: Flask) -> None:
    """Run the migrations that this database has not seen."""
    with app.app_context(), foreign_keys_off(db.engine):
        alembic.upgrade()


def tables_of(app: Flask) -> str | None:
    """The number of the newest migration that this database has seen; None before the first."""
    with app.app_context():
        current = alembic.current()
        db.session.close()
    return current[0].revision if current else None


def step_back(app: Flask, number: str) -> None:
    """Undo migrations down to the one of this number.

    Raises:
        SettingsError: It is not one that this database has seen and left behind.
    """
    current = tables_of(app)
    with app.app_context(), foreign_keys_off(db.engine):
        known = {one.revision for one in alembic.script_directory.walk_revisions()}
        if current is None or number not in known or number >= current:
            raise SettingsError(
                f"the tables cannot go back from {current} to {number}. Nothing was changed."
            )
        alembic.downgrade(number)
        db.session.close()


def shipped_bank_folders() -> list[Path]:
    """The version folders of the banks that ship with the toolkit."""
    return sorted(path.parent for path in places.banks_folder().glob("*/*/bank.toml"))


def _received(sitting: Sitting) -> list[str]:
    candidate = get_candidate(db.session, sitting.candidate_id)
    opening = get_opening(db.session, candidate.opening_id)
    return [
        "Receipt found: these answers have arrived.",
        f"Candidate code  {candidate.code}{' (simulated)' if candidate.is_simulated else ''}",
        f"Opening         {opening.title}",
        f"Sent at         {sitting.submitted_at:%Y-%m-%d %H:%M} UTC",
        f"Answers         {len(latest_answers(db.session, sitting.id))}",
    ]


_NOT_VERIFIED = {
    Verdict.DIFFERENT: "The stored score is different: it does not compute to the same bytes.",
    Verdict.OTHER_PRECISION: (
        "The score recomputes, but the last four letters name no precision snapshot."
    ),
    Verdict.ERASED: "Erased: the score was there, and went with the person or was taken back.",
    Verdict.UNKNOWN: "Unknown: no score has this code. Check it letter by letter.",
}


def _verified(code: str) -> tuple[list[str], bool]:
    found = check_code(db.session, code)
    if found.score is None or found.sitting is None or found.snapshot is None:
        return [_NOT_VERIFIED[found.verdict]], False
    score, snapshot = found.score, found.snapshot
    candidate = get_candidate(db.session, found.sitting.candidate_id)
    return [
        "Verified: the score computes to the same bytes from the stored answers.",
        f"Candidate code  {candidate.code}{' (simulated)' if candidate.is_simulated else ''}",
        f"Score           {_score_words(score, snapshot)}",
        f"Answered        {score.n_answered} of {score.n_scenarios} scenarios",
        f"Precision       {snapshot.rung}, n = {snapshot.n}, SEM {snapshot.sem:.1f} points",
        *_without_letters(code),
        f"Scored at       {score.scored_at:%Y-%m-%d %H:%M} UTC by version {score.package_version}",
        *_replaced(score),
    ], True


def _without_letters(code: str) -> list[str]:
    """What a code without the letters of the precision leaves open."""
    if code[CODE_CHARS:]:
        return []
    return ["                as stored with the score; a brief of another day may rest on another"]


def _replaced(score: Score) -> list[str]:
    """Whether another score counts now, since when and why."""
    newer = find_replacement(db.session, score)
    if newer is None:
        return []
    reason = (
        _change_words(score)
        if newer.rescoring_id is None
        else get_rescoring(db.session, newer.rescoring_id).reason
    )
    code = "-".join(newer.code[start : start + 4] for start in range(0, CODE_CHARS, 4))
    return [f"Replaced on {newer.scored_at:%Y-%m-%d} by {code}, because: {reason}"]


def _change_words(score: Score) -> str:
    return "open answers were rated" if score.is_being_rated else "the stored answers changed"


def _score_words(score: Score, snapshot: PrecisionSnapshot) -> str:
    if score.total is None:
        why = "open answers are being rated" if score.is_being_rated else "too few answers"
        return f"none: {why}"
    band = interval_90(score.total, precision_of(snapshot))
    return f"{score.total:.0f} of 100, 90 % interval {band.low:.0f} to {band.high:.0f}"


def _shown_address(app: Flask) -> str:
    """The database's address without its password."""
    with app.app_context():
        return db.engine.url.render_as_string(hide_password=True)
