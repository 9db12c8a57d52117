"""Blind human ratings of open answers: who rates what, what they gave, and how far they agree."""

from hiring.ratings.records import (
    Benchmark,
    BenchmarkRating,
    RatedAnswer,
    Rating,
)

__all__ = [
    "Benchmark",
    "BenchmarkRating",
    "RatedAnswer",
    "Rating",
]
