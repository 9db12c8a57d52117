"""What new openings start from: the terms that a house uses again and again."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.db import Record, UtcDateTime
from hiring.errors import NameTakenError, NotAllowedError, NotFoundError
from hiring.openings.records import LINK_DAYS, FeedbackTime


class OpeningTemplate(Record, table=True):
    """Terms of openings to come. An opening takes them over once; later changes do not reach it.

    Without ``key_version_id`` and ``form_id`` the test is chosen for each opening.
    """

    __tablename__ = "opening_template"
    __table_args__ = (
        CheckConstraint("paper IN ('A4', 'Letter')", name="paper_is_known"),
        CheckConstraint(
            "feedback IN ('at_once', 'at_close', 'on_date', 'off')", name="feedback_is_known"
        ),
        CheckConstraint(
            "(feedback = 'on_date') = (feedback_days IS NOT NULL)", name="feedback_days_are_set"
        ),
        CheckConstraint(
            "(feedback = 'off') = (feedback_off_reason IS NOT NULL)",
            name="no_feedback_has_a_reason",
        ),
        CheckConstraint("(key_version_id IS NULL) = (form_id IS NULL)", name="test_is_whole"),
        CheckConstraint("link_days BETWEEN 1 AND 365", name="link_days_are_sensible"),
        CheckConstraint("decide_days BETWEEN 1 AND 365", name="decide_days_are_sensible"),
        CheckConstraint("keep_days BETWEEN 1 AND 3650", name="keep_days_are_sensible"),
        CheckConstraint("retake_after_days BETWEEN 1 AND 1095", name="retake_gap_is_sensible"),
    )

    name: str = Field(max_length=80, unique=True)
    language: str = Field(max_length=12)
    paper: str = Field(default="A4", max_length=6)
    place: str = Field(default="other", max_length=20)
    key_version_id: UUID | None = Field(
        default=None, foreign_key="key_version.id", ondelete="RESTRICT"
    )
    form_id: str | None = Field(default=None, max_length=40)
    feedback: str = Field(default=FeedbackTime.AT_ONCE.value, max_length=10)
    feedback_days: int | None = None
    feedback_off_reason: str | None = Field(default=None, max_length=500)
    link_days: int = LINK_DAYS
    decide_days: int = 45
    keep_days: int | None = None
    retake_after_days: int | None = None
    may_void: bool = True
    is_sealed: bool = False
    is_blind: bool = False
    has_reminders: bool = True
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Terms:
    """What openings may have in common; see ``OpeningTemplate``.

    ``key_version_id`` and ``form_id`` are None where the test is chosen for each opening;
    ``feedback_days`` count from the day on which the opening is made.
    """

    language: str
    paper: str
    place: str
    key_version_id: UUID | None
    form_id: str | None
    feedback: FeedbackTime
    feedback_days: int | None
    feedback_off_reason: str | None
    link_days: int
    decide_days: int
    keep_days: int | None
    retake_after_days: int | None
    may_void: bool
    is_sealed: bool
    is_blind: bool
    has_reminders: bool


@dataclass(frozen=True, slots=True)
class TemplateTerms(Terms):
    """What a template says."""

    name: str


def make_template(
    session: Session, terms: TemplateTerms, *, staff: Staff, now: datetime
) -> OpeningTemplate:
    """Make a template. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters do, and only owners one without feedback.
        NameTakenError: Another template has the name.
    """
    _require(staff, {FeedbackTime(terms.feedback)})
    _require_free_name(session, terms.name)
    template = OpeningTemplate(**_columns(terms), made_by_id=staff.id, made_at=now)
    session.add(template)
    session.flush()
    _note(session, "template.made", template, staff, now)
    return template


def change_template(
    session: Session,
    template: OpeningTemplate,
    terms: TemplateTerms,
    *,
    staff: Staff,
    now: datetime,
) -> None:
    """Change a template for openings to come; those made from it stay as they are. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters do, and only owners where feedback is off.
        NameTakenError: Another template has the name.
    """
    _require(staff, {FeedbackTime(terms.feedback), FeedbackTime(template.feedback)})
    _require_free_name(session, terms.name, but=template)
    wanted = _columns(terms)
    changed = [name for name, value in wanted.items() if getattr(template, name) != value]
    for name in changed:
        setattr(template, name, wanted[name])
    session.flush()
    if changed:
        _note(session, "template.changed", template, staff, now, settings=changed)


def retire_template(
    session: Session, template: OpeningTemplate, *, staff: Staff, now: datetime
) -> None:
    """Offer a template no longer; twice changes nothing. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters do.
    """
    _require(staff, set())
    if template.retired_at is None:
        template.retired_at = now
        session.flush()
        _note(session, "template.retired", template, staff, now)


def restore_template(
    session: Session, template: OpeningTemplate, *, staff: Staff, now: datetime
) -> None:
    """Offer a retired template again; twice changes nothing. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters do.
    """
    _require(staff, set())
    if template.retired_at is not None:
        template.retired_at = None
        session.flush()
        _note(session, "template.restored", template, staff, now)


def list_templates(session: Session, *, is_retired: bool = False) -> list[OpeningTemplate]:
    """The templates on offer, or those that are no longer, by name."""
    is_wanted = col(OpeningTemplate.retired_at).is_not(None) == is_retired
    return list(
        session.exec(select(OpeningTemplate).where(is_wanted).order_by(col(OpeningTemplate.name)))
    )


def get_template(session: Session, template_id: UUID) -> OpeningTemplate:
    """The template with this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(OpeningTemplate, template_id)
    if found is None:
        raise NotFoundError("no such template")
    return found


def _columns(terms: TemplateTerms) -> dict[str, Any]:
    return asdict(terms) | {"feedback": terms.feedback.value}


def _require(staff: Staff, times: set[FeedbackTime]) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters make templates")
    if FeedbackTime.OFF in times and staff.role != Role.OWNER:
        raise NotAllowedError("only an owner makes or changes a template without feedback")


def _require_free_name(session: Session, name: str, but: OpeningTemplate | None = None) -> None:
    found = session.exec(select(OpeningTemplate).where(OpeningTemplate.name == name)).first()
    if found is not None and (but is None or found.id != but.id):
        raise NameTakenError("another template has this name")


def _note(
    session: Session,
    act: str,
    template: OpeningTemplate,
    staff: Staff,
    now: datetime,
    **details: Any,
) -> None:
    audit.record(session, act, actor=staff.id, object_id=template.id, now=now, **details)
