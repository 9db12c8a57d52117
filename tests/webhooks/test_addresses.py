"""Which addresses may be registered, and which places may be called."""

import pytest

from hiring.errors import WebhookFaultError
from hiring.webhooks.addresses import AddressFault, are_allowed, read_address

ALLOWED = {"hooks.example.org", "inner.example.org:8443"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://hooks.example.org/in", ("hooks.example.org", 443, "/in")),
        ("https://HOOKS.example.org:443", ("hooks.example.org", 443, "/")),
        ("https://inner.example.org:8443/a?b=c", ("inner.example.org", 8443, "/a?b=c")),
    ],
)
def test_an_address_on_a_host_that_is_allowed_is_taken_apart(text, parts):
    target = read_address(text, ALLOWED)

    assert (target.host, target.port, target.path) == parts


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("http://hooks.example.org/in", AddressFault.NOT_HTTPS),
        ("ftp://hooks.example.org/in", AddressFault.NOT_HTTPS),
        ("hooks.example.org", AddressFault.NOT_HTTPS),
        ("https://me:secret@hooks.example.org/in", AddressFault.HAS_CREDENTIALS),
        ("https://hooks.example.org@evil.example/in", AddressFault.HAS_CREDENTIALS),
        ("https://evil.example/in", AddressFault.HOST_NOT_ALLOWED),
        ("https://hooks.example.org.evil.example/in", AddressFault.HOST_NOT_ALLOWED),
        ("https://sub.hooks.example.org/in", AddressFault.HOST_NOT_ALLOWED),
        ("https://hooks.example.org:8443/in", AddressFault.HOST_NOT_ALLOWED),
        ("https://inner.example.org/in", AddressFault.HOST_NOT_ALLOWED),
        ("https://127.0.0.1/in", AddressFault.HOST_NOT_ALLOWED),
        ("https://[::1]/in", AddressFault.HOST_NOT_ALLOWED),
        ("https:///in", AddressFault.NOT_AN_ADDRESS),
        ("https://hooks.example.org/in#part", AddressFault.NOT_AN_ADDRESS),
        ("https://hooks.example.org/in\r\nX: 1", AddressFault.NOT_AN_ADDRESS),
        ("https://hooks.example.org/a b", AddressFault.NOT_AN_ADDRESS),
        ("https://hooks.example.org\\@evil.example/", AddressFault.NOT_AN_ADDRESS),
        ("https://hööks.example.org/", AddressFault.NOT_AN_ADDRESS),
        ("https://hooks.example.org:99999/", AddressFault.NOT_AN_ADDRESS),
        ("https://[hooks/", AddressFault.NOT_AN_ADDRESS),
        ("", AddressFault.NOT_AN_ADDRESS),
        ("https://hooks.example.org/" + "a" * 500, AddressFault.NOT_AN_ADDRESS),
    ],
)
def test_any_other_address_is_refused_and_says_why(text, fault):
    with pytest.raises(WebhookFaultError) as caught:
        read_address(text, ALLOWED)

    assert caught.value.code == fault


PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1"]
INNER = ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"]
INNER += ["100.64.0.1", "100.127.255.255", "::1", "fc00::1", "fd12:3456::1"]
NEVER = ["169.254.169.254", "169.254.1.1", "fe80::1", "fe80::1%eth0", "0.1.2.3", "::", "224.0.0.1"]
NEVER += ["ff02::1", "240.0.0.1", "255.255.255.255", "100.100.100.200", "fd00:ec2::254"]
NEVER += ["192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "2001:db8::1"]
NEVER += ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:169.254.169.254"]
NEVER += ["64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378::", "::127.0.0.1", "", "no place"]


@pytest.mark.parametrize("place", PUBLIC)
def test_a_public_place_may_be_called(place):
    assert are_allowed([place], allows_inner=False)


@pytest.mark.parametrize("place", INNER)
def test_a_place_inside_a_network_only_where_the_operator_says_so(place):
    assert not are_allowed([place], allows_inner=False)
    assert are_allowed([place], allows_inner=True)


@pytest.mark.parametrize("place", NEVER)
def test_what_only_machines_talk_to_is_never_called(place):
    assert not are_allowed([place], allows_inner=False)
    assert not are_allowed([place], allows_inner=True)


def test_one_wrong_place_among_good_ones_is_enough():
    assert not are_allowed([PUBLIC[0], "169.254.169.254"], allows_inner=False)
