"""Whole numbers in forms, of a size that anybody could mean."""

from typing import Any

from wtforms import IntegerField

MAX_DIGITS = 12


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A number that is too long to be one is told as such; comparing it would overflow."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        is_too_long = bool(valuelist) and len(str(valuelist[0])) > MAX_DIGITS
        super().process_formdata(["too long"] if is_too_long else valuelist)
