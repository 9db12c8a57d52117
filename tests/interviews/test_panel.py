"""The panel's result and how far interviewers agree. Worked figures: case B-01."""

from datetime import UTC, datetime

import pytest

from hiring.accounts import Role
from hiring.interviews.agreement import agreement_in, count_pairs
from hiring.interviews.panel import panel_of
from tests import interviewing
from tests.builders import NOW, add_staff

MAY, JUNE = NOW, datetime(2026, 6, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def panel(session, house, opening):
    """Three people who interview."""
    owner = house.staff[Role.OWNER]
    return [house.join(opening, Role.INTERVIEWER), house.join(opening, Role.RECRUITER), owner]


def filed_by(session, house, opening, candidate, panel, marks, now=NOW):
    for staff, points in zip(panel, marks, strict=True):
        interviewing.filed(session, house, opening, candidate, staff, points, now=now)


def test_the_panel_says_mean_standard_error_and_n(session, house, opening, candidate, panel):
    marks = [(4, 1, 2, None), (3, 2, 4, None), (4, 3, None, None)]
    filed_by(session, house, opening, candidate, panel, marks)
    result = panel_of(session, candidate.id).result

    assert result is not None
    first, _second, third, last = result.lines
    assert first.mean is not None
    assert first.mean.mean == pytest.approx(3.6667, abs=1e-4)
    assert first.mean.standard_error == pytest.approx(0.3333, abs=1e-4)
    assert first.mean.n == 3
    assert third.mean is not None
    assert (third.mean.n, third.n_not_asked) == (2, 1)
    assert (last.mean, last.n_not_asked) == (None, 3)


def test_each_interviewer_weighs_alike_in_the_overall_mean(
    session, house, opening, candidate, panel
):
    marks = [(5, 5, 5, 5), (1, None, None, None), (3, None, None, None)]
    filed_by(session, house, opening, candidate, panel, marks)
    result = panel_of(session, candidate.id).result

    assert result is not None
    assert (result.overall.mean, result.overall.n) == (3.0, 3)


def test_there_is_no_result_before_all_have_filed(session, house, opening, candidate, panel):
    interviewing.filed(session, house, opening, candidate, panel[0])
    interviewing.assigned(session, house, opening, candidate, panel[1])
    found = panel_of(session, candidate.id)

    assert (found.n_filed, len(found.members), found.result) == (1, 2, None)


def test_a_correction_after_the_others_filed_is_told(session, house, opening, candidate, panel):
    filed_by(session, house, opening, candidate, panel, [(4, 4, 4, 4)] * 3)
    line = panel_of(session, candidate.id).members[0]
    interviewing.file_points(
        session,
        line.interview,
        opening,
        line.interviewer,
        (5, 4, 4, 4),
        reason="Changed after talking.",
        now=JUNE,
    )
    result = panel_of(session, candidate.id).result

    assert result is not None
    assert result.n_later == 1
    assert max(points or 0 for points in result.lines[0].given.values()) == 5


def test_a_correction_counts_as_later_once_one_colleague_could_be_read(
    session, house, opening, candidate, panel
):
    both = [interviewing.filed(session, house, opening, candidate, one) for one in panel[:2]]
    interviewing.file_points(
        session, both[0], opening, panel[0], (5, 4, 4, 4), reason="Changed after talking.", now=JUNE
    )
    july = JUNE.replace(month=7)
    interviewing.filed(session, house, opening, candidate, panel[2], now=july)
    result = panel_of(session, candidate.id).result

    assert result is not None
    assert result.n_later == 1


def test_a_correction_before_anybody_else_filed_is_independent(
    session, house, opening, candidate, panel
):
    first = interviewing.filed(session, house, opening, candidate, panel[0], now=MAY)
    interviewing.file_points(
        session,
        first,
        opening,
        panel[0],
        (5, 4, 4, 4),
        reason="Pressed the wrong box.",
        now=MAY.replace(hour=11),
    )
    interviewing.filed(session, house, opening, candidate, panel[1], now=JUNE)
    result = panel_of(session, candidate.id).result

    assert result is not None
    assert result.n_later == 0


def test_agreement_does_not_rise_when_somebody_corrects_a_card_after_reading_the_others(
    session, house, opening, candidate, panel
):
    filed_by(session, house, opening, candidate, panel[:2], [(1, 2, 3, 4), (5, 4, 5, 2)])
    line = next(
        one for one in panel_of(session, candidate.id).members if one.interviewer.id == panel[0].id
    )
    interviewing.file_points(
        session,
        line.interview,
        opening,
        panel[0],
        (5, 4, 5, 2),
        reason="Changed after talking.",
        now=JUNE,
    )

    assert agreement_in(session, opening.id).overall.n_exact == 0


def test_below_ten_pairs_there_are_counts_only():
    counts = count_pairs([(1, 1), (2, 3), (5, 2)])

    assert (counts.n, counts.n_exact, counts.n_adjacent, counts.kappa) == (3, 1, 2, None)


def test_from_ten_pairs_on_the_kappa_does_not_depend_on_who_stands_first():
    pairs = [(1, 2), (2, 2), (3, 4), (4, 4), (5, 5), (1, 1), (2, 3), (3, 3), (4, 5), (5, 3)]
    counts = count_pairs(pairs)

    assert counts.kappa == pytest.approx(0.7765, abs=1e-4)
    assert count_pairs([(second, first) for first, second in pairs]).kappa == counts.kappa


def test_agreement_is_told_by_question_and_by_month(session, house, opening, panel):
    for name, now in (("Ada", MAY), ("Bo", JUNE)):
        one = house.candidate(opening, name)
        filed_by(session, house, opening, one, panel, [(4, 3, 2, None)] * 2 + [(5, 3, 2, 1)], now)
    found = agreement_in(session, opening.id)

    assert [counts.n for _question, counts in found.by_question] == [6, 6, 6, 0]
    assert [counts.n_exact for _question, counts in found.by_question] == [2, 6, 6, 0]
    assert [(month.month, counts.n) for month, counts in found.by_month] == [(5, 9), (6, 9)]


def test_severity_needs_thirty_shared_ratings(session, house, opening, panel):
    for number in range(8):
        one = house.candidate(opening, f"Person {number}")
        base = 2 + number % 3
        marks = [(base,) * 4, (base + 1, base + 1, base + 1, base)]
        filed_by(session, house, opening, one, panel[:2], marks)
        few = agreement_in(session, opening.id).severities
        assert all(one.steps is None for one in few) == (number < 7)
    strict, lenient = sorted(
        agreement_in(session, opening.id).severities, key=lambda one: one.steps or 0
    )

    assert (strict.interviewer_id, lenient.interviewer_id) == (panel[0].id, panel[1].id)
    assert strict.steps == pytest.approx(-0.375)
    assert strict.standard_error is not None
    assert strict.standard_error > 0


def test_interviewers_who_share_nobody_get_no_severity(session, house, opening, panel):
    second = add_staff(session, Role.OWNER, "Second owner")
    for name, staff in (("Ada", panel[0]), ("Bo", second)):
        interviewing.filed(session, house, opening, house.candidate(opening, name), staff)

    assert agreement_in(session, opening.id).severities == ()
