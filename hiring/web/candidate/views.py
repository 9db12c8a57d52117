"""All pages for candidates, gathered into one blueprint."""

from hiring.web.candidate import (
    end_views,
    feedback_views,
    help_views,
    media_views,
    question_views,
    start_views,
)
from hiring.web.candidate.desk import bp

__all__ = ["bp", "end_views", "feedback_views", "help_views", "media_views", "question_views", "start_views"]
