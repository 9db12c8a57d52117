"""The worked cases of the scoring reference, looked up by their number."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).with_name("scoring_fixtures.json")


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One case: what goes in, what must come out, and to what precision."""

    given: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float

    def is_expected(self, value: object, name: str) -> bool:
        """Whether a number or a list of numbers is the printed one."""
        return value == pytest.approx(self.expected[name], abs=self.tolerance)


GetCase = Callable[[str], WorkedCase]


@pytest.fixture(scope="session")
def get_case() -> GetCase:
    cases = {case["id"]: case for case in json.loads(FIXTURES.read_text("utf-8"))}

    def get(number: str) -> WorkedCase:
        case = cases[number]
        return WorkedCase(case["in"], case["out"], case.get("tol", 1e-6))

    return get
