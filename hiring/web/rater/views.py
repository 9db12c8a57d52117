"""The raters' pages: one module for each kind, all on one blueprint."""

from hiring.web.rater import home_views, rating_views
from hiring.web.rater.desk import bp

__all__ = ["bp", "home_views", "rating_views"]
