"""Fixtures of the ratings of open answers."""

from pathlib import Path

import pytest
from sqlmodel import Session

from hiring.accounts import Role, Staff
from tests.rated import RatedHouse, rated_house


@pytest.fixture
def rated(session: Session, staff: dict[Role, Staff], small_folder: Path) -> RatedHouse:
    return rated_house(session, staff, small_folder)
