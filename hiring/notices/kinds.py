"""Which notices there are, and for which places: closed sets that texts and pages share."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """Where people read a notice: in the posting, in the invitation, or before the start."""

    POSTING = "posting"
    INVITATION = "invitation"
    PRETEST = "pretest"


class Place(StrEnum):
    """Whose rules on telling applicants the texts of an opening follow."""

    EU_UK = "eu_uk"
    US_NYC = "us_nyc"
    US_COLORADO = "us_colorado"
    US_CALIFORNIA = "us_california"
    US_ILLINOIS = "us_illinois"
    CANADA_ONTARIO = "canada_ontario"
    CANADA_QUEBEC = "canada_quebec"
    OTHER = "other"

    @property
    def waits(self) -> bool:
        """Whether nobody may start until some days after the notice."""
        return self is Place.US_NYC
