"""What a program is told of a result, and why a result is kept back.

A program is told what a recruiter reads who sees no names: no name, no address, no date, no answer,
no decision, nothing about how somebody worked. Nothing is told of single scenarios or areas either:
from many of them the key could be worked out.
"""

from flask import url_for
from sqlmodel import Session

from hiring import comparison
from hiring.banks.versions import get_bank_version, get_key_version
from hiring.briefs.codes import verification_code
from hiring.comparison import ScoredPerson
from hiring.config import Settings
from hiring.errors import NotScoredYetError
from hiring.interviews.sight import is_sealed_for_programs
from hiring.openings.orders import Ordered
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring import PrecisionSnapshot
from hiring.scoring.roster import RosterRow
from hiring.web.api import schemas
from hiring.web.api.errors import Code

LIKELY_PERCENT = 90
DECIMALS = 1


def why_kept_back(session: Session, ordered: Ordered, row: RosterRow) -> Code | None:
    """Why there is no result to tell, or None. What holds for good is said first."""
    if row.candidate.withdrawn_at is not None:
        return Code.WITHDREW
    if row.is_taken_back:
        return Code.TAKEN_BACK
    if ordered.opening.is_blind:
        return Code.BLIND
    if not row.is_submitted:
        return Code.NOT_SENT
    if is_sealed_for_programs(session, ordered.opening, row.candidate.id):
        return Code.SEALED
    return _why_no_number(session, ordered)


def result_of(session: Session, ordered: Ordered, settings: Settings) -> schemas.Result:
    """The result of an order that is not kept back.

    Raises:
        NotScoredYetError: There is none.
    """
    person = comparison.find_scored(session, ordered.candidate)
    if person is None:
        raise NotScoredYetError("not scored yet")
    page = url_for("recruiter.candidate", candidate_id=ordered.candidate.id)
    return schemas.Result(
        order_id=ordered.order.id,
        opening_id=ordered.opening.id,
        candidate_code=code_of(ordered),
        is_simulated=ordered.candidate.is_simulated,
        score=_points(person),
        precision=_precision(person.snapshot),
        provenance=_provenance(session, person),
        page_url=f"{settings.public_url.rstrip('/')}{page}",
    )


def code_of(ordered: Ordered) -> str | None:
    """The code that pages show; not where it would tell the program who is who in blind lists."""
    return None if ordered.opening.is_blind else ordered.candidate.code


def _why_no_number(session: Session, ordered: Ordered) -> Code | None:
    person = comparison.find_scored(session, ordered.candidate)
    if person is None:
        return Code.NOT_SCORED
    if person.score.is_being_rated:
        return Code.BEING_RATED
    return Code.TOO_FEW_ANSWERS if person.score.total is None else None


def _points(person: ScoredPerson) -> schemas.Points:
    interval, is_measured = person.interval, person.snapshot.rung == Rung.MEASURED
    if person.score.total is None or interval is None:
        raise NotScoredYetError("no number")
    estimate = person.estimate_points if is_measured else None
    return schemas.Points(
        total=_rounded(person.score.total),
        likely_from=_rounded(interval.low),
        likely_to=_rounded(interval.high),
        likely_percent=LIKELY_PERCENT,
        standard_error=_rounded(person.snapshot.sem),
        estimate=None if estimate is None else _rounded(estimate),
        n_answered=person.score.n_answered,
        n_scenarios=person.score.n_scenarios,
    )


def _precision(snapshot: PrecisionSnapshot) -> schemas.Precision:
    low, high = snapshot.reference_low, snapshot.reference_high
    return schemas.Precision(
        rung=Rung(snapshot.rung),
        n_sittings=snapshot.n,
        reliability=round(snapshot.r, 2),
        spread=_rounded(snapshot.sd),
        middle_half_from=None if low is None else _rounded(low),
        middle_half_to=None if high is None else _rounded(high),
    )


def _provenance(session: Session, person: ScoredPerson) -> schemas.Provenance:
    key = get_key_version(session, person.score.key_version_id)
    bank = get_bank_version(session, key.bank_version_id)
    return schemas.Provenance(
        bank=bank.bank,
        bank_version=bank.version,
        content_digest=person.document.content_digest,
        form=person.document.form,
        language=person.document.language,
        key_version=person.document.key_version,
        key_status="provisional" if key.is_provisional else "confirmed",
        key_is_public=key.is_public,
        scoring_digest=person.document.scoring_digest,
        missing_policy=person.document.missing_policy,
        software_version=person.score.package_version,
        code=verification_code(person),
    )


def _rounded(points: float) -> float:
    """As pages show them: more decimals would tell more about the key than about the person."""
    return round(points, DECIMALS)
