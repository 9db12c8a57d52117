"""Drafts: kept by page and number, never over each other, taken over when the sitting ends."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlmodel import select

from hiring import sittings
from hiring.sittings import (
    Answer,
    Draft,
    DraftFacts,
    keep_draft,
    load_step,
    pending_drafts,
    take_over_drafts,
)
from hiring.sittings.records import CandidateAccess
from tests.stores import only_once

RATED = {"a": 4, "b": 1, "c": 3, "d": 2}
ITEM = "late-parts/responses"


@pytest.fixture
def somebody(small_house):
    return small_house.candidate(small_house.opening())


@pytest.fixture
def sitting(small_house, somebody):
    return small_house.sitting(somebody)


@pytest.fixture
def cookie(session, small_house, somebody, sitting, now):
    cookie = sittings.exchange_token(session, small_house.token(somebody), now=now)
    session.commit()
    return cookie


@pytest.fixture
def keep(session, sitting, cookie, now):
    """Keep a draft as a page would send it."""

    def keep_one(
        value, number=1, page="one", revision=0, fields=None, item=ITEM, seconds=0, by=cookie
    ):
        facts = DraftFacts(
            item=item,
            page_id=page,
            number=number,
            revision=revision,
            fields=fields or value,
            value=value,
            shown_at=now,
            active_seconds=1.0,
            received_at=now + timedelta(seconds=seconds),
            cookie=by,
        )
        is_kept = keep_draft(session, sitting.id, facts)
        session.commit()
        return is_kept

    return keep_one


def drafts(session):
    session.expire_all()
    return {(row.page_id, row.number): row.value for row in session.exec(select(Draft))}


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_whatever_order_drafts_arrive_in_the_highest_number_stays(session, keep, order):
    for number in order:
        keep(RATED | {"a": number}, number=number)

    assert drafts(session) == {("one", 3): RATED | {"a": 3}}


def test_two_tabs_never_write_over_each_other(session, keep):
    keep(RATED, page="one")
    keep(RATED | {"a": 1}, page="two")

    assert len(session.exec(select(Draft)).all()) == 2


def test_a_page_shows_the_draft_it_held_last(session, keep, cookie):
    keep(RATED, page="one")
    keep(None, page="two", fields={"a": 1}, seconds=5)

    found = load_step(session, cookie, 1).stored.draft
    assert (found.fields, found.value, found.page_id) == ({"a": 1}, None, "two")


def test_once_an_answer_is_given_earlier_drafts_are_history(
    session, keep, small_house, sitting, cookie
):
    keep(RATED)
    small_house.revise(sitting, ITEM, RATED | {"a": 1}, revision=1)
    session.commit()

    assert load_step(session, cookie, 1).stored.draft is None
    assert pending_drafts(session, sitting.id) == {}
    assert len(drafts(session)) == 1


def test_a_draft_that_says_what_is_stored_is_not_pending(session, keep, small_house, sitting):
    small_house.revise(sitting, ITEM, RATED, revision=1)
    keep(RATED, revision=1)

    assert pending_drafts(session, sitting.id) == {}


def test_at_the_end_whole_drafts_become_answers_and_others_stay_drafts(
    session, keep, sitting, somebody, now
):
    keep(RATED)
    keep(None, item="wrong-bill/responses", fields={"best": "a"})
    sittings.submit(session, sittings.find_sitting(session, somebody.id), now=now)
    session.commit()

    (row,) = session.exec(select(Answer)).all()
    assert (row.item, row.revision, row.value, row.is_from_draft) == (ITEM, 1, RATED, True)
    assert len(session.exec(select(Draft)).all()) == 2


def test_a_draft_upon_an_answer_becomes_its_next_revision(session, keep, small_house, sitting):
    small_house.revise(sitting, ITEM, RATED, revision=1)
    keep(RATED | {"a": 2}, revision=1)

    assert take_over_drafts(session, sitting) == 1
    assert [row.revision for row in session.exec(select(Answer).order_by(Answer.revision))] == [
        1,
        2,
    ]


def test_taking_over_twice_changes_nothing(session, keep, sitting):
    keep(RATED)

    assert [take_over_drafts(session, sitting), take_over_drafts(session, sitting)] == [1, 0]


def test_a_draft_names_the_assistant_who_entered_it(session, keep, sitting):
    session.exec(select(CandidateAccess)).one().assistant_name = "Robin Helper"
    session.commit()
    keep(RATED)
    take_over_drafts(session, sitting)

    assert session.exec(select(Answer.entered_by)).one() == "Robin Helper"


def test_a_change_that_was_taken_back_does_not_become_the_answer(
    session, keep, small_house, sitting, cookie
):
    small_house.revise(sitting, ITEM, RATED, revision=1)
    keep(RATED | {"a": 1}, page="one", revision=1)
    keep(RATED, page="two", revision=1, seconds=5)

    assert pending_drafts(session, sitting.id) == {}
    assert load_step(session, cookie, 1).stored.draft is None


def test_half_a_change_after_a_whole_one_keeps_the_stored_answer(
    session, keep, small_house, sitting
):
    small_house.revise(sitting, ITEM, RATED, revision=1)
    keep(RATED | {"a": 1}, page="one", revision=1)
    keep(None, page="two", revision=1, fields={"a": 1}, seconds=5)

    assert pending_drafts(session, sitting.id)[ITEM].page_id == "two"
    assert take_over_drafts(session, sitting) == 0


@only_once
def test_what_was_begun_on_a_scenario_left_out_is_pending(session, keep, small_house, sitting):
    small_house.revise(sitting, ITEM, None, revision=1)
    keep(None, revision=1, fields={"a": 1})
    assert list(pending_drafts(session, sitting.id)) == [ITEM]

    keep(None, number=2, revision=1, fields={})
    assert list(pending_drafts(session, sitting.id)) == []


def test_an_older_number_that_says_something_else_is_not_kept(keep):
    assert keep(RATED, number=3)
    assert not keep(RATED | {"a": 1}, number=2)
    assert keep(RATED, number=2)


@only_once
def test_a_draft_is_believed_no_longer_time_than_there_was(session, keep, sitting):
    keep(RATED, seconds=0.25)
    take_over_drafts(session, sitting)

    assert session.exec(select(Answer.active_seconds)).one() == 0.25


@only_once
def test_a_page_without_its_cookie_keeps_the_name_it_had(session, keep, sitting):
    session.exec(select(CandidateAccess)).one().assistant_name = "Robin Helper"
    session.commit()
    keep(RATED)
    keep(RATED | {"a": 1}, number=2, by="")

    [draft] = session.exec(select(Draft)).all()
    assert (draft.value["a"], draft.entered_by) == (1, "Robin Helper")
