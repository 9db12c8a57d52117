"""A house in which people are scored, and a key to score them by again."""

import numpy as np
import pytest

from hiring import rescoring
from hiring.accounts import Role
from hiring.banks.deriving import derive_key
from hiring.rescoring import Plan
from hiring.scoring import (
    ScoredForm,
    score_sitting,
)
from tests.builders import BEST_ANSWERS
from tests.rescoring.again import FAULTY, MOMENT, REASON, WORST


@pytest.fixture
def crowd(session, small_house, now):
    """Scored sittings of people who know more or less; each one misses the faulty item."""

    def add(n, *, is_simulated=False, faulty=WORST, seed=5):
        opening = small_house.opening(is_simulated=is_simulated)
        rng = np.random.default_rng(seed)
        for number in range(n):
            person = small_house.candidate(opening, f"P {number}")
            answers = {
                ref: value if rng.uniform() < 0.6 else None for ref, value in BEST_ANSWERS.items()
            }
            # Five answers of six at least: fewer give no number.
            for ref in ("late-parts/responses", "long-queue/responses", "two-steps/responses"):
                answers[ref] = BEST_ANSWERS[ref]
            answers["lost-order/responses"] = "bd"[rng.integers(2)]
            answers["short-call/responses"] = "ab"[rng.integers(2)]
            sitting = small_house.submitted(person, {**answers, FAULTY: faulty})
            score_sitting(session, sitting.id, now=now)
        session.commit()
        return opening

    return add


@pytest.fixture
def analyst(small_house):
    return small_house.staff[Role.ANALYST]


@pytest.fixture
def dropped(session, small_house, analyst, now):
    """The small bank's key without the faulty item."""

    def derive(**changes):
        named = changes or {"dropped": [FAULTY]}
        key = derive_key(
            session, small_house.key, reason=REASON, actor=analyst.id, now=now, **named
        )
        session.commit()
        return key

    return derive


@pytest.fixture
def form(small_house):
    return ScoredForm(small_house.key.id, "standard", is_simulated=False)


@pytest.fixture
def decide(session, form, analyst, now):
    """Decide to score everybody again by this key."""

    def apply(key, *, goes_on=False, seen=None, from_form=form, at=now + MOMENT, staff=analyst):
        previewed = rescoring.fingerprint(session, from_form) if seen is None else seen
        plan = Plan(from_form, key, previewed, goes_on)
        row = rescoring.apply(session, plan, staff=staff, reason=REASON, now=at)
        session.commit()
        return row

    return apply
