"""Where the files that travel beside the code are: in the wheel inside it, in a checkout above it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
MIGRATIONS = PACKAGE / "migrations"


def templates_folder() -> Path:
    """The folder of page templates."""
    return _beside_or_inside("templates")


def banks_folder() -> Path:
    """The folder of the shipped question banks."""
    return _beside_or_inside("question_banks")


def _beside_or_inside(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
