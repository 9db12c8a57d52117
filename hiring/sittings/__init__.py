"""A candidate's sitting and its answers.

``answers`` says which values fit which item, ``records`` holds the tables and the verbs of a
sitting's life, ``path`` is the short way from a cookie to a stored answer. The public verbs are
gathered here.
"""

from hiring.sittings.answers import AnswerFault, AnswerState, Value, check_value
from hiring.sittings.drafts import Draft
from hiring.sittings.late_answers import LateAnswer
from hiring.sittings.outages import Outage, Pulse
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
from hiring.sittings.time_changes import TimeChange, TimeChangeKind

__all__ = [
    "Answer",
    "AnswerFault",
    "AnswerState",
    "CandidateAccess",
    "Draft",
    "LateAnswer",
    "Outage",
    "Page",
    "Pulse",
    "Sitting",
    "Step",
    "TimeChange",
    "TimeChangeKind",
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
