"""Criteria by which people rate an open answer: what a key may say, and what it changes."""

import pytest

from hiring.banks.check import judge
from hiring.banks.loader import BankFaultsError, load_bank
from tests import builders
from tests.banks.folders import write_bank
from tests.rated import ANCHORS, FACET, ITEM, WITH_CRITERIA

KEY = "keys/1.toml"
METHOD = 'method = "human_rating"'


def with_criteria(*facets):
    listed = ", ".join(f'{{ facet = "{name}", anchors = {ANCHORS} }}' for name in facets)
    return KEY, METHOD, f"{METHOD}\ncriteria = [{listed}]"


def places_of(folder):
    with pytest.raises(BankFaultsError) as found:
        load_bank(folder)
    return [fault.place for fault in found.value.faults]


def test_a_key_names_criteria_with_three_anchors(tmp_path):
    key = load_bank(write_bank(tmp_path, WITH_CRITERIA)).keys["1"]
    (criterion,) = key.by_item[ITEM].criteria

    assert (criterion.facet, criterion.anchors.strong) == (FACET, "Names the own part.")
    assert key.by_item[ITEM].counts


def test_a_key_without_criteria_keeps_its_digest_and_its_document(tmp_path):
    plain = load_bank(write_bank(tmp_path / "plain"))
    rated = load_bank(write_bank(tmp_path / "rated", WITH_CRITERIA))

    assert "criteria" not in plain.keys["1"].model_dump_json()
    assert plain.scoring_digests != rated.scoring_digests
    assert plain.content_digest == rated.content_digest


def test_other_anchors_change_the_scoring_digest(tmp_path):
    one = load_bank(write_bank(tmp_path / "one", WITH_CRITERIA))
    other_words = (KEY, "Names the own part.", "Names it at once.")
    other = load_bank(write_bank(tmp_path / "other", WITH_CRITERIA, other_words))

    assert one.scoring_digests != other.scoring_digests


@pytest.mark.parametrize(
    "facets",
    [(FACET, FACET), ("listening",), (FACET, "a", "b", "c")],
    ids=["twice", "of another item", "too many"],
)
def test_criteria_that_do_not_fit_are_refused(tmp_path, facets):
    places = places_of(write_bank(tmp_path, with_criteria(*facets)))

    assert set(places) == {f"items.{ITEM}.criteria"}


def test_criteria_go_with_open_text_only(tmp_path):
    criteria = with_criteria(FACET)[2].removeprefix(METHOD)
    change = (KEY, 'method = "footrule"', f'method = "footrule"{criteria}')
    places = places_of(write_bank(tmp_path, change))

    assert "items.long-queue/responses.criteria" in places


def test_an_open_question_without_criteria_is_pointed_out(tmp_path):
    warned = judge(load_bank(write_bank(tmp_path / "plain", builders.WITH_OPEN_TEXT)))
    rated = load_bank(write_bank(tmp_path / "rated", builders.WITH_OPEN_TEXT, WITH_CRITERIA))
    place = f"items.{ITEM}.criteria"

    assert place in {fault.place for fault in warned}
    assert place not in {fault.place for fault in judge(rated)}
