"""Publishing: a checked bank is copied into the database and frozen under its digests."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.banks import digests
from hiring.banks.loader import LoadedBank
from hiring.banks.media import store_media
from hiring.banks.schema import (
    BankDocument,
    GuideDocument,
    KeyDocument,
    KeyOrigin,
    LanguageDocument,
)
from hiring.banks.versions import BankText, BankVersion, KeyVersion, find_bank_version
from hiring.errors import AlreadyPublishedError, NotAcceptedError, NotAllowedError


def publish(
    session: Session,
    loaded: LoadedBank,
    *,
    actor: UUID | str,
    now: datetime,
    is_public: bool,
    owner: Staff | None = None,
) -> BankVersion:
    """Store a checked bank; what is stored already and unchanged is left alone.

    Args:
        session: Flushed; the caller commits.
        loaded: A bank without errors.
        actor: Who publishes.
        now: The time of publishing.
        is_public: Whether everybody can read the key, as with the shipped banks.
        owner: Who takes responsibility for keys that were learned from people's results. Such a
            key may carry on what went wrong in the past, and more laws reach it.

    Raises:
        AlreadyPublishedError: The version or one of its keys was published with another content,
            or a media file changed while it was published.
        NotAcceptedError: A new key was learned from results, and no owner accepts that.
        NotAllowedError: Who accepts is no owner.
    """
    _require_acceptance(session, loaded, owner)
    version = _publish_bank(session, loaded, actor=actor, now=now)
    added = [
        *(
            f"key {key.key_version}"
            for key in loaded.keys.values()
            if _publish_key(
                session, version, loaded.bank, key, is_public=is_public, owner=owner, now=now
            )
        ),
        *(
            f"{kind} {language}"
            for kind, texts in (("translation", loaded.languages), ("guide", loaded.guides))
            for language, text in texts.items()
            if _publish_text(session, version, kind, language, text, now)
        ),
        *(f"media {name}" for name in store_media(session, version.id, loaded.media.values())),
    ]
    if added:
        audit.record(
            session, "bank.extended", actor=actor, object_id=version.id, now=now, added=added
        )
    session.flush()
    return version


def _publish_bank(
    session: Session, loaded: LoadedBank, *, actor: UUID | str, now: datetime
) -> BankVersion:
    bank = loaded.bank
    digest = digests.content_digest(bank)
    found = find_bank_version(session, bank.id, bank.version)
    if found is not None:
        _require_same(found.content_digest, digest, f"{bank.id} {bank.version}")
        return found
    version = BankVersion(
        bank=bank.id,
        version=bank.version,
        title=bank.title,
        language=bank.language,
        content_digest=digest,
        document=bank.model_dump(mode="json"),
        published_at=now,
    )
    session.add(version)
    session.flush()
    audit.record(
        session, "bank.published", actor=actor, object_id=version.id, now=now, digest=digest
    )
    return version


def _publish_key(
    session: Session,
    version: BankVersion,
    bank: BankDocument,
    key: KeyDocument,
    *,
    is_public: bool,
    owner: Staff | None,
    now: datetime,
) -> bool:
    """Store a key; False when it is stored already."""
    digest = digests.scoring_digest(bank, key)
    found = session.exec(
        select(KeyVersion).where(
            KeyVersion.bank_version_id == version.id, KeyVersion.key_version == key.key_version
        )
    ).first()
    if found is not None:
        _require_same(found.scoring_digest, digest, f"key {key.key_version}")
        return False
    row = KeyVersion(
        bank_version_id=version.id,
        key_version=key.key_version,
        origin=key.origin.value,
        status=key.status.value,
        is_public=is_public,
        scoring_digest=digest,
        document=key.model_dump(mode="json"),
        published_at=now,
    )
    session.add(row)
    if owner is not None and key.origin is KeyOrigin.EMPIRICAL:
        row.accepted_by_id, row.accepted_at = owner.id, now
        audit.record(session, "key.accepted", actor=owner.id, object_id=row.id, now=now)
    return True


def _require_acceptance(session: Session, loaded: LoadedBank, owner: Staff | None) -> None:
    """A key learned from results waits for an owner, unless it is published already."""
    if owner is not None and owner.role != Role.OWNER:
        raise NotAllowedError("only an owner can accept a key that was learned from results")
    found = find_bank_version(session, loaded.bank.id, loaded.bank.version)
    waiting = [
        key.key_version
        for key in loaded.keys.values()
        if key.origin is KeyOrigin.EMPIRICAL
        and (found is None or not _is_published(session, found, key.key_version))
    ]
    if waiting and owner is None:
        raise NotAcceptedError(
            f"key {', '.join(waiting)} was learned from people's results (origin: empirical). It "
            "may carry old mistakes on, and more laws reach it. Nothing was published. An owner "
            "can accept that: publish again with --accepted-by and the owner's mail address."
        )


def _is_published(session: Session, version: BankVersion, key_version: str) -> bool:
    query = select(KeyVersion.id).where(
        KeyVersion.bank_version_id == version.id, KeyVersion.key_version == key_version
    )
    return session.exec(query).first() is not None


def _publish_text(
    session: Session,
    version: BankVersion,
    kind: str,
    language: str,
    text: LanguageDocument | GuideDocument,
    now: datetime,
) -> bool:
    """Store a translation or guide; False when it is stored already."""
    digest = digests.document_digest(text)
    found = session.exec(
        select(BankText).where(
            BankText.bank_version_id == version.id,
            BankText.kind == kind,
            BankText.language == language,
        )
    ).first()
    if found is not None:
        _require_same(found.digest, digest, f"{kind} {language}")
        return False
    session.add(
        BankText(
            bank_version_id=version.id,
            kind=kind,
            language=language,
            digest=digest,
            document=text.model_dump(mode="json"),
            published_at=now,
        )
    )
    return True


def _require_same(stored: str, offered: str, what: str) -> None:
    if stored != offered:
        raise AlreadyPublishedError(
            f"{what} is published with another content. Published is frozen: "
            "raise the version and publish that."
        )
