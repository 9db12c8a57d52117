"""Backing up and restoring, with erasures done once more: nobody comes back by a restore."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.engine import make_url
from sqlmodel import col, select

from hiring import __version__, audit, retention
from hiring.app import create_app
from hiring.audit import AuditEntry
from hiring.cli.backup_files import (
    BackupError,
    Manifest,
    copy_database,
    digest_answers,
    erased_ids,
    is_sealed,
    require_whole,
    seal,
    unseal,
)
from hiring.cli.house import migrate
from hiring.config import Settings
from hiring.db import db, scrub
from hiring.openings import holds
from hiring.openings.records import Candidate

ONLY_SQLITE = (
    "this is for the embedded database: use pg_dump and pg_restore, then hiring erased --replay"
)
FILE = click.Path(dir_okay=False, path_type=Path)
OLD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Copy the database into FILE while it is in use; sealed if HIRING_BACKUP_KEY is set."""
    settings = Settings.from_environment()
    source, key = _database(settings), settings.backup_key.get_secret_value()
    if file.exists():
        raise click.ClickException(f"{file} is there already. Name another file.")
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        plain, sealed = Path(folder) / "plain", Path(folder) / "sealed"
        copy_database(source, plain)
        n_answers, digest = digest_answers(plain)
        if key:
            seal(plain, sealed, key)
        (sealed if key else plain).replace(file)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    Manifest(made_at, __version__, n_answers, digest).write(file)
    how = "sealed" if key else "NOT sealed: set HIRING_BACKUP_KEY"
    click.echo(f"{file}: {n_answers} answers, {digest[:16]}, {how}.")


@click.command()
@click.argument("file", type=OLD_FILE)
@click.option(
    "--erased", "lists", type=OLD_FILE, multiple=True, help="A list written by hiring erased."
)
@click.option("--yes", is_flag=True, help="Answer yes to the question.")
def restore(file: Path, lists: tuple[Path, ...], yes: bool) -> None:  # noqa: FBT001
    """Put a backup in place of the database, and erase again who was erased since.

    Stop the server and the workers before.
    """
    began = time.perf_counter()
    settings = Settings.from_environment()
    place = _database(settings, must_exist=False)
    place.parent.mkdir(parents=True, exist_ok=True)
    gone = erased_ids(place) | _listed(lists)
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        plain = Path(folder) / "plain"
        _open(file, plain, settings.backup_key.get_secret_value())
        _compare(file, plain)
        if not yes:
            click.confirm(f"Put it in place of {place}? Server and workers are stopped", abort=True)
        _put(plain, place)
    app = create_app()
    migrate(app)
    with app.app_context():
        n_again = _erase_again(gone)
    click.echo(f"Restored {place} in {time.perf_counter() - began:.1f} seconds.")
    click.echo(f"Erased again: {n_again} of {len(gone)} who were erased before.")
    click.echo("Next: hiring audit verify, then start. The database that was here has the ending")
    click.echo(".before-restore; throw it away once all is well.")


@click.command()
@click.option("--replay", "lists", type=OLD_FILE, multiple=True, help="Erase again who is listed.")
def erased(lists: tuple[Path, ...]) -> None:
    """List the ids of all who were erased: keep the list off this machine, beside the backups."""
    app = create_app()
    with app.app_context():
        if lists:
            click.echo(f"Erased again: {_erase_again(_listed(lists))}.")
            return
        for one in sorted(_erased_here()):
            click.echo(one)


def _database(settings: Settings, *, must_exist: bool = True) -> Path:
    """The file of the embedded database.

    Raises:
        BackupError: It is another database, or there is no file.
    """
    if not settings.is_sqlite:
        raise BackupError(ONLY_SQLITE)
    place = Path(make_url(settings.sqlalchemy_url).database or "")
    if must_exist and not place.is_file():
        raise BackupError(f"there is no database at {place}")
    return place


def _listed(lists: tuple[Path, ...]) -> set[str]:
    lines = [line.strip() for one in lists for line in one.read_text().splitlines()]
    return {str(UUID(line)) for line in lines if line}


def _open(file: Path, plain: Path, key: str) -> None:
    if is_sealed(file):
        unseal(file, plain, key)
    else:
        plain.write_bytes(file.read_bytes())
    require_whole(plain)


def _compare(file: Path, plain: Path) -> None:
    """Hold the answers against what the backup should hold.

    Raises:
        BackupError: They are others.
    """
    told, (n_answers, digest) = Manifest.read(file), digest_answers(plain)
    if told is None:
        click.echo(f"No {file.name}.json lies beside it: {n_answers} answers, not compared.")
    elif (told.n_answers, told.answers_sha256) != (n_answers, digest):
        raise BackupError(f"{file.name} does not hold the answers it was made with")
    else:
        click.echo(f"{n_answers} answers as they were at {told.made_at}.")


def _put(plain: Path, place: Path) -> None:
    """The old database steps aside, with what it has not written into its main file yet."""
    if place.is_file():
        aside = place.with_name(f"{place.name}.before-restore")
        aside.unlink(missing_ok=True)
        copy_database(place, aside)
    for ending in ("", "-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    plain.replace(place)


def _erase_again(ids: set[str]) -> int:
    """Erase whoever of them is there; a hold that the copy still knows had ended by then.

    Those who are not there are noted all the same: another backup may still hold them.
    """
    now = datetime.now(UTC)
    wanted = {UUID(one) for one in ids}
    people = [
        one
        for one in db.session.exec(select(Candidate).order_by(col(Candidate.id)))
        if one.id in wanted
    ]
    for candidate in people:
        holds.end_hold(db.session, candidate, now=now)
    retention.erase(db.session, people, now=now)
    absent = sorted(wanted - {UUID(one) for one in _erased_here()})
    audit.record_each(
        db.session, retention.ERASED, actor=audit.SYSTEM_ACTOR, object_ids=absent, now=now
    )
    db.session.commit()
    scrub(db.engine)
    return len(people)


def _erased_here() -> set[str]:
    """The ids of all of whom the audit record says that they were erased."""
    query = select(AuditEntry.object_id).where(AuditEntry.act == retention.ERASED)
    return set(db.session.exec(query))
