"""How long people are kept: the dry run, marking, erasing, and holds; from the command line."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import click
from sqlmodel import col, select

from hiring import audit, retention
from hiring.app import create_app, settings_of
from hiring.db import db, scrub
from hiring.openings import holds
from hiring.openings.keeping import find_shortfall
from hiring.openings.records import Candidate, Opening
from hiring.openings.settings import days_kept

ALL_DAY = timedelta(days=1)


@click.command("retention")
@click.option("--erase", "wants_erasure", is_flag=True, help="Erase them, after a question.")
@click.option("--yes", is_flag=True, help="Answer yes to the question that --erase asks.")
@click.option("--mark", "wants_marks", is_flag=True, help="Mark them, to be erased later.")
@click.option(
    "--days",
    type=click.IntRange(0, 365),
    default=retention.GRACE_DAYS,
    show_default=True,
    help="Days between --mark and the erasing.",
)
@click.option("--spare", metavar="CODE", help="Take the mark off the person with this code.")
@click.option(
    "--sweep",
    "wants_sweep",
    is_flag=True,
    help="Erase whose mark is over, and clear what has a shorter clock. For a nightly job.",
)
def keep_promise(
    wants_erasure: bool,  # noqa: FBT001
    yes: bool,  # noqa: FBT001
    wants_marks: bool,  # noqa: FBT001
    days: int,
    spare: str | None,
    wants_sweep: bool,  # noqa: FBT001
) -> None:
    """List candidates stored longer than promised; with an option, erase or mark them.

    That is HIRING_RETENTION_DAYS, or the days that an opening names. Without an option nothing is
    changed.
    """
    if sum((wants_erasure, wants_marks, wants_sweep, spare is not None)) > 1:
        raise click.UsageError("Choose one of --erase, --mark, --spare and --sweep.")
    app = create_app()
    now = datetime.now(UTC)
    with app.app_context():
        house_days = settings_of(app).retention_days
        if spare is not None:
            _spare(spare, now)
        elif wants_sweep:
            _sweep(house_days, now)
            _forget_addresses(settings_of(app).address_days, now)
        else:
            due = _tell(house_days, now)
            if wants_marks:
                _mark(house_days, days, now)
            elif due and wants_erasure:
                _erase(due, now, is_sure=yes)


@click.command("hold")
@click.argument("code")
@click.option("--reason", help="Why, in a sentence.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the hold.")
@click.option("--end", "wants_end", is_flag=True, help="Lift the hold.")
def hold(code: str, reason: str | None, until: datetime | None, wants_end: bool) -> None:  # noqa: FBT001
    """Keep the candidate with this CODE from being erased, for a dispute or an inquiry.

    Where several openings use the code, CODE is the id in the address of the candidate's page.
    """
    app = create_app()
    now = datetime.now(UTC)
    with app.app_context():
        found = one_with_code(code)
        if wants_end:
            is_lifted = holds.end_hold(db.session, found, now=now)
            click.echo("The hold is lifted." if is_lifted else "There was no hold.")
        else:
            if reason is None or until is None:
                raise click.UsageError("Name --reason and --until, or --end.")
            _hold(found, reason, until.replace(tzinfo=UTC) + ALL_DAY, now)
            click.echo(f"{found.code} is on hold until the end of {until:%Y-%m-%d} (UTC).")
        db.session.commit()


def one_with_code(code: str) -> Candidate:
    """The one candidate whom a code or an id names.

    Raises:
        ClickException: It names nobody, or several people.
    """
    found = retention.find_by_code(db.session, code.strip())
    if not found:
        raise click.ClickException(f"Nobody has the code {code}.")
    if len(found) > 1:
        ids = "\n".join(str(one.id) for one in found)
        raise click.ClickException(f"Several people have it. Name one of these ids:\n{ids}")
    return found[0]


def _tell(house_days: int, now: datetime) -> list[Candidate]:
    """The dry run: who is due, who stays and why, and which openings keep for too few days."""
    for candidate in retention.waiting_candidates(db.session, keep_days=house_days, now=now):
        click.echo(f"{candidate.code}  is kept: a request of theirs waits for an answer")
    for candidate in retention.held_candidates(db.session, keep_days=house_days, now=now):
        click.echo(f"{candidate.code}  is kept: on hold")
    due = retention.due_candidates(db.session, keep_days=house_days, now=now)
    marks = {one.id: erase_from for one, erase_from in retention.list_marked(db.session)}
    for candidate in due:
        mark = marks.get(candidate.id)
        told = "" if mark is None else f"  marked, erased from {mark:%Y-%m-%d}"
        click.echo(f"{candidate.code}  added {candidate.added_at:%Y-%m-%d}{told}")
    _tell_openings(due, marks, now)
    promised = f"{house_days} days, or the days that their opening names"
    click.echo(f"{len(due)} candidates are stored for longer than {promised}.")
    _tell_shortfalls(house_days)
    return due


def _tell_openings(due: list[Candidate], marks: dict[UUID, datetime], now: datetime) -> None:
    """Who goes because two owners want the whole opening erased."""
    for candidate in retention.marked_with_opening(db.session, now=now):
        if candidate not in due:
            day = f"{marks[candidate.id]:%Y-%m-%d}"
            click.echo(f"{candidate.code}  goes with all of its opening, erased from {day}")


def _tell_shortfalls(house_days: int) -> None:
    for opening in db.session.exec(select(Opening).order_by(col(Opening.created_at))):
        days = days_kept(opening, house_days=house_days)
        short = find_shortfall(opening.place, days)
        if short is not None:
            asked, law = short
            click.echo(
                f"Opening {opening.id} keeps people for {days} days; {law} asks for {asked}. "
                "Ask your counsel."
            )


def _erase(due: list[Candidate], now: datetime, *, is_sure: bool) -> None:
    if not is_sure:
        click.confirm("Erase them with all answers, scores and decisions?", abort=True)
    for start in range(0, len(due), retention.AT_ONCE):
        retention.erase(db.session, due[start : start + retention.AT_ONCE], now=now)
        db.session.commit()
    scrub(db.engine)
    click.echo(f"Erased {len(due)} candidates.")


def _mark(house_days: int, days: int, now: datetime) -> None:
    marked = retention.mark_due(db.session, keep_days=house_days, now=now, grace_days=days)
    db.session.commit()
    click.echo(f"Marked {len(marked)} candidates; a sweep erases them in {days} days.")


def _spare(code: str, now: datetime) -> None:
    is_spared = retention.spare(db.session, one_with_code(code), now=now)
    db.session.commit()
    click.echo("The mark is off." if is_spared else "There was no mark.")


def _sweep(house_days: int, now: datetime) -> None:
    n_erased = 0
    while codes := retention.sweep(db.session, keep_days=house_days, now=now):
        db.session.commit()
        n_erased += len(codes)
    cleared = retention.clear_short(db.session, house_days=house_days, now=now)
    db.session.commit()
    scrub(db.engine)
    click.echo(f"Erased {n_erased} candidates whose mark was over.")
    for data_class, n in cleared.items():
        click.echo(f"Cleared {data_class.value} of {n} candidates.")


def _forget_addresses(days: int, now: datetime) -> None:
    """No person's clock: where staff worked from, in the record of who did what."""
    n = audit.drop_older(db.session, before=now - timedelta(days=days))
    db.session.commit()
    scrub(db.engine)
    click.echo(f"Cleared the addresses of {n} entries of the audit record.")


def _hold(candidate: Candidate, reason: str, until: datetime, now: datetime) -> None:
    try:
        holds.hold(db.session, candidate, reason=reason, until=until, now=now)
    except ValueError as error:
        raise click.ClickException(f"Not done: {error}.") from error
