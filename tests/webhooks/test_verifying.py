"""What a receiver believes: genuine, fresh and new messages, and none other."""

import ast
import re
import sys
from datetime import UTC, datetime, timedelta

import pytest

from hiring.places import PACKAGE
from hiring.webhooks.keys import new_key, signed_headers
from hiring.webhooks.verifying import (
    KEPT_FOR,
    WINDOW,
    RefusedError,
    SeenInMemory,
    signature_of,
    verify,
)
from tests.builders import NOW

BODY = b'{"type":"sitting.scored"}'
SECOND = timedelta(seconds=1)
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def key():
    return new_key()


@pytest.fixture
def seen():
    return SeenInMemory()


def sent(key, *, event="one", at=NOW):
    return signed_headers(event, BODY, keys=[key], now=at)


def refusal(headers, body=BODY, **how):
    with pytest.raises(RefusedError) as caught:
        verify(headers, body, **how)
    return caught.value.code


def test_a_genuine_message_is_taken_by_its_id(key, seen):
    assert verify(sent(key), BODY, keys=[key], seen=seen, now=NOW) == "one"


def test_names_of_headers_may_be_written_in_any_way(key, seen):
    headers = {name.title(): value for name, value in sent(key).items()}

    assert verify(headers, BODY, keys=[key], seen=seen, now=NOW) == "one"


def test_the_signature_is_the_one_that_others_make_of_the_same():
    # A worked example that is public with the standard's own libraries.
    key, at = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "1614265330"
    signature = signature_of(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("what", ["body", "webhook-id", "webhook-timestamp", "key"])
def test_whatever_was_changed_on_the_way_is_refused(key, seen, what):
    headers, body, keys = sent(key), BODY, [key]
    if what == "body":
        body += b" "
    elif what == "webhook-timestamp":
        headers[what] = str(int(headers[what]) + 1)
    elif what == "key":
        keys = [new_key()]
    else:
        headers[what] += "x"

    assert refusal(headers, body, keys=keys, seen=seen, now=NOW) == "tampered"


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", [None, "", "²"])
def test_a_message_without_one_of_its_marks_is_refused(key, seen, name, value):
    headers = sent(key)
    del headers[name]
    if value is not None:
        headers[name] = value

    assert refusal(headers, keys=[key], seen=seen, now=NOW) in {"unsigned", "tampered"}


@pytest.mark.parametrize("way", [1, -1])
def test_a_message_from_another_time_is_refused(key, seen, way):
    edge = NOW + way * WINDOW

    assert refusal(sent(key), keys=[key], seen=seen, now=edge + way * SECOND) == "late"
    assert verify(sent(key), BODY, keys=[key], seen=seen, now=edge) == "one"


def test_a_message_is_taken_once(key, seen):
    verify(sent(key), BODY, keys=[key], seen=seen, now=NOW)

    assert refusal(sent(key), keys=[key], seen=seen, now=NOW + SECOND) == "repeated"


def test_a_later_try_of_the_same_event_is_known_as_such(key, seen):
    verify(sent(key), BODY, keys=[key], seen=seen, now=NOW)
    later = NOW + timedelta(days=3)

    assert refusal(sent(key, at=later), keys=[key], seen=seen, now=later) == "repeated"


def test_a_forged_message_does_not_use_up_an_id(key, seen):
    refusal(sent(new_key()), keys=[key], seen=seen, now=NOW)

    assert verify(sent(key), BODY, keys=[key], seen=seen, now=NOW) == "one"


def test_ids_are_forgotten_in_the_end(seen):
    seen.is_new("one", NOW)

    assert not seen.is_new("one", NOW + KEPT_FOR - SECOND)
    assert seen.is_new("one", NOW + KEPT_FOR)


def test_one_of_two_keys_is_enough_on_either_side(key, seen):
    other = new_key()
    both = signed_headers("one", BODY, keys=[other, key], now=NOW)

    assert verify(both, BODY, keys=[key], seen=seen, now=NOW) == "one"
    assert verify(sent(key, event="two"), BODY, keys=[other, key], seen=seen, now=NOW) == "two"


def test_receivers_need_nothing_but_the_standard_library():
    tree = ast.parse((PACKAGE / "webhooks/verifying.py").read_text(encoding="utf-8"))
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    }

    assert {name.split(".")[0] for name in froms | plain} <= sys.stdlib_module_names


def test_the_example_of_the_documentation_answers_as_it_says(key):
    text = (PACKAGE.parent / "docs/webhooks.md").read_text(encoding="utf-8")
    (example,) = EXAMPLE.findall(text)
    told = {}
    exec(example, told)  # noqa: S102 - our own page
    now, done = datetime.now(UTC), []
    told["KEYS"][:] = [key]
    told["do_the_work"] = done.append
    headers = sent(key, at=now)

    assert told["receive"](headers, BODY) == 204
    assert told["receive"](headers, BODY) == 200
    assert told["receive"](headers, BODY + b" ") == 401
    assert told["receive"](sent(key, event="two", at=now - 2 * WINDOW), BODY) == 401
    assert done == [{"type": "sitting.scored"}]
