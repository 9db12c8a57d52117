"""Keys with items set aside: named after their origin, as provisional, and no others."""

import pytest
from sqlmodel import func, select

from hiring import rescoring
from hiring.banks.deriving import derive_key
from hiring.banks.versions import KeyVersion, bank_document, key_document
from hiring.errors import DerivedKeyFaultError
from hiring.rescoring import Counting
from tests.builders import BEST_ANSWERS
from tests.rescoring.again import FAULTY, OTHER, REASON, at_once


def test_a_derived_key_names_the_one_it_was_made_from(small_house, dropped):
    key = dropped()

    assert (key.key_version, key.derived_from_id) == ("1-set-aside-1", small_house.key.id)
    assert key.document["dropped"] == [FAULTY]


def test_a_derived_key_is_as_provisional_and_public_as_its_origin(small_house, dropped):
    key, origin = dropped(), small_house.key

    assert (key.status, key.is_public, key.origin) == (
        origin.status,
        origin.is_public,
        origin.origin,
    )


def test_deriving_twice_gives_one_key(session, dropped):
    assert dropped().id == dropped().id
    assert session.exec(select(func.count(KeyVersion.id))).one() == 2


def test_a_key_that_only_scores_alike_is_not_taken_for_the_derived_one(
    session, small_house, analyst, dropped
):
    first = dropped()
    first.derived_from_id = None
    session.commit()

    assert dropped().id != first.id


def test_a_derived_key_of_another_standing_is_not_taken_for_this_one(session, dropped):
    first = dropped()
    first.is_public = not first.is_public
    session.commit()

    assert dropped().id != first.id


def test_another_list_gives_another_number(dropped):
    assert [dropped().key_version, dropped(dropped=[OTHER]).key_version] == [
        "1-set-aside-1",
        "1-set-aside-2",
    ]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({}, "nothing_named"),
        ({"dropped": ["no-such/item"]}, "not_fitting"),
        ({"dropped": [FAULTY], "neutralised": [FAULTY]}, "not_fitting"),
        ({"dropped": list(BEST_ANSWERS)}, "not_fitting"),
        ({"dropped": ["own-words/responses"]}, "not_fitting"),
    ],
)
def test_items_that_cannot_be_set_aside_are_refused(
    session, small_house, analyst, now, named, code
):
    with pytest.raises(DerivedKeyFaultError) as caught:
        derive_key(session, small_house.key, reason=REASON, actor=analyst.id, now=now, **named)

    assert caught.value.code == code


def test_a_derived_key_needs_a_reason(session, small_house, analyst, now):
    with pytest.raises(DerivedKeyFaultError) as caught:
        derive_key(
            session, small_house.key, dropped=[FAULTY], reason="  why ", actor=analyst.id, now=now
        )

    assert caught.value.code == "reason_too_short"


def shares(session, small_house, key):
    bank = bank_document(session, small_house.key.bank_version_id)
    keys = (key_document(session, one.id) for one in (small_house.key, key))
    return rescoring.weights(bank, *keys, "standard")


def test_a_dropped_scenario_leaves_its_share_to_the_others(session, small_house, dropped):
    found = {one.name: one for one in shares(session, small_house, dropped()).scenarios}

    assert (found["wrong-bill"].after, found["wrong-bill"].counting) == (None, Counting.NOT_AT_ALL)
    others = [one for one in found.values() if one.after is not None]
    assert {(one.before, one.after) for one in others} == {(1 / 6, 1 / 5)}


def test_the_shares_of_clusters_are_told_too(session, small_house, dropped):
    found = {one.name: one for one in shares(session, small_house, dropped()).clusters}

    assert (found["responding"].before, found["responding"].after) == (0.5, pytest.approx(0.4))
    assert (found["delivering"].before, found["delivering"].after) == (0.5, pytest.approx(0.6))


def test_a_neutralised_scenario_keeps_its_share_and_tells_nobody_apart(
    session, small_house, dropped
):
    found = {
        one.name: one
        for one in shares(session, small_house, dropped(neutralised=[FAULTY])).scenarios
    }

    assert found["wrong-bill"].counting is Counting.SAME_FOR_ALL
    assert found["wrong-bill"].after == 1 / 6


def test_of_two_who_derive_the_same_key_at_once_both_get_the_same_one(
    session, new_session, small_house, analyst, now
):
    ids = small_house.key.id, analyst.id
    session.commit()

    def act(own):
        key = own.get(KeyVersion, ids[0])
        return derive_key(own, key, dropped=[FAULTY], reason=REASON, actor=ids[1], now=now).id

    assert len(set(at_once(new_session, act))) == 1
    assert session.exec(select(func.count(KeyVersion.id))).one() == 2
