"""What an opening holds as files for other programs: tables with a dictionary, or all as JSON."""

from hiring.exports.records import (
    Export,
)

__all__ = [
    "Export",
]
