"""The cut score of an opening as the two totals that tell its groups apart.

The probability that a true score reaches the cut never falls as the total rises. So the database
groups any number of people by two totals, and nobody computes ten thousand probabilities.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, select
from sqlmodel import Session, col

from hiring.openings.cuts import CutScore
from hiring.openings.records import Opening
from hiring.openings.whereabouts import STAYS, Whereabouts
from hiring.psychometrics.reliability.cut_groups import Crossings, CutGroup, crossings
from hiring.scoring.records import ScoredForm
from hiring.scoring.snapshots import PrecisionSnapshot, current_snapshot, precision_of


@dataclass(frozen=True, slots=True)
class CutBounds:
    """A cut score with the precision it is held against.

    ``crossings`` is None while no precision is known, or none that could tell anybody apart: then
    nobody stands in a group.
    """

    cut: CutScore
    form: ScoredForm
    snapshot: PrecisionSnapshot | None
    crossings: Crossings | None


def cut_bounds(session: Session, opening: Opening, cut: CutScore) -> CutBounds:
    """What the cut means with the precision that holds now."""
    form = ScoredForm(cut.key_version_id, cut.form_id, opening.is_simulated)
    snapshot = current_snapshot(
        session,
        key_version_id=form.key_version_id,
        form_id=form.form_id,
        is_simulated=form.is_simulated,
    )
    found = None if snapshot is None else _crossings(cut.cut_points, snapshot)
    return CutBounds(cut, form, snapshot, found)


def group_of(bounds: CutBounds) -> ColumnElement[Any]:
    """The group of a score; NULL without a number, or by another key or on another form."""
    if bounds.crossings is None:
        return null()
    total = number_on(bounds.form)
    return case(
        (total >= bounds.crossings.high, CutGroup.ABOVE.value),
        (total <= bounds.crossings.low, CutGroup.BELOW.value),
        (total.is_not(None), CutGroup.AROUND.value),
    )


def number_on(form: ScoredForm) -> ColumnElement[float | None]:
    """The total by this key on this form; NULL for everybody else: only these stand on one scale.

    The people of one opening are either all made up or none of them.
    """
    is_of_form = and_(
        col(Whereabouts.key_version_id) == form.key_version_id,
        col(Whereabouts.form_id) == form.form_id,
    )
    return case((is_of_form, col(Whereabouts.total)))


def group_counts(session: Session, opening: Opening, bounds: CutBounds) -> dict[CutGroup, int]:
    """How many people stand in each group. One query."""
    group = group_of(bounds).label("which")
    mine = col(Whereabouts.opening_id) == opening.id
    query = select(group, func.count()).where(mine, STAYS)
    found = {name: n for name, n in session.execute(query.group_by(group)) if name is not None}
    return {group: found.get(group.value, 0) for group in CutGroup}


def _crossings(cut_points: float, snapshot: PrecisionSnapshot) -> Crossings | None:
    precision = precision_of(snapshot)
    has_no_way_back = precision.mean is not None and precision.r <= 0
    return None if has_no_way_back else crossings(cut_points, precision)
