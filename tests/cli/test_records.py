"""The records of processing follow the configuration."""

import pytest
from sqlmodel import select

from hiring import webhooks
from hiring.accounts import Staff
from hiring.app import create_app
from hiring.data_pack.gathering import hanging_tables
from hiring.db import db
from hiring.openings import Opening
from hiring.webhooks import EventKind
from tests import builders, stores
from tests.builders import House


@pytest.fixture
def house(prepared, monkeypatch):
    """An opening in Colorado that keeps people for as long as the house."""
    monkeypatch.setenv("HIRING_EMPLOYER", "Example Stores")
    app = create_app()
    with app.app_context():
        staff = {role: builders.add_staff(db.session, role) for role in builders.Role}
        key = builders.published(db.session, builders.shipped_bank())
        House(db.session, staff, key).opening("Support | [spring](x)")
    stores.close(app)


def change(**values):
    app = create_app()
    with app.app_context():
        opening = db.session.exec(select(Opening)).one()
        for name, value in values.items():
            setattr(opening, name, value)
        db.session.commit()
    stores.close(app)


def kept(days, ground):
    return f"| {days} | from when the person was added | {ground} |"


def test_changing_retention_changes_the_document(hiring, house, monkeypatch):
    assert kept(365, "set for the house") in hiring("records").output
    monkeypatch.setenv("HIRING_RETENTION_DAYS", "90")
    assert kept(90, "set for the house") in hiring("records").output
    change(keep_days=1095, place="us_colorado")

    assert kept(1095, "law of the place") in hiring("records").output


def test_too_few_days_for_the_place_are_named(hiring, house):
    change(keep_days=30, place="us_california")

    assert "fewer days than 2 CCR 11013 asks for (1461)" in hiring("records").output


def test_asking_about_background_changes_the_document(hiring, house):
    assert "No protected facts are asked for." in hiring("records").output
    change(asks_background=True)
    told = hiring("records").output

    assert "offered in 1 of 1 openings" in told
    assert "from the month after it was told" in told


def test_other_systems_that_are_told_something_are_named(hiring, house):
    assert "No other system is told of anything." in hiring("records").output
    app = create_app()
    with app.app_context():
        owner = db.session.exec(select(Staff).where(Staff.role == "owner")).one()
        webhooks.register(
            db.session,
            "https://hooks.example.org/in?who=us",
            [EventKind.SITTING_SCORED],
            allowed={"hooks.example.org"},
            owner=owner,
            secret=stores.SECRET,
            now=builders.NOW,
        )
        db.session.commit()
    stores.close(app)

    told = hiring("records").output
    assert "without names and scores: hooks.example.org." in told
    assert "who=us" not in told


def test_every_table_about_a_person_is_named(hiring, house):
    told = hiring("records").output

    assert [name for name in hanging_tables() if f"`{name}`" not in told] == []


def test_names_cannot_break_the_tables(hiring, house):
    assert "Support \\| \\[spring\\](x)" in hiring("records").output


def test_what_is_off_is_said(hiring, house, monkeypatch):
    assert "| Sealed backups | **off** |" in hiring("records").output
    monkeypatch.setenv("HIRING_BACKUP_KEY", "k" * 40)
    monkeypatch.setenv("HIRING_PUBLIC_URL", "https://hiring.example.org")
    told = hiring("records").output

    assert "| Sealed backups | on |" in told
    assert "Open at this moment" not in told
    assert "k" * 40 not in told


def test_it_never_says_that_a_law_is_met(hiring, house):
    assert "complian" not in hiring("records").output.lower()


def test_it_is_written_to_a_file(hiring, house, place):
    hiring("records", "--out", "records.md")

    assert "Example Stores" in (place / "records.md").read_text()


@pytest.mark.parametrize(
    ("days", "words"), [("30", "stay for 30 days"), ("0", "are not kept in the record")]
)
def test_the_days_of_addresses_are_told(hiring, house, monkeypatch, days, words):
    monkeypatch.setenv("HIRING_ADDRESS_DAYS", days)

    assert words in hiring("records").output
