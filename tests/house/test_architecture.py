"""Imports run the way the data runs; a few doors exist once only."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from hiring.places import PACKAGE

FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
EDGES = ("web", "cli", "app", "demo", "queue", "jobs")
MAX_LINES = 330  # a module is looked at again near 300
LONG = {"banks/schema.py"}  # a description of files, which reads best in one piece

OF_SITTINGS = ("Score", "Decision", "Telling")
MOMENTS = {"withdrawn_at", "submitted_at", "voided_at"}
WRITERS = {
    ("insert", "Answer"): {"sittings/statements.py"},  # in Core because that is quicker
    ("update", "AuditEntry"): {"audit/appending.py"},  # takes a lock and leaves the row as it is
}


def name_of(path):
    return path.relative_to(PACKAGE).as_posix()


@pytest.fixture(scope="module", autouse=True)
def _room():
    """Leave no room taken behind: parsed, the package is larger than all else in these tests."""
    yield
    for one in (trees, nodes, calls_by_name):
        one.cache_clear()


@cache
def trees():
    """File → its syntax tree."""
    return {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


@cache
def nodes(kind):
    """All nodes of a kind, each with its file."""
    return [
        (file, node)
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if type(node) is kind
    ]


@cache
def calls_by_name():
    """Name → files and functions in which something of this name is called."""
    found = defaultdict(set)
    for file, function in nodes(ast.FunctionDef):
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                found[called(node)].add((file, function.name))
    return found


def part_of(file):
    return file.split("/")[0].removesuffix(".py")


def calls(name):
    """Files and functions in which something of this name is called."""
    return calls_by_name().get(name, set())


def called(node):
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_imports_run_the_way_the_data_runs(root):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


def test_only_decide_writes_decisions():
    assert calls("Decision") == {("openings/decisions.py", "decide")}


def test_whoever_changes_where_people_stand_tells_the_table_that_lists_read():
    makers = {
        file
        for name in ("Candidate", "Invitation", "CandidateAccess", "Sitting", *OF_SITTINGS)
        for file, _ in calls(name)
    }
    changers = {
        file
        for file, node in nodes(ast.Call)
        if called(node) == "values"
        if MOMENTS & {keyword.arg for keyword in node.keywords}
    }

    assert {"sittings/starting.py", "sittings/submitting.py"} <= makers | changers
    assert {file for file in makers | changers if not imports_whereabouts(file)} == set()


def imports_whereabouts(file):
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "hiring.openings.whereabouts"
        for node in ast.walk(trees()[file])
    )


@pytest.mark.parametrize("verb", ["update", "delete", "insert"])
@pytest.mark.parametrize("table", ["Decision", "Answer", "Score", "AuditEntry"])
def test_history_is_not_rewritten(verb, table):
    written = {
        file
        for file, node in nodes(ast.Call)
        if called(node) == verb
        and node.args
        and re.search(rf"\b{table}\b", ast.unparse(node.args[0]))
    }
    assert written == WRITERS.get((verb, table), set())


def test_only_candidates_and_their_erasure_are_deleted():
    # Of accounts it is sessions and keys that go, never a person.
    parts = {"web", "accounts"}
    deleted = {(file, where) for file, where in calls("delete") if part_of(file) not in parts}

    assert {where for _file, where in deleted} <= {
        "sign_out",
        "erase",
        "remove_member",
        "drop_older",  # the same when its time is over
        "_forget_drafts",  # what stood in pages, once the answers are in
        "spare",  # a mark, and not the person
        "_unmark",  # the same of everybody in an opening
        "drop_reply",  # what somebody told of their own free will, at their wish
        "remove_view",  # a list that somebody kept for themselves
        "_untag",  # words on candidates
        "_drop_questions",  # of a plan that nobody has used yet
        "reset",
        "_forget",
    }


def test_only_edges_commit():
    assert {file for file, _ in calls("commit") if part_of(file) not in EDGES} == set()


def test_only_edges_read_the_clock():
    read = calls("now") | calls("today") | calls("time")

    assert {file for file, _ in read if part_of(file) not in EDGES} == set()


def test_nobody_uses_times_without_zone():
    assert calls("utcnow") | calls("utcfromtimestamp") == set()


def test_nobody_prints():
    assert calls("print") == set()


def test_no_text_is_marked_as_safe():
    assert calls("Markup") == set()


def test_no_sql_is_put_together_from_text():
    loose = {
        (file, node.lineno)
        for file, node in nodes(ast.Call)
        if called(node) == "text" and node.args and not isinstance(node.args[0], ast.Constant)
    }

    assert loose == set()


@pytest.mark.parametrize("file", sorted(map(name_of, FILES)))
def test_a_module_says_what_it_is_for(file):
    assert ast.get_docstring(trees()[file])


def test_no_module_tells_two_stories():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}

    assert {file for file, n in lengths.items() if n > MAX_LINES} - LONG == set()


def is_over_an_enum(match):
    patterns = [p for case in match.cases for p in ast.walk(case.pattern)]

    return any(
        isinstance(p, ast.MatchValue) and isinstance(p.value, ast.Attribute) for p in patterns
    )


def is_fallback(case):
    """Whether a case takes all that is left, other than to tell the type checker of it."""
    takes_all = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
    return takes_all and "assert_never" not in ast.unparse(case.body[0])


def test_enums_are_matched_without_a_fallback():
    fallbacks = {
        (file, node.lineno)
        for file, node in nodes(ast.Match)
        if is_over_an_enum(node)
        if any(map(is_fallback, node.cases))
    }

    assert fallbacks == set()
