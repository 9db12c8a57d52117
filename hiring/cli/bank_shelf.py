"""Banks in the database: publish one, and list what is there and what is not."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import sqlalchemy
from sqlmodel import Session, col, select

from hiring import accounts, audit, places
from hiring.accounts import Staff
from hiring.app import create_app
from hiring.banks.diff import compare_banks
from hiring.banks.loader import LoadedBank
from hiring.banks.publishing import publish
from hiring.banks.schema import GuideDocument, KeyDocument, LanguageDocument
from hiring.banks.versions import (
    BankText,
    BankVersion,
    KeyVersion,
    find_bank_version,
    languages_of,
    parse_bank,
)
from hiring.cli.bank_folders import version_folders
from hiring.cli.bank_report import plain, table
from hiring.db import db
from hiring.errors import AlreadyPublishedError, NotAcceptedError, NotAllowedError

HEADINGS = ("Bank", "Version", "Key", "Origin", "Status", "Key is", "Languages")
NO_KEY = ("none", "", "", "")
_NUMBER = re.compile(r"\d+")


def is_shipped(folder: Path) -> bool:
    """Whether a bank comes with the toolkit, so that anybody can read its key."""
    return folder.resolve().is_relative_to(places.banks_folder().resolve())


def published_lines(loaded: LoadedBank, *, is_public: bool, accepted_by: str = "") -> list[str]:
    """Publish a bank and say what was new.

    Raises:
        ClickException: It is published with another content; the message names the differences.
            Or a key needs an owner who accepts it.
    """
    app = create_app()
    with app.app_context():
        _require_tables()
        before = _find_stored(db.session, loaded)
        try:
            publish(
                db.session,
                loaded,
                actor=audit.SYSTEM_ACTOR,
                now=datetime.now(UTC),
                is_public=is_public,
                owner=_owner(accepted_by),
            )
        except AlreadyPublishedError as error:
            raise click.ClickException(_refusal(loaded, before, error)) from error
        except (NotAcceptedError, NotAllowedError) as error:
            raise click.ClickException(str(error)) from error
        db.session.commit()
        return list(_news(db.session, loaded, before))


def shelf_lines() -> list[str]:
    """What is published, as a table, and what lies in bank folders and is not."""
    app = create_app()
    with app.app_context():
        _require_tables()
        rows = list(_published_rows(db.session))
        waiting = list(_unpublished_rows(db.session))
    published = table([HEADINGS, *rows], 2) if rows else ["  Nothing yet."]
    lines = ["Published", *published, "", "In bank folders and not published"]
    return [*lines, *(table(waiting, 2) if waiting else ["  Nothing."])]


def _owner(accepted_by: str) -> Staff | None:
    found = accounts.find_staff(db.session, accepted_by) if accepted_by else None
    if accepted_by and (found is None or not found.is_active):
        raise click.ClickException(f"Nobody of staff has the address {plain(accepted_by)}.")
    return found


def _require_tables() -> None:
    if not sqlalchemy.inspect(db.engine).has_table(BankVersion.__tablename__):
        raise click.ClickException("The database is not set up yet. Run: hiring init")


# --- what the database holds of one version ---


def _find_stored(session: Session, loaded: LoadedBank) -> LoadedBank | None:
    """The published version as a bank like one from files, to hold another against it."""
    version = find_bank_version(session, loaded.bank.id, loaded.bank.version)
    if version is None:
        return None
    # Derived keys were never in a file: held against one, they would look like losses.
    rows = [row for row in _keys(session, version) if row.derived_from_id is None]
    keys = [KeyDocument.model_validate(row.document, strict=False) for row in rows]
    return LoadedBank(
        bank=parse_bank(version),
        keys={key.key_version: key for key in keys},
        guides={
            row.language: GuideDocument.model_validate(row.document, strict=False)
            for row in _texts(session, version, "guide")
        },
        languages={
            row.language: LanguageDocument.model_validate(row.document, strict=False)
            for row in _texts(session, version, "translation")
        },
        content_digest=version.content_digest,
        scoring_digests={row.key_version: row.scoring_digest for row in rows},
        file_digests={},
    )


def _keys(session: Session, version: BankVersion) -> list[KeyVersion]:
    rows = session.exec(select(KeyVersion).where(KeyVersion.bank_version_id == version.id))
    return sorted(rows, key=_in_order)


def _in_order(row: KeyVersion) -> tuple[tuple[int, ...], str]:
    """Keys of files by their number, each followed by those that were derived from it."""
    return tuple(int(number) for number in _NUMBER.findall(row.key_version)), row.key_version


def _texts(session: Session, version: BankVersion, kind: str) -> list[BankText]:
    query = select(BankText).where(BankText.bank_version_id == version.id, BankText.kind == kind)
    return list(session.exec(query.order_by(BankText.language)))


# --- what is said about it ---


def _refusal(loaded: LoadedBank, before: LoadedBank | None, error: AlreadyPublishedError) -> str:
    lines = [f"Nothing was published: {error}"]
    if before is not None:
        lines += ["What differs from the published version:", *_differences(before, loaded)]
    return "\n".join(lines)


def _differences(before: LoadedBank, after: LoadedBank) -> list[str]:
    difference = compare_banks(before, after)
    sentences = (*difference.content, *difference.scoring, *difference.around)
    return [f"  {plain(sentence)}" for sentence in sentences]


def _news(session: Session, loaded: LoadedBank, before: LoadedBank | None) -> Iterator[str]:
    after = _find_stored(session, loaded)
    if after is None:
        return
    yield plain(f"{after.bank.title} ({after.bank.id} {after.bank.version}) is published.")
    yield from table(_parts(after, before), 2)
    # Outside the digests, hence not refused: said aloud, since it would go unnoticed otherwise.
    if kept := _differences(after, loaded):
        yield "Published is frozen. These differences of your files were not taken over:"
        yield from kept


def _parts(after: LoadedBank, before: LoadedBank | None) -> Iterator[tuple[str, str, str]]:
    yield _was_there(is_there=before is not None), "content", after.bank.language
    for version, key in after.keys.items():
        is_there = before is not None and version in before.keys
        yield _was_there(is_there=is_there), f"key {version}", f"{key.origin}, {key.status}"
    for language in after.languages:
        is_there = before is not None and language in before.languages
        yield _was_there(is_there=is_there), "translation", language
    for language in after.guides:
        is_there = before is not None and language in before.guides
        yield _was_there(is_there=is_there), "guide", language


def _was_there(*, is_there: bool) -> str:
    return "as before" if is_there else "new"


# --- the shelf ---


def _published_rows(session: Session) -> Iterator[tuple[str, ...]]:
    for version in _versions(session):
        languages = ", ".join(languages_of(session, version.id))
        for facts in [_key_facts(key) for key in _keys(session, version)] or [NO_KEY]:
            yield version.bank, version.version, *facts, languages


def _versions(session: Session) -> list[BankVersion]:
    order = (col(BankVersion.bank), col(BankVersion.published_at), col(BankVersion.version))
    return list(session.exec(select(BankVersion).order_by(*order)))


def _key_facts(key: KeyVersion) -> tuple[str, str, str, str]:
    return key.key_version, key.origin, key.status, "public" if key.is_public else "private"


def _unpublished_rows(session: Session) -> Iterator[tuple[str, str, str, str]]:
    """Versions, and keys of published versions, that the database does not know."""
    for folder in version_folders():
        bank, version = folder.parent.name, folder.name
        found = find_bank_version(session, bank, version)
        if found is None:
            yield bank, version, "all of it", str(folder)
            continue
        known = {key.key_version for key in _keys(session, found)}
        for file in sorted((folder / "keys").glob("*.toml")):
            if file.stem not in known:
                yield bank, version, f"key {file.stem}", str(folder)
