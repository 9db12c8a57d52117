"""Published bank versions in the database: frozen documents under their digests.

Publishing copies the checked document into the database, so that an installed wheel, a second
machine or a folder that has since changed cannot alter what a candidate saw. Documents are parsed
once per process and kept by digest: serving a page reads no bank from the database.
"""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, col, select

from hiring.banks.localised import localise
from hiring.banks.schema import (
    BankDocument,
    GuideDocument,
    KeyDocument,
    KeyStatus,
    LanguageDocument,
)
from hiring.banks.wordings import worded
from hiring.db import Json, Record, UtcDateTime
from hiring.errors import NotFoundError


class BankVersion(Record, table=True):
    """One frozen edition of a bank. ``content_digest`` covers all that a candidate can see."""

    __tablename__ = "bank_version"
    __table_args__ = (UniqueConstraint("bank", "version"),)

    bank: str = Field(max_length=60)
    version: str = Field(max_length=20)
    title: str = Field(max_length=120)
    language: str = Field(max_length=12)
    content_digest: str = Field(max_length=64, index=True)
    document: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    published_at: datetime = Field(sa_type=UtcDateTime)


class KeyVersion(Record, table=True):
    """One frozen scoring key. ``scoring_digest`` covers all that moves a score.

    ``derived_from_id`` names the key this one was made from by leaving items out or giving
    everybody their credit. ``accepted_by_id`` names the owner who took responsibility for a key
    that was learned from people's results.
    """

    __tablename__ = "key_version"
    __table_args__ = (
        UniqueConstraint("bank_version_id", "key_version"),
        CheckConstraint("status IN ('provisional', 'confirmed')", name="status_is_known"),
        CheckConstraint(
            "(accepted_by_id IS NULL) = (accepted_at IS NULL)", name="acceptance_is_whole"
        ),
    )

    bank_version_id: UUID = Field(foreign_key="bank_version.id", ondelete="RESTRICT", index=True)
    key_version: str = Field(max_length=20)
    origin: str = Field(max_length=20)
    status: str = Field(max_length=20)
    is_public: bool = False
    scoring_digest: str = Field(max_length=64)
    document: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    published_at: datetime = Field(sa_type=UtcDateTime)
    derived_from_id: UUID | None = Field(
        default=None, foreign_key="key_version.id", ondelete="RESTRICT"
    )
    accepted_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def is_provisional(self) -> bool:
        """Whether no panel has confirmed the key yet."""
        return self.status == KeyStatus.PROVISIONAL.value


# For queries of versions: a document is read when somebody asks for it. Reading a whole one costs
# more than all the rest of a small page.
WITHOUT_CONTENT = [defer(cast("Any", col(BankVersion.document)))]
WITHOUT_KEY = [defer(cast("Any", col(KeyVersion.document)))]


class BankText(Record, table=True):
    """A translation or an interviewers' guide of a bank version, one row per language and kind."""

    __tablename__ = "bank_text"
    __table_args__ = (
        UniqueConstraint("bank_version_id", "kind", "language"),
        CheckConstraint("kind IN ('translation', 'guide')", name="kind_is_known"),
    )

    bank_version_id: UUID = Field(foreign_key="bank_version.id", ondelete="RESTRICT", index=True)
    kind: str = Field(max_length=12)
    language: str = Field(max_length=12)
    digest: str = Field(max_length=64)
    document: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    published_at: datetime = Field(sa_type=UtcDateTime)


def get_bank_version(session: Session, version_id: UUID) -> BankVersion:
    """The bank version with this id; its document is read when somebody asks for it.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(BankVersion, version_id, options=WITHOUT_CONTENT)
    if found is None:
        raise NotFoundError("no such bank version")
    return found


def get_key_version(session: Session, key_id: UUID) -> KeyVersion:
    """The key version with this id; its document is read when somebody asks for it.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(KeyVersion, key_id, options=WITHOUT_KEY)
    if found is None:
        raise NotFoundError("no such scoring key")
    return found


def find_bank_version(session: Session, bank: str, version: str) -> BankVersion | None:
    """The published bank with this id and version, or None."""
    return session.exec(
        select(BankVersion).where(BankVersion.bank == bank, BankVersion.version == version)
    ).first()


def list_keys(session: Session) -> list[tuple[BankVersion, KeyVersion]]:
    """Every published key with its bank version, in order of title, version and key."""
    return list(
        session.exec(
            select(BankVersion, KeyVersion)
            .join(KeyVersion, col(KeyVersion.bank_version_id) == col(BankVersion.id))
            .order_by(col(BankVersion.title), col(BankVersion.version), col(KeyVersion.key_version))
        )
    )


def bank_document(session: Session, version_id: UUID, language: str | None = None) -> BankDocument:
    """The published content in a language; missing translations fall back to the bank's own.

    Cached for the life of the process: published rows never change.
    """
    cached = _DOCUMENTS.get((version_id, language or ""))
    if cached is not None:
        return cached
    version = get_bank_version(session, version_id)
    document = parse_bank(version)
    if language and language != version.language:
        translation = _find_translation(session, version_id, language)
        if translation is None:  # not kept: it may be published any day
            return document
        document = localise(document, translation)
    return _DOCUMENTS.setdefault((version_id, language or ""), document)


def shown_document(
    session: Session, version_id: UUID, language: str | None, form_id: str
) -> BankDocument:
    """The published content as candidates with this form read it: with the form's own wordings.

    Staff, sheets and figures use ``bank_document``. Cached like the content.

    Raises:
        NotFoundError: There is no such bank version, or it has no such form.
    """
    document = bank_document(session, version_id, language)
    if not document.get_form(form_id).wordings:
        return document
    name = (version_id, document.language, form_id)
    cached = _SHOWN.get(name)
    return cached or _SHOWN.setdefault(name, worded(document, form_id))


def key_document(session: Session, key_id: UUID) -> KeyDocument:
    """The published key; cached like the content. For scoring and staff only."""
    cached = _KEYS.get(key_id)
    if cached is None:
        row = get_key_version(session, key_id)
        cached = _KEYS.setdefault(key_id, KeyDocument.model_validate(row.document, strict=False))
    return cached


def text_digest(session: Session, version_id: UUID, language: str) -> str | None:
    """The digest of a translation; None for the bank's own language or a missing translation."""
    return session.exec(
        select(BankText.digest).where(
            BankText.bank_version_id == version_id,
            BankText.kind == "translation",
            BankText.language == language,
        )
    ).first()


def guide_document(session: Session, version_id: UUID, language: str) -> GuideDocument | None:
    """The interviewers' guide in a language, else in the bank's own, or None when it has none.

    Cached like the content. Where there is none yet it is looked for each time: it may be published
    any day.
    """
    own = bank_document(session, version_id).language
    return _find_guide(session, version_id, language) or _find_guide(session, version_id, own)


def languages_of(session: Session, version_id: UUID) -> tuple[str, ...]:
    """The languages candidates can choose, the bank's own first."""
    own = get_bank_version(session, version_id).language
    others = session.exec(
        select(BankText.language)
        .where(BankText.bank_version_id == version_id, BankText.kind == "translation")
        .order_by(BankText.language)
    ).all()
    return (own, *(language for language in others if language != own))


def parse_bank(version: BankVersion) -> BankDocument:
    """The stored content as a checked document."""
    return BankDocument.model_validate(version.document, strict=False)


_DOCUMENTS: dict[tuple[UUID, str], BankDocument] = {}
_SHOWN: dict[tuple[UUID, str, str], BankDocument] = {}
_KEYS: dict[UUID, KeyDocument] = {}
_GUIDES: dict[tuple[UUID, str], GuideDocument] = {}


def _find_guide(session: Session, version_id: UUID, language: str) -> GuideDocument | None:
    cached = _GUIDES.get((version_id, language))
    if cached is not None:
        return cached
    row = _find_text(session, version_id, "guide", language)
    if row is None:
        return None
    document = GuideDocument.model_validate(row.document, strict=False)
    return _GUIDES.setdefault((version_id, language), document)


def _find_translation(session: Session, version_id: UUID, language: str) -> LanguageDocument | None:
    row = _find_text(session, version_id, "translation", language)
    return None if row is None else LanguageDocument.model_validate(row.document, strict=False)


def _find_text(session: Session, version_id: UUID, kind: str, language: str) -> BankText | None:
    return session.exec(
        select(BankText).where(
            BankText.bank_version_id == version_id,
            BankText.kind == kind,
            BankText.language == language,
        )
    ).first()
