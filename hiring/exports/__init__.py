"""What an opening holds as files for other programs: tables with a dictionary, or all as JSON.

``columns`` names each column once, with its type and what it means; ``rows`` reads the attempts of
an opening; ``tables`` writes them as CSV or XLSX so that no cell can be run as a formula;
``making`` is the verb of the job, ``asking`` those of the pages.
"""

from hiring.exports.asking import (
    ask_for_export,
    clear_expired,
    clear_of_openings,
    get_export,
    list_exports,
    may_fetch,
    note_download,
)
from hiring.exports.columns import Column, columns_of
from hiring.exports.making import make_export
from hiring.exports.records import (
    Export,
)
from hiring.exports.tables import BOM, dictionary_csv

__all__ = [
    "BOM",
    "Column",
    "Export",
    "ask_for_export",
    "clear_expired",
    "clear_of_openings",
    "columns_of",
    "dictionary_csv",
    "get_export",
    "list_exports",
    "make_export",
    "may_fetch",
    "note_download",
]
