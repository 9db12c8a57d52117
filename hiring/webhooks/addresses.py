"""Which addresses may be called: https, a host that the operator named, and a public place.

A name is looked up once and the connection goes to the very address that was checked: somebody who
answers the first question with a harmless place and the second with ours has no second question.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from hiring.errors import WebhookFaultError

HTTPS_PORT = 443
MAX_ADDRESS_CHARS = 500

Network: TypeAlias = IPv4Network | IPv6Network
Resolver: TypeAlias = Callable[[str, int], Sequence[str]]


class AddressFault(StrEnum):
    """Why an address cannot be registered."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_HTTPS = "not_https"
    HAS_CREDENTIALS = "has_credentials"
    HOST_NOT_ALLOWED = "host_not_allowed"
    KNOWN_ALREADY = "known_already"
    NO_EVENTS = "no_events"


@dataclass(frozen=True, slots=True)
class Target:
    """An address in its parts. ``path`` holds the query, too."""

    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """Host and port as settings and the Host header write them."""
        return self.host if self.port == HTTPS_PORT else f"{self.host}:{self.port}"


def read_address(text: str, allowed: Collection[str]) -> Target:
    """Take an address apart.

    Args:
        text: As somebody typed it.
        allowed: Hosts, in small letters; with a port where it is not 443.

    Raises:
        WebhookFaultError: With a code of ``AddressFault``.
    """
    parts, port = _split(text)
    if parts.scheme != "https":
        raise WebhookFaultError(AddressFault.NOT_HTTPS)
    if "@" in parts.netloc:
        raise WebhookFaultError(AddressFault.HAS_CREDENTIALS)
    if not parts.hostname or "#" in text:
        raise WebhookFaultError(AddressFault.NOT_AN_ADDRESS)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.hostname, port, path)
    if target.named not in allowed:
        raise WebhookFaultError(AddressFault.HOST_NOT_ALLOWED)
    return target


def are_allowed(found: Sequence[str], *, allows_inner: bool) -> bool:
    """Whether every one of these addresses may be called.

    One that may not be is enough to say no: a name that leads to several places leads anywhere.
    ``allows_inner`` opens the operator's own networks, never what only machines talk to.
    """
    places = [_read_place(one) for one in found]
    return all(_is_public(one) or (allows_inner and _is_inner(one)) for one in places)


def _split(text: str) -> tuple[SplitResult, int]:
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' \\"<>')
    if not is_plain or not 0 < len(text) <= MAX_ADDRESS_CHARS:
        raise WebhookFaultError(AddressFault.NOT_AN_ADDRESS)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise WebhookFaultError(AddressFault.NOT_AN_ADDRESS) from None
    return parts, HTTPS_PORT if port is None else port


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ip_network(text) for text in texts)


# Link-local with the clouds' metadata, multicast, "this host", reserved, and metadata elsewhere.
_NEVER = _networks(
    "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "100.100.100.200/32",
    "192.0.0.192/32", "fd00:ec2::254/128",
)  # fmt: skip
# Loopback, private, shared by carriers, unique local.
_INNER = _networks(
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10", "::1/128",
    "fc00::/7",
)  # fmt: skip
# Examples, tests of networks, and addresses that hold another one inside.
_SPECIAL = _networks(
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)  # fmt: skip
# Nothing else of the newer kind is public: not IPv4 in IPv6 clothes, nor what translates to it.
_PUBLIC_V6 = IPv6Network("2000::/3")


def _read_place(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_in(place: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(place.version == one.version and place in one for one in networks)


def _is_public(place: IPv4Address | IPv6Address | None) -> bool:
    if place is None or (isinstance(place, IPv6Address) and place not in _PUBLIC_V6):
        return False
    return not _is_in(place, (*_NEVER, *_INNER, *_SPECIAL))


def _is_inner(place: IPv4Address | IPv6Address | None) -> bool:
    return place is not None and _is_in(place, _INNER) and not _is_in(place, _NEVER)
