"""Who has to wait before signing in, and why nobody can keep somebody else waiting.

Tries are counted for each place (a network address), for each account, and for the whole house.

* A browser in which the person has signed in before is counted by itself: whatever others do, its
  owner comes in.
* When an account has been tried too often, its password alone no longer opens it from an unknown
  browser; password and second factor do.
* When the whole house is tried too often, places that have tried before wait. The first try from a
  place is always heard.

Whether an account exists, has a second factor or is closed changes nothing of what is answered.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse_many

from hiring.accounts import KnownBrowser
from hiring.accounts.browsers import find_known
from hiring.db import db
from hiring.web.cookies import BROWSER_COOKIE, read_cookie
from hiring.web.security import limiter

PER_PLACE = parse_many("10 per minute; 60 per hour")
PER_ACCOUNT = parse_many("10 per 5 minutes")
PER_BROWSER = parse_many("10 per 5 minutes")
PER_HOUSE = parse_many("600 per minute")
ONCE_PER_PLACE = parse_many("1 per hour")
# Wrong codes after a right password; a code of six figures must not be found by trying.
CODES_PER_ACCOUNT = parse_many("20 per hour")
CODES_PER_BROWSER = parse_many("20 per hour")
# Somebody signed in who types a password again.
CHECKS_PER_ACCOUNT = parse_many("10 per 5 minutes")
# A household or a rented machine has at least so much of the newer addresses for itself.
NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class Entrance:
    """What becomes of one try.

    Attributes:
        is_barred: It is not even looked at.
        only_with_second: The password alone is not enough.
        known: The browser, where the person of this address has signed in with it before.
    """

    is_barred: bool
    only_with_second: bool
    known: KnownBrowser | None


def knock(email: str, now: datetime) -> Entrance:
    """Count a try to sign in with this address, and say what becomes of it."""
    known = known_here(email, now)
    if known is not None:
        is_barred = not _counts(PER_BROWSER, "browser", known.id.hex)
        return Entrance(is_barred=is_barred, only_with_second=False, known=known)
    place = place_here()
    is_first = _counts(ONCE_PER_PLACE, "first", place)
    if not _counts(PER_PLACE, "place", place) or _is_crowded_out(is_first=is_first):
        return Entrance(is_barred=True, only_with_second=False, known=None)
    is_calm = _counts(PER_ACCOUNT, "account", account_name(email))
    return Entrance(is_barred=False, only_with_second=not is_calm, known=None)


def may_try_code(email: str, now: datetime) -> bool:
    """Count a code of an app after a right password, and say whether it is looked at."""
    known = known_here(email, now)
    if known is not None:
        return _counts(CODES_PER_BROWSER, "browser-code", known.id.hex)
    return _counts(CODES_PER_ACCOUNT, "account-code", account_name(email))


def may_check_password(email: str) -> bool:
    """Count a password that somebody signed in types again, and say whether it is looked at."""
    return _counts(CHECKS_PER_ACCOUNT, "check", account_name(email))


def known_here(email: str, now: datetime) -> KnownBrowser | None:
    """The browser that asks, where the person of this address has signed in with it before."""
    token = read_cookie(BROWSER_COOKIE)
    return find_known(db.session, token, email=email, now=now) if token else None


def account_name(email: str) -> str:
    """A name for the account that is short and tells nobody's address."""
    return hashlib.sha256(email.strip().lower().encode(errors="replace")).hexdigest()


def _is_crowded_out(*, is_first: bool) -> bool:
    return not _counts(PER_HOUSE, "house", "all") and not is_first


def _counts(limits: list[RateLimitItem], *names: str) -> bool:
    """Count one try; whether there was room for it."""
    return all(limiter.limiter.hit(limit, "sign-in", *names) for limit in limits)


def place_here() -> str:
    """The visitor's address; of the long ones the part that one household shares."""
    text = get_remote_address()
    try:
        found = ip_address(text)
    except ValueError:
        return text
    if not isinstance(found, IPv6Address):
        return str(found)
    plain = found.ipv4_mapped
    return str(plain or ip_network((found, NETWORK_BITS), strict=False))
