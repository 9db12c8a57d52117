"""Signs that somebody should look: two independent ones, none for adjusted sittings, no score."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.openings import get_candidate
from hiring.psychometrics.quality.flags import Indicator
from hiring.response_quality import (
    MIN_REFERENCE_SITTINGS,
    ResponseQuality,
    find_quality,
    look_at_sitting,
    set_adjusted,
)
from hiring.scoring import find_score, score_sitting
from hiring.sittings import Answer

REPETITION = {Indicator.LONGEST_RUN, Indicator.VARIABILITY}
UNHURRIED, HURRIED = timedelta(seconds=70), timedelta(seconds=2)


@pytest.fixture
def all_three(house):
    """Every rating a 3, everything else as a good answer has it."""

    def given(seed=1):
        drawn = house.drawn_answers(seed, skill=0.9)
        return {
            item: dict.fromkeys(value, 3) if is_rating(value) else value
            for item, value in drawn.items()
        }

    return given


def is_rating(value):
    return isinstance(value, dict) and not value.keys() & {"best", "worst"}


@pytest.fixture
def sit(session, house, opening, now):
    """A scored sitting whose answers arrive at a pace."""

    def one(answers, *, pace=UNHURRIED, name="Ada"):
        candidate = house.candidate(opening, name)
        sitting = house.submitted(candidate, answers)
        rows = session.exec(select(Answer).where(Answer.sitting_id == sitting.id)).all()
        for n, row in enumerate(rows, start=1):
            row.answered_at = sitting.started_at + n * pace
        score_sitting(session, sitting.id, now=now)
        session.commit()
        return sitting

    return one


def look(session, sitting, now):
    row = look_at_sitting(session, sitting.id, now=now)
    session.commit()
    return row


def test_careful_answers_raise_nothing(session, house, sit, now):
    row = look(session, sit(house.drawn_answers(1)), now)

    assert (row.is_flagged, row.signs) == (False, {})


def test_the_same_rating_everywhere_in_no_time_is_worth_a_look(session, sit, all_three, now):
    row = look(session, sit(all_three(), pace=HURRIED), now)

    assert row.is_flagged
    assert {Indicator.UNREAD_SCREENS, Indicator.LONGEST_RUN, Indicator.VARIABILITY} <= set(
        row.signs
    )


def test_the_same_rating_everywhere_alone_is_not_enough(session, sit, all_three, now):
    row = look(session, sit(all_three()), now)

    assert not row.is_flagged
    assert set(row.signs) == REPETITION


def test_speed_alone_is_not_enough(session, house, sit, now):
    row = look(session, sit(house.drawn_answers(1), pace=HURRIED), now)

    assert not row.is_flagged
    assert set(row.signs) == {Indicator.UNREAD_SCREENS}


def test_a_screen_counts_from_its_showing_where_the_page_says_so(session, house, sit, now):
    sitting = sit(house.drawn_answers(1))
    for row in session.exec(select(Answer).where(Answer.sitting_id == sitting.id)):
        row.shown_at = row.answered_at - HURRIED

    assert set(look(session, sitting, now).signs) == {Indicator.UNREAD_SCREENS}


def test_pages_that_were_shown_long_before_are_read_however_close_the_answers(
    session, house, sit, now
):
    sitting = sit(house.drawn_answers(1), pace=HURRIED)
    for row in session.exec(select(Answer).where(Answer.sitting_id == sitting.id)):
        row.shown_at = row.answered_at - UNHURRIED

    assert look(session, sitting, now).signs == {}


def test_a_flag_changes_no_score(session, sit, all_three, now):
    sitting = sit(all_three(), pace=HURRIED)
    before = find_score(session, sitting.id).document
    look(session, sitting, now)

    assert find_score(session, sitting.id).document == before


def test_looking_twice_stores_once(session, sit, all_three, now):
    sitting = sit(all_three(), pace=HURRIED)
    first, second = look(session, sitting, now), look(session, sitting, now)

    assert first.id == second.id
    assert len(session.exec(select(ResponseQuality)).all()) == 1


def test_others_are_compared_with_from_thirty_sittings_on(session, house, sit, now):
    for n in range(MIN_REFERENCE_SITTINGS):
        sit(house.drawn_answers(n, skill=0.8), name=f"Other {n}")
    few = look(session, sit(house.drawn_answers(90, skill=0.8), name="Last"), now)

    assert few.n_reference == MIN_REFERENCE_SITTINGS


def test_an_adjusted_sitting_is_left_out(session, sit, all_three, staff, opening, now):
    sitting = sit(all_three(), pace=HURRIED)
    adjust(session, sitting, staff, now)

    assert look(session, sitting, now) is None
    assert find_quality(session, sitting.id) is None


def adjust(session, sitting, staff, now, *, is_adjusted=True):
    candidate = get_candidate(session, sitting.candidate_id)
    set_adjusted(session, candidate, is_adjusted=is_adjusted, staff=staff[Role.RECRUITER], now=now)
    session.commit()
    return candidate


def test_an_adjustment_takes_back_what_was_noted(session, sit, all_three, staff, now):
    sitting = sit(all_three(), pace=HURRIED)
    look(session, sitting, now)
    adjust(session, sitting, staff, now)

    assert find_quality(session, sitting.id) is None


def test_an_adjustment_is_written_down_without_its_reason(session, sit, all_three, staff, now):
    candidate = adjust(session, sit(all_three()), staff, now)

    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "candidate.adjusted")).one()
    assert (entry.object_id, entry.details) == (str(candidate.id), {})


def test_saying_it_twice_is_written_down_once(session, sit, all_three, staff, now):
    sitting = sit(all_three())
    adjust(session, sitting, staff, now)
    adjust(session, sitting, staff, now)

    assert (
        len(session.exec(select(AuditEntry).where(AuditEntry.act == "candidate.adjusted")).all())
        == 1
    )


def test_a_scenario_that_nobody_else_answered_is_left_out(session, house, sit, now):
    skipped = min(house.refs())
    for n in range(MIN_REFERENCE_SITTINGS):
        drawn = house.drawn_answers(n, skill=0.8)
        sit({item: value for item, value in drawn.items() if item != skipped}, name=f"Other {n}")
    row = look(session, sit(house.drawn_answers(90, skill=0.8), name="Last"), now)

    assert row.n_reference == MIN_REFERENCE_SITTINGS


def test_adjusted_sittings_are_no_reference_for_others(session, house, sit, staff, now):
    first = sit(house.drawn_answers(0, skill=0.8), name="Adjusted")
    for n in range(1, MIN_REFERENCE_SITTINGS):
        sit(house.drawn_answers(n, skill=0.8), name=f"Other {n}")
    adjust(session, first, staff, now)
    row = look(session, sit(house.drawn_answers(90, skill=0.8), name="Last"), now)

    assert row.n_reference == MIN_REFERENCE_SITTINGS - 1
