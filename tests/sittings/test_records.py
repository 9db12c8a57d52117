"""A sitting's life: a link becomes a cookie, a start pins the terms, a submission closes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import sittings
from hiring.errors import InvitationClosedError
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import CODE_ALPHABET, get_administration
from hiring.sittings import CandidateAccess, Sitting
from hiring.sittings.records import find_by_receipt, find_sittings

ITEM = "late-parts/responses"


@pytest.fixture
def somebody(small_house):
    return small_house.candidate(small_house.opening())


@pytest.fixture
def sitting(small_house, somebody):
    return small_house.sitting(somebody)


def test_a_link_becomes_a_cookie_that_finds_the_candidate(session, small_house, somebody, now):
    cookie = sittings.exchange_token(session, small_house.token(somebody), now=now)

    assert sittings.find_access(session, cookie)[0].id == somebody.id


def test_each_device_gets_a_cookie_of_its_own(session, small_house, somebody, now):
    token = small_house.token(somebody)

    cookies = {sittings.exchange_token(session, token, now=now) for _ in range(3)}
    assert len(cookies) == 3


def test_the_database_does_not_hold_the_cookie(session, small_house, somebody, now):
    cookie = sittings.exchange_token(session, small_house.token(somebody), now=now)

    assert session.exec(select(CandidateAccess.token_hash)).one() != cookie


def test_an_unknown_cookie_finds_nobody(session, somebody):
    assert sittings.find_access(session, "unknown") is None


def test_an_expired_link_still_opens_data_and_rights(session, small_house, somebody):
    after = get_invitation_of(session, somebody.id).expires_at
    cookie = sittings.exchange_token(session, small_house.token(somebody), now=after)

    assert sittings.find_access(session, cookie)


def test_a_withdrawn_link_gives_no_cookie(session, small_house, somebody, now):
    get_invitation_of(session, somebody.id).revoked_at = now
    with pytest.raises(InvitationClosedError):
        sittings.exchange_token(session, small_house.token(somebody), now=now)


def test_a_start_pins_the_terms_of_the_opening(session, somebody, sitting):
    terms = get_administration(session, somebody.opening_id)

    assert (sitting.bank_version_id, sitting.key_version_id, sitting.form_id) == (
        terms.bank_version_id,
        terms.key_version_id,
        terms.form_id,
    )


def test_a_second_start_returns_the_sitting_that_is_there(session, somebody, sitting, now):
    again = sittings.start_sitting(session, somebody.id, language="fr", now=now)

    assert (again.id, again.language) == (sitting.id, "en")


def test_candidates_have_different_option_orders(session, small_house, somebody):
    people = [small_house.candidate(small_house.opening(), f"P {n}") for n in range(4)]

    assert len({small_house.sitting(person).option_seed for person in people}) == 4


@pytest.mark.parametrize("is_simulated", [True, False])
def test_a_sitting_is_simulated_when_its_opening_is(small_house, is_simulated):
    person = small_house.candidate(small_house.opening(is_simulated=is_simulated))

    assert small_house.sitting(person).is_simulated is is_simulated


def test_a_submission_has_a_time_and_a_receipt(session, sitting, now):
    receipt = sittings.submit(session, sitting, now=now)

    assert (sitting.submitted_at, sitting.receipt) == (now, receipt)


def test_a_receipt_is_easy_to_read_aloud(session, sitting, now):
    left, right = sittings.submit(session, sitting, now=now).split("-")

    assert (len(left), len(right)) == (5, 5)
    assert set(left + right) <= set(CODE_ALPHABET)


def test_a_clock_that_was_put_back_keeps_nobody_in(session, sitting, now):
    began = sitting.started_at
    receipt = sittings.submit(session, sitting, now=began - timedelta(days=1))

    assert (sitting.receipt, sitting.submitted_at) == (receipt, began)


def test_submitting_again_changes_nothing(session, sitting, now):
    first = sittings.submit(session, sitting, now=now)
    again = sittings.submit(session, sitting, now=now + timedelta(hours=1))

    assert (again, sitting.submitted_at) == (first, now)


def test_the_highest_revision_is_the_answer(session, small_house, sitting):
    small_house.revise(sitting, ITEM, {"a": 1}, revision=1)
    small_house.revise(sitting, ITEM, {"a": 2}, revision=2)

    assert sittings.latest_answers(session, sitting.id)[ITEM].value == {"a": 2}


def test_an_item_without_a_row_is_not_among_the_answers(session, small_house, sitting):
    small_house.revise(sitting, ITEM, {"a": 1}, revision=1)

    assert set(sittings.latest_answers(session, sitting.id)) == {ITEM}


def test_answers_of_many_sittings_are_kept_apart(session, small_house, somebody, sitting):
    other = small_house.sitting(small_house.candidate(small_house.opening()))
    small_house.revise(sitting, ITEM, {"a": 1}, revision=1)
    small_house.revise(other, ITEM, {"a": 2}, revision=1)

    found = sittings.latest_answers_of_many(session, [sitting.id, other.id])
    assert {one: answers[ITEM].value for one, answers in found.items()} == {
        sitting.id: {"a": 1},
        other.id: {"a": 2},
    }


@pytest.mark.parametrize("change", [str, str.lower, " {} ".format])
def test_a_receipt_leads_back_to_the_sitting(session, small_house, somebody, change):
    sitting = small_house.submitted(somebody, {})

    assert find_by_receipt(session, change(sitting.receipt)) == sitting


def test_an_unknown_receipt_leads_nowhere(session, sitting):
    assert find_by_receipt(session, "AAAAA-AAAAA") is None


def test_the_newest_attempt_is_the_sitting(session, somebody, sitting):
    session.refresh(sitting)
    facts = sitting.model_dump(exclude={"id", "receipt", "submitted_at"})
    newer = Sitting(**facts | {"attempt": 2})
    session.add(newer)
    session.flush()

    assert sittings.find_sitting(session, somebody.id).id == newer.id
    assert find_sittings(session, [somebody.id])[somebody.id].id == newer.id


@pytest.mark.parametrize("is_started", [True, False], ids=["started", "not started"])
def test_after_its_last_day_a_link_still_opens_what_is_the_candidates_own(
    session, small_house, somebody, is_started
):
    if is_started:
        small_house.sitting(somebody)
    invitation = get_invitation_of(session, somebody.id)
    late = invitation.expires_at + timedelta(seconds=1)

    token = small_house.token(somebody)
    assert sittings.require_open_link(session, token, late).id == invitation.id
