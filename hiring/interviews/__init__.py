"""Interviews of an opening: the plan, who meets whom, and the scorecards that they file."""

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
    "InterviewPlan",
    "PlanQuestion",
    "QuestionOrigin",
    "QuestionRating",
    "Recommendation",
    "Scorecard",
]
