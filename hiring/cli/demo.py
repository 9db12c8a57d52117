"""``hiring demo``: everything at once, with simulated candidates, on this machine only."""

import os
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

    from hiring.demo import DemoHouse

SECRET_BYTES = 48
MARKER = "simulated-demo.txt"


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"), show_default=True)
@click.option("--serve/--no-serve", default=True, help="Serve the app when everything is ready.")
@click.option("--fresh", is_flag=True, help="Throw the old demo away and start over.")
@click.option("--yes", is_flag=True, help="Answer yes to the question that --fresh asks.")
@click.option("--port", default=8000, show_default=True)
def demo(out: Path, serve: bool, fresh: bool, yes: bool, port: int) -> None:  # noqa: FBT001
    """Set up a demonstration: shipped bank, 60 simulated candidates, three sample briefs.

    A second opening has answers in own words to rate. A second run reuses what is there.
    """
    if fresh:
        _throw_away(out, is_sure=yes)
    app = _demo_app(out, port)
    house = _furnished(app)
    _announce(app, house, _write_briefs(app, house, out / "briefs"), will_serve=serve)
    if serve:
        from hiring.cli.serve import run_server  # noqa: PLC0415

        run_server(host="127.0.0.1", port=port, n_workers=2, with_worker=True)


def _throw_away(out: Path, *, is_sure: bool) -> None:
    """Remove the demo's own folder, and no folder that a demo did not make."""
    if not out.exists():
        return
    if not (out / MARKER).exists():
        raise click.ClickException(f"{out} was not made by the demo; nothing was removed.")
    if not is_sure:
        click.confirm(f"Remove {out} with everything in it and start over?", abort=True)
    shutil.rmtree(out)


def _demo_app(out: Path, port: int) -> "Flask":
    """The app on a database of its own, whatever else the environment says."""
    from hiring.app import create_app  # noqa: PLC0415
    from hiring.cli.house import prepare  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    (out / MARKER).write_text("Everything in this folder is simulated.\n")
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        HIRING_DEMO="1",
        HIRING_DATA_DIR=str(out),
        HIRING_DATABASE_URL="",
        HIRING_SECRET_KEY=_kept_secret(out / "secret.txt"),
        HIRING_PUBLIC_URL=f"http://127.0.0.1:{port}",
        HIRING_EMPLOYER="Example Company (demo)",
        HIRING_CONTACT="hiring@demo.example",
    )
    app = create_app()
    prepare(app)
    return app


def _kept_secret(path: Path) -> str:
    """A random secret, kept so that the links of the first run still work in the second."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(SECRET_BYTES))
    return path.read_text()


def _furnished(app: "Flask") -> "DemoHouse":
    from hiring.app import settings_of  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415
    from hiring.demo import furnish  # noqa: PLC0415

    secret = settings_of(app).secret_key.get_secret_value()
    with app.app_context():
        house = furnish(db.session, secret=secret, now=datetime.now(UTC))
        db.session.commit()
    return house


def _write_briefs(app: "Flask", house: "DemoHouse", folder: Path) -> list[Path]:
    from hiring.db import db  # noqa: PLC0415
    from hiring.openings.records import get_candidate  # noqa: PLC0415
    from hiring.web.briefs import candidate_brief_pdf  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with app.test_request_context():
        for candidate_id in house.sample_candidate_ids:
            candidate = get_candidate(db.session, candidate_id)
            path = folder / f"brief-{candidate.code}.pdf"
            path.write_bytes(candidate_brief_pdf(db.session, candidate))
            paths.append(path)
    return paths


def _announce(app: "Flask", house: "DemoHouse", briefs: list[Path], *, will_serve: bool) -> None:
    from hiring.app import settings_of  # noqa: PLC0415
    from hiring.demo.house import PASSWORD, PEOPLE  # noqa: PLC0415
    from hiring.demo.rated import RATERS  # noqa: PLC0415

    url = settings_of(app).public_url
    click.echo("\nSimulated demo ready. Every candidate in it is made up.\n")
    click.echo(f"Candidate     {url}/c/{house.token}")
    click.echo(f"  all sent    {url}/c/{house.receipt_token}")
    click.echo(f"  own words   {url}/c/{house.writing_token}")
    for role, (email, _name) in PEOPLE.items():
        click.echo(f"{role.value.capitalize():<13} {url}/sign-in   {email}   {PASSWORD}")
    for email, _name in RATERS:
        click.echo(f"  another     {url}/sign-in   {email}   {PASSWORD}")
    click.echo("\nSample briefs")
    for path in briefs:
        click.echo(f"  {path}")
    if will_serve:
        click.echo(f"\nServing {url} on this machine only. Stop with Ctrl+C.\n")
