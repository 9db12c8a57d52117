"""Re-scoring: the same answers under another key, previewed, decided by a person, nothing lost.

``effect`` says what would change, ``weights`` what each scenario would count for, ``applying``
stores the decision and makes the new scores, ``openings`` tells the openings, ``fingerprint`` says
whether a preview still holds. Old scores stay; the new ones name them.
"""

from hiring.rescoring.applying import (
    MIN_REASON_CHARS,
    Plan,
    WhyNotAgain,
    apply,
    find_running,
    finish,
    n_scored_again,
    needs_owner,
    note_resumed,
    require_possible,
    score_batch,
)
from hiring.rescoring.effect import Decided, Effect, OpeningEffect, Outlook, outlook, preview
from hiring.rescoring.fingerprint import fingerprint
from hiring.rescoring.records import Rescoring, get_rescoring, list_rescorings
from hiring.rescoring.weights import Counting, Weight, Weights, weights

__all__ = [
    "MIN_REASON_CHARS",
    "Counting",
    "Decided",
    "Effect",
    "OpeningEffect",
    "Outlook",
    "Plan",
    "Rescoring",
    "Weight",
    "Weights",
    "WhyNotAgain",
    "apply",
    "find_running",
    "fingerprint",
    "finish",
    "get_rescoring",
    "list_rescorings",
    "n_scored_again",
    "needs_owner",
    "note_resumed",
    "outlook",
    "preview",
    "require_possible",
    "score_batch",
    "weights",
]
