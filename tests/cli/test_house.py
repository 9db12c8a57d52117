"""Setting up the house, adding staff, and checking what was printed and recorded."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from hiring import places, rescoring
from hiring.accounts import Role, Staff
from hiring.app import create_app
from hiring.banks.deriving import derive_key
from hiring.banks.versions import KeyVersion
from hiring.briefs.codes import GROUP_CHARS
from hiring.cli import COMMANDS, SHORT_HELP
from hiring.db import db
from hiring.errors import SettingsError
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring import Score, ScoredForm, score_sitting
from hiring.scoring.snapshots import PrecisionSnapshot
from tests import builders, stores
from tests.builders import House

ADD = ("staff", "add", "--email", "Ada@example.org", "--name", "Ada", "--role", "owner")
PASSWORD = "long enough for this"


def rows(place, query):
    """What another program finds in the database file."""
    connection = sqlite3.connect(place / "var" / "hiring.sqlite")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def alter(place, query):
    connection = sqlite3.connect(place / "var" / "hiring.sqlite")
    connection.execute(query)
    connection.commit()
    connection.close()


# --- the command itself ---


def test_every_command_has_its_line_of_help():
    assert SHORT_HELP.keys() == COMMANDS.keys()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(hiring, command):
    assert hiring(command, "--help").exit_code == 0


def test_an_unknown_command_is_refused(hiring):
    assert hiring("fire").exit_code == 2


def test_what_we_foresee_ends_a_real_process_in_one_sentence(place):
    environment = {**os.environ, "PYTHONPATH": str(Path(places.PACKAGE).parent)}
    environment["HIRING_SECRET_KEY"] = "short"

    done = subprocess.run(
        [sys.executable, "-m", "hiring", "init"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr.startswith("hiring: HIRING_SECRET_KEY is")) == (1, True)


# --- init and upgrade ---


def test_init_publishes_the_shipped_banks(hiring, place):
    hiring("init")

    assert rows(place, "SELECT bank, version FROM bank_version") == [
        (folder.parent.name, folder.name) for folder in places.banks_folder().glob("*/*.*.*")
    ]


def test_init_says_what_comes_next(hiring):
    assert hiring("init").output.endswith("Next: hiring staff add --role owner\n")


def test_init_again_changes_nothing(hiring, place, prepared):
    before = rows(place, "SELECT * FROM bank_version, key_version, audit_entry")
    result = hiring("init")

    assert (
        result.exit_code,
        rows(place, "SELECT * FROM bank_version, key_version, audit_entry"),
    ) == (
        0,
        before,
    )


def test_upgrade_makes_the_tables_and_publishes_nothing(hiring, place):
    hiring("upgrade")

    assert rows(place, "SELECT count(*) FROM bank_version") == [(0,)]


def test_init_refuses_a_secret_that_everybody_knows(hiring, monkeypatch):
    monkeypatch.setenv("HIRING_SECRET_KEY", "change-me")

    assert isinstance(hiring("init").exception, SettingsError)


# --- staff ---


def test_a_member_of_staff_is_added(hiring, place, prepared):
    hiring(*ADD, "--password", PASSWORD)

    assert rows(place, "SELECT email, name, role FROM staff") == [
        ("ada@example.org", "Ada", "owner")
    ]


def test_the_password_is_asked_for_and_not_shown(hiring, prepared):
    result = hiring(*ADD, typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert (result.exit_code, PASSWORD in result.output) == (0, False)


def test_the_password_is_not_stored(hiring, place, prepared):
    hiring(*ADD, "--password", PASSWORD)

    ((stored,),) = rows(place, "SELECT password_hash FROM staff")
    assert stored.startswith("$argon2id$")


def test_the_address_of_the_sign_in_page_is_told(hiring, prepared, monkeypatch):
    monkeypatch.setenv("HIRING_PUBLIC_URL", "https://hiring.example.org")

    result = hiring(*ADD, "--password", PASSWORD)

    assert "https://hiring.example.org/sign-in" in result.output


def test_an_address_is_added_once(hiring, place, prepared):
    hiring(*ADD, "--password", PASSWORD)

    result = hiring(*ADD, "--password", PASSWORD)

    assert (
        result.exit_code,
        "already" in result.output,
        len(rows(place, "SELECT * FROM staff")),
    ) == (
        1,
        True,
        1,
    )


def test_a_short_password_is_explained(hiring, place, prepared):
    result = hiring(*ADD, "--password", "short")

    assert (result.exit_code, "Choose another password" in result.output) == (1, True)


# --- verify ---


@pytest.fixture
def printed_code(place, prepared):
    """The code on the brief of a person who sat the shipped bank."""
    app = create_app(stores.settings_for(place / "var", ""))
    with app.app_context():
        session = db.session
        staff = {role: builders.add_staff(session, role) for role in Role}
        key = builders.published(session, builders.shipped_bank())
        house = House(session, staff, key)
        candidate = house.candidate(house.opening())
        sitting = house.submitted(candidate, house.drawn_answers(seed=1))
        score = score_sitting(session, sitting.id, now=datetime.now(UTC))
        session.commit()
        code = score.code + session.get_one(PrecisionSnapshot, score.snapshot_id).code
    stores.close(app)
    return code


def test_a_printed_code_is_verified(hiring, printed_code):
    result = hiring("verify", printed_code)

    assert (result.exit_code, result.output.split(":")[0]) == (0, "Verified")


def test_a_code_is_read_as_it_is_printed(hiring, printed_code):
    starts = range(0, len(printed_code), GROUP_CHARS)
    grouped = "-".join(printed_code[start : start + GROUP_CHARS] for start in starts)

    assert hiring("verify", grouped.lower()).exit_code == 0


def test_the_twelve_letters_of_a_score_are_enough(hiring, printed_code):
    result = hiring("verify", printed_code[:12])

    assert result.exit_code == 0
    assert f"Precision       {Rung.PLANNED}, n = " in result.output
    assert "as stored with the score" in result.output


def test_a_whole_code_says_nothing_of_a_stored_precision(hiring, printed_code):
    assert "as stored with the score" not in hiring("verify", printed_code).output


def test_letters_that_name_no_precision_are_refused(hiring, printed_code):
    assert hiring("verify", printed_code[:12] + "0000"[:3]).exit_code == 1


def test_verifying_tells_the_rung_of_the_precision(hiring, printed_code):
    assert f"Precision       {Rung.PLANNED}, n = " in hiring("verify", printed_code).output


def test_a_replaced_code_is_verified_and_says_by_what_and_why(hiring, place, printed_code):
    newer = scored_again(place)

    result = hiring("verify", printed_code)
    assert result.exit_code == 0
    assert f"by {newer}, because: The keyed option cannot work." in result.output


def test_a_code_that_counts_says_nothing_of_another(hiring, printed_code):
    assert "Replaced" not in hiring("verify", printed_code).output


def scored_again(place):
    """Score everybody by the key without its first item; the code of the new score."""
    app = create_app(stores.settings_for(place / "var", ""))
    with app.app_context():
        session, now = db.session, datetime.now(UTC)
        owner = session.exec(select(Staff).where(Staff.role == Role.OWNER.value)).one()
        key = session.exec(select(KeyVersion)).one()
        item = key.document["items"][0]["item"]
        reason = "The keyed option cannot work."
        derived = derive_key(session, key, dropped=[item], reason=reason, actor=owner.id, now=now)
        form = ScoredForm(key.id, "standard", False)
        plan = rescoring.Plan(form, derived, rescoring.fingerprint(session, form), goes_on=False)
        row = rescoring.apply(session, plan, staff=owner, reason=reason, now=now)
        while rescoring.score_batch(session, row.id, now=now) < 100:
            session.commit()
        score = session.exec(select(Score).where(Score.rescoring_id == row.id)).one()
        code = "-".join(score.code[start : start + 4] for start in (0, 4, 8))
    stores.close(app)
    return code


def test_an_unknown_code_is_not_verified(hiring, prepared):
    result = hiring("verify", "ABCD-ABCD-ABCD-ABCD")

    assert (result.exit_code, result.output.split(":")[0]) == (1, "Unknown")


def test_another_snapshot_s_letters_are_not_verified(hiring, printed_code):
    result = hiring("verify", printed_code[:-1] + ("0" if printed_code[-1] != "0" else "1"))

    assert (result.exit_code, "name no precision snapshot" in result.output) == (1, True)


def test_a_changed_answer_is_noticed(hiring, place, printed_code):
    alter(place, "UPDATE answer SET value = NULL, state = 'skipped' WHERE revision = 1")

    result = hiring("verify", printed_code)

    assert (result.exit_code, "The stored score is different" in result.output) == (1, True)


# --- audit ---


def test_a_whole_record_passes(hiring, printed_code):
    assert hiring("audit", "verify").output == "2 chains are whole.\n"


def test_an_altered_entry_is_named(hiring, place, printed_code):
    alter(place, "UPDATE audit_entry SET actor = 'somebody' WHERE chain = 'house' AND number = 1")

    result = hiring("audit", "verify")

    assert (result.exit_code, result.output) == (
        1,
        "Altered: entry 1 of chain house (bank.published)\n",
    )
