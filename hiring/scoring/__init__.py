"""Stored answers become a score with its provenance; scores together become a precision snapshot.

``plan`` turns bank and key into arrays and scores any number of sittings by the same operations,
``documents`` writes them down with what they rest on, ``records`` stores and recomputes them,
``snapshots`` freezes how exact they are, ``scorer`` does both for a submitted sitting. ``tables``
reads many stored answers at once.
"""

from hiring.scoring.documents import ScoreDocument
from hiring.scoring.plan import SittingScores, encode, score_encoded, scoring_plan
from hiring.scoring.records import (
    Recomputed,
    Score,
    ScoredForm,
    find_score,
    find_scores,
    recompute,
)
from hiring.scoring.scorer import score_sitting
from hiring.scoring.snapshots import PrecisionSnapshot, current_snapshot, precision_of

__all__ = [
    "PrecisionSnapshot",
    "Recomputed",
    "Score",
    "ScoreDocument",
    "ScoredForm",
    "SittingScores",
    "current_snapshot",
    "encode",
    "find_score",
    "find_scores",
    "precision_of",
    "recompute",
    "score_encoded",
    "score_sitting",
    "scoring_plan",
]
