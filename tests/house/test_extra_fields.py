"""What a form does not name is not read: fields that somebody adds by hand change nothing.

Every form that a visitor can send is sent three times from the same state: twice as it is, to see
which cells differ by themselves, such as times and new ids; and once with a field for every column
of every table and some more. The third must have done what the first did.
"""

import re
import sqlite3
from collections import Counter

import pytest
from sqlalchemy import Boolean, Date, DateTime, Float, Integer, Uuid
from sqlmodel import SQLModel

from tests.builders import form_token
from tests.house.forms_seen import bare, forms_in, sent
from tests.house.test_routes import (  # noqa: F401 - fixtures
    ACCESS,
    GETS,
    IN,
    POSTS,
    Visitor,
    boldest,
    client_of,
    path_of,
)

TABLES = SQLModel.metadata.tables
NUMBER, WORD = 73_577_357, "extra-7357"
# Where a word must be one of a list to come anywhere at all.
KNOWN = {
    "outcome": "reject",
    "role": "owner",
    "status": "accepted",
    "state": "done",
    "stage": "offer",
}
MORE = {"tenant": WORD, "points": NUMBER, "is_admin": "y", "staff": WORD, "score": NUMBER}
# Ends what the others need, and has only a token.
LEFT_OUT = {"account.sign_out"}
# Names that stand in the form only where something is not as in this house.
ELSEWHERE = {"recruiter.unblind": {"id"}}
# How many forms at least are stored, filled in as they are.
FEWEST = {"started": 6, "submitted": 38}


def extra(column, opening_id):
    """A value that would be good for this column, and that nothing else bears."""
    if column.name in KNOWN:
        return KNOWN[column.name]
    if isinstance(column.type, Uuid):
        return str(opening_id)
    if isinstance(column.type, Boolean):
        return "y"
    if isinstance(column.type, Integer | Float):
        return str(NUMBER)
    kinds = {Date: "2031-07-03", DateTime: "2031-07-03T07:35"}
    named = getattr(column.type, "impl", column.type)
    return next((value for kind, value in kinds.items() if isinstance(named, kind)), WORD)


def extras(opening_id, named):
    """A field for every column that the form does not name."""
    columns = (column for table in TABLES.values() for column in table.columns)
    found = {column.name: extra(column, opening_id) for column in columns} | MORE
    return {name: value for name, value in found.items() if name not in named}


class Stored:
    """The rows of the house, and the state to which it can be taken back."""

    def __init__(self, world):
        self.world = world
        self.connection = world.reader.connection
        self.connection.execute("PRAGMA synchronous=OFF")
        self.kept = sqlite3.connect(":memory:")
        world.session.rollback()
        self.connection.backup(self.kept)
        self.before = self.rows()

    def take_back(self):
        self.world.session.rollback()
        self.kept.backup(self.connection)

    def rows(self):
        """Table → its rows, each with how often it is there."""
        return {
            name: Counter(self.connection.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - ours
            for name in TABLES
        }

    def changes(self):
        """Rows that came or went since: (table, sign) → rows."""
        after = self.rows()
        found = {}
        for name, rows in after.items():
            found[name, "+"] = list((rows - self.before[name]).elements())
            found[name, "-"] = list((self.before[name] - rows).elements())
        return {where: rows for where, rows in found.items() if rows}


def cells(rows):
    """The columns of rows, each as its values in order."""
    return [Counter(map(repr, values)) for values in zip(*rows, strict=True)]


def differing(first, other):
    """Where two changes of the same kind differ: the table, or (table, column)."""
    found = set(first.keys() ^ other.keys())
    for where in first.keys() & other.keys():
        mine, theirs = cells(first[where]), cells(other[where])
        if len(first[where]) != len(other[where]):
            found.add(where)
        found |= {
            (*where, n)
            for n, pair in enumerate(zip(mine, theirs, strict=True))
            if pair[0] != pair[1]
        }
    return found


def traces(changes):
    """Cells that hold what only an added field can have brought."""
    sign = re.compile(rf"{WORD}|2031-07-03|(?<!\w){NUMBER}(?!\w)")  # digests hold many a number
    return {
        (where, value)
        for where, rows in changes.items()
        for row in rows
        for value in row
        if sign.search(str(value))
    }


def forms_of(visitor, client, paths):
    """Address → the form that leads there, from every page that this visitor can open."""
    found = {}
    for path in paths:
        answer = client.get(path)
        if answer.mimetype == "text/html":
            found |= {bare(form.action): form for form in forms_in(answer.text, bare(path))}
    return found


@pytest.fixture
def compared(world, path_of, client_of):
    """Send a form in three ways from the same state: what the first changed, and what is wrong."""

    def send(endpoint, visitor, candidate, form):
        browsers = [client_of(visitor, candidate) for _ in range(3)]
        tokens = [form_token(browser) for browser in browsers]
        fields, stored, told = sent(form), Stored(world), []
        named = {"csrf_token", *fields, *ELSEWHERE.get(endpoint, ())}
        more = extras(world.opening.id, named)
        for browser, token, added in zip(browsers, tokens, ({}, {}, more), strict=True):
            data = {**added, **fields, "csrf_token": token}
            status = browser.post(path_of(endpoint, candidate), data=data).status_code
            told.append((status, stored.changes()))
            stored.take_back()
        (status, first), (_, again), (other, third) = told
        moved = differing(first, third) - differing(first, again)
        new = traces(third) - traces(first)
        is_wrong = status != other or moved or new
        return first, [(endpoint, visitor, status, other, moved, new)] if is_wrong else []

    return send


@pytest.mark.parametrize("stage", ["started", "submitted"])
def test_what_a_form_does_not_name_changes_nothing(
    fresh, scored, path_of, client_of, compared, stage
):
    candidate = fresh() if stage == "started" else scored()
    faults, stored = [], set()
    for visitor in Visitor:
        doors = [name for name in POSTS if is_tried(name, visitor, stage)]
        pages = [name for name in GETS if doors and ACCESS[name][visitor] is IN]
        seen = forms_of(
            visitor, client_of(visitor, candidate), [path_of(name, candidate) for name in pages]
        )
        for endpoint in doors:
            form = seen.get(bare(path_of(endpoint, candidate)))
            changed, wrong = compared(endpoint, visitor, candidate, form)
            faults += wrong
            stored |= {endpoint} if changed else set()

    assert faults == []
    # Otherwise it would only have been tried on forms that were refused.
    assert len(stored) >= FEWEST[stage], sorted(stored)


def is_tried(endpoint, visitor, stage):
    """Each form by whoever may most; those of staff once, since the stage is the candidate's."""
    if endpoint in LEFT_OUT or visitor is not boldest(endpoint):
        return False
    return ACCESS[endpoint][visitor] is IN and (
        stage == "submitted" or visitor is Visitor.CANDIDATE
    )
