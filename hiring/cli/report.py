"""``hiring report``: the technical report of a form, as the pages make it."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click
import sqlalchemy

from hiring.cli.bank_report import plain

if TYPE_CHECKING:
    from hiring.banks.versions import KeyVersion
    from hiring.reports import TechnicalReport
    from hiring.reports.content import ReportContent
    from hiring.scoring.records import ScoredForm

LANGUAGE = "en"  # the command line speaks English throughout
FILE = click.Path(path_type=Path)


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

    The same report as on the pages for analysts, where it then also stands. Nothing is stored if
    an argument is wrong or a file cannot be written.
    """
    from hiring import reports  # noqa: PLC0415 - numpy and the database cost a second of --help
    from hiring.app import create_app, settings_of  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415
    from hiring.reports.content import compose  # noqa: PLC0415

    app = create_app()
    with app.app_context():
        subject = _subject(bank, version, key_version, form_id, is_simulated, (pdf, json_file))
        _require_sittings(subject)
        row = reports.make_report(
            db.session,
            subject,
            now=datetime.now(UTC),
            report_id=uuid4(),
            floors=settings_of(app).group_floors,
        )
        document = reports.read_document(row)
        content = compose(document, row.digest, NullTranslations(), LANGUAGE)
        _write(row, content, pdf, json_file)
        db.session.commit()
    click.echo("\n".join(_lines(content)))
    for path in (pdf, json_file):
        if path is not None:
            click.echo(f"Written: {path}")


def _subject(
    bank: str,
    version: str,
    key_version: str | None,
    form_id: str | None,
    is_simulated: bool,  # noqa: FBT001
    files: tuple[Path | None, Path | None],
) -> "ScoredForm":
    """What the report is about; every wrong argument is named at once."""
    from hiring.scoring.records import ScoredForm  # noqa: PLC0415

    _require_tables()
    keys, forms = _keys_and_forms(bank, version)
    chosen = [key for key in keys if key_version in {None, key.key_version}]
    faults = [*_file_faults(files)]
    if not keys:
        faults.insert(0, _no_bank(bank, version))
    elif not chosen:
        known = ", ".join(key.key_version for key in keys)
        faults.append(f"{bank} {version} has no key {plain(key_version or '')}. It has: {known}")
    if keys and form_id is not None and form_id not in forms:
        known = ", ".join(forms)
        faults.append(f"{bank} {version} has no form {plain(form_id)}. It has: {known}")
    if faults:
        raise click.ClickException("\n".join(faults))
    key = max(chosen, key=lambda key: (key.published_at, key.key_version))
    return ScoredForm(key.id, form_id or forms[0], is_simulated)


def _require_tables() -> None:
    from hiring.banks.versions import BankVersion  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415

    if not sqlalchemy.inspect(db.engine).has_table(BankVersion.__tablename__):
        raise click.ClickException("The database is not set up yet. Run: hiring init")


def _keys_and_forms(bank: str, version: str) -> tuple[list["KeyVersion"], list[str]]:
    from hiring.banks.versions import bank_document, list_keys  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415

    found = [
        key for one, key in list_keys(db.session) if (one.bank, one.version) == (bank, version)
    ]
    forms = bank_document(db.session, found[0].bank_version_id).forms if found else ()
    return found, [form.id for form in forms]


def _no_bank(bank: str, version: str) -> str:
    from hiring.banks.versions import list_keys  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415

    known = dict.fromkeys(one.version for one, _key in list_keys(db.session) if one.bank == bank)
    told = f"It has: {', '.join(known)}" if known else "See what is: hiring bank list"
    return f"No bank {plain(bank)} {plain(version)} is published here. {told}"


def _file_faults(files: tuple[Path | None, Path | None]) -> Iterator[str]:
    named = [file for file in files if file is not None]
    for file in named:
        folder = file.absolute().parent
        if file.is_dir():
            yield f"{file} is a folder. Name a file in it."
        elif not folder.is_dir():
            yield f"{file} cannot be written: there is no folder {folder}. Make it first."
        elif not os.access(file if file.exists() else folder, os.W_OK):
            yield f"{file} cannot be written: you may not write there. Name another file."
    if len({file.absolute() for file in named}) < len(named):
        yield f"{named[0]} is named for both. Name one file for the PDF and another for the JSON."


def _require_sittings(subject: "ScoredForm") -> None:
    """Refuse a report about nobody where the other kind of people or another key has somebody."""
    from hiring.banks.versions import get_key_version  # noqa: PLC0415
    from hiring.db import db  # noqa: PLC0415
    from hiring.scoring.snapshots import scored_counts  # noqa: PLC0415

    counts = scored_counts(db.session)
    if counts.get((subject.key_version_id, subject.form_id, subject.is_simulated)):
        return
    own = get_key_version(db.session, subject.key_version_id)
    told = []
    for (key_id, form_id, is_simulated), n in counts.items():
        key = get_key_version(db.session, key_id)
        if form_id == subject.form_id and key.bank_version_id == own.bank_version_id:
            told.append(_elsewhere(n, own, key, is_simulated=is_simulated))
    if told:
        words = "simulated" if subject.is_simulated else "real"
        lines = (f"No {words} sitting has a number under key {own.key_version}.", *sorted(told))
        raise click.ClickException("\n".join((*lines, "Nothing was stored.")))


def _elsewhere(n: int, own: "KeyVersion", key: "KeyVersion", *, is_simulated: bool) -> str:
    kind = "simulated" if is_simulated else "real"
    options = ["--simulated"] if is_simulated else []
    if key.id != own.id:
        options.append(f"--key {key.key_version}")
    told = f"{n} {kind} sitting{'' if n == 1 else 's'} under key {key.key_version}"
    return f"{told}: use {' '.join(options)}" if options else f"{told}: leave out --simulated"


def _write(
    row: "TechnicalReport", content: "ReportContent", pdf: Path | None, json_file: Path | None
) -> None:
    """Before the report is committed: where a disk is full, nothing is stored either."""
    from hiring.reports.paper import render_report  # noqa: PLC0415

    try:
        if pdf is not None:
            pdf.write_bytes(render_report(content))
        if json_file is not None:
            told: dict[str, Any] = {"digest": row.digest, "report": row.document}
            json_file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        words = f"{error.filename or 'A file'} cannot be written: {error.strerror}."
        raise click.ClickException(f"{words} Nothing was stored.") from error


def _lines(content: "ReportContent") -> list[str]:
    width = max(len(name) for name, _figure in content.headlines)
    figures = [f"  {name:<{width}}  {figure}" for name, figure in content.headlines]
    labels = [", ".join(content.labels)] if content.labels else []
    return [content.title, content.subtitle, *labels, *figures]
