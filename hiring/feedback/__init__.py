"""What candidates learn from their own answers: with its uncertainty, no key, no other person.

``timing`` says from when, ``themes`` and ``told`` choose what is said, ``facts`` puts it together,
``explaining`` gathers an explanation of the result on demand. Codes and numbers only; handouts
turn them into sentences.
"""

from hiring.feedback.closeness import Closeness
from hiring.feedback.explaining import Explanation, explanation_of
from hiring.feedback.facts import Feedback, feedback_of
from hiring.feedback.reading import has_read_result, note_reading
from hiring.feedback.timing import (
    FeedbackState,
    Release,
    explanation_due_on,
    feedback_state,
    first_day,
    set_feedback_time,
)

__all__ = [
    "Closeness",
    "Explanation",
    "Feedback",
    "FeedbackState",
    "Release",
    "explanation_due_on",
    "explanation_of",
    "feedback_of",
    "feedback_state",
    "first_day",
    "has_read_result",
    "note_reading",
    "set_feedback_time",
]
