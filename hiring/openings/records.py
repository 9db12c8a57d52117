"""Tables of an opening and the verbs that create and find their rows."""

import secrets
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.banks.versions import BankVersion, KeyVersion, get_bank_version, get_key_version
from hiring.db import Record, UtcDateTime
from hiring.errors import NotAllowedError, NotFoundError

# Letters and digits that nobody confuses when reading a code aloud or copying it by hand.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_CHARS = 6
LINK_DAYS = 14


class FeedbackTime(StrEnum):
    """When candidates see their feedback: the employer sets when, not whether.

    Only an owner can leave it out, and has to write down why.
    """

    AT_ONCE = "at_once"
    AT_CLOSE = "at_close"
    ON_DATE = "on_date"
    OFF = "off"


class Opening(Record, table=True):
    """A job to be filled. A simulated opening holds made-up people only and says so everywhere.

    ``place`` names whose rules the notices follow; ``posted_notice_at`` says when the notice stood
    in the posting, where a place counts days from then. ``is_sealed`` keeps scores from
    interviewers until they have filed a scorecard; ``is_blind`` shows codes in place of names.
    ``asks_background`` offers voluntary questions about groups once the answers are in.
    ``keep_days`` is None where people are kept as long as the house keeps them, and
    ``retake_after_days`` where the same person may answer the same test again at any time.
    """

    __table_args__ = (
        CheckConstraint("paper IN ('A4', 'Letter')", name="paper_is_known"),
        CheckConstraint(
            "feedback IN ('at_once', 'at_close', 'on_date', 'off')", name="feedback_is_known"
        ),
        CheckConstraint(
            "(feedback = 'on_date') = (feedback_from IS NOT NULL)", name="feedback_date_is_set"
        ),
        CheckConstraint(
            "(feedback = 'off') = (feedback_off_reason IS NOT NULL)",
            name="no_feedback_has_a_reason",
        ),
        CheckConstraint(
            "archived_at IS NULL OR closed_at IS NOT NULL", name="only_closed_is_archived"
        ),
        CheckConstraint("link_days BETWEEN 1 AND 365", name="link_days_are_sensible"),
        CheckConstraint("keep_days BETWEEN 1 AND 3650", name="keep_days_are_sensible"),
        CheckConstraint("retake_after_days BETWEEN 1 AND 1095", name="retake_gap_is_sensible"),
    )

    title: str = Field(max_length=120)
    language: str = Field(max_length=12)
    paper: str = Field(default="A4", max_length=6)
    is_simulated: bool = False
    created_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    created_at: datetime = Field(sa_type=UtcDateTime)
    decide_by: date
    norm_group_id: UUID | None = Field(
        default=None, foreign_key="norm_group.id", ondelete="RESTRICT"
    )
    place: str = Field(default="other", max_length=20)
    posted_notice_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    feedback: str = Field(default=FeedbackTime.AT_ONCE.value, max_length=10)
    feedback_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    feedback_off_reason: str | None = Field(default=None, max_length=500)
    may_void: bool = True
    is_sealed: bool = False
    is_blind: bool = False
    has_reminders: bool = True
    asks_background: bool = False
    link_days: int = LINK_DAYS
    keep_days: int | None = None
    retake_after_days: int | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Membership(Record, table=True):
    """Who works on an opening. Owners see every opening without one."""

    __table_args__ = (UniqueConstraint("opening_id", "staff_id"),)

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)


class Administration(Record, table=True):
    """The terms of an opening's test: bank version, key version, form, and who accepted its status.

    A provisional or public key needs an owner's recorded acknowledgement before anybody can start.
    An opening may go on with other terms; the newest ones hold for whoever starts from then on.
    """

    __table_args__ = (
        UniqueConstraint("opening_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint(
            "(acknowledged_by_id IS NULL) = (acknowledged_at IS NULL)",
            name="acknowledgement_is_whole",
        ),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE")
    number: int = 1
    bank_version_id: UUID = Field(foreign_key="bank_version.id", ondelete="RESTRICT")
    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    acknowledged_by_id: UUID | None = Field(
        default=None, foreign_key="staff.id", ondelete="RESTRICT"
    )
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Candidate(Record, table=True):
    """A person who was invited. ``code`` stands for the name wherever the name is not needed.

    ``is_adjusted`` says that the person works under adjusted conditions. It switches off what is
    watched about response quality, and shows in no score, comparison, brief or export.
    ``has_rated`` says that the two questions about the experience were answered; the replies are
    stored apart. ``retake_reason`` says why somebody invited the person within the opening's gap.
    """

    __table_args__ = (
        UniqueConstraint("opening_id", "code"),
        UniqueConstraint("opening_id", "email"),
        CheckConstraint("length(retake_reason) >= 10", name="retake_reason_is_given"),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    code: str = Field(max_length=12)
    name: str = Field(max_length=120)
    email: str | None = Field(default=None, max_length=254)
    is_simulated: bool = False
    is_adjusted: bool = False
    has_rated: bool = False
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retake_reason: str | None = Field(default=None, max_length=500)
    added_at: datetime = Field(sa_type=UtcDateTime)


class Invitation(Record, table=True):
    """A candidate's link. The token is derived; a new generation makes the old link dead."""

    __table_args__ = (CheckConstraint("generation >= 1", name="generation_counts_from_one"),)

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", unique=True)
    generation: int = 1
    token_hash: str = Field(max_length=64, unique=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def create_opening(
    session: Session,
    *,
    creator: Staff,
    title: str,
    language: str,
    paper: str,
    key_version: KeyVersion,
    form_id: str,
    decide_by: date,
    now: datetime,
    is_simulated: bool = False,
) -> Opening:
    """Create an opening with its administration. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters create openings.
    """
    if creator.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters create openings")
    opening = Opening(
        title=title,
        language=language,
        paper=paper,
        is_simulated=is_simulated,
        created_by_id=creator.id,
        created_at=now,
        decide_by=decide_by,
    )
    session.add(opening)
    session.flush()
    session.add(
        Administration(
            opening_id=opening.id,
            bank_version_id=key_version.bank_version_id,
            key_version_id=key_version.id,
            form_id=form_id,
        )
    )
    session.add(Membership(opening_id=opening.id, staff_id=creator.id))
    session.flush()
    audit.record(
        session,
        "opening.created",
        actor=creator.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        key_version_id=str(key_version.id),
    )
    return opening


def acknowledge(session: Session, opening: Opening, *, owner: Staff, now: datetime) -> None:
    """Record that an owner accepts a provisional, public key for this opening.

    The first acceptance counts; another one changes nothing.

    Raises:
        NotAllowedError: Only an owner may do this.
    """
    if owner.role != Role.OWNER:
        raise NotAllowedError("only an owner can accept a provisional key")
    administration = get_administration(session, opening.id)
    if administration.acknowledged_at is not None:
        return
    administration.acknowledged_by_id, administration.acknowledged_at = owner.id, now
    session.flush()
    audit.record(
        session,
        "key.acknowledged",
        actor=owner.id,
        object_id=administration.id,
        now=now,
        chain=opening.id,
    )


def get_opening(session: Session, opening_id: UUID) -> Opening:
    """The opening with this id.

    Raises:
        NotFoundError: There is none.
    """
    opening = session.get(Opening, opening_id)
    if opening is None:
        raise NotFoundError("no such opening")
    return opening


def get_administration(session: Session, opening_id: UUID) -> Administration:
    """The administration that holds now for an opening.

    Raises:
        NotFoundError: There is none.
    """
    found = session.exec(
        select(Administration)
        .where(Administration.opening_id == opening_id)
        .order_by(col(Administration.number).desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFoundError("no such administration")
    return found


def get_candidate(session: Session, candidate_id: UUID) -> Candidate:
    """The candidate with this id.

    Raises:
        NotFoundError: There is none.
    """
    candidate = session.get(Candidate, candidate_id)
    if candidate is None:
        raise NotFoundError("no such candidate")
    return candidate


def list_openings(session: Session, staff: Staff, *, is_archived: bool = False) -> list[Opening]:
    """The openings this person works on, newest first: those in use, or those in the archive."""
    query = (
        select(Opening)
        .where(col(Opening.archived_at).is_not(None) == is_archived)
        .order_by(col(Opening.created_at).desc(), col(Opening.id))
    )
    if staff.role != Role.OWNER:
        query = query.join(Membership, col(Membership.opening_id) == col(Opening.id)).where(
            Membership.staff_id == staff.id
        )
    return list(session.exec(query))


def list_candidates(session: Session, opening_id: UUID) -> list[Candidate]:
    """The candidates of an opening in order of name."""
    return list(
        session.exec(
            select(Candidate)
            .where(Candidate.opening_id == opening_id)
            .order_by(col(Candidate.name), col(Candidate.id))
        )
    )


def needs_acknowledgement(administration: Administration, key: KeyVersion) -> bool:
    """Whether nobody may start yet, since no owner has accepted the key's status."""
    return (key.is_provisional or key.is_public) and administration.acknowledged_at is None


def new_code() -> str:
    """A random candidate code that is easy to read aloud."""
    return "C-" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_CHARS))


def get_bank_of(session: Session, administration: Administration) -> tuple[BankVersion, KeyVersion]:
    """The bank version and key version that an administration names."""
    bank = get_bank_version(session, administration.bank_version_id)
    return bank, get_key_version(session, administration.key_version_id)
