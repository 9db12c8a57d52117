"""Whether what was published still says what its digests say, asked before anybody is scored by it.

A row that somebody changed past the software would move scores without a trace. Serving pages does
not ask: a candidate in the middle of the questions is not helped by a page that says no.
"""

from uuid import UUID

from sqlmodel import Session

from hiring.banks.digests import content_digest, scoring_digest
from hiring.banks.schema import BankDocument, KeyDocument
from hiring.banks.versions import bank_document, get_bank_version, get_key_version, key_document
from hiring.errors import AlteredBankError

# Documents are kept for the life of the process, so a pair that was looked at stays as it is.
_UNCHANGED: set[tuple[UUID, UUID]] = set()


def scoring_documents(
    session: Session, version_id: UUID, key_id: UUID
) -> tuple[BankDocument, KeyDocument]:
    """The published content and key that scores are computed from, held against their digests.

    Raises:
        AlteredBankError: One of them is not what was published.
    """
    bank, key = bank_document(session, version_id), key_document(session, key_id)
    if (version_id, key_id) not in _UNCHANGED:
        _require_unchanged(session, version_id, key_id, (bank, key))
        _UNCHANGED.add((version_id, key_id))
    return bank, key


def _require_unchanged(
    session: Session, version_id: UUID, key_id: UUID, documents: tuple[BankDocument, KeyDocument]
) -> None:
    version, row = get_bank_version(session, version_id), get_key_version(session, key_id)
    bank, key = documents
    if content_digest(bank) != version.content_digest:
        raise AlteredBankError(_words(f"{version.bank} {version.version}"))
    if scoring_digest(bank, key) != row.scoring_digest:
        raise AlteredBankError(_words(f"key {row.key_version} of {version.bank} {version.version}"))


def _words(what: str) -> str:
    return (
        f"{what} was changed in the database after it was published, so nobody is scored by it. "
        "Restore it from a backup, then run the job again."
    )
