"""Which themes are told, in a fixed way, and how far the order may be trusted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.banks.schema import Facet
from hiring.feedback.themes import choose_themes
from hiring.psychometrics.reliability.differences import Difference

FACETS = [Facet(id=name, name=name.title(), definition=f"About {name}.") for name in "abcd"]


def loadings(n_items):
    """Items "a/0", "a/1" and so on, each of which feeds the facet of its letter."""
    return {f"{one.id}/{n}": {one.id: 1.0} for one in FACETS for n in range(n_items)}


def scores(n_items=4, **by_facet):
    return {f"{name}/{n}": score for name, score in by_facet.items() for n in range(n_items)}


def test_the_two_nearest_and_the_furthest_are_told():
    found = choose_themes(FACETS, loadings(4), scores(a=0.5, b=0.9, c=0.2, d=0.7))

    assert [one.id for one in found.nearest] == ["b", "d"]
    assert found.to_try.id == "c"


def test_equal_themes_stand_in_the_order_of_the_bank_and_no_order_is_claimed():
    found = choose_themes(FACETS, loadings(4), scores(a=0.5, b=0.5, c=0.5, d=0.5))

    assert ([one.id for one in found.nearest], found.to_try.id) == (["a", "b"], "d")
    assert found.difference is Difference.NONE_DEPENDABLE


def test_a_theme_with_three_answers_is_not_told():
    known = scores(a=0.9, b=0.8, c=0.5, d=0.1) | {"d/3": None}
    found = choose_themes(FACETS, loadings(4), known)

    assert found.to_try.id == "c"


def test_with_two_themes_nothing_is_told():
    assert choose_themes(FACETS, loadings(4), scores(a=0.9, b=0.1)) is None


def test_what_was_not_answered_says_nothing_about_a_theme():
    known = scores(5, a=0.9, b=0.8, c=0.5, d=0.6) | {"a/4": None}
    found = choose_themes(FACETS, loadings(5), known)

    assert found.nearest[0].id == "a"


def test_weights_count():
    feeds = loadings(4) | {f"a/{n}": {"a": 1.0, "d": 0.5} for n in range(4)}
    # Half-weighted good answers lift the theme that was last above the other.
    known = scores(a=1.0, b=0.9, c=0.5, d=0.4)

    assert choose_themes(FACETS, loadings(4), known).to_try.id == "d"
    assert choose_themes(FACETS, feeds, known).to_try.id == "c"


@pytest.mark.parametrize(
    ("n_items", "low", "word"),
    [
        (4, 0.45, Difference.NONE_DEPENDABLE),
        (4, 0.2, Difference.PROBABLY_HIGHER),
        (40, 0.0, Difference.HIGHER),
    ],
)
def test_the_word_for_the_order_follows_its_chance(n_items, low, word):
    halves = {f"{name}/{n}": 0.3 + 0.4 * (n % 2) for name in "abc" for n in range(n_items)}
    found = choose_themes(FACETS, loadings(n_items), halves | scores(n_items, d=low))

    assert found.difference is word


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=16, max_size=16), st.randoms())
def test_the_order_of_the_items_changes_nothing(values, random):
    names = list(loadings(4))
    pairs = list(zip(names, values, strict=True))
    first = choose_themes(FACETS, loadings(4), dict(pairs))
    random.shuffle(pairs)

    assert choose_themes(FACETS, loadings(4), dict(pairs)) == first
