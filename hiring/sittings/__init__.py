"""A candidate's sitting and its answers.

``answers`` says which values fit which item, ``records`` holds the tables and the verbs of a
sitting's life, ``path`` is the short way from a cookie to a stored answer. The public verbs are
gathered here.
"""

from hiring.sittings.answers import AnswerFault, AnswerState, Value, check_value
from hiring.sittings.path import Page, Step, load_step, ordered_options, pages_of, store_answer
from hiring.sittings.records import (
    Answer,
    CandidateAccess,
    Sitting,
    exchange_token,
    find_access,
    find_sitting,
    latest_answers,
    latest_answers_of_many,
    require_open_link,
    start_sitting,
    submit,
)

__all__ = [
    "Answer",
    "AnswerFault",
    "AnswerState",
    "CandidateAccess",
    "Page",
    "Sitting",
    "Step",
    "Value",
    "check_value",
    "exchange_token",
    "find_access",
    "find_sitting",
    "latest_answers",
    "latest_answers_of_many",
    "load_step",
    "ordered_options",
    "pages_of",
    "require_open_link",
    "start_sitting",
    "store_answer",
    "submit",
]
