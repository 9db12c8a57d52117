"""Tables of an opening: typed, harmless in a spreadsheet, and without what is nobody's business."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from gettext import NullTranslations

import numpy as np
import pytest
from openpyxl import load_workbook
from sqlmodel import select

from hiring import exports, jobs, retention
from hiring.accounts import Role
from hiring.banks.schema import KeyOrigin
from hiring.errors import AfterFaultError, NotFoundError
from hiring.exports import columns_of
from hiring.exports.columns import Kind
from hiring.exports.tables import csv_file, harmless, json_file, xlsx_file
from hiring.openings.decisions import Outcome, Stage
from hiring.scoring import score_sitting
from hiring.sittings import Sitting
from hiring.sittings.leaving import void
from tests.builders import BEST_ANSWERS

ENGLISH = NullTranslations()
COLUMNS = columns_of(ENGLISH, is_blind=False)
EVIL = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "  =1+1",
    "\ufeff=1+1",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
)


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(session, small_house, opening, now):
    one = small_house.candidate(opening, "Ada Example", "ada@example.org")
    score_sitting(session, small_house.submitted(one, BEST_ANSWERS).id, now=now)
    small_house.sitting(small_house.candidate(opening, "=Bo()"))
    small_house.candidate(opening, "Not Started")
    session.commit()
    return one


@pytest.fixture
def owner(small_house):
    return small_house.staff[Role.OWNER]


@pytest.fixture
def make(session, opening, owner, now):
    def make(kind="csv", *, is_blind=False, staff=None):
        export = exports.ask_for_export(
            session, opening, kind=kind, is_blind=is_blind, staff=staff or owner, now=now
        )
        job = jobs.ask_to_export(session, export, language="en", now=now)
        session.commit()
        jobs.run_job(session, job.id, clock=lambda: now)
        session.refresh(export)
        return export

    return make


def lines_of(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def sheet_of(content, name="data"):
    rows = list(load_workbook(io.BytesIO(content))[name].values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def by_state(rows):
    return {row["state"]: row for row in rows}


def test_there_is_one_row_for_each_attempt(ada, make):
    rows = by_state(lines_of(make().content))

    assert rows.keys() == {"scored", "in_progress"}
    assert rows["scored"]["code"] == ada.code
    assert rows["in_progress"]["score"] == ""


def test_a_csv_file_comes_back_as_typed_columns(ada, make):
    row = by_state(lines_of(make().content))["scored"]

    numbers = {c.name: np.float64(row[c.name]) for c in COLUMNS if c.kind is Kind.NUMBER}
    assert numbers["interval_low"] <= numbers["estimate"] <= numbers["interval_high"]
    assert numbers["score"] == pytest.approx(100)
    assert int(row["attempt"]) == 1
    assert int(row["n_answered"]) <= int(row["n_scenarios"])
    assert row["is_simulated"] == "false"
    assert datetime.fromisoformat(row["submitted_at"]).utcoffset() == timedelta(0)


def test_a_workbook_comes_back_as_typed_columns(ada, make):
    content = make("xlsx").content
    row = by_state(sheet_of(content))["scored"]

    kinds = {Kind.TEXT: str, Kind.TIME: str, Kind.BOOLEAN: bool, Kind.INTEGER: int}
    for column in COLUMNS:
        if row[column.name] is not None:
            assert isinstance(row[column.name], kinds.get(column.kind, (int, float))), column.name
    told = [line["name"] for line in sheet_of(content, "dictionary")]
    assert told == [column.name for column in COLUMNS] == list(row)


@pytest.mark.parametrize(
    ("name", "words"),
    [("key_origin", KeyOrigin), ("decision_stage", Stage), ("decision_outcome", Outcome)],
)
def test_the_dictionary_names_every_word_of_a_column(name, words):
    (column,) = (one for one in COLUMNS if one.name == name)

    assert [word.value for word in words if word.value not in column.meaning] == []


def test_json_keeps_every_text_as_it_is(ada, make):
    found = json.loads(make("json").content)

    assert by_state(found["rows"])["in_progress"]["name"] == "=Bo()"
    assert by_state(found["rows"])["in_progress"]["score"] is None
    assert [one["name"] for one in found["columns"]] == [column.name for column in COLUMNS]


@pytest.mark.parametrize("text", EVIL, ids=repr)
def test_no_text_runs_as_a_formula(text):
    """Values and headers alike; in a workbook the text is stored as one and keeps its words."""
    row = {"code": text, "name": text, "score": -1.5}
    head = csv_file([replace(COLUMNS[0], name=text)], []).decode()
    written = csv_file(COLUMNS, [row]).decode()
    cells = next(iter(lines_of(written.encode())))
    sheet = load_workbook(io.BytesIO(xlsx_file(COLUMNS, [row], ENGLISH)))["data"]

    assert next(csv.reader(io.StringIO(head, newline="")))[0] == f"'{text}"
    assert cells["code"] == f"'{text}"
    assert cells["score"] == "-1.5"
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} == {"s", "n"}
    assert json.loads(json_file(COLUMNS, [row], {}))["rows"][0]["code"] == text


def test_usual_names_keep_their_letters():
    for text in ("O'Neil", "Zoë", "李雷", "a-b", "C-7F2K", "1.5", "a=b", "نور"):
        assert harmless(text) == text


def test_lines_end_as_the_standard_says_and_commas_are_quoted():
    written = csv_file(COLUMNS[:2], [{"code": 'a,"b"', "name": "two\nlines"}])

    assert written == b'code,name\r\n"a,""b""","two\nlines"\r\n'


def test_a_blind_file_names_nobody_and_no_day(ada, make):
    text = make("json", is_blind=True).content.decode()

    assert ada.code in text
    assert not re.search(r"Ada|ada@|=Bo|_at\"", text.replace('"made_at"', ""))


def test_who_sees_no_names_gets_codes_whatever_was_asked_for(session, opening, owner, make):
    owner.sees_names = False
    session.commit()
    export = make()

    assert export.is_blind
    assert exports.may_fetch(export, opening, owner)


def test_a_file_with_names_is_not_for_who_sees_none(session, opening, owner, make):
    export = make()
    owner.sees_names = False
    session.commit()

    assert not exports.may_fetch(export, opening, owner)


@pytest.mark.parametrize(
    "word", ["adjust", "quality", "flag", "started", "minutes", "note", "answers"]
)
def test_nothing_that_is_nobodys_business_has_a_column(word):
    assert not [column.name for column in COLUMNS if word in column.name]


def test_erasing_somebody_takes_the_files_of_the_opening_away(session, ada, make, owner, now):
    export = make()
    retention.erase(session, [ada], now=now)
    session.commit()
    session.refresh(export)

    assert export.content is None
    with pytest.raises(NotFoundError):
        exports.note_download(session, export, staff=owner, now=now)


def test_answers_taken_back_take_the_files_away(session, ada, make, now):
    export = make()
    sitting = session.exec(select(Sitting).where(Sitting.candidate_id == ada.id)).one()
    void(session, ada, sitting, now=now + timedelta(hours=1))
    exports.clear_expired(session, now=now + timedelta(hours=1))
    session.commit()
    session.refresh(export)

    assert export.content is None
    assert by_state(lines_of(make().content))["taken_back"]["score"] == ""


def test_what_somebody_has_fetched_is_not_taken_back(session, ada, make, owner, now):
    exports.note_download(session, make(), staff=owner, now=now + timedelta(minutes=1))
    session.commit()
    sitting = session.exec(select(Sitting).where(Sitting.candidate_id == ada.id)).one()

    with pytest.raises(AfterFaultError):
        void(session, ada, sitting, now=now + timedelta(hours=1))


def test_a_file_is_gone_after_a_week(session, ada, make, now):
    export = make()
    exports.clear_expired(session, now=now + timedelta(days=7))
    session.refresh(export)

    assert export.content is None
