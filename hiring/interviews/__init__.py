"""Interviews of an opening: the plan, who meets whom, and the scorecards that they file.

``plan`` holds the core questions, ``assigning`` who meets whom, ``scorecards`` what is written
down, ``sight`` who may see it, ``listing`` where each interview stands, ``panel`` what all found
together, ``agreement`` how far they agree.
"""

from hiring.interviews.faults import InterviewFault
from hiring.interviews.records import (
    HIGHEST,
    LOWEST,
    Interview,
    InterviewPlan,
    PlanQuestion,
    QuestionOrigin,
    QuestionRating,
    Recommendation,
    Scorecard,
)

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Interview",
    "InterviewFault",
    "InterviewPlan",
    "PlanQuestion",
    "QuestionOrigin",
    "QuestionRating",
    "Recommendation",
    "Scorecard",
]
