"""All pages for candidates, gathered into one blueprint."""

from hiring.web.candidate import (
    background_views,
    case_views,
    data_views,
    end_views,
    feedback_views,
    format_views,
    help_views,
    media_views,
    question_views,
    rights_views,
    start_views,
    survey_views,
    time_views,
)
from hiring.web.candidate.desk import bp

__all__ = [
    "background_views",
    "bp",
    "case_views",
    "data_views",
    "end_views",
    "feedback_views",
    "format_views",
    "help_views",
    "media_views",
    "question_views",
    "rights_views",
    "start_views",
    "survey_views",
    "time_views",
]
