"""Simulated sittings, scored on the road that real ones take."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hiring.psychometrics.arrays import FloatArray
from hiring.scoring.plan import score_encoded
from hiring.simulation.answering import draw_answers
from hiring.simulation.expected import TrueScores
from hiring.simulation.people import People, Population, draw_people
from hiring.simulation.views import FormView

MAX_ROWS_AT_ONCE = 10_000  # of one block; a form has a few hundred numbers in a row


@dataclass(frozen=True, slots=True)
class House:
    """The sittings of one employer, with what no employer knows: the true scores.

    Attributes:
        people: Who sat.
        scenarios: Shape (n, n_scenarios), points 0..100.
        totals: Shape (n,), points 0..100.
        true: Shape (n,), points 0..100.
    """

    people: People
    scenarios: FloatArray
    totals: FloatArray
    true: FloatArray


@dataclass(frozen=True, slots=True)
class World:
    """A form, the people who could sit it, and the way to their true scores."""

    form: FormView
    population: Population
    truth: TrueScores

    def houses(self, rng: np.random.Generator, n_sittings: int, n_houses: int) -> Iterator[House]:
        """Houses of one size, each with people of its own; drawn in blocks, handed out singly."""
        at_once = max(1, MAX_ROWS_AT_ONCE // n_sittings)
        for first in range(0, n_houses, at_once):
            n_now = min(at_once, n_houses - first)
            block = self.house(rng, n_now * n_sittings)
            for start in range(0, n_now * n_sittings, n_sittings):
                yield _part(block, slice(start, start + n_sittings))

    def house(self, rng: np.random.Generator, n_sittings: int) -> House:
        """One house of any size."""
        people = draw_people(rng, n_sittings, self.form.n_scenarios, self.population)
        scores = score_encoded(
            self.form.plan, draw_answers(rng, self.form, people, self.population)
        )
        return House(people, scores.scenarios, scores.totals, self.truth.of(people))


def _part(house: House, rows: slice) -> House:
    people = People(
        house.people.judgement[rows], house.people.style[rows], house.people.is_reference[rows]
    )
    return House(people, house.scenarios[rows], house.totals[rows], house.true[rows])
