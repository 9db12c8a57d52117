"""All pages for monitors, gathered into one blueprint."""

from hiring.web.monitor import report_views
from hiring.web.monitor.desk import bp

__all__ = ["bp", "report_views"]
