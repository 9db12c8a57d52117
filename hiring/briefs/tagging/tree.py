"""The tree of a paper: elements, and the marks on its pages that belong to them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hiring.briefs.tagging.roles import Role

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a page: the ``number``-th that belongs to the tree. Pages count from 0."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Element:
    """A part of the paper. A paragraph that goes on over pages has marks on several of them.

    Attributes:
        alternative: What it says to those who do not see it; figures and fields need one.
        language: Only where it differs from that of what it stands in.
        box: Left, bottom, right and top of a figure on its page, in points.
    """

    role: Role
    alternative: str = ""
    language: str = ""
    box: Box | None = None
    kids: list["Element | Mark"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """The element and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()
