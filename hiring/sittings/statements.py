"""The statements of the short way from a cookie to a stored answer, built once per process."""

from typing import Any

from sqlalchemy import (
    bindparam,
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

# Read only where a clock runs; a question of its own would be one statement more.
_MAY_PAUSE: Any = (
    select(col(Conditions.may_pause))
    .where(col(Conditions.candidate_id) == col(Sitting.candidate_id))
    .correlate(Sitting)
    .scalar_subquery()
)
_FACTS = (*_PINNED, _ASSISTANT.label("assistant"), _MAY_PAUSE.label("may_pause"))

SITTING: Any = _of_cookie(select(*_FACTS))

TOUCH: Any = (
    update(Sitting)
    .where(
        col(Sitting.id) == _of_cookie(select(col(Sitting.id))).correlate(None).scalar_subquery(),
        col(Sitting.submitted_at).is_(None),
    )
    .values(answered_at=bindparam("b_now", type_=UtcDateTime()))
    .returning(*_FACTS)
    .execution_options(synchronize_session=False)
)

INSERT = insert(Answer.__table__).values(entered_by=_ASSISTANT)  # type: ignore[attr-defined]

_ANSWERS: Any = select(
    literal_column("1").label("is_answer"),
    col(Answer.item).label("item"),
    col(Answer.revision).label("revision"),
    literal_column("0").label("number"),
    col(Answer.state).label("name"),
    col(Answer.value).label("value"),
    type_coerce(null(), Json).label("fields"),
    col(Answer.answered_at).label("at"),
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
).where(
    col(Draft.sitting_id) == bindparam("sitting_id"),
    col(Draft.item).in_([bindparam("item"), bindparam("next_item")]),
)
STORED: Any = union_all(_ANSWERS, _DRAFTS)
