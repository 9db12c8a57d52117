"""The page on security claims nothing without a test that holds it, and leaves nothing out."""

import re

import pytest

from hiring.places import PACKAGE

ROW = re.compile(r"^\| (\d+(?:\.\d+\.\d+)?) \| ([a-z ]+) \| (.+) \| (.+) \|$", re.MULTILINE)
STATES = {"met", "in part", "open", "does not arise"}
MIN_REASON_CHARS = 9
# Section → how many requirements it has, and which of them are of the third level.
SECTIONS = {
    "1.1": (2, ()), "1.2": (10, (10,)), "1.3": (12, (12,)), "1.4": (3, ()), "1.5": (3, (3,)),
    "2.1": (3, ()), "2.2": (3, ()), "2.3": (5, (5,)), "2.4": (2, (2,)),
    "3.2": (3, (3,)), "3.3": (5, (5,)), "3.4": (8, (7, 8)), "3.5": (8, (6, 7, 8)),
    "3.7": (5, (3, 4, 5)),
    "4.1": (5, (4, 5)), "4.2": (5, (2, 3, 4, 5)), "4.3": (2, ()), "4.4": (4, ()),
    "5.1": (1, ()), "5.2": (6, (4, 5, 6)), "5.3": (3, (3,)), "5.4": (3, ()),
    "6.1": (3, ()), "6.2": (12, ()), "6.3": (8, (5, 6, 7, 8)), "6.4": (6, (5, 6)),
    "6.5": (8, (6, 7, 8)), "6.6": (4, (4,)), "6.8": (4, ()),
    "7.1": (3, ()), "7.2": (4, ()), "7.3": (2, ()), "7.4": (5, ()), "7.5": (3, (3,)),
    "7.6": (2, ()),
    "8.1": (4, (3, 4)), "8.2": (4, (4,)), "8.3": (3, (2, 3)), "8.4": (2, (2,)),
    "9.1": (3, ()), "9.2": (4, ()),
    "11.1": (4, (3, 4)), "11.2": (5, (4, 5)), "11.3": (5, (4, 5)), "11.4": (4, ()),
    "11.5": (2, (2,)), "11.6": (2, (2,)),
    "12.1": (5, (4, 5)), "12.2": (2, ()), "12.3": (5, (5,)),
    "13.1": (4, (2, 3, 4)), "13.2": (6, (6,)), "13.3": (4, (3, 4)), "13.4": (7, (6, 7)),
    "14.1": (2, ()), "14.2": (8, (5, 6, 7, 8)), "14.3": (3, ()),
    "15.1": (5, (4, 5)), "15.2": (5, (4, 5)), "15.3": (7, ()),
    "16.1": (1, ()), "16.2": (5, ()), "16.3": (4, ()), "16.4": (3, ()), "16.5": (4, (4,)),
}  # fmt: skip
WHOLE_CHAPTERS = {"10", "17"}  # in one row each: nothing of them is here


@pytest.fixture(scope="module")
def page():
    return (PACKAGE.parent / "docs/security.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(page):
    """Number, state, words and evidence of each row."""
    return ROW.findall(page.partition("## Assessment")[2])


def expected():
    return WHOLE_CHAPTERS | {
        f"{section}.{n}"
        for section, (many, third_level) in SECTIONS.items()
        for n in range(1, many + 1)
        if n not in third_level
    }


def test_every_requirement_of_two_levels_has_one_row(rows):
    numbers = [number for number, *_rest in rows]

    assert len(numbers) == len(set(numbers))
    assert set(numbers) == expected()


def test_every_line_of_the_tables_is_read(page, rows):
    lines = [line for line in page.partition("## Assessment")[2].splitlines() if line[:1] == "|"]
    heads = [line for line in lines if line.startswith(("| Number", "| ---"))]

    assert len(lines) - len(heads) == len(rows)


def test_a_row_has_evidence_that_exists_or_a_reason(root, rows):
    loose = set()
    for number, state, words, evidence in rows:
        paths = re.findall(r"`([^`]+)`", evidence)
        is_told = len(words.strip()) >= MIN_REASON_CHARS
        needs_paths = state in {"met", "in part"}
        if not is_told or (needs_paths and not paths):
            loose.add(number)
        loose |= {f"{number}: {path}" for path in paths if not (root / path).is_file()}

    assert loose == set()


def test_evidence_is_a_test_or_a_page_that_the_requirement_asks_for(rows):
    paths = {path for *_rest, evidence in rows for path in re.findall(r"`([^`]+)`", evidence)}

    assert {one for one in paths if not one.startswith(("tests/", "docs/"))} == set()


def test_a_state_is_one_of_four(rows):
    assert {state for _number, state, *_rest in rows} <= STATES


def test_what_is_not_met_says_more_than_that(rows):
    short = {n for n, state, words, _ in rows if state in {"in part", "open"} and len(words) < 20}

    assert short == set()


def test_the_flow_of_data_is_drawn(page):
    assert "```mermaid" in page
    assert "flowchart" in page
