"""A figure of a report: never a bare number.

It comes with its N, and with its interval or the reason why there is none. A missing figure is not
zero; it has a reason, too.
"""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

MIN_FOR_DISTRIBUTION = 10
MIN_FOR_ITEMS = 30


class Reason(StrEnum):
    """Why a figure or its interval is not there."""

    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"
    NO_FORMULA = "no_formula"  # nobody agrees on an interval for it
    PERFECT = "perfect"  # a correlation of one
    ONE_UNIT = "one_unit"  # too few scenarios to compare with each other
    NOT_POSITIVE = "not_positive"  # consistency at or below zero
    NO_SINGLE_FIT = "no_single_fit"
    HEYWOOD = "heywood"
    NEGATIVE_LOADING = "negative_loading"
    REFERENCE = "reference"  # the group that others are held against
    LONGER_WILL_NOT_DO = "longer_will_not_do"


class Part(BaseModel):
    """A piece of the document that cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(Part):
    """A value with N and its 95 % interval, or the reasons why there is none."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why_no_value: Reason | None = None
    why_no_interval: Reason | None = None

    @model_validator(mode="after")
    def _has_value_or_reason(self) -> Self:
        if (self.value is None) != (self.why_no_value is not None):
            raise ValueError("a figure has a value or the reason why not")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has two ends")
        has_reason = self.why_no_interval is not None or self.value is None
        if (self.low is None) != has_reason:
            raise ValueError("a value has an interval or the reason why not")
        return self


class Count(Part):
    """How many of one kind. ``name`` is a code, or the bank's own word."""

    name: str
    n: int
