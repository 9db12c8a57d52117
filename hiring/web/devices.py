"""What kind of browser a request comes from, in as few words as tell one's own devices apart.

Kinds only, no versions: enough to say "that is my telephone", too little to follow anybody.
"""

from flask import request
from flask_babel import gettext as _

from hiring.accounts import StaffSession
from hiring.accounts.sessions import Device

# The first that is found counts: many browsers also bear the name of another.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_here() -> Device:
    """The device that sent this request, by what its browser says of itself."""
    said = request.headers.get("User-Agent", "")
    return Device(browser=_first(BROWSERS, said), system=_first(SYSTEMS, said))


def device_words(found: StaffSession) -> str:
    """A device as its owner would know it."""
    if found.browser and found.system:
        return str(_("%(browser)s on %(system)s", browser=found.browser, system=found.system))
    return found.browser or found.system or str(_("A device of unknown kind"))


def _first(kinds: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for mark, name in kinds if mark in said), "")
