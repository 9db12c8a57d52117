"""The item sheet: what each item adds, told apart from what was not answered."""

from dataclasses import fields

import pytest
from sqlmodel import select

from hiring import sittings
from hiring.banks.versions import bank_document
from hiring.errors import NotFoundError
from hiring.reports.item_sheets import ItemFlag, ItemLine, ItemSheet, item_sheet, newest_scores
from hiring.scoring import score_sitting
from hiring.scoring.records import find_score
from hiring.sittings import AnswerState, ordered_options, pages_of
from tests import builders

TEXT = "Please call Sentinel Example-Person."
WHOLE = builders.BEST_ANSWERS | {"own-words/responses": TEXT}


@pytest.fixture
def sheet_of(session, small_house, now):
    """Answers → the sheet of their score."""
    opening = small_house.opening("Parts desk")

    def make(answers):
        sitting = small_house.submitted(small_house.candidate(opening), answers)
        score_sitting(session, sitting.id, now=now)
        session.commit()
        return item_sheet(session, find_score(session, sitting.id).id)

    return make


def line_of(sheet, item):
    (found,) = [line for line in sheet.lines if line.item == item]
    return found


def test_a_sheet_has_no_place_for_a_person():
    assert names_of(ItemSheet) == {
        "code", "bank", "key", "form_id", "form_title", "package_version", "scoring_version",
        "language", "is_simulated", "norm_group", "taken_at", "scored_at", "valid_until", "total",
        "signs", "lines",
    }  # fmt: skip
    assert names_of(ItemLine) == {
        "position", "item", "title", "options", "state", "answer", "n_characters", "points",
        "most_points", "flags", "seconds",
    }  # fmt: skip


def names_of(facts):
    return {field.name for field in fields(facts)}


def test_the_points_of_the_items_add_up_to_the_score(sheet_of):
    refs = list(builders.BEST_ANSWERS)
    sheet = sheet_of(WHOLE | {refs[0]: {"a": 1, "b": 4, "c": 2, "d": 3}, refs[-1]: None})

    known = [line.points for line in sheet.lines if line.points is not None]
    assert 0 < sheet.total < 100
    assert sum(known) == pytest.approx(sheet.total, abs=1e-9)
    assert sum(line.most_points or 0 for line in sheet.lines) == pytest.approx(100, abs=1e-9)


def test_no_answer_and_not_reached_add_nothing_and_stay_two_things(sheet_of):
    first, second = list(builders.BEST_ANSWERS)[:2]
    answers = {item: value for item, value in WHOLE.items() if item != second} | {first: None}
    sheet = sheet_of(answers)

    assert line_of(sheet, first).state is AnswerState.SKIPPED
    assert line_of(sheet, second).state is AnswerState.NOT_REACHED
    assert [line_of(sheet, item).points for item in (first, second)] == [0.0, 0.0]


def test_own_words_are_counted_and_not_quoted(sheet_of):
    line = line_of(sheet_of(WHOLE), "own-words/responses")

    assert (line.answer, line.n_characters) == ("", len(TEXT))


def test_what_does_not_count_has_no_points_rather_than_zero(sheet_of):
    line = line_of(sheet_of(WHOLE), "own-words/responses")

    assert (line.points, line.most_points) == (None, None)
    assert line.flags == (ItemFlag.NOT_COUNTED,)


def test_the_options_stand_as_this_sitting_showed_them(session, small_house, sheet_of):
    sheet = sheet_of(WHOLE)
    sitting = session.exec(select(sittings.Sitting)).one()
    bank = bank_document(session, small_house.key.bank_version_id)
    for line, page in zip(sheet.lines, pages_of(bank, "standard"), strict=True):
        shown = ordered_options(page.item, seed=sitting.option_seed, item_ref=page.item_ref)
        assert line.options == tuple(option.id for option in shown)


def test_the_seconds_are_those_that_are_stored(session, small_house, sheet_of, now):
    item = next(iter(builders.BEST_ANSWERS))
    sitting = small_house.sitting(small_house.candidate(small_house.opening("Till")), WHOLE)
    session.get_one(sittings.Answer, (sitting.id, item, 1)).active_seconds = 12.5
    sittings.submit(session, sitting, now=now)
    score_sitting(session, sitting.id, now=now)
    sheet = item_sheet(session, find_score(session, sitting.id).id)

    assert line_of(sheet, item).seconds == 12.5
    assert {line.seconds for line in sheet.lines if line.item != item} == {None}


def test_a_score_of_answers_that_were_taken_back_has_no_sheet(session, small_house, now):
    candidate = small_house.candidate(small_house.opening("Till"))
    sitting = small_house.submitted(candidate, WHOLE)
    score_sitting(session, sitting.id, now=now)
    score = find_score(session, sitting.id)
    sitting.voided_at = now
    session.flush()

    with pytest.raises(NotFoundError):
        item_sheet(session, score.id)
    assert newest_scores(session, score.key_version_id, "standard") == []
