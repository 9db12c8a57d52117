"""Commands about people who work with candidates' results: adding, a lost phone, leaving."""

from datetime import UTC, datetime

import click
from sqlmodel import Session

from hiring import accounts, audit
from hiring.accounts import Staff
from hiring.accounts.closing import shut_out
from hiring.accounts.passwords import require_good
from hiring.app import create_app, settings_of
from hiring.db import db
from hiring.errors import NotAllowedError
from hiring.openings.share_links import withdraw_links_of


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
        password = password or _asked_password(accounts.MIN_PASSWORD_CHARS)
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


@staff.command("reset")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Answer yes to the question.")
def reset(email: str, yes: bool) -> None:  # noqa: FBT001
    """Take the second factor of EMAIL away, for somebody who has lost phone and codes.

    All sessions of that person end. Make sure first that it is they who ask.
    """
    with create_app().app_context():
        found = _found(db.session, email)
        if not yes:
            click.confirm(f"Is it really {found.name} who asks?", abort=True)
        now = datetime.now(UTC)
        accounts.remove_all_factors(db.session, found, actor=audit.SYSTEM_ACTOR, now=now)
        n = shut_out(db.session, found)
        db.session.commit()
    click.echo(f"{email} signs in with the password alone now. Sessions ended: {n}.")


@staff.command("password")
@click.argument("email")
@click.option("--password", help="Asked for when left out.")
def change_password(email: str, password: str | None) -> None:
    """Set a new password for EMAIL, for somebody who has forgotten theirs.

    All sessions of that person end; the second factor stays.
    """
    with create_app().app_context():
        found = _found(db.session, email)
        password = password or _asked_password(accounts.MIN_PASSWORD_CHARS)
        try:
            require_good(password, context=(found.email, found.name))
        except ValueError as error:
            raise click.ClickException(f"Choose another password: {error}.") from error
        now = datetime.now(UTC)
        accounts.set_password(db.session, found, password, actor=audit.SYSTEM_ACTOR, now=now)
        n = shut_out(db.session, found)
        db.session.commit()
    click.echo(f"{email} has a new password. Sessions ended: {n}.")


@staff.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close the account of EMAIL: sessions and shared links end at once."""
    with create_app().app_context():
        found, now = _found(db.session, email), datetime.now(UTC)
        try:
            is_new = accounts.close_account(db.session, found, actor=audit.SYSTEM_ACTOR, now=now)
        except NotAllowedError as error:
            raise click.ClickException(
                f"{email} is the only owner. Add another one first."
            ) from error
        n = withdraw_links_of(db.session, found, by=found, now=now)
        db.session.commit()
    words = "is closed now" if is_new else "was closed already"
    click.echo(f"The account of {email} {words}. Shared links withdrawn: {n}.")


@staff.command("reopen")
@click.argument("email")
def reopen(email: str) -> None:
    """Open the account of EMAIL again, with the same password and second factor."""
    with create_app().app_context():
        now = datetime.now(UTC)
        is_new = accounts.reopen_account(
            db.session, _found(db.session, email), actor=audit.SYSTEM_ACTOR, now=now
        )
        db.session.commit()
    click.echo(f"{email} can sign in again." if is_new else f"{email} was not closed.")


def _found(session: Session, email: str) -> Staff:
    found = accounts.find_staff(session, email)
    if found is None:
        raise click.ClickException(f"Nobody on the staff has the address {email}.")
    return found


def _asked_password(least: int) -> str:
    words = f"Password (at least {least} characters)"
    return str(click.prompt(words, hide_input=True, confirmation_prompt=True))
