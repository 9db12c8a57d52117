"""Erasing one person who asks for it without a link, from the command line."""

from datetime import UTC, datetime

import click

from hiring import retention
from hiring.app import create_app
from hiring.cli.keeping import one_with_code
from hiring.db import db, scrub


@click.command()
@click.argument("code")
@click.option("--yes", is_flag=True, help="Answer yes to the question.")
def erase(code: str, yes: bool) -> None:  # noqa: FBT001
    """Erase the candidate with this CODE, after a question; the audit record says that it was done.

    Where several openings use the code, CODE is the id in the address of the candidate's page.
    """
    app = create_app()
    with app.app_context():
        found = one_with_code(code)
        click.echo(f"{found.code}  added {found.added_at:%Y-%m-%d}")
        if not yes:
            click.confirm("Erase this person with all answers, scores and decisions?", abort=True)
        retention.erase(db.session, [found], now=datetime.now(UTC))
        db.session.commit()
        scrub(db.engine)
    click.echo("Erased.")
