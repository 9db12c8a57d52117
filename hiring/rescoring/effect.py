"""What scoring again would change, looked at before anybody decides to do it.

Everything is computed at once, as arrays, and nothing is stored. People stand behind their codes.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from hiring.banks.schema import BankDocument, KeyDocument
from hiring.banks.versions import KeyVersion, bank_document, get_key_version, key_document
from hiring.openings.decisions import Decision
from hiring.openings.records import Candidate
from hiring.psychometrics.reliability.precision import Precision, precision
from hiring.psychometrics.reliability.rescoring import (
    NO_PAIRS,
    Moves,
    PairChanges,
    moved_dependably,
    moves,
    pair_changes,
)
from hiring.scoring import ScoredForm, current_snapshot, precision_of
from hiring.scoring.plan import FloatArray, score_encoded, scoring_plan
from hiring.scoring.snapshots import scenario_table
from hiring.scoring.tables import ScoredSittings, encode_stored, scored_sittings


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody about whom a person has decided already, and whose score would move.

    Attributes:
        code: Of the candidate.
        outcome: The newest decision.
        move: New minus old, in points; None where one of the two has no number.
        is_dependable: Whether the old estimate lies outside the new interval.
    """

    code: str
    outcome: str
    move: float | None
    is_dependable: bool


@dataclass(frozen=True, slots=True)
class OpeningEffect:
    """What changes within one opening."""

    opening_id: UUID
    n_people: int
    n_moved: int
    pairs: PairChanges
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What scoring again would do.

    Attributes:
        from_key: Version of the key that the scores are by now.
        to_key: Version of the key that they would be by.
        n_sittings: Sittings that would be scored again.
        moves: How far scores move.
        pairs: Which words about two people of one opening change.
        dependable: Codes of those who move dependably, sorted.
        openings: Openings with somebody in them, those with touched decisions first.
        before: The precision that holds now.
        before_code: Letters of its snapshot; empty before the first one.
        after: The precision that would hold.
    """

    from_key: str
    to_key: str
    form_id: str
    is_simulated: bool
    n_sittings: int
    moves: Moves
    pairs: PairChanges
    dependable: tuple[str, ...]
    openings: tuple[OpeningEffect, ...]
    before: Precision
    before_code: str
    after: Precision

    @property
    def n_decided(self) -> int:
        """People whose score moves after somebody has decided about them."""
        return sum(len(one.decided) for one in self.openings)

    def stored(self) -> dict[str, Any]:
        """The figures for keeping. Codes stay out: they would outlive the people's erasure."""
        return {
            "from_key": self.from_key,
            "to_key": self.to_key,
            "n_sittings": self.n_sittings,
            "moves": asdict(self.moves),
            "pairs": asdict(self.pairs),
            "n_decided": self.n_decided,
            "n_openings": len(self.openings),
            "before": asdict(self.before),
            "before_code": self.before_code,
            "after": asdict(self.after),
        }


@dataclass(frozen=True, slots=True)
class Outlook:
    """An effect, and the table from which the precision afterwards follows.

    ``table`` has the shape that ``freeze_snapshot`` takes.
    """

    effect: Effect
    table: FloatArray


def preview(
    session: Session, from_key: KeyVersion, to_key: KeyVersion, form_id: str, *, is_simulated: bool
) -> Effect:
    """What would happen if everybody whose score is by one key were scored by another one.

    Raises:
        NotFoundError: The bank has no such form.
    """
    form = ScoredForm(from_key.id, form_id, is_simulated)
    return outlook(session, form, key_document(session, to_key.id), to_key.id).effect


def outlook(
    session: Session, form: ScoredForm, target: KeyDocument, target_id: UUID | None = None
) -> Outlook:
    """The same for a key that may not be stored yet.

    Args:
        session: Only read.
        form: What the scores are of now.
        target: The other key, of the same bank version.
        target_id: Its id, if it is stored: people may have been scored by it already.
    """
    key = get_key_version(session, form.key_version_id)
    bank = bank_document(session, key.bank_version_id)
    sittings = scored_sittings(session, form)
    table = _joined(
        _new_table(session, form, sittings, bank, target), _there(session, form, target_id)
    )
    totals = table[: sittings.n, -1]
    known = table[~np.isnan(table[:, -1])]
    before, code = _before(session, form)
    after = precision(known[:, :-1])
    is_dependable = moved_dependably(sittings.totals, totals, before, after)
    openings = tuple(_opening_effects(session, sittings, totals, before, after, is_dependable))
    effect = Effect(
        from_key=key.key_version,
        to_key=target.key_version,
        form_id=form.form_id,
        is_simulated=form.is_simulated,
        n_sittings=sittings.n,
        moves=moves(sittings.totals, totals, before, after),
        pairs=sum((one.pairs for one in openings), NO_PAIRS),
        dependable=tuple(sorted(np.array(sittings.codes, dtype=object)[is_dependable])),
        openings=openings,
        before=before,
        before_code=code,
        after=after,
    )
    return Outlook(effect, known)


def _new_table(
    session: Session,
    form: ScoredForm,
    sittings: ScoredSittings,
    bank: BankDocument,
    target: KeyDocument,
) -> FloatArray:
    """Points of all scenarios and the total by the other key, in the order of the sittings."""
    plan = scoring_plan(bank, target, form.form_id)
    scores = score_encoded(plan, encode_stored(session, form, sittings, plan))
    return np.column_stack([scores.scenarios, scores.totals])


def _there(session: Session, form: ScoredForm, target_id: UUID | None) -> FloatArray | None:
    """Points of those who are scored by the other key already."""
    if target_id is None or target_id == form.key_version_id:
        return None
    return scenario_table(session, ScoredForm(target_id, form.form_id, form.is_simulated))


def _joined(moving: FloatArray, there: FloatArray | None) -> FloatArray:
    return moving if there is None else np.concatenate([moving, there])


def _before(session: Session, form: ScoredForm) -> tuple[Precision, str]:
    snapshot = current_snapshot(
        session,
        key_version_id=form.key_version_id,
        form_id=form.form_id,
        is_simulated=form.is_simulated,
    )
    if snapshot is None:
        return precision(np.empty((0, 1))), ""
    return precision_of(snapshot), snapshot.code


def _opening_effects(
    session: Session,
    sittings: ScoredSittings,
    totals: FloatArray,
    before: Precision,
    after: Precision,
    is_dependable: Any,
) -> list[OpeningEffect]:
    outcomes = _outcomes(session, sittings)
    steps = totals - sittings.totals
    has_moved = (np.abs(steps) > _ROUNDING) | (np.isnan(totals) != np.isnan(sittings.totals))
    found = [
        OpeningEffect(
            opening_id=opening_id,
            n_people=len(rows),
            n_moved=int(has_moved[rows].sum()),
            pairs=pair_changes(sittings.totals[rows], totals[rows], before, after),
            decided=tuple(
                Decided(
                    code=sittings.codes[row],
                    outcome=outcomes[sittings.candidates[row]],
                    move=None if np.isnan(steps[row]) else float(steps[row]),
                    is_dependable=bool(is_dependable[row]),
                )
                for row in rows
                if has_moved[row] and sittings.candidates[row] in outcomes
            ),
        )
        for opening_id, rows in _rows_by_opening(sittings).items()
    ]
    return sorted(found, key=lambda one: (-len(one.decided), -one.n_moved, str(one.opening_id)))


_ROUNDING = 1e-9


def _rows_by_opening(sittings: ScoredSittings) -> dict[UUID, list[int]]:
    """Rows in order of code, which is random: a cap then takes nobody for their score."""
    rows: dict[UUID, list[int]] = {}
    for row in sorted(range(sittings.n), key=lambda row: sittings.codes[row]):
        rows.setdefault(sittings.openings[row], []).append(row)
    return rows


def _outcomes(session: Session, sittings: ScoredSittings) -> dict[UUID, str]:
    """The newest decision about each candidate of these openings."""
    rows: Iterable[tuple[UUID, str]] = session.exec(
        select(col(Decision.candidate_id), col(Decision.outcome))
        .join(Candidate, col(Candidate.id) == col(Decision.candidate_id))
        .where(col(Candidate.opening_id).in_(set(sittings.openings)))
        .order_by(col(Decision.decided_at), col(Decision.id).desc())
    )
    return dict(list(rows))
