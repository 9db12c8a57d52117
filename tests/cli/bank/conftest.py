"""An author at the command line, with a bank of their own."""

import pytest

from hiring.accounts import Role
from hiring.app import create_app
from hiring.banks.deriving import derive_key
from hiring.banks.versions import list_keys
from hiring.db import db
from tests import builders, stores
from tests.cli.bank.files import NEW


@pytest.fixture
def mine(hiring, place):
    """The starter, as an author finds it."""
    assert hiring(*NEW).exit_code == 0
    return place / "mine" / "shop-service" / "1.0.0"


@pytest.fixture
def derived(hiring, prepared, place, mine):
    """A key of the published bank without its first item."""
    hiring("bank", "publish", mine)
    app = create_app(stores.settings_for(place / "var", ""))
    with app.app_context():
        session = db.session
        key = next(key for bank, key in list_keys(session) if bank.bank == "shop-service")
        found = derive_key(
            session,
            key,
            dropped=[key.document["items"][0]["item"]],
            reason="The keyed option cannot work.",
            actor=builders.add_staff(session, Role.OWNER).id,
            now=builders.NOW,
        )
        session.commit()
        version = found.key_version
    stores.close(app)
    return version
