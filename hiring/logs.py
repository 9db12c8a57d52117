"""Errors as logs may hold them: where and of which kind, without what people wrote.

A database error repeats the values of its statement, a path may hold a candidate's secret link.
Both would outlive the person's data.
"""

import traceback

from sqlalchemy.exc import SQLAlchemyError


def quiet_words(error: BaseException) -> str:
    """The error's kind, and its sentence where that cannot hold stored values."""
    kind = type(error).__name__
    return kind if isinstance(error, SQLAlchemyError) else f"{kind}: {error}"


def quiet_trace(error: BaseException) -> str:
    """The places of the traceback and the error's quiet words."""
    return "".join(traceback.format_tb(error.__traceback__)) + quiet_words(error)
