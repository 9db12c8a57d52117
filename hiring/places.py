"""Where templates and banks are: inside the package in a wheel, above it in a checkout."""

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
