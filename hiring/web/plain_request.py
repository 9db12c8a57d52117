"""Requests whose fields hold text that either database keeps.

PostgreSQL refuses a text with the sign NUL in it, which SQLite stores and nobody types. It is left
out here, where everything comes in, so that no page and no statement has to think of it.
"""

from collections.abc import Iterable
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

NUL = "\0"


class PlainFields(ImmutableMultiDict[str, Any]):
    """The fields of a form, or of the question behind an address; files stay as they are."""

    def __init__(self, fields: Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__([(_plain(name), _plain(value)) for name, value in fields or ()])


class PlainRequest(Request):
    """A request of which no field holds a NUL."""

    parameter_storage_class = PlainFields


def _plain(value: Any) -> Any:
    return value.replace(NUL, "") if isinstance(value, str) else value
