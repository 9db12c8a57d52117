"""Records of processing, and what a data protection impact assessment starts from.

Written from the configuration as it is: settings, openings, accounts. What no software can know,
such as the ground in law, is asked for in the place where it belongs.
"""

from datetime import UTC, datetime
from pathlib import Path

import click

from hiring.app import create_app, settings_of
from hiring.cli.records_facts import gather
from hiring.cli.records_text import document
from hiring.db import db


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write; without it the text is printed.",
)
def records(out: Path | None) -> None:
    """Write what is processed, what for, who sees it, how long and how guarded, as Markdown."""
    app = create_app()
    with app.app_context():
        text = document(gather(db.session, settings_of(app)), made_at=datetime.now(UTC))
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"Written: {out}")
