"""``hiring report``: the same report from the command line."""

import json
import os

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.app import create_app
from hiring.banks.deriving import derive_key
from hiring.banks.versions import list_keys
from hiring.db import db
from hiring.reports import TechnicalReport
from tests import builders, stores
from tests.builders import NOW, House
from tests.reports.filling import fill

pytestmark = pytest.mark.usefixtures("prepared")
BANK = ("customer-empathy", "1.0.0")


def test_it_makes_the_report_and_says_what_it_stands_on(hiring):
    result = hiring("report", *BANK)

    assert result.exit_code == 0
    assert "Technical report: Standard form" in result.output
    assert "Provisional key" in result.output
    assert "Sittings with a number (N)" in result.output


def test_it_writes_paper_and_figures(hiring, place):
    hiring("report", *BANK, "--pdf", place / "r.pdf", "--json", place / "r.json")

    assert (place / "r.pdf").read_bytes().startswith(b"%PDF")
    told = json.loads((place / "r.json").read_text("utf-8"))
    assert told["report"]["form"]["bank"] == "customer-empathy"
    assert len(told["digest"]) == 64


def test_a_simulated_report_says_so(hiring):
    assert "Simulated data" in hiring("report", *BANK, "--simulated").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("no-such-bank", "1.0.0"), "No bank no-such-bank 1.0.0", id="bank"),
        pytest.param((*BANK, "--key", "99"), "has no key 99. It has: 1", id="key"),
        pytest.param((*BANK, "--form", "short"), "no form short. It has: standard", id="form"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(hiring, words, told):
    result = hiring("report", *words)

    assert result.exit_code == 1
    assert told in result.output


@pytest.fixture
def inside(place):
    """Does something with the session of the database in which the commands run."""

    def do(work):
        app = create_app(stores.settings_for(place / "var", ""))
        with app.app_context():
            found = work(db.session)
        stores.close(app)
        return found

    return do


@pytest.fixture
def simulated(inside):
    """Twelve simulated sittings of the shipped form, and nobody real."""

    def add(session):
        staff = {role: builders.add_staff(session, role) for role in Role}
        key = next(key for bank, key in list_keys(session) if bank.bank == BANK[0])
        house = House(session, staff, key)
        fill(house, house.opening("Made up", is_simulated=True), 12)

    inside(add)


def n_stored(inside):
    return inside(lambda session: len(session.exec(select(TechnicalReport)).all()))


def test_a_folder_that_is_not_there_is_told_before_anything_is_stored(hiring, place, inside):
    files = ("--pdf", place / "no" / "x.pdf", "--json", place / "not" / "x.json")
    result = hiring("report", *BANK, *files)

    assert result.exit_code == 1
    assert result.output.count("cannot be written: there is no folder") == 2
    assert n_stored(inside) == 0


def test_a_folder_in_place_of_a_file_is_told(hiring, place, inside):
    result = hiring("report", *BANK, "--pdf", place)

    assert (result.exit_code, n_stored(inside)) == (1, 0)
    assert "is a folder. Name a file in it." in result.output


def test_one_file_cannot_hold_both(hiring, place, inside):
    result = hiring("report", *BANK, "--pdf", place / "x", "--json", place / "x")

    assert (result.exit_code, n_stored(inside)) == (1, 0)
    assert "is named for both" in result.output


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is always full")  # noqa: PTH110
def test_a_full_disk_stores_nothing(hiring, inside):
    result = hiring("report", *BANK, "--json", "/dev/full")

    assert (result.exit_code, n_stored(inside)) == (1, 0)
    assert "Nothing was stored." in result.output


def test_all_wrong_arguments_are_told_at_once(hiring, place):
    words = ("--key", "99", "--form", "short", "--pdf", place / "no" / "x.pdf")
    output = hiring("report", *BANK, *words).output

    assert "no key 99. It has: 1" in output
    assert "no form short. It has: standard" in output
    assert "there is no folder" in output


def test_another_version_is_told_with_those_there_are(hiring):
    assert "It has: 1.0.0" in hiring("report", BANK[0], "9.9.9").output


def test_a_database_that_is_not_set_up_is_told(hiring, place):
    (place / "var" / "hiring.sqlite").unlink()

    assert "Run: hiring init" in hiring("report", *BANK).output


def test_where_only_simulated_people_sat_the_command_says_so(hiring, simulated, inside):
    result = hiring("report", *BANK)

    assert (result.exit_code, n_stored(inside)) == (1, 0)
    assert "12 simulated sittings under key 1: use --simulated" in result.output
    assert hiring("report", *BANK, "--simulated").exit_code == 0


def test_where_another_key_has_the_sittings_the_command_names_it(hiring, simulated, inside):
    def derive(session):
        key = next(key for bank, key in list_keys(session) if bank.bank == BANK[0])
        item = key.document["items"][0]["item"]
        reason = "The keyed option cannot work."
        actor = builders.add_staff(session, Role.OWNER, "Other").id
        made = derive_key(session, key, dropped=[item], reason=reason, actor=actor, now=NOW)
        session.commit()
        return made.key_version

    version = inside(derive)
    result = hiring("report", *BANK, "--simulated", "--key", version)

    assert result.exit_code == 1
    assert "12 simulated sittings under key 1: use --simulated --key 1" in result.output
