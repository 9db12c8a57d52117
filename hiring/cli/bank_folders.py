"""Where bank folders are: the shipped ones and those named by HIRING_BANK_DIRS."""

from pathlib import Path

import click

from hiring import places
from hiring.config import Settings


def bank_roots() -> tuple[Path, ...]:
    """Folders that hold banks as ``<bank>/<version>``; the shipped ones first."""
    return (places.banks_folder(), *Settings.from_environment().private_bank_folders)


def find_version(bank: str, version: str) -> Path:
    """The one folder with this version of this bank.

    Raises:
        ClickException: There is none, or there are several and nobody can know which is meant.
    """
    roots = dict.fromkeys(bank_roots())
    found = [root / bank / version for root in roots if (root / bank / version).is_dir()]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.ClickException(
            f"{bank} {version} is in several folders; give the path of one: {_listed(found)}"
        )
    raise click.ClickException(
        f"There is no {bank} {version} in {_listed(roots)}. "
        "Give its path, or name its folder in HIRING_BANK_DIRS."
    )


def version_folders() -> list[Path]:
    """Every version folder of every bank, in the order of the roots and then of the names."""
    return [
        file.parent
        for root in dict.fromkeys(bank_roots())
        for file in sorted(root.glob("*/*/bank.toml"))
    ]


def _listed(paths: "list[Path] | dict[Path, None]") -> str:
    return ", ".join(str(path) for path in paths)
