"""The statements of the short way from a cookie to a stored answer, built once per process."""

from typing import Any

from sqlalchemy import (
    Integer,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlmodel import col

from hiring.conditions import Conditions
from hiring.db import Json, UtcDateTime
from hiring.openings.records import Candidate, Invitation
from hiring.sittings.drafts import Draft
from hiring.sittings.records import Answer, CandidateAccess, Sitting

_PINNED = (
    col(Sitting.id),
    col(Sitting.candidate_id),
    col(Sitting.bank_version_id),
    col(Sitting.form_id),
    col(Sitting.language),
    col(Sitting.interface_language),
    col(Sitting.option_seed),
    col(Sitting.is_simulated),
    col(Sitting.submitted_at),
    col(Sitting.limit_seconds),
    col(Sitting.deadline_at),
    col(Sitting.paused_at),
)


def _of_cookie(query: Any) -> Any:
    """The newest sitting of the person behind a cookie, while their link is good."""
    return (
        query.select_from(CandidateAccess)
        .join(Invitation, col(Invitation.candidate_id) == col(CandidateAccess.candidate_id))
        .join(Candidate, col(Candidate.id) == col(CandidateAccess.candidate_id))
        .join(Sitting, col(Sitting.candidate_id) == col(CandidateAccess.candidate_id))
        .where(
            col(CandidateAccess.token_hash) == bindparam("token_hash"),
            col(CandidateAccess.generation) == col(Invitation.generation),
            col(Invitation.revoked_at).is_(None),
            col(Candidate.withdrawn_at).is_(None),
        )
        .order_by(col(Sitting.attempt).desc())
        .limit(1)
    )


# An empty name says that the candidate enters the answers without help.
_ASSISTANT: Any = (
    select(func.nullif(col(CandidateAccess.assistant_name), ""))
    .where(col(CandidateAccess.token_hash) == bindparam("token_hash"))
    .scalar_subquery()
)

# Written out, since SQLAlchemy drops the tables' names in SQLite's RETURNING: a subquery would then
# compare a column of its own with itself, which is true for everybody.
_ITS_CANDIDATE: Any = literal_column("sitting.candidate_id")
_OF_ITS_CONDITIONS = col(Conditions.candidate_id) == _ITS_CANDIDATE
# Read only where a clock runs; a question of its own would be one statement more.
_MAY_PAUSE: Any = select(col(Conditions.may_pause)).where(_OF_ITS_CONDITIONS).scalar_subquery()
_NOBODY_ASKED: Any = select(col(CandidateAccess.id)).where(
    col(CandidateAccess.token_hash) == bindparam("token_hash"),
    col(CandidateAccess.assistant_name).is_(None),
)
# Whether an assistant was agreed, and nobody was asked in this browser who it is.
_ASKS_FOR_NAME: Any = (
    select(col(Conditions.has_assistant))
    .where(_OF_ITS_CONDITIONS, _NOBODY_ASKED.exists())
    .scalar_subquery()
)
_GENERATION: Any = (
    select(col(Invitation.generation))
    .where(col(Invitation.candidate_id) == _ITS_CANDIDATE)
    .scalar_subquery()
)
_FACTS = (
    *_PINNED,
    _ASSISTANT.label("assistant"),
    _MAY_PAUSE.label("may_pause"),
    _ASKS_FOR_NAME.label("asks_for_name"),
    _GENERATION.label("generation"),
)

# Requests may overtake each other; the last moment stays the last.
_NOW: Any = bindparam("b_now", type_=UtcDateTime())
_ANSWERED_AT: Any = case(
    (col(Sitting.answered_at) > _NOW, col(Sitting.answered_at)),
    else_=_NOW,
)

SITTING: Any = _of_cookie(select(*_FACTS))

TOUCH: Any = (
    update(Sitting)
    .where(
        col(Sitting.id) == _of_cookie(select(col(Sitting.id))).correlate(None).scalar_subquery(),
        col(Sitting.submitted_at).is_(None),
    )
    .values(answered_at=_ANSWERED_AT)
    .returning(*_FACTS)
    .execution_options(synchronize_session=False)
)

# The same for a page that proves by its token whose it is, whatever cookie came along.
SHOWN: Any = (
    select(
        *_FACTS,
        col(Invitation.revoked_at).label("revoked_at"),
        col(Candidate.withdrawn_at).label("withdrawn_at"),
    )
    .join(Invitation, col(Invitation.candidate_id) == col(Sitting.candidate_id))
    .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
    .where(col(Sitting.id) == bindparam("sitting_id"))
)
TOUCH_SHOWN: Any = (
    update(Sitting)
    .where(
        col(Sitting.id) == bindparam("b_sitting_id"),
        col(Sitting.submitted_at).is_(None),
        col(Sitting.candidate_id).in_(
            select(col(Invitation.candidate_id))
            .join(Candidate, col(Candidate.id) == col(Invitation.candidate_id))
            .where(
                col(Invitation.generation) == bindparam("generation"),
                col(Invitation.revoked_at).is_(None),
                col(Candidate.withdrawn_at).is_(None),
            )
        ),
    )
    .values(answered_at=_ANSWERED_AT)
    .execution_options(synchronize_session=False)
)

INSERT = insert(Answer.__table__).values(entered_by=_ASSISTANT)  # type: ignore[attr-defined]

_ANSWERS: Any = select(
    literal_column("1").label("is_answer"),
    col(Answer.item).label("item"),
    col(Answer.revision).label("revision"),
    cast(col(Answer.is_from_draft), Integer).label("number"),
    col(Answer.state).label("name"),
    col(Answer.value).label("value"),
    type_coerce(null(), Json).label("fields"),
    col(Answer.answered_at).label("at"),
    col(Answer.shown_at).label("shown_at"),
).where(
    col(Answer.sitting_id) == bindparam("sitting_id"),
    col(Answer.item).in_([bindparam("item"), bindparam("next_item")]),
)
_DRAFTS: Any = select(
    literal_column("0"),
    col(Draft.item),
    col(Draft.revision),
    col(Draft.number),
    col(Draft.page_id),
    col(Draft.value),
    col(Draft.fields),
    col(Draft.received_at),
    col(Draft.shown_at),
).where(
    col(Draft.sitting_id) == bindparam("sitting_id"),
    col(Draft.item).in_([bindparam("item"), bindparam("next_item")]),
)
STORED: Any = union_all(_ANSWERS, _DRAFTS)
