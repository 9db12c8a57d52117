"""People with given totals in bulk, and norm groups of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
from sqlmodel import Session

from hiring.accounts import Role
from hiring.norm_groups import Chosen, NormGroup, People, make_norm_group
from hiring.openings import Candidate, Invitation, Opening
from hiring.openings.records import get_administration
from hiring.scoring import Score
from hiring.sittings import Sitting
from tests.builders import NOW, House


def spread(n: int, low: float = 30.0, high: float = 90.0) -> list[float]:
    """Totals from low to high, all different."""
    return np.linspace(low, high, n).tolist()


def add_scored(
    house: House,
    opening: Opening,
    totals: Sequence[float | None],
    *,
    submitted_at: datetime = NOW,
    language: str = "en",
    email: str | None = None,
    **more: Any,
) -> list[Sitting]:
    """People who sent their answers in and have these totals. Commits.

    Past scoring itself, which a hundred times over would take a minute; the rows are real.
    """
    terms = get_administration(house.session, opening.id)
    rows: list[Sitting] = []
    for _total in totals:
        candidate = Candidate(
            opening_id=opening.id,
            code=f"C-{uuid4().hex[:8]}",
            name="Somebody",
            email=email,
            is_simulated=opening.is_simulated,
            added_at=submitted_at,
        )
        house.session.add(candidate)
        rows.append(
            Sitting(
                candidate_id=candidate.id,
                administration_id=terms.id,
                bank_version_id=terms.bank_version_id,
                key_version_id=terms.key_version_id,
                form_id=terms.form_id,
                language=language,
                option_seed=1,
                is_simulated=opening.is_simulated,
                started_at=submitted_at - timedelta(hours=1),
                submitted_at=submitted_at,
                receipt=uuid4().hex[:10],
                **more,
            )
        )
    house.session.flush()
    house.session.add_all(map(_link, rows))
    house.session.add_all(rows)
    house.session.flush()
    house.session.add_all(
        score_row(sitting, total) for sitting, total in zip(rows, totals, strict=True)
    )
    house.settle()
    return rows


def _link(sitting: Sitting) -> Invitation:
    facts = {"candidate_id": sitting.candidate_id, "token_hash": uuid4().hex}
    return Invitation(**facts, expires_at=NOW)


def score_row(
    sitting: Sitting, total: float | None, *, replaces: Score | None = None, **more: Any
) -> Score:
    """A score of a sitting, newer than the one it replaces."""
    facts: dict[str, Any] = {
        "sitting_id": sitting.id,
        "key_version_id": sitting.key_version_id,
        "total": total,
        "n_answered": 1,
        "n_scenarios": 1,
        "document": "{}",
        "digest": "d" * 64,
        "code": uuid4().hex[:12],
        "package_version": "0",
        "scored_at": NOW if replaces is None else replaces.scored_at + timedelta(days=1),
        "replaces_id": None if replaces is None else replaces.id,
    }
    return Score(**facts | more)


def make_group(house: House, chosen: Chosen | None = None, **more: Any) -> NormGroup:
    """A norm group by the house's analyst, of everybody unless told otherwise. Commits."""
    facts: dict[str, Any] = {
        "analyst": house.staff[Role.ANALYST],
        "key_version": house.key,
        "form_id": "standard",
        "name": "Support applicants, spring 2026",
        "people": People.APPLICANTS,
        "role_title": "Customer support, telephone",
        "description": "Everybody who applied in spring.",
        "chosen": chosen or Chosen(),
        "now": NOW,
    }
    group = make_norm_group(house.session, **facts | more)
    house.session.commit()
    return group


def group_row(session: Session, house: House, totals: Sequence[float]) -> NormGroup:
    """A norm group as a bare row, for tests about who may see one."""
    group = NormGroup(
        key_version_id=house.key.id,
        form_id="standard",
        name="Support applicants",
        people=People.APPLICANTS.value,
        role_title="Support",
        description="Everybody.",
        chosen={"found_languages": ["en"], "n_openings": 1},
        n=len(totals),
        mean=float(np.mean(totals)),
        sd=float(np.std(totals, ddof=1)),
        totals=sorted(totals),
        first_submitted_at=NOW,
        last_submitted_at=NOW,
        digest=uuid4().hex * 2,
        made_by_id=house.staff[Role.ANALYST].id,
        made_at=NOW,
    )
    session.add(group)
    session.commit()
    return group
