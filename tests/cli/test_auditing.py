"""An anchor on another machine shows what a chain alone cannot: that its end was cut off."""

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from hiring.app import create_app
from hiring.audit import HOUSE_CHAIN, AuditEntry
from hiring.db import db
from tests import stores


@pytest.fixture
def anchored(hiring, place, prepared):
    (place / "anchors").write_text(hiring("audit", "anchor").output)


def change(statement):
    app = create_app()
    with app.app_context():
        db.session.execute(statement)
        db.session.commit()
    stores.close(app)


def last():
    app = create_app()
    with app.app_context():
        query = select(AuditEntry.number).where(AuditEntry.chain == HOUSE_CHAIN)
        found = max(db.session.exec(query))
    stores.close(app)
    return found


def test_what_was_anchored_holds_and_more_may_follow(hiring, anchored):
    assert (
        "They hold against 1 anchors." in hiring("audit", "verify", "--against", "anchors").output
    )


def test_an_end_that_was_cut_off_is_named(hiring, anchored):
    number = last()
    change(
        delete(AuditEntry).where(
            col(AuditEntry.chain) == HOUSE_CHAIN, col(AuditEntry.number) == number
        )
    )

    assert hiring("audit", "verify").exit_code == 0  # the chain alone cannot know
    found = hiring("audit", "verify", "--against", "anchors")
    assert found.exit_code == 1
    assert f"Torn: entry {number} of chain house" in found.output


def test_a_chain_that_was_written_anew_is_named(hiring, anchored):
    change(update(AuditEntry).where(col(AuditEntry.number) == last()).values(digest="0" * 64))

    assert "Torn:" in hiring("audit", "verify", "--against", "anchors").output


def test_a_file_without_anchors_is_refused(hiring, anchored, place):
    (place / "other").write_text("[1]\n")

    assert hiring("audit", "verify", "--against", "other").exit_code == 1
