"""Staff sign in with address and password; a session ends by a click, by idling or by age."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import accounts
from hiring.accounts import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    MAX_PASSWORD_CHARS,
    MIN_PASSWORD_CHARS,
    TOUCH_AFTER,
    Role,
    StaffSession,
)
from hiring.audit import AuditEntry
from hiring.errors import NotAllowedError, NotFoundError, SignInError
from tests.builders import PASSWORD, add_staff

MOMENT = timedelta(seconds=1)


@pytest.fixture
def robin(session):
    return add_staff(session, Role.RECRUITER, "Robin")


@pytest.fixture
def token(session, robin, now):
    return accounts.sign_in(session, email=robin.email, password=PASSWORD, now=now).token


def refusal(session, **claims):
    with pytest.raises(SignInError) as caught:
        accounts.sign_in(session, **claims)
    return str(caught.value)


def test_the_token_finds_who_signed_in(session, robin, token, now):
    assert accounts.find_signed_in(session, token, now).id == robin.id


def test_capitals_and_spaces_in_the_address_do_not_matter(session, robin, now):
    email = f"  {robin.email.upper()} "

    assert accounts.sign_in(session, email=email, password=PASSWORD, now=now)


def test_an_unknown_address_and_a_wrong_password_look_the_same(session, robin, now):
    unknown = refusal(session, email="nobody@example.org", password=PASSWORD, now=now)
    wrong = refusal(session, email=robin.email, password=PASSWORD + "!", now=now)

    assert unknown == wrong


def test_a_closed_account_looks_like_a_wrong_password(session, robin, now):
    wrong = refusal(session, email=robin.email, password=PASSWORD + "!", now=now)
    robin.is_active = False

    assert refusal(session, email=robin.email, password=PASSWORD, now=now) == wrong


def test_a_refused_sign_in_starts_no_session(session, robin, now):
    refusal(session, email=robin.email, password="wrong", now=now)

    assert session.exec(select(StaffSession)).all() == []


def test_closing_an_account_ends_its_sessions(session, robin, token, now):
    robin.is_active = False
    session.flush()

    assert accounts.find_signed_in(session, token, now) is None


def test_the_database_does_not_hold_the_token(session, token):
    assert token not in session.exec(select(StaffSession.token_hash)).one()


def test_two_sign_ins_have_different_tokens(session, robin, token, now):
    other = accounts.sign_in(session, email=robin.email, password=PASSWORD, now=now)

    assert token != other.token


def test_an_unknown_token_finds_nobody(session, token, now):
    assert accounts.find_signed_in(session, token + "x", now) is None


def test_a_session_lasts_as_long_as_the_idle_limit(session, token, now):
    assert accounts.find_signed_in(session, token, now + IDLE_LIMIT) is not None


def test_a_session_ends_when_idle_for_longer(session, token, now):
    assert accounts.find_signed_in(session, token, now + IDLE_LIMIT + MOMENT) is None


def test_a_used_session_outlives_the_idle_limit(session, token, now):
    accounts.touch(session, token, now + IDLE_LIMIT)

    assert accounts.find_signed_in(session, token, now + IDLE_LIMIT + MOMENT) is not None


def test_a_session_in_use_ends_at_the_absolute_limit(session, token, now):
    accounts.touch(session, token, now + ABSOLUTE_LIMIT)

    assert accounts.find_signed_in(session, token, now + ABSOLUTE_LIMIT) is not None
    assert accounts.find_signed_in(session, token, now + ABSOLUTE_LIMIT + MOMENT) is None


def test_use_is_not_noted_at_every_click(session, token, now):
    assert accounts.touch(session, token, now + TOUCH_AFTER - MOMENT) is False


def test_use_is_noted_once_a_minute(session, token, now):
    assert accounts.touch(session, token, now + TOUCH_AFTER) is True


def test_an_unknown_session_is_not_noted(session, now):
    assert accounts.touch(session, "unknown", now) is False


def test_signing_out_ends_the_session(session, token, now):
    accounts.sign_out(session, token)

    assert accounts.find_signed_in(session, token, now) is None


def test_signing_out_leaves_other_browsers_signed_in(session, robin, token, now):
    other = accounts.sign_in(session, email=robin.email, password=PASSWORD, now=now).token
    accounts.sign_out(session, token)

    assert accounts.find_signed_in(session, other, now) is not None


def test_signing_out_twice_changes_nothing(session, token, now):
    accounts.sign_out(session, token)
    accounts.sign_out(session, token)

    assert accounts.find_signed_in(session, token, now) is None


def of_length(n):
    """A password that no rule but that of length refuses."""
    return ("kettle zebra trombone moss " * 20)[:n]


def new_staff(session, now, **changes):
    facts = {"email": " Nia@Example.org ", "name": "Nia", "role": Role.OWNER, "password": PASSWORD}
    return accounts.add_staff(session, now=now, **facts | changes)


def test_an_added_member_can_sign_in(session, now):
    new_staff(session, now)

    assert accounts.sign_in(session, email="nia@example.org", password=PASSWORD, now=now)


def test_the_password_is_not_stored(session, now):
    assert PASSWORD not in new_staff(session, now).password_hash


@pytest.mark.parametrize("length", [MIN_PASSWORD_CHARS, MAX_PASSWORD_CHARS])
def test_passwords_of_allowed_length_are_taken(session, now, length):
    assert new_staff(session, now, password=of_length(length)).id


@pytest.mark.parametrize("length", [0, MIN_PASSWORD_CHARS - 1, MAX_PASSWORD_CHARS + 1])
def test_passwords_too_short_or_too_long_are_refused(session, now, length):
    with pytest.raises(ValueError, match="characters"):
        new_staff(session, now, password=of_length(length))


def test_staff_are_listed_in_order_of_name_without_closed_accounts(session):
    for name in ("Zoe", "Amir", "Mia"):
        add_staff(session, Role.RECRUITER, name)
    accounts.find_staff(session, "mia@example.org").is_active = False

    assert [staff.name for staff in accounts.list_staff(session)] == ["Amir", "Zoe"]


def test_an_unknown_id_is_an_error_of_ours(session, robin):
    with pytest.raises(NotFoundError):
        accounts.get_staff(session, type(robin.id)(int=1))


def test_an_owner_takes_names_from_a_colleague_and_gives_them_back(session, staff, now):
    owner, robin = staff[Role.OWNER], staff[Role.RECRUITER]

    assert accounts.set_sees_names(session, robin, sees_names=False, owner=owner, now=now)
    assert not accounts.set_sees_names(session, robin, sees_names=False, owner=owner, now=now)
    assert accounts.set_sees_names(session, robin, sees_names=True, owner=owner, now=now)
    acts = session.exec(select(AuditEntry.act).where(AuditEntry.object_id == str(robin.id))).all()
    assert sorted(acts) == ["staff.names_hidden", "staff.names_shown"]


@pytest.mark.parametrize(("who", "whom"), [("OWNER", "OWNER"), ("RECRUITER", "INTERVIEWER")])
def test_nobody_decides_for_themselves_or_without_being_an_owner(session, staff, now, who, whom):
    with pytest.raises(NotAllowedError):
        accounts.set_sees_names(
            session, staff[Role[whom]], sees_names=False, owner=staff[Role[who]], now=now
        )
