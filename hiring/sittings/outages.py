"""Times when nobody could reach the server, found from the gaps in its pulse."""

from datetime import datetime
from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from hiring.db import Record, UtcDateTime


class Pulse(SQLModel, table=True):
    """The last moment at which the web server was known to answer. There is one row."""

    name: str = Field(primary_key=True, max_length=20)
    beat_at: datetime = Field(sa_type=UtcDateTime)


class Outage(Record, table=True):
    """A gap in the pulse. Sittings whose clock ran in it were given the time back."""

    __table_args__ = (CheckConstraint("until_at > from_at", name="outage_has_length"),)

    from_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime = Field(sa_type=UtcDateTime)
    n_sittings: int
