"""``hiring report``: the technical report of a form, as the pages make it."""

import json
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

if TYPE_CHECKING:
    from hiring.banks.versions import KeyVersion
    from hiring.reports import TechnicalReport
    from hiring.reports.content import ReportContent

LANGUAGE = "en"  # the command line speaks English throughout
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("bank")
@click.argument("version")
@click.option("--key", "key_version", help="Version of the scoring key; default: the newest.")
@click.option("--form", "form_id", help="Id of the test form; default: the bank's first.")
@click.option("--simulated", "is_simulated", is_flag=True, help="Over simulated sittings.")
@click.option("--pdf", type=FILE, help="Write the report to this file as a PDF.")
@click.option("--json", "json_file", type=FILE, help="Write all figures to this file as JSON.")
def report(
    bank: str,
    version: str,
    key_version: str | None,
    form_id: str | None,
    is_simulated: bool,  # noqa: FBT001
    pdf: Path | None,
    json_file: Path | None,
) -> None:
    """Make and store the technical report of a form of BANK VERSION.

    The same report as on the pages for analysts, where it then also stands.
    """
    from hiring import reports  # noqa: PLC0415 - numpy and the database cost a second of --help
    from hiring.app import create_app  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415
    from hiring.reports.content import compose  # noqa: PLC0415
    from hiring.scoring.records import ScoredForm  # noqa: PLC0415

    app = create_app()
    with app.app_context():
        key = _key(bank, version, key_version)
        subject = ScoredForm(key.id, _form_id(key, form_id), is_simulated)
        row = reports.make_report(db.session, subject, now=datetime.now(UTC), report_id=uuid4())
        document = reports.read_document(row)
        content = compose(document, row.digest, NullTranslations(), LANGUAGE)
        _write(row, content, pdf, json_file)
        db.session.commit()
    click.echo("\n".join(_lines(content)))
    for path in (pdf, json_file):
        if path is not None:
            click.echo(f"Written: {path}")


def _key(bank: str, version: str, key_version: str | None) -> "KeyVersion":
    from hiring.banks.versions import list_keys  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415

    keys = [
        key
        for found, key in list_keys(db.session)
        if (found.bank, found.version) == (bank, version)
    ]
    chosen = [key for key in keys if key_version in {None, key.key_version}]
    if not keys:
        raise click.ClickException(
            f"No bank {bank} {version} is published here. See what is: hiring bank list"
        )
    if not chosen:
        known = ", ".join(key.key_version for key in keys)
        raise click.ClickException(f"{bank} {version} has no key {key_version}. It has: {known}")
    return max(chosen, key=lambda key: (key.published_at, key.key_version))


def _form_id(key: "KeyVersion", form_id: str | None) -> str:
    from hiring.banks.versions import bank_document  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415

    forms = bank_document(db.session, key.bank_version_id).forms
    known = [form.id for form in forms]
    if form_id is not None and form_id not in known:
        raise click.ClickException(f"The bank has no form {form_id}. It has: {', '.join(known)}")
    return form_id or known[0]


def _write(
    row: "TechnicalReport", content: "ReportContent", pdf: Path | None, json_file: Path | None
) -> None:
    from hiring.reports.paper import render_report  # noqa: PLC0415

    if pdf is not None:
        pdf.write_bytes(render_report(content))
    if json_file is not None:
        told: dict[str, Any] = {"digest": row.digest, "report": row.document}
        json_file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _lines(content: "ReportContent") -> list[str]:
    width = max(len(name) for name, _figure in content.headlines)
    figures = [f"  {name:<{width}}  {figure}" for name, figure in content.headlines]
    labels = [", ".join(content.labels)] if content.labels else []
    return [content.title, content.subtitle, *labels, *figures]
