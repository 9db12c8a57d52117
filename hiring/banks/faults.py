"""Faults of bank files: where, what, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from hiring.errors import HiringError


class Severity(StrEnum):
    """Whether a fault stops the bank from loading."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in a bank's files.

    Attributes:
        file: Path within the version folder, for example ``keys/1.toml``.
        place: Names from the outside in, joined by dots, for example
            ``scenarios.late-parts.stem``. Empty when the whole file is meant.
        message: What is wrong, one sentence.
        remedy: What to do next, one sentence.
        severity: An error stops the bank from loading, a warning does not.
        line: Line in the file, counted from 1; None when it is not known.
    """

    file: str
    place: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
    line: int | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        place = f" ({self.place})" if self.place else ""
        return f"{where}{place}: {self.message} {self.remedy}"


class BankFaultsError(HiringError):
    """The bank's files cannot be used as they are.

    Attributes:
        faults: Everything found in all files of the version, in the order of the files.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
