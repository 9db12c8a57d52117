"""What candidates ask for, and the people who have to answer: with a clock, never by machine.

``records`` holds the table, ``codes`` the closed sets, ``handling`` the steps of a case,
``adjusting`` what follows from them, ``contests`` who looks again, ``listing`` who has to answer
what by when.
"""

from hiring.cases.adjusting import decide_adjustment, decide_correction, set_conditions
from hiring.cases.codes import OPEN, OUTCOMES, CaseFault, CaseOutcome, Wish
from hiring.cases.contests import require_free_to_decide
from hiring.cases.deadlines import ACKNOWLEDGE_DAYS, DECIDE_DAYS, after_business_days
from hiring.cases.handling import (
    MAX_CHARS,
    MIN_REPLY_CHARS,
    acknowledge,
    decide,
    note_look,
    open_case,
    require_handler,
    take_back,
)
from hiring.cases.links import hold_new_link
from hiring.cases.listing import (
    OpenCase,
    Waiting,
    barred_from,
    cases_of,
    count_waiting,
    due_at,
    get_case,
    is_overdue,
    list_open_cases,
    open_cases_of,
)
from hiring.cases.records import Case, CaseKind, CaseStatus

__all__ = [
    "ACKNOWLEDGE_DAYS",
    "DECIDE_DAYS",
    "MAX_CHARS",
    "MIN_REPLY_CHARS",
    "OPEN",
    "OUTCOMES",
    "Case",
    "CaseFault",
    "CaseKind",
    "CaseOutcome",
    "CaseStatus",
    "OpenCase",
    "Waiting",
    "Wish",
    "acknowledge",
    "after_business_days",
    "barred_from",
    "cases_of",
    "count_waiting",
    "decide",
    "decide_adjustment",
    "decide_correction",
    "due_at",
    "get_case",
    "hold_new_link",
    "is_overdue",
    "list_open_cases",
    "note_look",
    "open_case",
    "open_cases_of",
    "require_free_to_decide",
    "require_handler",
    "set_conditions",
    "take_back",
]
