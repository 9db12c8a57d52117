"""Nothing that shows, scores or decides about a person can reach what people told of themselves."""

import ast

import pytest

from hiring.places import PACKAGE

# Their own pages, the counts, and what hangs on every table: nobody else.
READERS = {
    "app.py",  # for the tables
    "demo/background.py",  # simulated people
    "retention/clocks.py",  # for when its time is over
    "web/background_words.py",
    "web/candidate/after_pages.py",
    "web/candidate/background_views.py",
    "web/candidate/pack_desk_codes.py",
    "web/monitor/desk.py",
    "web/monitor/files.py",
    "web/monitor/report_views.py",
    "web/monitor/words.py",
}
TABLES = ("vault_link", "vault_reply", "VaultLink", "VaultReply")
FILES = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
    for path in PACKAGE.rglob("*.py")
    if "migrations" not in path.parts
}


def imported(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_only_the_counts_and_the_persons_own_pages_import_the_vault():
    readers = {
        file
        for file, text in FILES.items()
        if not file.startswith("vault/")
        and any(f"{name}.".startswith("hiring.vault.") for name in imported(text))
    }

    assert readers == READERS


def test_only_the_vault_names_its_tables():
    named = {
        file
        for file, text in FILES.items()
        if not file.startswith("vault/") and any(one in text for one in TABLES)
    }

    # Headings and words of a person's own copy of their data.
    assert named == {"web/candidate/pack_labels.py", "web/candidate/pack_desk_codes.py"}


@pytest.mark.parametrize("part", ["scoring", "comparison", "openings", "briefs", "exports"])
def test_what_scores_compares_and_decides_does_not_know_the_vault(part):
    inside = {
        name for file, text in FILES.items() if file.startswith(part) for name in imported(text)
    }

    assert inside
    assert not [name for name in inside if name.startswith("hiring.vault")]
