"""All pages for recruiters and owners, gathered into one blueprint."""

from hiring.web.recruiter import (
    candidate_views,
    case_asking,
    case_views,
    comparison_views,
    feedback_views,
    mail_views,
    norm_views,
    notice_views,
    opening_views,
    receipt_views,
    time_views,
    void_views,
)
from hiring.web.recruiter.desk import bp

__all__ = [
    "bp",
    "candidate_views",
    "case_asking",
    "case_views",
    "comparison_views",
    "feedback_views",
    "mail_views",
    "norm_views",
    "notice_views",
    "opening_views",
    "receipt_views",
    "time_views",
    "void_views",
]
