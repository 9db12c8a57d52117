"""Settings of an opening, templates, and what a new opening takes over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import NameTakenError, NotAllowedError
from hiring.interviews.records import Interview, Scorecard
from hiring.interviews.sealing import may_change_seal, set_sealed
from hiring.openings.no_feedback import find_no_feedback, turn_feedback_off
from hiring.openings.records import FeedbackTime, get_administration, list_candidates
from hiring.openings.settings import change_settings, days_kept, settings_of
from hiring.openings.starting_terms import take_over, terms_of_opening, terms_of_template
from hiring.openings.templates import (
    TemplateTerms,
    change_template,
    list_templates,
    make_template,
    restore_template,
    retire_template,
)
from tests.builders import NOW

USUAL = TemplateTerms(
    name="Usual",
    language="fr",
    paper="Letter",
    place="eu_uk",
    key_version_id=None,
    form_id=None,
    feedback=FeedbackTime.ON_DATE,
    feedback_days=30,
    feedback_off_reason=None,
    link_days=10,
    decide_days=20,
    keep_days=90,
    retake_after_days=180,
    may_void=False,
    is_sealed=True,
    is_blind=True,
    has_reminders=False,
)
OFF = replace(
    USUAL,
    feedback=FeedbackTime.OFF,
    feedback_days=None,
    feedback_off_reason="The works council has asked for it.",
)


@pytest.fixture
def owner(house):
    return house.staff[Role.OWNER]


@pytest.fixture
def recruiter(house):
    return house.staff[Role.RECRUITER]


def notes(session, act):
    entries = select(AuditEntry).where(AuditEntry.act == act).order_by(col(AuditEntry.number))
    return [one.details for one in session.exec(entries)]


def test_every_changed_setting_is_noted_with_before_and_after(session, opening, owner):
    held = settings_of(opening)
    wanted = replace(held, title="New title", link_days=7, keep_days=30, retake_after_days=90)
    changed = change_settings(session, opening, wanted, staff=owner, now=NOW)

    assert changed == ("title", "link_days", "keep_days", "retake_after_days")
    assert notes(session, "opening.setting_changed") == [
        {"setting": "title"},
        {"setting": "link_days", "before": 14, "after": 7},
        {"setting": "keep_days", "before": None, "after": 30},
        {"setting": "retake_after_days", "before": None, "after": 90},
    ]
    assert change_settings(session, opening, wanted, staff=owner, now=NOW) == ()


def test_interviewers_change_no_settings(session, house, opening):
    with pytest.raises(NotAllowedError):
        change_settings(
            session,
            opening,
            settings_of(opening),
            staff=house.staff[Role.INTERVIEWER],
            now=NOW,
        )


def test_the_opening_s_own_days_stand_in_for_the_house_s(opening):
    assert days_kept(opening, house_days=365) == 365
    opening.keep_days = 30
    assert days_kept(opening, house_days=365) == 30


def test_scores_are_sealed_only_before_the_first_scorecard(session, house, opening, owner):
    assert set_sealed(session, opening, is_sealed=True, staff=owner, now=NOW)
    interviewer = house.join(opening, Role.INTERVIEWER)
    meeting = Interview(
        candidate_id=house.candidate(opening).id,
        interviewer_id=interviewer.id,
        assigned_by_id=owner.id,
        assigned_at=NOW,
    )
    session.add(meeting)
    session.flush()
    card = Scorecard(interview_id=meeting.id, started_at=NOW)
    session.add(card)
    session.flush()
    assert may_change_seal(session, opening)
    card.recommendation, card.filed_at = "yes", NOW
    session.flush()

    assert not may_change_seal(session, opening)
    with pytest.raises(NotAllowedError):
        set_sealed(session, opening, is_sealed=False, staff=owner, now=NOW)


def test_an_opening_takes_over_a_template_once(session, house, opening, recruiter):
    template = make_template(session, USUAL, staff=recruiter, now=NOW)
    take_over(session, opening, terms_of_template(template), staff=recruiter, now=NOW, zone=UTC)
    change_template(session, template, replace(USUAL, link_days=99), staff=recruiter, now=NOW)

    taken = (opening.link_days, opening.keep_days, opening.may_void, opening.has_reminders)
    assert taken == (10, 90, False, False)
    assert opening.retake_after_days == 180
    assert (opening.is_sealed, opening.is_blind) == (True, True)
    assert opening.feedback_from == (NOW + timedelta(days=30)).replace(hour=0, minute=0)


def test_days_of_feedback_are_counted_where_the_house_is(session, house, opening, owner):
    zone = ZoneInfo("America/New_York")
    opening.feedback = FeedbackTime.ON_DATE.value
    opening.feedback_from = datetime(2026, 5, 9, 4, tzinfo=UTC)  # midnight there
    terms = terms_of_opening(opening, get_administration(session, opening.id), zone=zone)
    other = house.opening("Copy")
    take_over(session, other, terms, staff=owner, now=NOW, zone=zone)

    days = date(2026, 5, 9) - opening.created_at.astimezone(zone).date()
    first = NOW.astimezone(zone).date() + days
    assert other.feedback_from == datetime(first.year, first.month, first.day, 4, tzinfo=UTC)


def test_terms_without_people_are_taken_from_another_opening(session, house, opening, owner):
    house.candidate(opening)
    opening.link_days, opening.is_blind, opening.retake_after_days = 5, True, 365
    terms = terms_of_opening(opening, get_administration(session, opening.id), zone=UTC)
    other = house.opening("Copy", accepted=False)
    take_over(session, other, terms, staff=owner, now=NOW, zone=UTC)

    assert (other.link_days, other.is_blind, terms.decide_days) == (5, True, 50)
    assert other.retake_after_days == 365
    assert list_candidates(session, other.id) == []
    assert get_administration(session, other.id).acknowledged_at is None


@pytest.mark.parametrize(("role", "is_asked"), [(Role.OWNER, True), (Role.RECRUITER, False)])
def test_feedback_that_is_off_in_an_opening_is_asked_for_anew_by_owners_only(
    session, house, opening, role, is_asked
):
    opening.feedback, opening.feedback_off_reason = "off", "A reason of the owner."
    terms = terms_of_opening(opening, get_administration(session, opening.id), zone=UTC)
    other = house.opening("Copy")
    take_over(session, other, terms, staff=house.staff[role], now=NOW, zone=UTC)

    assert other.feedback == "at_once"
    assert (find_no_feedback(session, other) is not None) == is_asked


def test_feedback_that_is_off_in_a_template_waits_for_a_second_person_in_each_opening(
    session, house, opening, owner, recruiter
):
    template = make_template(session, OFF, staff=owner, now=NOW)
    take_over(session, opening, terms_of_template(template), staff=recruiter, now=NOW, zone=UTC)
    session.commit()

    assert opening.feedback == "at_once"
    proposal = find_no_feedback(session, opening)
    with pytest.raises(NotAllowedError):
        turn_feedback_off(session, opening, proposal, staff=recruiter, now=NOW)
    turn_feedback_off(session, opening, proposal, staff=owner, now=NOW)
    assert (opening.feedback, opening.feedback_off_reason) == ("off", OFF.feedback_off_reason)


def test_only_owners_turn_feedback_off_in_a_template_or_on_again(session, owner, recruiter):
    with pytest.raises(NotAllowedError):
        make_template(session, OFF, staff=recruiter, now=NOW)
    template = make_template(session, OFF, staff=owner, now=NOW)
    with pytest.raises(NotAllowedError):
        change_template(session, template, USUAL, staff=recruiter, now=NOW)


def test_two_templates_do_not_share_a_name(session, owner):
    first = make_template(session, USUAL, staff=owner, now=NOW)
    with pytest.raises(NameTakenError):
        make_template(session, USUAL, staff=owner, now=NOW)
    change_template(session, first, replace(USUAL, decide_days=9), staff=owner, now=NOW)

    assert notes(session, "template.changed") == [{"settings": ["decide_days"]}]


def test_a_retired_template_is_offered_no_longer_and_can_come_back(session, owner):
    template = make_template(session, USUAL, staff=owner, now=NOW)
    for _ in range(2):
        retire_template(session, template, staff=owner, now=NOW)
    assert list_templates(session) == []
    assert list_templates(session, is_retired=True) == [template]

    restore_template(session, template, staff=owner, now=NOW)
    assert list_templates(session) == [template]
    assert len(notes(session, "template.retired")) == 1


def test_raters_make_no_templates(session, house):
    with pytest.raises(NotAllowedError):
        make_template(session, USUAL, staff=house.staff[Role.RATER], now=NOW)
