"""Making the file of an export: the work of a job. Twice gives the same and does no harm."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from hiring import __version__
from hiring.exports.columns import Column, columns_of
from hiring.exports.records import Export
from hiring.exports.rows import Row, rows_of
from hiring.exports.tables import csv_file, json_file, xlsx_file
from hiring.openings.records import get_opening
from hiring.words import Translator


def make_export(
    session: Session, export_id: UUID, *, translator: Translator, now: datetime
) -> None:
    """Make the file, unless it was made, taken away or has run out. Commits nothing.

    Args:
        session: Reads the opening and stores the file.
        export_id: Of an export that was asked for.
        translator: In whose words the dictionary is written.
        now: Is noted as the time of the rows: what is taken back later than this clears the file.
    """
    export = session.get(Export, export_id)
    if export is None or export.made_at is not None or now >= export.expires_at:
        return
    columns = columns_of(translator, is_blind=export.is_blind)
    rows = list(rows_of(session, export.opening_id))
    content = _file(session, export, columns, rows, translator, now)
    session.execute(
        update(Export)
        .where(col(Export.id) == export_id, col(Export.made_at).is_(None))
        .values(content=content, made_at=now, n_rows=len(rows))
        .execution_options(synchronize_session=False)
    )
    session.expire(export)


def _file(
    session: Session,
    export: Export,
    columns: list[Column],
    rows: list[Row],
    translator: Translator,
    now: datetime,
) -> bytes:
    match export.kind:
        case "csv":
            return csv_file(columns, rows)
        case "xlsx":
            return xlsx_file(columns, rows, translator)
        case "json":
            return json_file(columns, rows, _facts(session, export, now))
    raise ValueError(f"no such kind of export: {export.kind}")


def _facts(session: Session, export: Export, now: datetime) -> dict[str, Any]:
    opening = get_opening(session, export.opening_id)
    return {
        "opening": opening.title,
        "is_simulated": opening.is_simulated,
        "is_blind": export.is_blind,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "package_version": __version__,
    }
