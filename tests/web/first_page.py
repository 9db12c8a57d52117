"""The first scenario of the small bank: what a browser sends of it, and what is stored."""

import re
from typing import Any, TypeVar

from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, select
from werkzeug.test import TestResponse

from hiring.openings import Candidate
from tests.builders import House, send

RATED = {"r_a": "4", "r_b": "1", "r_c": "3", "r_d": "2"}
CHANGED = RATED | {"r_a": "1"}
VALUE = {"a": 4, "b": 1, "c": 3, "d": 2}
Row = TypeVar("Row", bound=SQLModel)


def begun(client: FlaskClient, house: House, candidate: Candidate) -> FlaskClient:
    """The browser, in which the candidate's sitting has begun."""
    send(client, f"/c/{house.token(candidate)}")
    send(client, "/assessment/start")
    return client


def page_of(token: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The page as it is sent: everything rated, save what ``fields`` says otherwise."""
    return {"page": token, "revision": "0", **RATED} | fields


def ticked(page: TestResponse) -> dict[str, str]:
    """The ratings that a page shows as chosen."""
    return dict(re.findall(r'name="(r_.)" value="(.)"[^>]* checked', page.text))


def all_of(session: Session, table: type[Row]) -> list[Row]:
    """The rows of a table as they stand now."""
    session.expire_all()
    return list(session.exec(select(table)))
