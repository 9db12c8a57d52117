"""The drill: back up, lose the machine, restore. How long it takes, and what is there then.

The commands are those of the operator, with a key, each as a process of its own. Answers are
compared by their digest, outside of the commands.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from hiring.cli.backup_files import Manifest, digest_answers
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Table
from tests.journeys.candidates import furnish
from tests.journeys.servers import ROOT, Place

KEY = "a key for the drill, long enough to be taken"
DATABASE = "hiring.sqlite"
AIM_MINUTES = 30
COLUMNS = ("stored sittings", "answers", "backup, MB", "hiring backup, s", "hiring restore, s")


def measure(folder: Path, *, sizes: Sequence[int]) -> list[Table]:
    """The drill with so many stored sittings, one number after the other."""
    rows = [_drill(folder / str(size), size) for size in sizes]
    remark = f"Every answer is there again. Aim: {AIM_MINUTES} minutes to restore."
    return [Table("Backup and restore, SQLite", COLUMNS, rows, remark)]


def _drill(folder: Path, n_stored: int) -> tuple[str, ...]:
    place = Place(folder / "var")
    fill(furnish(place, n_candidates=1), n_stored)
    backup = folder / "one.backup"
    backed_up = _seconds(place, "backup", backup)
    _lose(place)
    restored = _seconds(place, "restore", backup, "--yes")
    n_answers = _require_same(place, backup)
    megabytes = backup.stat().st_size / 1e6
    return (
        f"{n_stored:,}",
        f"{n_answers:,}",
        f"{megabytes:,.0f}",
        f"{backed_up:.1f}",
        f"{restored:.1f}",
    )


def _seconds(place: Place, *words: str | Path) -> float:
    began = time.perf_counter()
    environment = place.environment | {"HIRING_BACKUP_KEY": KEY}
    command = [sys.executable, "-m", "hiring", *map(str, words)]
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return time.perf_counter() - began


def _lose(place: Place) -> None:
    for file in place.folder.iterdir():
        file.unlink()


def _require_same(place: Place, backup: Path) -> int:
    """How many answers are there.

    Raises:
        RuntimeError: They are not those of the backup.
    """
    told, found = Manifest.read(backup), digest_answers(place.folder / DATABASE)
    if told is None or (told.n_answers, told.answers_sha256) != found:
        raise RuntimeError(f"{found} is not what was backed up: {told}")
    return found[0]
