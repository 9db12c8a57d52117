"""Tables on the terminal."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, columns, rows and a remark."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    remark: str = ""

    def __str__(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(len(line[n]) for line in lines) for n in range(len(self.columns))]
        body = ["  " + "  ".join(_cells(line, widths)).rstrip() for line in lines]
        remark = ["  " + self.remark] if self.remark else []
        return "\n".join([self.title, *body, *remark, ""])


def spread(values: list[float], form: str) -> str:
    """The median, and in brackets the lowest and highest round."""
    low, middle, high = min(values), median(values), max(values)
    return f"{middle:{form}} ({low:{form}}-{high:{form}})"


def _cells(line: tuple[str, ...], widths: list[int]) -> list[str]:
    return [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
