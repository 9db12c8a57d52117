"""A candidate's sitting and its answers.

``answers`` says which values fit which item, ``records`` holds the tables and the verbs of a
sitting's life, ``path`` is the short way from a cookie to a stored answer. The public verbs are
gathered here.
"""

from hiring.sittings.answers import AnswerFault, AnswerState, Value, check_value
from hiring.sittings.drafts import (
    Draft,
    DraftFacts,
    keep_draft,
    pending_drafts,
    put_in_sight,
    rival_drafts,
    take_over_drafts,
)
from hiring.sittings.late_answers import LateAnswer
from hiring.sittings.leaving import VoidFault, require_standing, void, void_fault, withdraw
from hiring.sittings.outages import Outage, Pulse
from hiring.sittings.page_tokens import (
    PageToken,
    claimed_sitting,
    new_token,
    read_token,
    sitting_name,
)
from hiring.sittings.path import (
    Door,
    ShownPage,
    find_shown_page,
    load_step,
    open_step,
    read_again,
    store_answer,
)
from hiring.sittings.records import (
    Answer,
    CandidateAccess,
    Sitting,
    exchange_token,
    find_access,
    find_sitting,
    first_opened_at,
    latest_answers,
    latest_answers_of_many,
    require_open_link,
)
from hiring.sittings.starting import start_sitting
from hiring.sittings.states import TRANSITIONS, AttemptState, attempt_state
from hiring.sittings.steps import (
    Arrived,
    Page,
    Step,
    ordered_options,
    pages_of,
)
from hiring.sittings.submitting import Closer, close, submit
from hiring.sittings.time_changes import TimeChange, TimeChangeKind
from hiring.sittings.versions import NUMBER_OF_SENT, Standing, Stored, StoredDraft

__all__ = [
    "NUMBER_OF_SENT",
    "TRANSITIONS",
    "Answer",
    "AnswerFault",
    "AnswerState",
    "Arrived",
    "AttemptState",
    "CandidateAccess",
    "Closer",
    "Door",
    "Draft",
    "DraftFacts",
    "LateAnswer",
    "Outage",
    "Page",
    "PageToken",
    "Pulse",
    "ShownPage",
    "Sitting",
    "Standing",
    "Step",
    "Stored",
    "StoredDraft",
    "TimeChange",
    "TimeChangeKind",
    "Value",
    "VoidFault",
    "attempt_state",
    "check_value",
    "claimed_sitting",
    "close",
    "exchange_token",
    "find_access",
    "find_shown_page",
    "find_sitting",
    "first_opened_at",
    "keep_draft",
    "latest_answers",
    "latest_answers_of_many",
    "load_step",
    "new_token",
    "open_step",
    "ordered_options",
    "pages_of",
    "pending_drafts",
    "put_in_sight",
    "read_again",
    "read_token",
    "require_open_link",
    "require_standing",
    "rival_drafts",
    "sitting_name",
    "start_sitting",
    "store_answer",
    "submit",
    "take_over_drafts",
    "void",
    "void_fault",
    "withdraw",
]
