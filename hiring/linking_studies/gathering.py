"""What two forms share and who sat them: the ground that a linking study stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from hiring.banks.digests import item_key_digest, scenario_digest
from hiring.banks.schema import BankDocument, KeyDocument
from hiring.banks.versions import bank_document, get_key_version, key_document
from hiring.psychometrics.arrays import FloatArray, as_floats, varies
from hiring.psychometrics.linking.anchors import (
    AnchorFault,
    Drift,
    anchor_drift,
    anchor_faults,
    anchor_shifts,
    linking_error,
)
from hiring.psychometrics.linking.designs import (
    MIN_PEOPLE,
    Design,
    FormSample,
    Suggestion,
    anchor_difference_sd,
    form_sample,
    suggested_method,
)
from hiring.scoring import ScoredForm, scoring_plan
from hiring.scoring.snapshots import scenario_table

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class FormScores:
    """The scores of one form as they are linked.

    Attributes:
        form: Key, form and kind of people.
        bank: What was shown.
        key: By what it was scored.
        scenarios: Ids of the scenarios that count, by column.
        points: Shape (n_people, n_scenarios), points 0..100; left out counts as 0, as in the score.
        n_void: Scored people who are left out, since a scenario was taken out for them alone.
    """

    form: ScoredForm
    bank: BankDocument
    key: KeyDocument
    scenarios: tuple[str, ...]
    points: FloatArray
    n_void: int

    @property
    def n(self) -> int:
        """People whose scores can be linked."""
        return len(self.points)

    def columns(self, names: Sequence[str]) -> list[int]:
        """Where these scenarios stand."""
        return [self.scenarios.index(name) for name in names]

    def clusters(self, names: Sequence[str]) -> list[str]:
        """The clusters of these scenarios, those without one left out."""
        found = (self.bank.get_scenario(name).cluster for name in names)
        return [one for one in found if one is not None]


@dataclass(frozen=True, slots=True)
class Ground:
    """Two forms held side by side before they are linked.

    Attributes:
        new: The form whose scores are to be said on the scale of the other.
        old: That other form.
        shared: Anchor scenarios: marked as such, word for word on both, scored alike by both keys.
        drift: Which of them have moved; None with fewer than 50 people on a form, or no anchors.
        dropped: Anchors left out because they moved.
        anchors: Those that stay.
        faults: All that keeps the remaining ones from being an anchor.
        anchor_error: How far other anchors would have moved the mean, in points; None when unknown.
        difference: Between the groups on the anchor, in standard deviations; None when unknown.
    """

    new: FormScores
    old: FormScores
    shared: tuple[str, ...]
    drift: Drift | None
    dropped: tuple[str, ...]
    anchors: tuple[str, ...]
    faults: tuple[AnchorFault, ...]
    anchor_error: float | None
    difference: float | None

    @property
    def has_enough(self) -> bool:
        """Whether enough people sat both forms to link them at all."""
        return min(self.new.n, self.old.n) >= MIN_PEOPLE

    def suggestion(self, design: Design) -> Suggestion:
        """The method that so many people can carry."""
        is_anchored = design is Design.COMMON_ANCHOR
        difference = (self.difference or 0.0) if is_anchored else None
        return suggested_method(self.new.n, self.old.n, difference)

    def samples(self, design: Design) -> tuple[FormSample, FormSample]:
        """The people of both forms as the library takes them.

        Raises:
            ValueError: As in ``form_sample``.
        """
        anchors = self.anchors if design is Design.COMMON_ANCHOR else ()
        return (
            form_sample(self.new.points, self.new.columns(anchors)),
            form_sample(self.old.points, self.old.columns(anchors)),
        )


def gather(
    session: Session, new: ScoredForm, old: ScoredForm, chosen: Sequence[str] | None = None
) -> Ground:
    """Hold two forms side by side. Only reads.

    Args:
        session: The database.
        new: The form to be linked.
        old: The form whose scale is kept.
        chosen: Anchor scenarios to use; None takes all that are shared. Others are not looked at.
    """
    ours, theirs = form_scores(session, new), form_scores(session, old)
    shared = shared_anchors(ours, theirs)
    wanted = shared if chosen is None else tuple(name for name in shared if name in chosen)
    drift = _drift(ours, theirs, wanted)
    dropped = _dropped(wanted, drift)
    anchors = tuple(name for name in wanted if name not in dropped)
    return Ground(
        new=ours,
        old=theirs,
        shared=shared,
        drift=drift,
        dropped=dropped,
        anchors=anchors,
        faults=_faults(ours, theirs, anchors),
        anchor_error=_anchor_error(ours, theirs, anchors),
        difference=_difference(ours, theirs, anchors),
    )


def form_scores(session: Session, form: ScoredForm) -> FormScores:
    """Everybody whose score counts now, with the points of every scenario."""
    key = get_key_version(session, form.key_version_id)
    bank, document = bank_document(session, key.bank_version_id), key_document(session, key.id)
    table = scenario_table(session, form)
    points = as_floats(np.nan_to_num(table[:, :-1], nan=0.0))
    is_whole = np.abs(points.mean(axis=1) - table[:, -1]) <= _ROUNDING
    return FormScores(
        form=form,
        bank=bank,
        key=document,
        scenarios=scoring_plan(bank, document, form.form_id).scenarios,
        points=points[is_whole],
        n_void=int((~is_whole).sum()),
    )


def shared_anchors(new: FormScores, old: FormScores) -> tuple[str, ...]:
    """Scenarios marked as anchors on both, word for word the same, and scored alike by both keys.

    A scenario of the same wording that another key scores differently is no anchor: its points
    would move although nobody answers differently.
    """
    ours, theirs = _fingerprints(new), _fingerprints(old)
    return tuple(name for name in new.scenarios if name in ours and ours[name] == theirs.get(name))


def _fingerprints(form: FormScores) -> dict[str, tuple[str, ...]]:
    """Anchor scenario → all that must be the same, leaving out those with items set aside."""
    keys, aside = form.key.by_item, {*form.key.dropped, *form.key.neutralised}
    found = {}
    for name in form.scenarios:
        scenario = form.bank.get_scenario(name)
        refs = [f"{name}/{item.id}" for item in scenario.items]
        if scenario.anchor and aside.isdisjoint(refs):
            digests = (item_key_digest(keys[ref]) for ref in refs)
            found[name] = (scenario_digest(scenario), *digests)
    return found


def _shifts(new: FormScores, old: FormScores, anchors: Sequence[str]) -> FloatArray | None:
    if not anchors or min(new.n, old.n) < MIN_PEOPLE:
        return None
    return anchor_shifts(new.points[:, new.columns(anchors)], old.points[:, old.columns(anchors)])


def _drift(new: FormScores, old: FormScores, anchors: Sequence[str]) -> Drift | None:
    shifts = _shifts(new, old, anchors)
    return None if shifts is None else anchor_drift(shifts)


def _dropped(anchors: Sequence[str], drift: Drift | None) -> tuple[str, ...]:
    if drift is None or drift.is_drifting is None:
        return ()
    return tuple(anchors[place] for place in drift.dropped)


def _faults(new: FormScores, old: FormScores, anchors: Sequence[str]) -> tuple[AnchorFault, ...]:
    clusters = sorted({*new.clusters(new.scenarios), *old.clusters(old.scenarios)})
    return anchor_faults(
        len(anchors), len(new.scenarios), len(old.scenarios), clusters, new.clusters(anchors)
    )


def _anchor_error(new: FormScores, old: FormScores, anchors: Sequence[str]) -> float | None:
    shifts = _shifts(new, old, anchors)
    return None if shifts is None else linking_error(shifts).standard_error


def _difference(new: FormScores, old: FormScores, anchors: Sequence[str]) -> float | None:
    if not anchors or min(new.n, old.n) < MIN_PEOPLE:
        return None
    tables = (new.points[:, new.columns(anchors)], old.points[:, old.columns(anchors)])
    if not all(varies(table.mean(axis=1)) for table in tables):
        return None
    ours, theirs = (form_sample(table, range(table.shape[1])) for table in tables)
    return anchor_difference_sd(ours, theirs)
