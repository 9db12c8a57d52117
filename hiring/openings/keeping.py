"""How long the laws of a place ask employers to keep what they decided on.

Days run from when a person was added. What a law asks is a number below which a new opening does
not start; an opening may keep people longer, and whoever keeps them for fewer days is told so. The
promise that candidates read is always the number of the opening, so none is lengthened afterwards.
"""

from collections.abc import Mapping

YEAR = 365
# Place → days, and the law. Places without a law follow the house.
LAWS: Mapping[str, tuple[int, str]] = {
    "us_nyc": (YEAR, "29 CFR 1602.14"),
    "us_illinois": (YEAR, "29 CFR 1602.14"),
    "us_colorado": (3 * YEAR, "Colorado SB 26-189"),
    "us_california": (4 * YEAR + 1, "2 CCR 11013"),
    "canada_ontario": (3 * YEAR, "Ontario ESA, O. Reg. 476/24"),
}
# Half a year: the European habit, and the time in which a claim may reach a court in Britain.
SHORT_PLACES: Mapping[str, int] = {"eu_uk": 180}


def days_to_start_with(place: str, *, house_days: int) -> int | None:
    """How long a new opening keeps people where that is not the house's number; else None."""
    if place in LAWS:
        days, _law = LAWS[place]
        return days if days > house_days else None
    short = SHORT_PLACES.get(place, house_days)
    return short if short < house_days else None


def find_shortfall(place: str, days: int) -> tuple[int, str] | None:
    """What the law of a place asks for, where an opening keeps people for fewer days."""
    asked = LAWS.get(place)
    return asked if asked is not None and days < asked[0] else None
