"""What a candidate is told of one answer lets nobody infer how its responses are keyed."""

from itertools import product

import numpy as np
import pytest

from hiring.banks.schema import Item, ItemFormat, Option
from hiring.feedback.closeness import Closeness, closeness_of, closeness_range, may_be_told
from hiring.psychometrics.keying.rules import half_credit

N_OPTIONS, N_STEPS = 4, 4
KEYS = np.array(list(product(range(1, N_STEPS + 1), repeat=N_OPTIONS)), dtype=float)


def item(kind: ItemFormat, n_options: int) -> Item:
    options = tuple(Option(id=name, text=f"Text {name}") for name in "abcdefgh"[:n_options])
    choose = 2 if kind is ItemFormat.PICK_N else None
    return Item(id="one", format=kind, question="Which?", options=options, choose=choose)


@pytest.mark.parametrize(
    ("fraction", "step"),
    [
        (0.0, Closeness.FAR),
        (0.39, Closeness.FAR),
        (0.4, Closeness.PARTLY),
        (0.74, Closeness.PARTLY),
        (0.75, Closeness.NEAR),
        (1.0, Closeness.NEAR),
    ],
)
def test_a_score_has_one_of_three_steps(fraction: float, step: Closeness) -> None:
    assert closeness_of(fraction) is step


def test_a_range_says_the_steps_of_both_ends() -> None:
    assert closeness_range(35.0, 80.0) == (Closeness.FAR, Closeness.NEAR)
    assert closeness_range(50.0, 60.0) == (Closeness.PARTLY, Closeness.PARTLY)


@pytest.mark.parametrize("step", Closeness)
@pytest.mark.parametrize("ratings", [(1, 2, 3, 4), (1, 1, 1, 1), (4, 4, 1, 1), (2, 3, 2, 3)])
def test_after_any_step_every_response_may_still_be_keyed_in_every_way(
    ratings: tuple[int, ...], step: Closeness
) -> None:
    scores = [half_credit(np.array(ratings, dtype=float), key).mean() for key in KEYS]
    possible = KEYS[[closeness_of(float(score)) is step for score in scores]]

    for option in range(N_OPTIONS):
        assert set(possible[:, option]) == {1, 2, 3, 4}


@pytest.mark.parametrize("kind", [one for one in ItemFormat if one is not ItemFormat.RATE_EACH])
def test_a_choice_is_never_told_since_its_step_would_be_the_key(kind: ItemFormat) -> None:
    n_options = 0 if kind is ItemFormat.OPEN_TEXT else 6

    assert not may_be_told(item(kind, n_options))


def test_ratings_are_told_from_four_responses_on() -> None:
    assert [may_be_told(item(ItemFormat.RATE_EACH, n)) for n in (2, 3, 4, 5)] == [
        False,
        False,
        True,
        True,
    ]
