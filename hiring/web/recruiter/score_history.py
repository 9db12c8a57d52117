"""All scores of a sitting, old ones included: by which key, how exact, and why scored again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session

from hiring.banks.versions import get_bank_version, get_key_version
from hiring.briefs.codes import in_groups
from hiring.psychometrics.reliability.precision import interval_90
from hiring.rescoring import get_rescoring
from hiring.scoring import PrecisionSnapshot, Score, ScoreDocument, precision_of
from hiring.scoring.records import scores_of
from hiring.web.score_words import points, precision_words


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score of a sitting.

    ``version`` is that of bank and key. ``precision`` is what the range stands on, as stored with
    the score. ``reason`` is empty for the first. ``code`` holds the letters of the score alone.
    """

    version: str
    precision: str
    scored_at: datetime
    points: str
    reason: str
    code: str
    counts_now: bool


def score_lines(session: Session, sitting_id: UUID) -> list[ScoreLine]:
    """Every score of a sitting, the newest first; empty before the second one."""
    chain = scores_of(session, sitting_id)
    if len(chain) == 1:
        return []
    return [_line(session, score, counts_now=score is chain[-1]) for score in reversed(chain)]


def _line(session: Session, score: Score, *, counts_now: bool) -> ScoreLine:
    snapshot = session.get(PrecisionSnapshot, score.snapshot_id)
    return ScoreLine(
        version=_version(session, score),
        precision="" if snapshot is None else precision_words(snapshot),
        scored_at=score.scored_at,
        points=_points(score, snapshot),
        reason=_reason(session, score),
        code=in_groups(score.code),
        counts_now=counts_now,
    )


def _version(session: Session, score: Score) -> str:
    key = get_key_version(session, score.key_version_id)
    bank = get_bank_version(session, key.bank_version_id)
    return str(_("%(bank)s, key %(key)s", bank=bank.version, key=key.key_version))


def _points(score: Score, snapshot: PrecisionSnapshot | None) -> str:
    if score.is_being_rated:
        return str(_("no number yet: open answers are being rated"))
    if score.total is None:
        return str(_("no number: too few answers"))
    if snapshot is None:
        return points(score.total)
    band = interval_90(score.total, precision_of(snapshot))
    return str(
        _(
            "%(score)s, likely range %(low)s to %(high)s",
            score=points(score.total),
            low=points(band.low),
            high=points(band.high),
        )
    )


def _reason(session: Session, score: Score) -> str:
    if score.rescoring_id is not None:
        return get_rescoring(session, score.rescoring_id).reason
    if score.replaces_id is None:
        return ""
    before = session.get_one(Score, score.replaces_id)
    if _was_only_rated(before, score):
        return str(_("People have rated open answers."))
    return str(_("The stored answers had changed."))


def _was_only_rated(before: Score, score: Score) -> bool:
    """Whether the answers are the same, and only what people gave them is new."""
    then, now = (ScoreDocument.from_text(one.document) for one in (before, score))
    return then.answers_digest == now.answers_digest and then.ratings_digest != now.ratings_digest
