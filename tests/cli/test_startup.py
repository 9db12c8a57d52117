"""What a start need not wait for is imported when it is needed, and not before."""

import subprocess
import sys
from pathlib import Path

import pytest

from hiring.places import PACKAGE
from tests.journeys.servers import clean_environment

SLOW = ("scipy.stats", "scipy.optimize", "scipy.sparse", "openpyxl", "xlsxwriter", "webauthn")
PRINT_MODULES = "import sys; sys.stdout.write(chr(10).join(sys.modules))"
HELP = """
from hiring.cli import cli
try:
    cli(["--help"])
except SystemExit:
    pass
"""


def modules_after(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{PRINT_MODULES}"],
        env=clean_environment(),
        cwd=Path(PACKAGE).parent,
        capture_output=True,
        check=True,
        text=True,
    )
    return set(done.stdout.splitlines())


def test_the_list_of_commands_is_shown_without_importing_what_they_need():
    there = modules_after(HELP)

    assert "click" in there
    assert there.isdisjoint({"numpy", "scipy", "flask", "sqlalchemy", "pydantic", "reportlab"})


@pytest.mark.parametrize("code", ["import hiring.app"])
def test_the_server_starts_without_what_only_lists_and_analysts_need(code):
    there = modules_after(code)

    assert {"flask", "scipy.special"} <= there
    assert there.isdisjoint(SLOW)
