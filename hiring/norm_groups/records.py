"""The table of norm groups, and how its rows are found."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, Session, col, select

from hiring.db import Json, Record, UtcDateTime
from hiring.errors import NotFoundError

# A list of fewer totals than this could point to persons.
MIN_PEOPLE = 10
CODE_CHARS = 8


class People(StrEnum):
    """Who the people of a group were when they answered."""

    APPLICANTS = "applicants"
    INCUMBENTS = "incumbents"
    MIXED = "mixed"


class NormFault(StrEnum):
    """Why a group cannot be made or chosen."""

    NOBODY = "nobody"
    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"
    UNKNOWN_OPENING = "unknown_opening"
    DAYS_REVERSED = "days_reversed"
    WORDS_MISSING = "words_missing"
    RETIRED = "retired"
    OTHER_FORM = "other_form"
    SIMULATED = "simulated"


class NormGroup(Record, table=True):
    """Totals of submitted, real sittings of one form and key, in order; nobody's name or id.

    ``chosen`` says by what the sittings were picked (openings, languages, days), and in which
    languages and from how many openings they then were, so that a reader can tell whom the group
    stands for.
    """

    __tablename__ = "norm_group"
    __table_args__ = (
        CheckConstraint("n >= 2", name="more_than_one_sitting"),
        CheckConstraint("sd > 0", name="spread_is_above_zero"),
        CheckConstraint("people IN ('applicants', 'incumbents', 'mixed')", name="people_is_known"),
        CheckConstraint(
            "(retired_at IS NULL) = (retired_by_id IS NULL)", name="retirement_is_whole"
        ),
        CheckConstraint("last_submitted_at >= first_submitted_at", name="last_after_first"),
        Index("ix_norm_group_form", "key_version_id", "form_id", "made_at"),
    )

    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    name: str = Field(max_length=120)
    people: str = Field(max_length=12)
    role_title: str = Field(max_length=120)
    description: str = Field(sa_column=Column(Text, nullable=False))
    chosen: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    n: int
    mean: float
    sd: float
    totals: list[float] = Field(sa_column=Column(Json, nullable=False))
    first_submitted_at: datetime = Field(sa_type=UtcDateTime)
    last_submitted_at: datetime = Field(sa_type=UtcDateTime)
    digest: str = Field(max_length=64, unique=True)
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def code(self) -> str:
        """The letters that stand for the group on pages and on paper."""
        return self.digest[:CODE_CHARS].upper()

    @property
    def languages(self) -> tuple[str, ...]:
        """In which the sittings of the group were sat, sorted."""
        return tuple(self.chosen["found_languages"])

    @property
    def n_openings(self) -> int:
        """From how many openings the sittings of the group come."""
        return int(self.chosen["n_openings"])

    @property
    def is_retired(self) -> bool:
        """Whether no opening can choose it any more."""
        return self.retired_at is not None


def list_norm_groups(session: Session, *, key_version_id: UUID, form_id: str) -> list[NormGroup]:
    """The groups of a form under a key, newest first, retired ones included."""
    return list(
        session.exec(
            select(NormGroup)
            .where(NormGroup.key_version_id == key_version_id, NormGroup.form_id == form_id)
            .order_by(col(NormGroup.made_at).desc(), col(NormGroup.id))
        )
    )


def find_norm_group(session: Session, group_id: UUID | None) -> NormGroup | None:
    """The group of this id, or None where there is none or no id."""
    return None if group_id is None else session.get(NormGroup, group_id)


def get_norm_group(
    session: Session, group_id: UUID, *, key_version_id: UUID, form_id: str
) -> NormGroup:
    """The group of this id, among those of a form under a key.

    Raises:
        NotFoundError: There is none, or it belongs to another form or key.
    """
    group = find_norm_group(session, group_id)
    if group is None or (group.key_version_id, group.form_id) != (key_version_id, form_id):
        raise NotFoundError("no such norm group")
    return group
