"""Keeping to the middle of the scale pays under raw distance, and not under half credit.

The strategist judges exactly as well as one of the informed candidates, but never
presses the ends of the scale.
"""

import numpy as np
import pytest

from hiring.psychometrics.keying.consensus import Distance, mean_consensus, standardised_consensus
from hiring.psychometrics.keying.rules import half_credit

N_FORMS, N_OPTIONS, N_INFORMED = 40, 40, 100
NOISE = 1.8  # steps: the informed know much, and miss often


def forms(n_steps, seed=2026):
    """Keys at least half at the ends, informed ratings, and one strategist's."""
    rng = np.random.default_rng(seed)
    for _ in range(N_FORMS):
        n_ends = rng.integers(N_OPTIONS // 2, N_OPTIONS + 1)
        ends = rng.choice([1, n_steps], n_ends)
        key = np.concatenate([ends, rng.integers(2, n_steps, N_OPTIONS - n_ends)]).astype(float)
        judged = np.round(key + rng.normal(0, NOISE, (N_INFORMED + 1, N_OPTIONS)))
        ratings = np.clip(judged, 1, n_steps)
        yield key, ratings[:-1], np.clip(ratings[-1], 2, n_steps - 1)


def share_beaten(score, n_steps):
    """Share of the informed candidates whose score lies below the strategist's."""
    return np.mean(
        [
            score(informed, key) < score(strategist, key)
            for key, informed, strategist in forms(n_steps)
        ]
    )


@pytest.mark.parametrize("n_steps", [4, 5])
def test_under_raw_distance_the_middle_beats_most_informed_candidates(n_steps):
    def score(ratings, key):
        return mean_consensus(ratings, key, (1, n_steps), Distance.L2).mean(axis=-1)

    assert share_beaten(score, n_steps) > 0.5


def test_under_half_credit_the_middle_beats_hardly_anybody():
    def score(ratings, key):
        return half_credit(ratings, key).mean(axis=-1)

    assert share_beaten(score, 4) < 0.1


@pytest.mark.parametrize("n_steps", [4, 5])
def test_under_standardised_consensus_the_middle_gains_less_than_under_raw_distance(n_steps):
    def raw(ratings, key):
        return mean_consensus(ratings, key, (1, n_steps), Distance.L2).mean(axis=-1)

    assert share_beaten(standardised_consensus, n_steps) < share_beaten(raw, n_steps) - 0.1
