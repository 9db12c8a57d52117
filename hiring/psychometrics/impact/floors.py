"""How many people a group needs before its figures are shown, and before it is compared.

A house may ask for more people and never for fewer: the figures of a smaller group could point to
persons, and its rate says next to nothing.
"""

from dataclasses import dataclass

MIN_TO_SHOW = 10
MIN_TO_COMPARE = 30


@dataclass(frozen=True, slots=True)
class GroupFloors:
    """From how many people on a group's figures are shown, and from how many it is compared.

    Raises:
        ValueError: One is below what the product asks for, or groups would be compared that are
            not shown.
    """

    show: int = MIN_TO_SHOW
    compare: int = MIN_TO_COMPARE

    def __post_init__(self) -> None:
        """Refuse what would show more than the product allows."""
        if self.show < MIN_TO_SHOW or self.compare < MIN_TO_COMPARE:
            raise ValueError("the people a group needs can only be raised")
        if self.compare < self.show:
            raise ValueError(
                f"a group is compared only where it is shown: {self.compare} people to compare it "
                f"cannot be fewer than {self.show} to show it"
            )


LOWEST = GroupFloors()
