"""Re-scoring: the same answers under another key, previewed, decided by a person, nothing lost.

``effect`` says what would change, ``weights`` what each scenario would count for, ``asking`` sees
to it that two people decide, ``applying`` stores the decision and makes the new scores,
``openings`` tells the openings, ``fingerprint`` says whether a preview still holds. Old scores
stay; the new ones name them.
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
from hiring.rescoring.asking import (
    Asked,
    agree_to_rescore,
    ask_to_rescore,
    drop_asked,
    find_asked,
)
from hiring.rescoring.effect import Decided, Effect, OpeningEffect, Outlook, outlook, preview
from hiring.rescoring.fingerprint import fingerprint
from hiring.rescoring.records import Rescoring, get_rescoring, list_rescorings
from hiring.rescoring.weights import Counting, Weight, Weights, weights

__all__ = [
    "MIN_REASON_CHARS",
    "Asked",
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
    "agree_to_rescore",
    "apply",
    "ask_to_rescore",
    "drop_asked",
    "find_asked",
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
