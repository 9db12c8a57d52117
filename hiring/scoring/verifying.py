"""Whether the code on a paper still stands for a score that computes to the same bytes."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from hiring import audit
from hiring.scoring.records import CODE_CHARS, Recomputed, Score, ScoredForm, recompute
from hiring.scoring.snapshots import PrecisionSnapshot, find_snapshot_by_code
from hiring.sittings.records import Sitting

ERASED_ACT = "score.erased"


class Verdict(StrEnum):
    """What came of a printed code."""

    SAME = "same"
    DIFFERENT = "different"
    OTHER_PRECISION = "other_precision"  # the score holds, the last letters name nothing
    ERASED = "erased"  # with the person, or taken back by them
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict, and what it is about.

    ``score`` and ``sitting`` are there unless the code is erased or unknown; ``snapshot``, the
    precision that the code names, only where all of it holds.
    """

    verdict: Verdict
    score: Score | None = None
    sitting: Sitting | None = None
    snapshot: PrecisionSnapshot | None = None


def check_code(session: Session, code: str) -> Checked:
    """Compute the score behind a printed code again.

    Args:
        session: The database's.
        code: As printed or typed; dashes, blanks and small letters do not matter. Without its last
            letters, the precision is the one stored with the score.
    """
    letters = "".join(char for char in code.upper() if char.isalnum())
    own, of_precision = letters[:CODE_CHARS], letters[CODE_CHARS:]
    found = session.exec(
        select(Score, Sitting)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(Score.code == own)
    ).first()
    if found is None:
        return Checked(Verdict.ERASED if _was_erased(session, own) else Verdict.UNKNOWN)
    score, sitting = found
    if sitting.voided_at is not None:
        return Checked(Verdict.ERASED)
    return _computed(session, score, sitting, of_precision)


def _computed(session: Session, score: Score, sitting: Sitting, letters: str) -> Checked:
    if recompute(session, score) is not Recomputed.SAME:
        return Checked(Verdict.DIFFERENT, score, sitting)
    snapshot = _precision(session, score, sitting, letters)
    verdict = Verdict.OTHER_PRECISION if snapshot is None else Verdict.SAME
    return Checked(verdict, score, sitting, snapshot)


def _precision(
    session: Session, score: Score, sitting: Sitting, letters: str
) -> PrecisionSnapshot | None:
    """The precision by its letters; without letters, the one stored with the score."""
    if letters:
        return find_snapshot_by_code(session, ScoredForm.of(score, sitting), letters)
    return session.get(PrecisionSnapshot, score.snapshot_id) if score.snapshot_id else None


def _was_erased(session: Session, code: str) -> bool:
    """Whether a person with a score of this code was erased: of the score only the code stays."""
    entry = audit.AuditEntry
    statement = select(entry.id).where(entry.object_id == code, entry.act == ERASED_ACT)
    return bool(code) and session.exec(statement).first() is not None
