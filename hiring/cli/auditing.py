"""The record of who did what: whether it is whole, and anchors to hold it against later.

A chain shows that no entry in it was altered, but not that its end was cut off, or that all of it
was written anew. An anchor says how far each chain went and with which digest; kept on another
machine, it does.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlmodel import col, select

from hiring import audit
from hiring.app import create_app
from hiring.db import db
from hiring.openings.records import Opening

OLD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("audit")
def audit_group() -> None:
    """The record of who did what."""


@audit_group.command("verify")
@click.option("--against", type=OLD_FILE, help="A file of anchors, kept on another machine.")
def verify_audit(against: Path | None) -> None:
    """Recompute every chain and name the first entry that does not fit."""
    app = create_app()
    anchors = [] if against is None else _anchors(against)
    with app.app_context():
        chains = [audit.HOUSE_CHAIN, *_opening_chains()]
        altered = [entry for chain in chains if (entry := audit.first_altered(db.session, chain))]
        torn = [told for one in anchors for told in _torn(one)]
    for entry in altered:
        click.echo(f"Altered: entry {entry.number} of chain {entry.chain} ({entry.act})")
    for told in torn:
        click.echo(told)
    if altered or torn:
        raise SystemExit(1)
    click.echo(f"{len(chains)} chains are whole.")
    if against is not None:
        click.echo(f"They hold against {len(anchors)} anchors.")


@audit_group.command("anchor")
def anchor() -> None:
    """Print how far each chain goes, as a line of JSON. Add it to a file on another machine."""
    app = create_app()
    with app.app_context():
        heads = {one.chain: [one.number, one.digest] for one in audit.list_heads(db.session)}
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    click.echo(json.dumps({"made_at": made_at, "heads": heads}, sort_keys=True))


@audit_group.command("list")
@click.option("--chain", default="", help="Only this chain: house, or the id of an opening.")
@click.option("--object", "object_id", default="", help="Only acts on what has this id.")
@click.option("--request", default="", help="Only what the request of this name did.")
def list_entries(chain: str, object_id: str, request: str) -> None:
    """Print entries, oldest first: a line of JSON each, with the address while it is kept."""
    app = create_app()
    with app.app_context():
        for entry, address in audit.list_told(
            db.session, chain=chain, object_id=object_id, request=request
        ):
            click.echo(json.dumps(_line(entry, address)))


def _line(entry: audit.AuditEntry, address: str | None) -> dict[str, Any]:
    """An entry as a log would have it; JSON leaves no sign in it that ends a line."""
    return {
        "chain": entry.chain,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "act": entry.act,
        "object": entry.object_id,
        "details": entry.details,
        "request": entry.request,
        "address": address,
    }


def _anchors(file: Path) -> list[dict[str, Any]]:
    try:
        found = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        return [one for one in found if isinstance(one["heads"], dict)]
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"{file} holds no anchors.") from error


def _torn(anchor: dict[str, Any]) -> list[str]:
    """What an anchor knows and the database does not."""
    return [
        f"Torn: entry {number} of chain {chain} is not what it was at {anchor['made_at']}"
        for chain, (number, digest) in sorted(anchor["heads"].items())
        if audit.find_digest(db.session, chain, number) != digest
    ]


def _opening_chains() -> list[str]:
    ids = db.session.exec(select(Opening.id).order_by(col(Opening.created_at)))
    return [str(one) for one in ids]
