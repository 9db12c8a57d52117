"""Technical reports: what a form measures, how well, and where its limits are.

``gathering`` reads sittings into arrays, ``figures``, ``item_figures`` and ``group_figures`` ask
the library, ``making`` puts all into one document and freezes it. ``content`` and the modules that
tell say it in somebody's language, ``paper`` prints it.
"""

from hiring.reports.document import ReportDocument
from hiring.reports.making import (
    get_report,
    list_reports,
    make_report,
    newest_reports,
    read_document,
    report_document,
)
from hiring.reports.records import TechnicalReport

__all__ = [
    "ReportDocument",
    "TechnicalReport",
    "get_report",
    "list_reports",
    "make_report",
    "newest_reports",
    "read_document",
    "report_document",
]
