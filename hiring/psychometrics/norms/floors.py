"""How many people a norm group needs before a place in it is shown.

A house may ask for more people and never for fewer: under these numbers a place looks more exact
than it is, whoever asks for it.
"""

from dataclasses import dataclass

MIN_FOR_QUARTER = 30
MIN_FOR_ROUNDED = 100
MIN_FOR_PERCENTILE = 300


@dataclass(frozen=True, slots=True)
class NormFloors:
    """From how many people on the quarter, the percentile in fives and the whole one are shown.

    Raises:
        ValueError: One is below what the product asks for, or below the one before it.
    """

    quarter: int = MIN_FOR_QUARTER
    rounded: int = MIN_FOR_ROUNDED
    percentile: int = MIN_FOR_PERCENTILE

    def __post_init__(self) -> None:
        """Refuse what would show more than the product allows."""
        if self.quarter < MIN_FOR_QUARTER or self.rounded < MIN_FOR_ROUNDED:
            raise ValueError("the people a norm group needs can only be raised")
        if self.percentile < MIN_FOR_PERCENTILE:
            raise ValueError("the people a whole percentile needs can only be raised")
        if not self.quarter <= self.rounded <= self.percentile:
            raise ValueError(
                "the people a norm group needs must rise from the quarter "
                f"({self.quarter}) to the percentile in fives ({self.rounded}) and the whole "
                f"percentile ({self.percentile})"
            )


LOWEST = NormFloors()
