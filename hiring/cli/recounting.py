"""Write where people stand anew from the sources, should the two ever differ."""

import click
from sqlmodel import col, select

from hiring.app import create_app
from hiring.db import db
from hiring.openings.headcounts import put_count_right
from hiring.openings.records import Opening
from hiring.scoring.recounting import put_right


@click.command()
def recount() -> None:
    """Compare what lists show with sittings, scores and decisions, and put right what differs.

    One opening after the other, each in a transaction of its own; the server may go on.
    """
    app = create_app()
    with app.app_context():
        ids = db.session.exec(select(Opening.id).order_by(col(Opening.created_at))).all()
        n_right = n_counts = 0
        for opening_id in ids:
            n_right += put_right(db.session, opening_id)
            n_counts += put_count_right(db.session, opening_id)
            db.session.commit()
    click.echo(f"{len(ids)} openings compared, {n_right} people put right.")
    if n_counts:
        click.echo(f"Openings whose counts were wrong, and are right now: {n_counts}.")
