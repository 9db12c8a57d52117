"""Commands that keep the house: database, staff, verification."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from flask import Flask
from sqlmodel import col, select

from hiring import accounts, audit, places, retention
from hiring.app import alembic, create_app, settings_of
from hiring.banks.loader import load_bank
from hiring.banks.publishing import publish
from hiring.db import db, foreign_keys_off
from hiring.openings.records import Opening, get_candidate, get_opening
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
def upgrade() -> None:
    """Bring the database to this version of the toolkit."""
    app = create_app()
    migrate(app)
    click.echo("Database is up to date.")


@click.group()
def staff() -> None:
    """People who work with candidates' results."""


@staff.command("add")
@click.option("--email", help="Asked for when left out, like the next three.")
@click.option("--name")
@click.option("--role", type=click.Choice([role.value for role in accounts.Role]))
@click.option("--password", help=f"At least {accounts.MIN_PASSWORD_CHARS} characters.")
def add_staff(email: str | None, name: str | None, role: str | None, password: str | None) -> None:
    """Add a member of staff."""
    app = create_app()  # first, so that nobody types a password only to learn of a missing setting
    with app.app_context():
        email = email or click.prompt("Mail address")
        if accounts.find_staff(db.session, email) is not None:
            raise click.ClickException(f"{email} is a member of staff already.")
        name = name or click.prompt("Name")
        role = role or click.prompt("Role", type=click.Choice(list(accounts.Role)))
        password = password or _asked_password()
        try:
            accounts.add_staff(
                db.session,
                email=email,
                name=name,
                role=accounts.Role(role),
                password=password,
                now=datetime.now(UTC),
            )
        except ValueError as error:
            raise click.ClickException(f"Choose another password: {error}.") from error
        db.session.commit()
    click.echo(f"Added {email} as {role}. Sign in at {settings_of(app).public_url}/sign-in")


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


@click.command("retention")
@click.option("--erase", "wants_erasure", is_flag=True, help="Erase them, after a question.")
@click.option("--yes", is_flag=True, help="Answer yes to the question that --erase asks.")
def keep_promise(wants_erasure: bool, yes: bool) -> None:  # noqa: FBT001
    """List candidates stored longer than promised; with --erase, erase them.

    That is HIRING_RETENTION_DAYS, or the days that an opening names.
    """
    app = create_app()
    now = datetime.now(UTC)
    with app.app_context():
        days = settings_of(app).retention_days
        waiting = retention.waiting_candidates(db.session, keep_days=days, now=now)
        for candidate in waiting:
            click.echo(f"{candidate.code}  is kept: a request of theirs waits for an answer")
        due = retention.due_candidates(db.session, keep_days=days, now=now)
        for candidate in due:
            click.echo(f"{candidate.code}  added {candidate.added_at:%Y-%m-%d}")
        promised = f"{days} days, or the days that their opening names"
        click.echo(f"{len(due)} candidates are stored for longer than {promised}.")
        if not due or not wants_erasure:
            return
        if not yes:
            click.confirm("Erase them with all answers, scores and decisions?", abort=True)
        retention.erase(db.session, due, now=now)
        db.session.commit()
    click.echo(f"Erased {len(due)} candidates.")


@click.group("audit")
def audit_group() -> None:
    """The record of who did what."""


@audit_group.command("verify")
def verify_audit() -> None:
    """Recompute every chain and name the first entry that does not fit."""
    app = create_app()
    with app.app_context():
        chains = [audit.HOUSE_CHAIN, *map(str, _opening_ids())]
        altered = [entry for chain in chains if (entry := audit.first_altered(db.session, chain))]
    for entry in altered:
        click.echo(f"Altered: entry {entry.number} of chain {entry.chain} ({entry.act})")
    if altered:
        raise SystemExit(1)
    click.echo(f"{len(chains)} chains are whole.")


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


def shipped_bank_folders() -> list[Path]:
    """The version folders of the banks that ship with the toolkit."""
    return sorted(path.parent for path in places.banks_folder().glob("*/*/bank.toml"))


def _asked_password() -> str:
    words = f"Password (at least {accounts.MIN_PASSWORD_CHARS} characters)"
    return str(click.prompt(words, hide_input=True, confirmation_prompt=True))


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


def _opening_ids() -> list[UUID]:
    return list(db.session.exec(select(Opening.id).order_by(col(Opening.created_at))))


def _shown_address(app: Flask) -> str:
    """The database's address without its password."""
    with app.app_context():
        return db.engine.url.render_as_string(hide_password=True)
