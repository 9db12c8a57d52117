"""Making one brief of a batch. What cannot be printed is written down, and the rest goes on."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from hiring.batches.contents import Sender, brief_content
from hiring.batches.records import Batch, BatchBrief
from hiring.briefs.content import BriefContent
from hiring.briefs.document import render
from hiring.briefs.press import printed
from hiring.errors import NotScorableError
from hiring.logs import quiet_trace
from hiring.openings.records import get_candidate, get_opening
from hiring.sittings.leaving import require_standing

log = structlog.get_logger()


class Fault(StrEnum):
    """Why a brief was not made; pages turn the code into a sentence."""

    NO_SCORE = "no_score"
    NOT_PRINTABLE = "not_printable"


def make_brief(session: Session, brief_id: UUID, *, sender: Sender, now: datetime) -> None:
    """Make one brief, unless that was done before. Commits nothing.

    A database that is away is no fault of the brief: that error goes up, and the job is tried
    again. Everything else is the brief's own, and would be the same the next time.
    """
    brief = session.get(BatchBrief, brief_id)
    if brief is None or brief.state != "waiting":
        return  # erased in the meantime, or made by a worker that lost its lease
    batch = session.get_one(Batch, brief.batch_id)
    if now >= batch.expires_at:
        return
    try:
        pdf = printed(render, words_of(session, batch, brief, sender))
    except SQLAlchemyError:
        raise
    except NotScorableError:
        _end(session, brief, state="not_made", fault=Fault.NO_SCORE.value)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other briefs must go on
        log.error("brief not made", brief=str(brief_id), trace=quiet_trace(error))  # noqa: TRY400
        _end(session, brief, state="not_made", fault=Fault.NOT_PRINTABLE.value)
    else:
        digest = hashlib.sha256(pdf).hexdigest()
        _end(session, brief, state="made", made_at=now, pdf=pdf, digest=digest)


def words_of(session: Session, batch: Batch, brief: BatchBrief, sender: Sender) -> BriefContent:
    """What stands on a brief of a batch: sealed where the opening seals scores.

    Raises:
        NotScorableError: There is no score, or the answers were taken back.
    """
    candidate = get_candidate(session, brief.candidate_id)
    require_standing(session, candidate.id)
    return brief_content(
        session,
        candidate,
        sender=sender,
        name=candidate.code if batch.is_blind else candidate.name,
        is_sealed=get_opening(session, candidate.opening_id).is_sealed,
    )


def _end(session: Session, brief: BatchBrief, **values: Any) -> None:
    """Store how it ended, in one statement that only one worker can win."""
    session.execute(
        update(BatchBrief)
        .where(col(BatchBrief.id) == brief.id, col(BatchBrief.state) == "waiting")
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.expire(brief)
