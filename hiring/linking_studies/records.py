"""The table of linking studies and how they are found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, Session, col, select

from hiring.db import Json, Record, UtcDateTime
from hiring.errors import NotFoundError
from hiring.psychometrics.arrays import as_floats
from hiring.psychometrics.linking.conversion import ErrorSource, Linking
from hiring.psychometrics.linking.designs import Design, Method
from hiring.scoring import ScoredForm

CODE_CHARS = 4


class LinkingStudy(Record, table=True):
    """How a score on the new form is said on the old form's scale. Frozen; may be retired.

    ``conversion`` holds the result of the library: slope and intercept, or a table of points.
    ``standard_error`` is the one figure in points that enters the error of a difference.
    """

    __tablename__ = "linking_study"
    __table_args__ = (
        CheckConstraint("standard_error >= 0", name="error_is_not_negative"),
        CheckConstraint("n_new >= 50 AND n_old >= 50", name="enough_people"),
        CheckConstraint(
            "(retired_at IS NULL) = (retired_by_id IS NULL)", name="retirement_is_whole"
        ),
        Index("ix_linking_study_new", "new_key_version_id", "new_form_id", "made_at"),
    )

    new_key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    new_form_id: str = Field(max_length=40)
    old_key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    old_form_id: str = Field(max_length=40)
    is_simulated: bool
    design: str = Field(max_length=30)
    method: str = Field(max_length=40)
    n_new: int
    n_old: int
    anchors: list[str] = Field(sa_column=Column(Json, nullable=False))
    dropped_anchors: list[str] = Field(sa_column=Column(Json, nullable=False))
    conversion: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    standard_error: float
    reason: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64)
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def code(self) -> str:
        """Four letters that stand for the study on pages."""
        return self.digest[:CODE_CHARS].upper()


def linking_of(study: LinkingStudy) -> Linking:
    """The conversion as the library knows it."""
    facts = study.conversion
    return Linking(
        method=Method(study.method),
        design=Design(study.design),
        n_new=study.n_new,
        n_old=study.n_old,
        n_anchor_units=len(study.anchors),
        weight_new=facts["weight_new"],
        slope=facts["slope"],
        intercept=facts["intercept"],
        scores=as_floats(facts["scores"]),
        equated=as_floats(facts["equated"]),
        standard_error=as_floats(facts["standard_error"]),
        summary_error=facts["summary_error"],
        error_source=ErrorSource(facts["error_source"]),
        n_replications=facts["n_replications"],
    )


def get_linking_study(session: Session, study_id: UUID) -> LinkingStudy:
    """The study with this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(LinkingStudy, study_id)
    if found is None:
        raise NotFoundError("no such linking study")
    return found


def list_linking_studies(
    session: Session, key_version_id: UUID, form_id: str
) -> list[LinkingStudy]:
    """The studies from or to a form, retired ones included, newest first."""
    is_new = (col(LinkingStudy.new_key_version_id) == key_version_id) & (
        col(LinkingStudy.new_form_id) == form_id
    )
    is_old = (col(LinkingStudy.old_key_version_id) == key_version_id) & (
        col(LinkingStudy.old_form_id) == form_id
    )
    return list(
        session.exec(
            select(LinkingStudy)
            .where(is_new | is_old)
            .order_by(col(LinkingStudy.made_at).desc(), col(LinkingStudy.id))
        )
    )


def find_link(session: Session, new: ScoredForm, old: ScoredForm) -> LinkingStudy | None:
    """The newest study that says scores of one form on the other's scale, or None.

    Retired studies link nothing, and made-up people never link real ones.
    """
    return session.exec(
        select(LinkingStudy)
        .where(
            LinkingStudy.new_key_version_id == new.key_version_id,
            LinkingStudy.new_form_id == new.form_id,
            LinkingStudy.old_key_version_id == old.key_version_id,
            LinkingStudy.old_form_id == old.form_id,
            LinkingStudy.is_simulated == new.is_simulated,
            col(LinkingStudy.retired_at).is_(None),
        )
        .order_by(col(LinkingStudy.made_at).desc(), col(LinkingStudy.id))
        .limit(1)
    ).first()
