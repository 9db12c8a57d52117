"""Notices as they were shown: every wording is stored once, under its digest."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field

from hiring.db import Record, UtcDateTime


class Notice(Record, table=True):
    """One wording of a notice. A sitting names the one that its candidate was shown."""

    __table_args__ = (
        CheckConstraint("kind IN ('posting', 'invitation', 'pretest')", name="kind_is_known"),
    )

    kind: str = Field(max_length=12)
    place: str = Field(max_length=20)
    language: str = Field(max_length=12)
    version: str = Field(max_length=20)
    text: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
