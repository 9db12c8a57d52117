"""Means and cross-products of many people's scores, in one pass that can be shared out.

A table of a million people is read in blocks of a few thousand rows; only a
block at a time becomes 64-bit floats, and no copy of the table is made. Blocks
may come from one array, from a file read piece by piece, or from several
machines: what each part found is merged.

Every block is centred on its own mean before it is multiplied, and parts are
merged by the distance of their means (Chan, Golub and LeVeque). Plain sums of
squares were rejected: with scores far from zero they lose the very digits that
a variance is made of.

People with a missing score are left out whole (listwise), and counted. Pairwise
products were rejected: their matrix can belong to no real group of people, and
an alpha from it may exceed 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats

BLOCK_ROWS = 4096  # measured: a block of some forty items stays in the processor's cache
_MIN_FOR_VARIANCE = 2
_NUMBERS = "biuf"  # boolean, whole, unsigned, floating


@dataclass(frozen=True, slots=True)
class Moments:
    """What a table of people by items comes to.

    ``mean`` has shape (k_items,), ``products`` (k_items, k_items): sums over
    people of the products of two items' distances from their means. Both are
    zero where ``n`` is 0. Units: those of the scores, and their square.
    """

    n: int  # people counted
    n_dropped: int  # people left out because a score was missing
    mean: FloatArray
    products: FloatArray

    @property
    def k_items(self) -> int:
        """How many items the table has."""
        return len(self.mean)

    def merge(self, other: "Moments") -> "Moments":
        """Both parts together.

        Raises:
            ValueError: The parts do not have the same number of items.
        """
        if self.k_items != other.k_items:
            raise ValueError(f"parts of {self.k_items} and of {other.k_items} items do not merge")
        n_dropped = self.n_dropped + other.n_dropped
        if not self.n or not other.n:
            known = self if self.n else other
            return Moments(known.n, n_dropped, known.mean, known.products)
        n = self.n + other.n
        distance = other.mean - self.mean
        mean = self.mean + distance * (other.n / n)
        between = np.outer(distance, distance) * (self.n * other.n / n)
        products = self.products + other.products + between
        return Moments(n, n_dropped, as_floats(mean), as_floats(products))

    def covariance(self) -> FloatArray:
        """Shape (k_items, k_items), with n - 1.

        Raises:
            ValueError: Fewer than two people are counted.
        """
        if self.n < _MIN_FOR_VARIANCE:
            raise ValueError(f"a covariance needs at least two people, not {self.n}")
        return as_floats(self.products / (self.n - 1))


def moments_of(scores: ArrayLike, block_rows: int = BLOCK_ROWS) -> Moments:
    """Means and cross-products of a table in memory.

    Args:
        scores: Shape (n_people, k_items), any numbers from int8 to float64;
            NaN = missing. Not copied.
        block_rows: How many people are taken at a time.

    Raises:
        ValueError: The table is not two-dimensional or has no item, holds
            something else than numbers, or an infinite score.
    """
    table = as_table(scores)
    whole = no_moments(table.shape[1])
    for start, block in blocks_of(table, block_rows):
        whole = whole.merge(_moments_of_block(block, start))
    return whole


def moments_of_blocks(blocks: Iterable[ArrayLike]) -> Moments:
    """The same for tables that arrive one after the other, each with the same items.

    Raises:
        ValueError: There is no block, or as in ``moments_of``; rows are counted
            from the first block on.
    """
    whole: Moments | None = None
    for block in blocks:
        start = 0 if whole is None else whole.n + whole.n_dropped
        table = as_table(block)
        whole = no_moments(table.shape[1]) if whole is None else whole
        for offset, rows in blocks_of(table, BLOCK_ROWS):
            whole = whole.merge(_moments_of_block(rows, start + offset))
    if whole is None:
        raise ValueError("there is no block to take moments of")
    return whole


def no_moments(k_items: int) -> Moments:
    """The moments of nobody, to which others can be merged."""
    return Moments(0, 0, np.zeros(k_items), np.zeros((k_items, k_items)))


def as_table(values: ArrayLike) -> NDArray[Any]:
    """The values as they are, once they are known to be a table of numbers.

    Raises:
        ValueError: They are not.
    """
    table = np.asarray(values)
    if table.ndim != 2 or table.shape[1] == 0:  # noqa: PLR2004 - people by items
        raise ValueError("expected a table of people by items, with at least one item")
    if table.dtype.kind not in _NUMBERS:
        raise ValueError(f"the table holds {table.dtype}; turn it into numbers first")
    return table


def blocks_of(table: NDArray[Any], block_rows: int) -> Iterator[tuple[int, NDArray[Any]]]:
    """The table in pieces, each with the number of its first row.

    Raises:
        ValueError: A block would have no row.
    """
    if block_rows < 1:
        raise ValueError("a block needs at least one row")
    for start in range(0, len(table), block_rows):
        yield start, table[start : start + block_rows]


def _moments_of_block(block: NDArray[Any], first_row: int) -> Moments:
    scores = as_floats(block)
    with np.errstate(over="ignore", invalid="ignore"):
        total = scores.sum()
    n_dropped = 0
    # One sum tells whether there is anything odd at all, and costs next to nothing.
    if not np.isfinite(total):
        _refuse_infinite(scores, first_row)
        is_complete = ~np.isnan(scores).any(axis=1)
        scores = scores[is_complete]
        n_dropped = int((~is_complete).sum())
    if not len(scores):
        return Moments(0, n_dropped, np.zeros(scores.shape[1]), np.zeros((scores.shape[1],) * 2))
    mean = scores.mean(axis=0)
    centred = scores - mean
    return Moments(len(scores), n_dropped, as_floats(mean), as_floats(centred.T @ centred))


def _refuse_infinite(scores: FloatArray, first_row: int) -> None:
    rows, items = np.nonzero(np.isinf(scores))
    if len(rows):
        cells = zip((rows + first_row).tolist(), items.tolist(), strict=True)
        places = ", ".join(f"row {row} item {item}" for row, item in cells)
        raise ValueError(f"infinite scores: {places}; leave them empty or correct them")
