"""Making a linking study and retiring one. It is frozen when it is made."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.banks.digests import canonical_json
from hiring.errors import LinkingFaultError, NotAllowedError
from hiring.linking_studies.gathering import Ground, gather
from hiring.linking_studies.records import LinkingStudy
from hiring.psychometrics.linking.conversion import Linking, link
from hiring.psychometrics.linking.designs import (
    MIN_PEOPLE,
    MIN_PEOPLE_FOR_SLOPE,
    Design,
    Method,
)
from hiring.scoring import ScoredForm

MIN_REASON_CHARS = 10
DESIGNS = (Design.COMMON_ANCHOR, Design.EQUIVALENT_GROUPS)

_DIGITS = 6  # of a point: more would only make the stored table longer
_SHIFT_ONLY = frozenset({Method.MEAN, Method.CHAINED_MEAN})


class WhyNotLinked(StrEnum):
    """Why two forms cannot be linked."""

    SAME_FORM = "same_form"
    SIMULATED_WITH_REAL = "simulated_with_real"
    DESIGN_NOT_OFFERED = "design_not_offered"  # nobody here sits two forms
    TOO_FEW_PEOPLE = "too_few_people"
    UNKNOWN_ANCHORS = "unknown_anchors"
    ANCHOR_RULE = "anchor_rule"
    METHOD_DOES_NOT_FIT = "method_does_not_fit"
    METHOD_NEEDS_MORE = "method_needs_more"
    NO_CONVERSION = "no_conversion"
    REASON_TOO_SHORT = "reason_too_short"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an analyst asks for.

    Attributes:
        new: The form whose scores are to be said on the scale of the other.
        old: That other form.
        design: Why the two groups may be set side by side.
        method: How; best the one that is suggested.
        anchors: Scenarios to use as anchor; None takes all that are shared.
        reason: What the study is for.
    """

    new: ScoredForm
    old: ScoredForm
    design: Design
    method: Method
    anchors: tuple[str, ...] | None
    reason: str


def make_linking_study(
    session: Session, wish: Wish, *, analyst: Staff, now: datetime
) -> LinkingStudy:
    """Link two forms from the scores that count now, and freeze the result. Flushes.

    The error stored is that of the people drawn together with that of the anchors chosen.

    Raises:
        NotAllowedError: Only owners and analysts make studies.
        LinkingFaultError: They cannot be linked like that; ``code`` is a ``WhyNotLinked``.
    """
    if analyst.role not in {Role.OWNER, Role.ANALYST}:
        raise NotAllowedError("only owners and analysts link forms")
    _require_sense(wish)
    ground = gather(session, wish.new, wish.old, wish.anchors)
    require_linkable(ground, wish.design, wish.anchors)
    _require_method(ground, wish)
    study = _study(wish, ground, _linked(ground, wish), analyst=analyst, now=now)
    session.add(study)
    session.flush()
    audit.record(
        session, "linking.made", actor=analyst.id, object_id=study.id, now=now, digest=study.digest
    )
    return study


def require_linkable(ground: Ground, design: Design, chosen: Sequence[str] | None = None) -> None:
    """Refuse too few people, and anchors that will not do, with all that is wrong with them.

    Raises:
        LinkingFaultError: As in ``make_linking_study``.
    """
    if not ground.has_enough:
        raise LinkingFaultError(
            WhyNotLinked.TOO_FEW_PEOPLE,
            n_new=ground.new.n,
            n_old=ground.old.n,
            n_needed=MIN_PEOPLE,
        )
    unknown = sorted(set(chosen or ()) - set(ground.shared))
    if unknown:
        raise LinkingFaultError(WhyNotLinked.UNKNOWN_ANCHORS, names=unknown)
    if design is Design.COMMON_ANCHOR and ground.faults:
        raise LinkingFaultError(WhyNotLinked.ANCHOR_RULE, faults=ground.faults)


def retire_linking_study(
    session: Session, study: LinkingStudy, *, staff: Staff, now: datetime
) -> None:
    """Let a study link nothing any more; it stays to be read. Twice changes nothing. Flushes.

    Raises:
        NotAllowedError: Only owners and analysts retire studies.
    """
    if staff.role not in {Role.OWNER, Role.ANALYST}:
        raise NotAllowedError("only owners and analysts retire linking studies")
    if study.retired_at is not None:
        return
    study.retired_by_id, study.retired_at = staff.id, now
    session.flush()
    audit.record(session, "linking.retired", actor=staff.id, object_id=study.id, now=now)


def _require_sense(wish: Wish) -> None:
    if len(wish.reason.strip()) < MIN_REASON_CHARS:
        raise LinkingFaultError(WhyNotLinked.REASON_TOO_SHORT, n_needed=MIN_REASON_CHARS)
    if wish.new.is_simulated != wish.old.is_simulated:
        raise LinkingFaultError(WhyNotLinked.SIMULATED_WITH_REAL)
    if wish.new == wish.old:
        raise LinkingFaultError(WhyNotLinked.SAME_FORM)
    if wish.design not in DESIGNS:
        raise LinkingFaultError(WhyNotLinked.DESIGN_NOT_OFFERED)
    if wish.method.needs_anchor is not (wish.design is Design.COMMON_ANCHOR):
        raise LinkingFaultError(WhyNotLinked.METHOD_DOES_NOT_FIT)


def _require_method(ground: Ground, wish: Wish) -> None:
    n = min(ground.new.n, ground.old.n)
    if n < MIN_PEOPLE_FOR_SLOPE and wish.method not in _SHIFT_ONLY:
        raise LinkingFaultError(WhyNotLinked.METHOD_NEEDS_MORE, n=n, n_needed=MIN_PEOPLE_FOR_SLOPE)


def _linked(ground: Ground, wish: Wish) -> Linking:
    try:
        new, old = ground.samples(wish.design)
        return link(new, old, wish.method, wish.design)
    except ValueError as error:
        raise LinkingFaultError(WhyNotLinked.NO_CONVERSION, detail=str(error)) from error


def _study(
    wish: Wish, ground: Ground, found: Linking, *, analyst: Staff, now: datetime
) -> LinkingStudy:
    is_anchored = wish.design is Design.COMMON_ANCHOR
    study = LinkingStudy(
        new_key_version_id=wish.new.key_version_id,
        new_form_id=wish.new.form_id,
        old_key_version_id=wish.old.key_version_id,
        old_form_id=wish.old.form_id,
        is_simulated=wish.new.is_simulated,
        design=wish.design.value,
        method=wish.method.value,
        n_new=found.n_new,
        n_old=found.n_old,
        anchors=list(ground.anchors) if is_anchored else [],
        dropped_anchors=list(ground.dropped) if is_anchored else [],
        conversion=_conversion(wish, ground, found),
        standard_error=math.hypot(found.summary_error, _anchor_error(wish, ground)),
        reason=wish.reason.strip(),
        digest="",
        made_by_id=analyst.id,
        made_at=now,
    )
    facts = study.model_dump(
        mode="json",
        exclude={"id", "digest", "made_by_id", "made_at", "retired_by_id", "retired_at", "reason"},
    )
    study.digest = hashlib.sha256(canonical_json(facts).encode()).hexdigest()
    return study


def _anchor_error(wish: Wish, ground: Ground) -> float:
    """How far other anchors would have moved the scores; nothing without anchors."""
    return (ground.anchor_error or 0.0) if wish.design is Design.COMMON_ANCHOR else 0.0


def _conversion(wish: Wish, ground: Ground, found: Linking) -> dict[str, Any]:
    suggestion = ground.suggestion(wish.design)
    return {
        "slope": found.slope,
        "intercept": found.intercept,
        "weight_new": found.weight_new,
        "scores": [round(one, _DIGITS) for one in found.scores.tolist()],
        "equated": [round(one, _DIGITS) for one in found.equated.tolist()],
        "standard_error": [round(one, _DIGITS) for one in found.standard_error.tolist()],
        "summary_error": found.summary_error,
        "anchor_error": _anchor_error(wish, ground),
        "error_source": found.error_source.value,
        "n_replications": found.n_replications,
        "suggested": None if suggestion.method is None else suggestion.method.value,
        "grounds": suggestion.grounds.value,
    }
