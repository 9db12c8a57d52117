"""Scored people on two versions of the small bank, and a study between them, for tests."""

from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert
from sqlmodel import Session

from hiring.accounts import Staff
from hiring.banks.versions import KeyVersion
from hiring.linking_studies import LinkingStudy
from hiring.openings import Candidate, Opening
from hiring.scoring import ScoredForm
from hiring.scoring.documents import compute_many
from hiring.scoring.records import _row
from hiring.scoring.snapshots import make_snapshot
from hiring.sittings import Answer, Sitting
from tests.builders import NOW, House

# Scored 0, .5 and 1 where the method allows; by item, in the order of the form.
LEVELS = {
    "late-parts/responses": [
        {"a": 1, "b": 4, "c": 1, "d": 4},
        {"a": 3, "b": 2, "c": 4, "d": 1},
        {"a": 4, "b": 1, "c": 3, "d": 2},
    ],
    "wrong-bill/responses": [
        {"best": "d", "worst": "a"},
        {"best": "b", "worst": "c"},
        {"best": "a", "worst": "d"},
    ],
    "long-queue/responses": [["d", "b", "a", "c"], ["a", "c", "d", "b"], ["c", "a", "b", "d"]],
    "lost-order/responses": ["a", "b", "d"],
    "two-steps/responses": [["b", "c"], ["a", "b"], ["a", "d"]],
    "short-call/responses": ["a", "a", "b"],
}


def sat(
    session: Session,
    house: House,
    table: Any,
    *,
    opening: Opening | None = None,
    is_simulated: bool = False,
    now: datetime = NOW,
) -> ScoredForm:
    """Scored sittings of the house's key, one for each row of levels, in one transaction."""
    opening = opening or house.opening(is_simulated=is_simulated)
    first = house.sitting(house.candidate(opening))
    session.refresh(first)
    pinned = first.model_dump(exclude={"id", "candidate_id", "receipt", "submitted_at"})
    people = [
        Candidate(
            opening_id=opening.id,
            code=f"C-{n}",
            name=f"P {n}",
            added_at=now,
            is_simulated=is_simulated,
        )
        for n in range(len(table))
    ]
    session.add_all(people)
    session.flush()
    sittings = [
        Sitting(
            **pinned,
            candidate_id=person.id,
            submitted_at=now,
            receipt=f"{first.id.hex[:6]}-{n}",
        )
        for n, person in enumerate(people)
    ]
    session.add_all(sittings)
    session.flush()
    # As plain rows: making an object of each answer took longer than all the rest.
    answers = [
        {
            "sitting_id": sitting.id,
            "item": ref,
            "revision": 1,
            "state": "answered",
            "value": LEVELS[ref][level],
            "answered_at": now,
        }
        for sitting, levels in zip(sittings, table, strict=True)
        for ref, level in zip(LEVELS, levels, strict=True)
    ]
    if answers:
        session.execute(insert(Answer), answers)
    documents = compute_many(session, sittings, house.key.id)
    session.add_all(
        _row(sitting, document, house.key.id, now)
        for sitting, document in zip(sittings, documents, strict=True)
    )
    session.flush()
    form = ScoredForm(house.key.id, "standard", is_simulated)
    make_snapshot(session, form, now=now)
    session.commit()
    return form


def drawn(n: int, seed: int, ease: float = 0.0) -> NDArray[np.int_]:
    """Levels of n people who know more or less."""
    rng = np.random.default_rng(seed)
    skill = rng.uniform(0.1, 0.9, (n, 1)) + ease
    return sum((rng.uniform(0, 1, (n, 6)) < skill).astype(int) for _ in range(2))


def study_row(session: Session, key: KeyVersion, old_form_id: str, analyst: Staff) -> LinkingStudy:
    """A study of a shift by two points, stored as it stands."""
    points = list(range(101))
    study = LinkingStudy(
        new_key_version_id=key.id,
        new_form_id="standard",
        old_key_version_id=key.id,
        old_form_id=old_form_id,
        is_simulated=False,
        design="equivalent_groups",
        method="mean",
        n_new=60,
        n_old=70,
        anchors=[],
        dropped_anchors=[],
        conversion={
            "slope": 1.0,
            "intercept": 2.0,
            "weight_new": 0.5,
            "scores": points,
            "equated": [one + 2 for one in points],
            "standard_error": [1.5] * 101,
            "summary_error": 1.5,
            "anchor_error": 0.0,
            "error_source": "delta",
            "n_replications": 0,
            "suggested": "mean",
            "grounds": "few_people",
        },
        standard_error=1.5,
        reason="For a test of pages.",
        digest="c" * 64,
        made_by_id=analyst.id,
        made_at=NOW,
    )
    session.add(study)
    session.commit()
    return study
