"""Who may see an opening, on which terms it tests, and in which order things are listed."""

from datetime import timedelta

import pytest

from hiring import openings
from hiring.accounts import Role
from hiring.errors import NotAllowedError, NotFoundError
from hiring.openings.members import is_member, staff_to_add
from hiring.openings.records import (
    CODE_ALPHABET,
    get_bank_of,
    needs_acknowledgement,
    new_code,
)
from tests.builders import add_staff


@pytest.fixture
def outsider(session):
    return add_staff(session, Role.RECRUITER, "Outsider")


def test_an_interviewer_cannot_create_an_opening(session, staff, published, now):
    with pytest.raises(NotAllowedError):
        openings.create_opening(
            session,
            creator=staff[Role.INTERVIEWER],
            title="Support",
            language="en",
            paper="A4",
            key_version=published,
            form_id="standard",
            decide_by=now.date(),
            now=now,
        )


def test_an_analyst_neither_becomes_a_member_nor_is_offered(session, house, opening, now):
    analyst = house.staff[Role.ANALYST]
    with pytest.raises(NotAllowedError):
        openings.add_member(session, opening, analyst, actor=house.staff[Role.OWNER], now=now)
    assert not is_member(session, opening.id, analyst)
    offered = {Role(one.role) for one in staff_to_add(session, opening.id)}
    assert offered == {Role.RECRUITER, Role.INTERVIEWER}


def test_the_creator_is_a_member(session, staff, opening):
    assert is_member(session, opening.id, staff[Role.OWNER])


def test_an_opening_has_the_terms_it_was_created_with(session, published, opening):
    terms = openings.get_administration(session, opening.id)

    assert (terms.bank_version_id, terms.key_version_id, terms.form_id) == (
        published.bank_version_id,
        published.id,
        "standard",
    )


def test_a_member_may_work_on_an_opening(session, house, opening):
    robin = house.join(opening, Role.RECRUITER)

    assert openings.require_member(session, opening.id, robin).id == opening.id


def test_an_owner_may_work_on_every_opening(session, opening):
    other = add_staff(session, Role.OWNER, "Other owner")

    assert openings.require_member(session, opening.id, other).id == opening.id


def test_a_foreign_and_an_absent_opening_look_alike(session, opening, outsider):
    with pytest.raises(NotFoundError) as foreign:
        openings.require_member(session, opening.id, outsider)
    with pytest.raises(NotFoundError) as absent:
        openings.require_member(session, type(opening.id)(int=1), outsider)
    assert str(foreign.value) == str(absent.value)


def test_adding_a_member_twice_changes_nothing(session, house, staff, opening):
    house.join(opening, Role.RECRUITER)
    house.join(opening, Role.RECRUITER)

    assert openings.list_openings(session, staff[Role.RECRUITER]) == [opening]


def test_staff_see_their_own_openings_newest_first(session, house, staff, now):
    old, new, foreign = (house.opening(title) for title in ("old", "new", "foreign"))
    old.created_at, new.created_at = now - timedelta(days=2), now - timedelta(days=1)
    for opening in (old, new):
        house.join(opening, Role.RECRUITER)

    assert openings.list_openings(session, staff[Role.RECRUITER]) == [new, old]
    assert foreign in openings.list_openings(session, staff[Role.OWNER])


def test_candidates_stand_in_order_of_name(session, house, opening):
    for name in ("Zoë", "Ada", "Mio"):
        house.candidate(opening, name)

    assert [c.name for c in openings.list_candidates(session, opening.id)] == ["Ada", "Mio", "Zoë"]


def test_candidates_of_another_opening_are_not_listed(session, house, opening):
    house.candidate(house.opening("other"))

    assert openings.list_candidates(session, opening.id) == []


def test_a_public_or_provisional_key_waits_for_an_owner(session, house):
    terms = openings.get_administration(session, house.opening(accepted=False).id)

    assert needs_acknowledgement(terms, house.key)


@pytest.mark.parametrize(
    ("status", "is_public", "waits"),
    [
        ("provisional", True, True),
        ("provisional", False, True),
        ("confirmed", True, True),
        ("confirmed", False, False),
    ],
)
def test_only_a_confirmed_private_key_needs_no_acceptance(session, house, status, is_public, waits):
    terms = openings.get_administration(session, house.opening(accepted=False).id)
    house.key.status, house.key.is_public = status, is_public

    assert needs_acknowledgement(terms, house.key) is waits


def test_after_acceptance_nothing_waits(session, house, opening, staff):
    terms = openings.get_administration(session, opening.id)

    assert not needs_acknowledgement(terms, house.key)
    assert terms.acknowledged_by_id == staff[Role.OWNER].id


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.INTERVIEWER])
def test_only_an_owner_can_accept_a_key(session, house, staff, role, now):
    opening = house.opening(accepted=False)
    with pytest.raises(NotAllowedError):
        openings.acknowledge(session, opening, owner=staff[role], now=now)


@pytest.mark.parametrize(
    "get", [openings.get_opening, openings.get_candidate, openings.get_administration]
)
def test_what_is_absent_is_an_error_of_ours(session, opening, get):
    with pytest.raises(NotFoundError):
        get(session, type(opening.id)(int=1))


def test_an_administration_knows_its_bank_and_key(session, house, opening):
    bank, key = get_bank_of(session, openings.get_administration(session, opening.id))

    assert (bank.bank, key.id) == ("customer-empathy", house.key.id)


def test_codes_are_easy_to_read_aloud():
    code = new_code()

    assert code.startswith("C-")
    assert set(code[2:]) <= set(CODE_ALPHABET)


def test_nothing_in_a_code_can_be_taken_for_something_else():
    assert not set("01ILOU") & set(CODE_ALPHABET)
