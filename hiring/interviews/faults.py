"""Why an interview cannot be planned, held or written up like that; edges say it in words."""

from enum import StrEnum


class InterviewFault(StrEnum):
    """What is wrong. Where one question is at fault, its number goes with the code."""

    # The plan
    PLAN_FROZEN = "plan_frozen"
    NUMBER_OF_QUESTIONS = "number_of_questions"
    QUESTION_TWICE = "question_twice"
    QUESTION_UNKNOWN = "question_unknown"
    QUESTION_INCOMPLETE = "question_incomplete"
    TEXT_TOO_LONG = "text_too_long"
    NO_PLAN = "no_plan"

    # Who meets whom
    MAY_NOT_INTERVIEW = "may_not_interview"
    NOT_A_MEMBER = "not_a_member"
    ALREADY_ASSIGNED = "already_assigned"
    HAS_READ_CARDS = "has_read_cards"
    CANDIDATE_WITHDREW = "candidate_withdrew"
    HELD_IN_FUTURE = "held_in_future"
    HAS_SCORECARD = "has_scorecard"
    CANCELLED = "cancelled"

    # The scorecard
    ALREADY_FILED = "already_filed"
    DRAFT_EXISTS = "draft_exists"
    NOT_MARKED = "not_marked"
    NOTHING_ASKED = "nothing_asked"
    NO_EVIDENCE = "no_evidence"
    NO_ADVICE = "no_advice"
    NO_REASON = "no_reason"
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
