"""A column of blocks: where each one stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from hiring.briefs.flowables import Block


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and how far it stands from the left, in points.

    A floating block has its own room in the margin: what follows starts level with it.
    """

    block: Block
    left: float = 0.0
    is_floating: bool = False


Column = list[Placed]


def positions(column: Column, width: float) -> Iterator[tuple[Placed, float]]:
    """Each block with the distance of its lower edge from the top of the column, in points.

    Blocks are measured on the way and are then ready to be drawn.
    """
    depth = float_depth = 0.0
    for placed in column:
        if not placed.left and not placed.is_floating:
            depth = max(depth, float_depth)
        _, height = placed.block.wrap(width - placed.left, 0)
        yield placed, depth + height
        if placed.is_floating:
            float_depth = depth + height
        else:
            depth += height


def height_of(column: Column, width: float) -> float:
    """How deep the column reaches, in points."""
    return max((depth for _, depth in positions(column, width)), default=0.0)
