"""What the disk does when nothing else is asked of it."""

import os
import sqlite3
import time
from pathlib import Path

N_DISK_WRITES = 1_500


def commits_per_second(folder: Path) -> float:
    """SQLite, write-ahead log, full synchronisation, one writer, one small row a commit."""
    connection = sqlite3.connect(folder / "raw.sqlite")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS row (n INTEGER, text TEXT)")
    before = time.perf_counter()
    for n in range(N_DISK_WRITES):
        connection.execute("INSERT INTO row VALUES (?, ?)", (n, "x" * 100))
        connection.commit()
    elapsed = time.perf_counter() - before
    connection.close()
    return N_DISK_WRITES / elapsed


def appends_per_second(folder: Path) -> float:
    """4 kB appended and synchronised, again and again."""
    block = b"x" * 4096
    with (folder / "raw.log").open("ab", buffering=0) as file:
        before = time.perf_counter()
        for _ in range(N_DISK_WRITES):
            file.write(block)
            os.fdatasync(file.fileno())
        return N_DISK_WRITES / (time.perf_counter() - before)
