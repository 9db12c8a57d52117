"""What the analysts' pages share: the blueprint, who may come in, and which form it is about.

Everything here is about forms and groups. People stand behind their codes, never their names.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint

from hiring.accounts import Role
from hiring.banks.schema import BankDocument
from hiring.banks.versions import (
    BankVersion,
    KeyVersion,
    bank_document,
    get_bank_version,
    get_key_version,
)
from hiring.db import db
from hiring.web.access import for_staff
from hiring.web.pages import key_labels

bp = Blueprint("analyst", __name__, url_prefix="/measurement")

for_analysts = for_staff(Role.OWNER, Role.ANALYST)


@dataclass(frozen=True, slots=True)
class KeyedForm:
    """A form of a published bank under one of its keys: what a score is a score of."""

    bank: BankVersion
    key: KeyVersion
    document: BankDocument
    form_id: str

    @property
    def title(self) -> str:
        """The form's own title."""
        return self.document.get_form(self.form_id).title

    @property
    def address(self) -> dict[str, object]:
        """The values that every page of the form has in its address."""
        return {"key_id": self.key.id, "form_id": self.form_id}

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay on every page of the form."""
        return key_labels(self.key, is_simulated=False)


def now() -> datetime:
    """The clock of the edge; capabilities are handed the time."""
    return datetime.now(UTC)


def keyed_form(key_id: UUID, form_id: str) -> KeyedForm:
    """The form under this key.

    Raises:
        NotFoundError: There is no such key, or its bank has no such form.
    """
    key = get_key_version(db.session, key_id)
    document = bank_document(db.session, key.bank_version_id)
    document.get_form(form_id)
    return KeyedForm(get_bank_version(db.session, key.bank_version_id), key, document, form_id)
