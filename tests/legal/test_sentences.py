"""The words of the rule books are among those that are translated."""

import re
from datetime import date

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from hiring import places
from hiring.banks.schema import KeyOrigin
from hiring.legal import legal_card
from hiring.legal.card import STATUSES
from tests import builders


@pytest.fixture(scope="module")
def collected():
    """Message → file and line, as the maintainers' command finds them."""
    with (places.TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    own = [one for one in methods if one[0].endswith(".toml")]
    found = extract_from_dir(places.PACKAGE.parent, own, options)
    return {message: (file, line) for file, line, message, *_ in found}


@pytest.mark.parametrize("origin", list(KeyOrigin))
def test_every_word_of_the_card_is_collected(collected, origin):
    key = builders.shipped_bank().keys["1"].model_copy(update={"origin": origin})
    lines = legal_card(key, today=date(2026, 11, 22)).lines

    assert {one for line in lines for one in (line.name, line.place, line.words)} <= set(collected)


def test_each_is_collected_from_the_line_where_it_stands(collected):
    lines = STATUSES.read_text(encoding="utf-8").splitlines()

    assert collected
    assert all(message in lines[line - 1] for message, (_, line) in collected.items())


def test_no_word_could_be_taken_for_a_place_to_fill_in(collected):
    assert [one for one in collected if re.search(r"[%{}]", one)] == []
