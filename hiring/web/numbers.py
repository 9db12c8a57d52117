"""Whole numbers in forms, of a size that anybody could mean."""

from typing import Any

from wtforms import IntegerField

MAX_DIGITS = 12


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A number that is too long to be one is told as such; comparing it would overflow."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        if valuelist and len(str(valuelist[0])) > MAX_DIGITS:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)
