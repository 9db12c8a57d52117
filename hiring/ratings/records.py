"""Tables of ratings. A filed rating is never edited; two that collide are both kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


class RatedAnswer(Record, table=True):
    """An open answer that waits for ratings, in its final wording.

    ``is_settled`` is true once the ratings suffice; ``points`` then holds the settled points by
    criterion, 1..5.
    """

    __tablename__ = "rated_answer"
    __table_args__ = (
        UniqueConstraint("sitting_id", "item"),
        Index("ix_rated_answer_key_version_id_item", "key_version_id", "item"),
        CheckConstraint("is_settled = (settled_at IS NOT NULL)", name="settling_is_whole"),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE")
    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    item: str = Field(max_length=90)
    text: str = Field(sa_column=Column(Text, nullable=False))
    shuffle: int
    is_settled: bool = False
    points: dict[str, float] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    asked_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Rating(Record, table=True):
    """One rater's turn at one answer: leased first, then filed, or given back when the lease ends.

    ``number`` says which turn it is: two are asked for, a third where they lie far apart. Where a
    lease ended and two people filed the same turn, both rows stand and share the number.
    """

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("answer_id", "rater_id"),
        CheckConstraint("number BETWEEN 1 AND 9", name="number_counts_from_one"),
        CheckConstraint("(filed_at IS NULL) <> (leased_until IS NULL)", name="leased_or_filed"),
    )

    answer_id: UUID = Field(foreign_key="rated_answer.id", ondelete="CASCADE")
    rater_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT", index=True)
    number: int
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    points: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    remark: str = Field(default="", max_length=2000)


class Benchmark(Record, table=True):
    """An answer with agreed points, for practice and for checks in between. Written by staff."""

    __tablename__ = "benchmark"
    __table_args__ = (CheckConstraint("length(reason) >= 10", name="reason_is_given"),)

    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT", index=True)
    item: str = Field(max_length=90)
    text: str = Field(sa_column=Column(Text, nullable=False))
    points: dict[str, int] = Field(sa_column=Column(Json, nullable=False))
    reason: str = Field(max_length=2000)
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BenchmarkRating(Record, table=True):
    """What one rater gave one benchmark, and when."""

    __tablename__ = "benchmark_rating"
    __table_args__ = (UniqueConstraint("benchmark_id", "rater_id"),)

    benchmark_id: UUID = Field(foreign_key="benchmark.id", ondelete="CASCADE")
    rater_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)
    points: dict[str, int] = Field(sa_column=Column(Json, nullable=False))
    rated_at: datetime = Field(sa_type=UtcDateTime)
