"""The closed sets of a case: what is wished, how it ends, and which step may follow which."""

from collections.abc import Mapping
from enum import StrEnum

from hiring.cases.records import CaseKind, CaseStatus


class Wish(StrEnum):
    """What would help. Why it would is never asked."""

    MORE_TIME = "more_time"
    BREAKS = "breaks"
    NO_TIME_LIMIT = "no_time_limit"
    LARGE_PRINT = "large_print"
    PLAIN_TEXT = "plain_text"
    ASSISTANT = "assistant"
    OTHER = "other"


class CaseOutcome(StrEnum):
    """How a person decided a case. ``RETEST`` is no longer offered; stored cases may say it."""

    GRANTED = "granted"
    PARTLY = "partly"
    DECLINED = "declined"
    CORRECTED = "corrected"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    RESCORED = "rescored"
    RETEST = "retest"
    EXPLAINED = "explained"


class CaseFault(StrEnum):
    """Why a step with a case is refused; pages turn the code into a sentence."""

    ALREADY_CLOSED = "already_closed"
    OUTCOME_DOES_NOT_FIT = "outcome_does_not_fit"
    REPLY_MISSING = "reply_missing"
    TEXT_TOO_LONG = "text_too_long"
    NAME_MISSING = "name_missing"
    ADDRESS_TAKEN = "address_taken"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    NOTHING_AGREED = "nothing_agreed"
    DECIDE_FIRST = "decide_first"
    SCORE_FIRST = "score_first"
    IS_HELD = "is_held"


OUTCOMES: Mapping[CaseKind, tuple[CaseOutcome, ...]] = {
    CaseKind.ADJUSTMENT: (CaseOutcome.GRANTED, CaseOutcome.PARTLY, CaseOutcome.DECLINED),
    CaseKind.CORRECTION: (CaseOutcome.CORRECTED, CaseOutcome.DECLINED),
    CaseKind.CONTEST: (
        CaseOutcome.UPHELD,
        CaseOutcome.OVERTURNED,
        CaseOutcome.RESCORED,
        CaseOutcome.EXPLAINED,
    ),
    CaseKind.ERASURE: (CaseOutcome.GRANTED, CaseOutcome.DECLINED),
}

OPEN = (CaseStatus.ASKED, CaseStatus.ACKNOWLEDGED)

# Which status may come before which: a closed case stays closed.
BEFORE: Mapping[CaseStatus, tuple[CaseStatus, ...]] = {
    CaseStatus.ASKED: (),
    CaseStatus.ACKNOWLEDGED: (CaseStatus.ASKED,),
    CaseStatus.DECIDED: OPEN,
    CaseStatus.TAKEN_BACK: OPEN,
}
