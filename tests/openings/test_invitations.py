"""Candidates' links: the same again whenever asked, dead after a new one, and never stored."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import openings, sittings
from hiring.errors import InvitationClosedError, NotFoundError
from hiring.openings import Invitation, InvitationState
from hiring.openings.invitations import find_invitation, get_invitation_of, state_of
from tests.builders import NOW
from tests.stores import SECRET


@pytest.fixture
def invitation(session, candidate):
    return get_invitation_of(session, candidate.id)


@pytest.fixture
def token(house, candidate):
    return house.token(candidate)


def reissue(session, house, candidate, invitation):
    openings.reissue(
        session,
        invitation,
        opening=openings.get_opening(session, candidate.opening_id),
        actor=next(iter(house.staff.values())),
        secret=SECRET,
        expires_at=NOW + timedelta(days=90),
        now=NOW,
    )


def revoke(session, house, candidate, invitation):
    openings.revoke(
        session,
        invitation,
        opening=openings.get_opening(session, candidate.opening_id),
        actor=next(iter(house.staff.values())),
        now=NOW,
    )


def test_the_link_is_the_same_whenever_it_is_asked_for(invitation, token):
    assert openings.invitation_token(invitation, SECRET) == token


def test_the_link_finds_its_invitation(session, invitation, token):
    assert find_invitation(session, token).id == invitation.id


def test_a_link_carries_144_bits(token):
    assert len(token) == 144 // 6


def test_another_secret_gives_another_link(invitation, token):
    assert openings.invitation_token(invitation, SECRET + "!") != token


def test_candidates_have_different_links(house, opening, token):
    assert house.token(house.candidate(opening, "Other")) != token


def test_the_database_does_not_hold_the_link(session, token):
    assert token not in session.exec(select(Invitation.token_hash)).all()


def test_a_new_link_differs_from_the_old_one(session, house, candidate, invitation, token):
    reissue(session, house, candidate, invitation)

    assert openings.invitation_token(invitation, SECRET) != token


def test_a_new_link_makes_the_old_one_dead(session, house, candidate, invitation, token):
    reissue(session, house, candidate, invitation)
    with pytest.raises(InvitationClosedError):
        openings.require_usable(session, token, NOW)


def test_a_new_link_opens_after_a_withdrawal(session, house, candidate, invitation):
    revoke(session, house, candidate, invitation)
    reissue(session, house, candidate, invitation)

    assert openings.require_usable(session, house.token(candidate), NOW).id == invitation.id


def test_a_new_link_leads_to_the_same_sitting(session, house, candidate, invitation):
    sitting = house.sitting(candidate)
    reissue(session, house, candidate, invitation)
    cookie = sittings.exchange_token(session, house.token(candidate), now=NOW)

    assert sittings.find_access(session, cookie)[0].id == sitting.candidate_id


def test_a_withdrawn_link_opens_nothing(session, house, candidate, invitation, token):
    revoke(session, house, candidate, invitation)
    with pytest.raises(InvitationClosedError):
        openings.require_usable(session, token, NOW)


def test_a_withdrawal_closes_browsers_that_are_in(session, house, candidate, invitation, token):
    cookie = sittings.exchange_token(session, token, now=NOW)
    revoke(session, house, candidate, invitation)

    assert sittings.find_access(session, cookie) is None


def test_a_new_link_closes_browsers_that_came_by_the_old_one(
    session, house, candidate, invitation, token
):
    cookie = sittings.exchange_token(session, token, now=NOW)
    reissue(session, house, candidate, invitation)

    assert sittings.find_access(session, cookie) is None


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(days=-1), InvitationState.USABLE),
        (timedelta(microseconds=-1), InvitationState.USABLE),
        (timedelta(0), InvitationState.EXPIRED),
        (timedelta(days=1), InvitationState.EXPIRED),
    ],
)
def test_a_link_expires_at_its_time(invitation, after, state):
    assert state_of(invitation, invitation.expires_at + after) is state


def test_withdrawn_weighs_more_than_expired(session, house, candidate, invitation):
    revoke(session, house, candidate, invitation)

    after = invitation.expires_at + timedelta(days=1)
    assert state_of(invitation, after) is InvitationState.REVOKED


def test_unknown_expired_and_withdrawn_links_look_the_same(
    session, house, candidate, invitation, token
):
    def refusal(of, at):
        with pytest.raises(InvitationClosedError) as caught:
            openings.require_usable(session, of, at)
        return str(caught.value)

    unknown = refusal("unknown", NOW)
    expired = refusal(token, invitation.expires_at)
    revoke(session, house, candidate, invitation)
    assert unknown == expired == refusal(token, NOW)


def test_a_candidate_without_invitation_is_not_found(session, candidate):
    with pytest.raises(NotFoundError):
        get_invitation_of(session, type(candidate.id)(int=1))


def test_an_empty_mail_address_is_no_mail_address(house, opening):
    assert house.candidate(opening, email="").email is None


@pytest.mark.parametrize("is_simulated", [True, False])
def test_a_candidate_is_simulated_when_the_opening_is(house, is_simulated):
    assert house.candidate(house.opening(is_simulated=is_simulated)).is_simulated is is_simulated
