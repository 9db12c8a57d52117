"""Which passwords are taken, how they are compared, and when a hash is made again."""

import pytest
from argon2 import PasswordHasher

from hiring import accounts
from hiring.accounts import MAX_PASSWORD_CHARS, PasswordFault, Role
from hiring.accounts.passwords import common_words, fault_of, hash_password, is_outdated, matches
from tests.builders import PASSWORD, add_staff
from tests.stores import only_once

GOOD = "kettle zebra trombone moss "
SHORT, LONG, COMMON = PasswordFault
HOUSE = ("nia.okafor@corner-shops.example", "Nia Okafor", "Corner Shops")

pytestmark = pytest.mark.usefixtures("costly_hashes")


@pytest.mark.parametrize(
    ("password", "has_second", "fault"),
    [
        ((GOOD * 20)[:7], True, SHORT),
        ((GOOD * 20)[:8], True, None),
        ((GOOD * 20)[:14], False, SHORT),
        ((GOOD * 20)[:15], False, None),
        ((GOOD * 20)[:64], False, None),
        ((GOOD * 20)[:256], False, None),
        ((GOOD * 20)[:257], False, LONG),
    ],
)
def test_length_is_what_counts(password, has_second, fault):
    assert fault_of(password, has_second=has_second) is fault


@pytest.mark.parametrize(
    "password",
    [
        "kettlezebratrombone",
        "KETTLEZEBRATROMBONE",
        "чайник зебра тромбон",
        "水壶斑马长号苔藓水壶斑马长号苔藓",
        "8402917365-2746193850",
        "xK8#mwPqz!7vRt2",
    ],
)
def test_no_kind_of_character_is_asked_for(password):
    assert fault_of(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password12345678!",
        "Summer2026Summer!",
        "qwertyuiopasdfghjkl",
        "123456789012345",
        "aaaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "poiuytrewqlkjhgfdsa",
        "welcome welcome welcome",
        "HiringScreen-2026",
        "Nia.Okafor.Nia.Okafor.1",
        "corner-shops-corner-shops",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    assert fault_of(password, context=HOUSE) is COMMON


@pytest.mark.parametrize("password", ["12345678", "p@ssw0rd", "1q2w3e4r", "Trustno1"])
def test_short_ones_beside_a_second_factor_are_held_against_the_list_too(password):
    assert fault_of(password, has_second=True) is COMMON


def test_words_of_the_house_may_be_part_of_more():
    assert fault_of("Nia Okafor keeps eleven geese", context=HOUSE) is None


def test_the_list_has_some_hundred_words_in_small_letters():
    assert len(common_words()) > 300
    assert {word for word in common_words() if word != word.casefold()} == set()


def test_a_password_is_compared_to_the_letter():
    stored = hash_password(GOOD)

    assert matches(stored, GOOD)
    assert not matches(stored, GOOD.strip())
    assert not matches(stored, GOOD.upper())


def test_a_longer_one_that_begins_the_same_does_not_match():
    longest = (GOOD * 20)[:MAX_PASSWORD_CHARS]

    assert not matches(hash_password(longest), longest + "x")


def test_nothing_matches_where_nothing_is_stored():
    assert not matches(None, GOOD)


@only_once
def test_a_hash_of_older_parameters_is_made_again_at_the_next_sign_in(session, now):
    robin = add_staff(session, Role.RECRUITER, "Robin")  # with the cheap hash of the tests
    before = robin.password_hash
    accounts.sign_in(session, email=robin.email, password=PASSWORD, now=now)

    assert is_outdated(before)
    assert robin.password_hash != before
    assert not is_outdated(robin.password_hash)
    assert matches(robin.password_hash, PASSWORD)


@only_once
def test_a_wrong_password_changes_no_hash(session, now):
    robin = add_staff(session, Role.RECRUITER, "Robin")
    before = robin.password_hash
    with pytest.raises(accounts.admission.SignInError):
        accounts.sign_in(session, email=robin.email, password=PASSWORD + "!", now=now)

    assert robin.password_hash == before


def test_the_parameters_are_those_of_argon2id():
    assert hash_password(GOOD).startswith("$argon2id$")
    assert PasswordHasher().memory_cost >= 19 * 1024
