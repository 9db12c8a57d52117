"""Which themes came out nearest to the key in somebody's answers, and which one to try.

A theme is a facet of the bank. Its figure is the mean of the items that feed it, weighted as the
key says; what was not answered is left out, since it says nothing about a theme. Figures of themes
rest on a handful of items each, so they are never shown: only their order is used, and how much of
it could be chance. Themes of which fewer than four items are known are left out.

The chance of the order is that of the difference between the nearer themes and the one to try, by
the same rule of words as for two people (``differences``), shared out over all pairs of themes,
since the highest and the lowest were picked after looking.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hiring.banks.schema import Facet, KeyDocument
from hiring.psychometrics.arrays import as_floats, sample_variance
from hiring.psychometrics.keying.aggregation import MIN_FACET_UNITS, facet_scores
from hiring.psychometrics.reliability.differences import (
    Difference,
    difference_of,
    higher_from,
    sed,
)
from hiring.psychometrics.reliability.standard_errors import normal_probability

N_NEARER = 2
MIN_THEMES = N_NEARER + 1
POINTS = 100

Loadings = Mapping[str, Mapping[str, float]]  # item → facet → weight


@dataclass(frozen=True, slots=True)
class Theme:
    """A facet in the language of the sitting."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Themes:
    """Two themes that came out nearest, one to try, and how far that order may be trusted."""

    nearest: tuple[Theme, ...]
    to_try: Theme
    difference: Difference


@dataclass(frozen=True, slots=True)
class _Figure:
    facet: Facet
    points: float
    error: float


def loadings_of(key: KeyDocument) -> Loadings:
    """Which facets an item feeds: all that feedback may know of a key."""
    return {item.item: item.facets for item in key.items}


def choose_themes(
    facets: Sequence[Facet], loadings: Loadings, items: Mapping[str, float | None]
) -> Themes | None:
    """The themes to tell, or None where fewer than three rest on enough answers.

    Args:
        facets: In the order of the bank, which decides between equal figures.
        loadings: Of every item.
        items: Item → score 0..1 of what counts; None = not answered.
    """
    known = {ref: score for ref, score in items.items() if score is not None}
    figures = [one for facet in facets if (one := _figure(facet, loadings, known)) is not None]
    if len(figures) < MIN_THEMES:
        return None
    ordered = sorted(figures, key=lambda one: -one.points)
    nearest, to_try = ordered[:N_NEARER], ordered[-1]
    return Themes(
        nearest=tuple(_theme(one.facet) for one in nearest),
        to_try=_theme(to_try.facet),
        difference=_difference(nearest[-1], to_try, len(figures)),
    )


def _figure(facet: Facet, loadings: Loadings, known: Mapping[str, float]) -> _Figure | None:
    refs = sorted(ref for ref in known if loadings.get(ref, {}).get(facet.id, 0.0) > 0)
    if len(refs) < MIN_FACET_UNITS:
        return None
    weights = [loadings[ref][facet.id] for ref in refs]
    points = float(facet_scores([known[ref] for ref in refs], weights))
    return _Figure(facet, points, _error(weights, list(known.values())))


def _error(weights: Sequence[float], scores: Sequence[float]) -> float:
    """Of a weighted mean, from how much the person's items differ; in points."""
    share = math.sqrt(sum(weight * weight for weight in weights)) / sum(weights)
    return POINTS * share * math.sqrt(sample_variance(as_floats(scores)))


def _difference(nearer: _Figure, further: _Figure, n_themes: int) -> Difference:
    """Against the second nearest: the claim is about both.

    Themes share items, which makes the true error of a difference smaller than this one.
    """
    error = sed(nearer.error, further.error)
    if error == 0:  # every item went alike
        return Difference.NONE_DEPENDABLE
    probability = normal_probability(nearer.points - further.points, error)
    return difference_of(probability, higher_from(n_themes))


def _theme(facet: Facet) -> Theme:
    return Theme(facet.id, facet.name, facet.definition)
