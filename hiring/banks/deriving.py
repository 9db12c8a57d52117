"""A key made from another one by setting faulty items aside.

A faulty item is dropped, so that it counts for nobody, or neutralised, so that everybody who was
shown it gets full credit. The key that it stood in stays as it is: scores by it can still be
computed. Editing the key's file was rejected, since that would be a new key without a history.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from hiring import audit
from hiring.banks.digests import scoring_digest
from hiring.banks.keychecks import check_set_aside
from hiring.banks.schema import BankDocument, KeyDocument
from hiring.banks.versions import KeyVersion, bank_document, key_document
from hiring.errors import DerivedKeyFaultError

MIN_REASON_CHARS = 10
MAX_TRIES = 3

_MARK = "-set-aside-"


def derived_document(
    bank: BankDocument,
    key: KeyDocument,
    *,
    dropped: Sequence[str] = (),
    neutralised: Sequence[str] = (),
    number: int = 1,
) -> KeyDocument:
    """The key with these items set aside, besides those that it sets aside already.

    Args:
        bank: What the key is for.
        key: The key to start from.
        dropped: Items, as ``scenario/item``, that shall count for nobody.
        neutralised: Items for which everybody who was shown them shall get full credit.
        number: Of the derived key, counted from 1 for each key file.

    Raises:
        DerivedKeyFaultError: ``nothing_named`` when no item is named, ``not_fitting`` when an item
            is unknown, named twice over, or nothing would be left that tells people apart.
    """
    if not dropped and not neutralised:
        raise DerivedKeyFaultError("nothing_named")
    made = key.model_copy(
        update={
            "key_version": f"{_base(key.key_version)}{_MARK}{number}",
            "dropped": (*key.dropped, *dropped),
            "neutralised": (*(one for one in key.neutralised if one not in dropped), *neutralised),
        }
    )
    if any(check_set_aside(bank, made, "")):
        raise DerivedKeyFaultError("not_fitting")
    return made


def derive_key(
    session: Session,
    key: KeyVersion,
    *,
    dropped: Sequence[str] = (),
    neutralised: Sequence[str] = (),
    reason: str,
    actor: UUID,
    now: datetime,
) -> KeyVersion:
    """Publish the key with these items set aside; one that exists already is returned. Flushes.

    It is as provisional, as public and as accepted as the key that it was made from: setting an
    item aside confirms nothing and learns nothing. Where somebody else derives a key at the same
    moment, the session is rolled back and looks a second time.

    Raises:
        DerivedKeyFaultError: As in ``derived_document``, or ``reason_too_short``.
    """
    if len(reason.strip()) < MIN_REASON_CHARS:
        raise DerivedKeyFaultError("reason_too_short")
    for _ in range(MAX_TRIES - 1):
        try:
            return _derive(session, key, dropped, neutralised, reason, actor, now)
        except IntegrityError:
            session.rollback()
    return _derive(session, key, dropped, neutralised, reason, actor, now)


def next_number(session: Session, key: KeyVersion) -> int:
    """The number of the next key that is derived from the same key file."""
    versions = session.exec(
        select(KeyVersion.key_version).where(KeyVersion.bank_version_id == key.bank_version_id)
    )
    mark = f"{_base(key.key_version)}{_MARK}"
    numbers = [int(one.removeprefix(mark)) for one in versions if one.startswith(mark)]
    return max(numbers, default=0) + 1


def _derive(
    session: Session,
    key: KeyVersion,
    dropped: Sequence[str],
    neutralised: Sequence[str],
    reason: str,
    actor: UUID,
    now: datetime,
) -> KeyVersion:
    bank = bank_document(session, key.bank_version_id)
    document = derived_document(
        bank,
        key_document(session, key.id),
        dropped=dropped,
        neutralised=neutralised,
        number=next_number(session, key),
    )
    digest = scoring_digest(bank, document)
    return _find_same(session, key, digest) or _publish(
        session, key, document, digest, reason=reason, actor=actor, now=now
    )


def _publish(
    session: Session,
    key: KeyVersion,
    document: KeyDocument,
    digest: str,
    *,
    reason: str,
    actor: UUID,
    now: datetime,
) -> KeyVersion:
    made = KeyVersion(
        bank_version_id=key.bank_version_id,
        key_version=document.key_version,
        origin=key.origin,
        status=key.status,
        is_public=key.is_public,
        scoring_digest=digest,
        document=document.model_dump(mode="json"),
        published_at=now,
        derived_from_id=key.id,
        accepted_by_id=key.accepted_by_id,
        accepted_at=key.accepted_at,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        "key.derived",
        actor=actor,
        object_id=made.id,
        now=now,
        derived_from=str(key.id),
        dropped=list(document.dropped),
        neutralised=list(document.neutralised),
        reason=reason,
    )
    return made


def _base(key_version: str) -> str:
    return key_version.split(_MARK, maxsplit=1)[0]


def _find_same(session: Session, key: KeyVersion, digest: str) -> KeyVersion | None:
    """The key derived from this very one with the same items set aside, and with the same standing.

    A key that only scores alike will not do: it may be of another origin, or accepted by nobody.
    """
    return session.exec(
        select(KeyVersion).where(
            KeyVersion.bank_version_id == key.bank_version_id,
            KeyVersion.scoring_digest == digest,
            KeyVersion.derived_from_id == key.id,
            KeyVersion.origin == key.origin,
            KeyVersion.status == key.status,
            KeyVersion.is_public == key.is_public,
            KeyVersion.accepted_by_id == key.accepted_by_id,
        )
    ).first()
