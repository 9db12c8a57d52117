"""All pages for analysts, gathered into one blueprint."""

from hiring.web.analyst import (
    asked_rescoring_views,
    form_views,
    legal_views,
    linking_views,
    norm_views,
    rating_views,
    report_views,
    rescoring_views,
    sheet_views,
)
from hiring.web.analyst.desk import bp

__all__ = [
    "asked_rescoring_views",
    "bp",
    "form_views",
    "legal_views",
    "linking_views",
    "norm_views",
    "rating_views",
    "report_views",
    "rescoring_views",
    "sheet_views",
]
