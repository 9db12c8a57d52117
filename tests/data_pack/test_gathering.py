"""A pack holds every row about the person, and nothing that is not theirs."""

import io
import json
import zipfile

import pytest
from sqlmodel import SQLModel, select

from hiring.accounts import Role
from hiring.banks.versions import key_document
from hiring.data_pack import HIDDEN, POINTED_TO, gather_pack, hanging_tables, packed
from hiring.data_pack.files import as_json
from hiring.openings.invitations import get_invitation_of
from hiring.scoring import Score, ScoreDocument
from hiring.sittings import CandidateAccess
from hiring.web.candidate.pack_labels import TABLES
from tests.somebody import MAIL, NAME, WRITTEN

SECRETS = ("token", "hash", "secret", "password")


@pytest.fixture
def pack(session, somebody, now):
    return gather_pack(session, somebody, now=now)


@pytest.fixture
def text(pack):
    return as_json(pack)


def test_every_table_that_hangs_on_a_candidate_is_in_the_pack(pack):
    assert {name for name, rows in pack.tables.items() if not rows} == set()
    assert set(pack.tables) == set(hanging_tables())


def test_a_table_added_later_is_found_by_its_foreign_key():
    reached = {"candidate"}
    for _ in range(5):
        reached |= {
            table.name
            for table in SQLModel.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name in reached
        }

    assert set(hanging_tables()) == reached


def test_every_table_of_the_pack_has_a_heading_on_the_page():
    assert set(TABLES) == set(hanging_tables())


def test_of_whatever_a_row_points_to_it_is_decided_what_is_said():
    targets = {
        key.column.table.name for table in hanging_tables().values() for key in table.foreign_keys
    }

    assert targets - set(hanging_tables()) == set(POINTED_TO)


def test_every_column_is_there_but_those_that_are_left_out_on_purpose(pack):
    for name, table in hanging_tables().items():
        columns = {column.name for column in table.columns}
        assert set(pack.tables[name][0]) == columns - HIDDEN.get(name, frozenset())


def test_no_secret_leaves(session, somebody, text):
    access = session.exec(select(CandidateAccess)).one()
    invitation = get_invitation_of(session, somebody.id)

    assert access.token_hash not in text
    assert invitation.token_hash not in text
    loose = {
        f"{name}.{column.name}"
        for name, table in hanging_tables().items()
        for column in table.columns
        if any(word in column.name for word in SECRETS) and column.name not in HIDDEN.get(name, ())
    }
    assert loose == set()


def test_what_the_person_wrote_and_what_was_written_about_them_is_there(pack, text):
    for words in (NAME, MAIL, WRITTEN, f"{NAME} was calm.", "And the interview."):
        assert words in text
    assert pack.tables["decision"][0]["staff_id"] == "recruiter"
    assert pack.tables["sitting"][0]["notice_id"]["text"]


def test_nobody_else_is_in_it(session, small_house, somebody, now):
    other = small_house.candidate(small_house.opening("Other"), "Other Person", "o@example.org")
    small_house.sitting(other, {"late-parts/responses": None})
    text = as_json(gather_pack(session, somebody, now=now))

    staff = [one for one in small_house.staff.values() if one.name.lower() != one.role]
    assert staff == []  # else their names would have to be looked for by themselves
    for strange in (str(other.id), "Other Person", "o@example.org", "recruiter@example.org"):
        assert strange not in text
    assert not any(str(one.id) in text for one in small_house.staff.values())


def test_no_part_of_the_key_is_in_it(session, small_house, text):
    key = key_document(session, small_house.key.id)
    score = session.exec(select(Score)).one()
    document = ScoreDocument.from_text(score.document)

    rationales = [words for item in key.items for words in item.rationale.values()]
    assert rationales
    assert not [words for words in rationales if words in text]
    told = json.loads(text)["tables"]["score"][0]["document"]
    assert set(told).isdisjoint({"items", "scenarios", "clusters"})
    assert document.scoring_digest not in text


def test_who_looked_is_in_it_by_role(pack):
    looked = [one for one in pack.record if one.act == "candidate.viewed"]

    assert [one.by for one in looked] == [Role.RECRUITER.value]
    decided = next(one for one in pack.record if one.act == "candidate.decided")
    assert decided.details == {"outcome": "hold", "reason_code": "interview"}


def test_the_file_holds_a_page_its_style_and_the_same_for_machines(pack):
    archive = zipfile.ZipFile(io.BytesIO(packed(pack, page="<p>x</p>", style="p {}")))

    assert sorted(archive.namelist()) == ["my-data.html", "my-data.json", "style.css"]
    assert json.loads(archive.read("my-data.json"))["tables"]["candidate"][0]["name"] == NAME


def test_the_same_pack_makes_the_same_file(session, somebody, now):
    files = [packed(gather_pack(session, somebody, now=now), page="", style="") for _ in range(2)]

    assert files[0] == files[1]
