"""Choices set into controls that are drawn once: the same as controls drawn with the choices."""

import pytest
from flask import get_template_attribute

from hiring.banks.schema import Item, ItemFormat
from hiring.web.candidate.choices import TICKED, with_choices
from tests import stores

STEPS = ("Poor", "Fair", "Good", "Very good")
# Words that look like a control, and names that begin like another.
OPTIONS = [
    {"id": "a", "text": 'Say: name="choice" value="a"'},
    {"id": "ab", "text": 'I ask <name="r_a" value="1">.'},
    {"id": "b", "text": "Call back"},
]
CHOSEN = {
    ItemFormat.RATE_EACH: [{"a": 1, "ab": 4}, {"b": 9}, {"a": 2, "ab": 2, "b": 2}],
    ItemFormat.BEST_WORST: [
        {"best": "a", "worst": "ab"},
        {"best": "b"},
        {"best": "a", "worst": "a"},
    ],
    ItemFormat.PICK_BEST: ["a", "ab", "gone", '" id="x'],
    ItemFormat.EMOTION_MCQ: ["b"],
    ItemFormat.PICK_N: [["a"], ["b", "ab"], ["a", "a"], ["gone"]],
}
CASES = [(kind, shown) for kind, several in CHOSEN.items() for shown in several]


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: nothing is stored."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def drawn(app):
    """Controls of one format as the template draws them."""
    with app.test_request_context():
        controls = get_template_attribute("macros/question.html", "controls")

        def draw(kind, shown):
            n = 2 if kind is ItemFormat.PICK_N else None
            item = Item(id="i", format=kind, question="What now?", options=OPTIONS, choose=n)
            return controls(item, STEPS, shown, {})

        yield draw


def test_every_format_that_is_ticked_has_its_cases():
    assert set(CHOSEN) == TICKED


@pytest.mark.parametrize(("kind", "shown"), CASES)
def test_ticking_drawn_controls_is_the_same_as_drawing_them_ticked(drawn, kind, shown):
    assert with_choices(drawn(kind, None), kind, shown) == drawn(kind, shown)


@pytest.mark.parametrize("kind", [ItemFormat.RANK_ALL, ItemFormat.OPEN_TEXT])
def test_what_is_not_ticked_is_refused(drawn, kind):
    with pytest.raises(ValueError, match="not answered by ticking"):
        with_choices(drawn(kind, None), kind, "words")
