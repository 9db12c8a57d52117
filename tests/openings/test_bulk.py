"""Adding a list: everybody or nobody, nobody twice, and every fault by its row."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import audit, openings
from hiring.accounts import Role
from hiring.errors import OpeningClosedError
from hiring.openings.dry_run import Likeness, RowFault, dry_run
from hiring.openings.invitations import get_invitation_of
from hiring.openings.listed import ReadingFault, read_people_file, read_people_text
from hiring.openings.people import Person
from hiring.openings.records import Candidate, list_candidates
from tests.builders import NOW
from tests.openings.test_listed import workbook
from tests.stores import SECRET

PEOPLE = [Person("Ada Example", "ada@example.org"), Person("Bo Sample", None)]


@pytest.fixture
def add(session, house, opening):
    def add_people(people, opening=opening):
        added = openings.add_many(
            session,
            opening,
            people,
            actor=house.staff[Role.OWNER],
            secret=SECRET,
            expires_at=NOW + timedelta(days=14),
            now=NOW,
        )
        session.commit()
        return added

    return add_people


def faulty(session, n_rows):
    """A file of many rows, a hundred of each of five kinds of fault among them."""
    rows = [("Name", "Mail address")]
    for n in range(n_rows):
        name, mail = f"Person {n}", f"person{n}@example.org"
        match n % 10:
            case 1:
                mail = f"person{n}.example.org"
            case 3:
                name = ""
            case 5:
                mail = f"person{n - 1}@example.org"
            case 7:
                name = "x" * 121
            case 9:
                mail = f'="person{n}"&"@example.org"'
        rows.append((name, mail))
    return read_people_file(workbook(*rows))


def test_a_thousand_rows_with_five_kinds_of_fault_are_told_by_row(session, opening):
    run = dry_run(session, opening, faulty(session, 1000))

    expected = {
        3: RowFault.BAD_ADDRESS,
        5: RowFault.NO_NAME,
        7: RowFault.REPEATED,
        9: RowFault.NAME_TOO_LONG,
        1: ReadingFault.FORMULA,
    }
    found = [(fault.row, fault.code) for fault in run.faults]
    assert found == [(row, expected[row % 10]) for row in range(2, 1002) if row % 10 in expected]
    assert len(found) == 500
    assert not run.may_add
    assert session.exec(select(Candidate)).all() == []


def test_a_row_that_repeats_another_names_it(session, opening):
    run = dry_run(session, opening, read_people_text("Ada, a@x.org\nBo\nAda B, A@x.org\nbo"))

    assert [(one.row, one.code, one.other_row) for one in run.faults] == [
        (3, RowFault.REPEATED, 1),
        (4, RowFault.REPEATED_NAME, 2),
    ]


def test_the_same_list_again_adds_nobody(session, opening, add):
    assert len(add(PEOPLE)) == 2
    reading = read_people_text("Ada Other <ADA@example.org>\nBo Sample\nCy Instance")
    run = dry_run(session, opening, reading)

    assert [(one.row, name) for one, name in run.present] == [
        (1, "Ada Example"),
        (2, "Bo Sample"),
    ]
    assert [one.row for one in run.new] == [3]
    assert add(PEOPLE) == []
    assert len(list_candidates(session, opening.id)) == 2


def test_everybody_added_has_a_link_and_a_note(session, opening, add):
    added = add([Person(f"Person {n}", f"p{n}@example.org") for n in range(200)])

    hashes = {get_invitation_of(session, one.id).token_hash for one in added}
    notes = session.exec(
        select(audit.AuditEntry).where(audit.AuditEntry.act == "candidate.added")
    ).all()
    assert len(hashes) == 200
    assert {one.object_id for one in notes} == {str(one.id) for one in added}
    assert audit.first_altered(session, opening.id) is None


def test_who_may_be_the_same_is_told_and_not_held_up(session, opening, add):
    add([Person("Ada Example", "ada@example.org")])
    text = "A. Example, ada+jobs@example.org\nExample Ada, other@example.org\nBo\nBo, b@example.org"
    run = dry_run(session, opening, read_people_text(text))

    assert [(hint.row, hint.likeness, hint.other_row) for hint in run.hints] == [
        (1, Likeness.MAILBOX, None),
        (2, Likeness.NAME, None),
        (4, Likeness.NAME, 3),
    ]
    assert run.may_add
    assert len(run.new) == 4


def test_another_opening_is_no_hint(session, house, opening, add):
    add(PEOPLE, house.opening("Other"))

    run = dry_run(session, opening, read_people_text("Ada Example, ada@example.org"))
    assert (len(run.new), run.hints) == (1, ())


def test_a_closed_opening_takes_nobody(session, house, opening, add):
    openings.close_opening(session, opening, staff=house.staff[Role.OWNER], now=NOW)

    with pytest.raises(OpeningClosedError):
        add(PEOPLE)
    with pytest.raises(OpeningClosedError):
        house.candidate(opening)
