"""Passkeys without a browser: where there are any, and answers that are none."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

import cbor2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiring.accounts import Passkey, Role
from hiring.accounts.passkeys import (
    MAX_PASSKEYS,
    SET_UP_WITHIN,
    Site,
    add_passkey,
    find_site,
    is_fresh,
    list_passkeys,
    new_challenge,
    options_to_make,
    options_to_show,
    timed_challenge,
    use_passkey,
)
from tests.stores import only_once

SITE = Site(host="hiring.example", origin="https://hiring.example", name="Example")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
PART = ANYTHING | st.sampled_from(
    ["AAAA", "oWFhYWI", "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0", "public-key"]
)
NAMES = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "id": PART,
        "rawId": PART,
        "type": PART,
        "response": ANYTHING
        | st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                (
                    "clientDataJSON",
                    "attestationObject",
                    "authenticatorData",
                    "signature",
                    "userHandle",
                ),
                PART,
            ),
        ),
    },
)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://hiring.example", "hiring.example"),
        ("https://hiring.example:8443/", "hiring.example"),
        ("http://localhost:8000", "localhost"),
        ("http://hiring.example", None),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.1", None),
        ("https://[2001:db8::1]", None),
        ("", None),
    ],
)
def test_passkeys_need_a_name_and_https_except_on_the_machine_itself(address, host):
    site = find_site(address, name="Example")

    assert (None if site is None else site.host) == host


def test_the_port_belongs_to_the_origin_and_not_to_the_host():
    assert find_site("https://hiring.example:8443/", name="x").origin == (
        "https://hiring.example:8443"
    )


def test_no_two_challenges_are_alike():
    assert len({new_challenge() for _ in range(100)}) == 100


def test_a_challenge_is_fresh_for_a_quarter_of_an_hour(now):
    challenge = timed_challenge(now)

    assert is_fresh(challenge, now)
    assert is_fresh(challenge, now + SET_UP_WITHIN)
    assert not is_fresh(challenge, now + SET_UP_WITHIN + timedelta(seconds=1))
    assert not is_fresh(challenge, now - timedelta(seconds=1))


@pytest.mark.parametrize("text", [None, "", "x", "x.1", ".", "c" * 43])
def test_what_is_no_timed_challenge_is_not_fresh(now, text):
    assert not is_fresh(text, now)


@pytest.fixture
def robin(staff):
    return staff[Role.RECRUITER]


def row(robin, number, now):
    return Passkey(
        staff_id=robin.id, credential_id=f"AAA{number}", public_key="AAAA", name="x", made_at=now
    )


@only_once
def test_the_browser_is_told_which_keys_there_are(session, robin, now):
    session.add(row(robin, 1, now))
    session.flush()
    known = list_passkeys(session, robin)
    made = options_to_make(robin, known, site=SITE, challenge="c")
    shown = options_to_show(known, site=SITE, challenge="c")

    assert [one["id"] for one in made["excludeCredentials"]] == ["AAA1"]
    assert [one["id"] for one in shown["allowCredentials"]] == ["AAA1"]
    assert made["rp"]["id"] == shown["rpId"] == "hiring.example"


@only_once
def test_nobody_has_more_keys_than_a_person_can_know(session, robin, now):
    session.add_all(row(robin, number, now) for number in range(MAX_PASSKEYS))
    session.flush()

    with pytest.raises(ValueError, match="more than"):
        add_passkey(session, robin, "{}", name="x", site=SITE, challenge="c", now=now)


@only_once
@pytest.mark.parametrize("answer", ["", "x", "[]", "null", "1", "[" * 5000, "x" * 30_000, "{}"])
def test_what_is_no_answer_of_a_browser_is_refused(session, robin, now, answer):
    with pytest.raises(ValueError, match=r"\w"):
        add_passkey(session, robin, answer, name="x", site=SITE, challenge="c", now=now)
    assert not use_passkey(session, robin, answer, site=SITE, challenge="c", now=now)


@only_once
@QUICK
@given(answer=ANSWER)
def test_whatever_is_sent_makes_no_passkey_and_no_error(session, robin, now, answer):
    session.rollback()
    session.add(row(robin, "A", now))
    session.flush()
    text = json.dumps(answer | ({"id": "AAAA"} if "rawId" in answer else {}))

    with pytest.raises(ValueError, match=r"\w"):
        add_passkey(session, robin, text, name="x", site=SITE, challenge="c", now=now)
    assert not use_passkey(session, robin, text, site=SITE, challenge="c", now=now)


def written(raw):
    return urlsafe_b64encode(raw).decode().rstrip("=")


def answer_with(kind, data, statement=None):
    """What a browser would send for our challenge, around data of a device that means harm."""
    said = {"type": kind, "challenge": written(b"c"), "origin": SITE.origin}
    attested = {"fmt": "packed" if statement else "none", "attStmt": statement or {}}
    response = {
        "clientDataJSON": written(json.dumps(said).encode()),
        "attestationObject": written(cbor2.dumps(attested | {"authData": data})),
        "authenticatorData": written(data),
        "signature": written(b"x" * 70),
    }
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})


HEAD = sha256(SITE.host.encode()).digest()
FULL = HEAD + b"\x45" + bytes(4) + bytes(16) + b"\x00\x03" + bytes(3)


@only_once
@pytest.mark.parametrize("key", [{1: 2}, {}, [1], 5, {1: "x", 3: None}, {1: 1, 3: -8, -1: 6}])
@pytest.mark.parametrize("cut", [None, 0, 33, 37, 50, 56, 58])
def test_a_device_that_sends_broken_data_opens_nothing(session, robin, now, key, cut):
    row_of_robin = row(robin, "A", now)
    row_of_robin.public_key = written(cbor2.dumps(key))
    session.add(row_of_robin)
    session.flush()
    data = (FULL + cbor2.dumps(key))[:cut]
    made = answer_with("webauthn.create", data, {"alg": -7, "sig": b"x"})

    with pytest.raises(ValueError, match=r"\w"):
        add_passkey(session, robin, made, name="x", site=SITE, challenge="c", now=now)
    shown = answer_with("webauthn.get", data)
    assert not use_passkey(session, robin, shown, site=SITE, challenge="c", now=now)
