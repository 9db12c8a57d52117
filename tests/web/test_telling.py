"""Everybody hears what was decided: by mail, once, without a score, or from a person."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import openings
from hiring.accounts import Role
from hiring.mail import Mail
from hiring.openings import Outcome, ReasonCode, Telling, ToldBy
from hiring.openings.days import end_of
from hiring.openings.decisions import note_view
from hiring.scoring.closing_the_loop import TELL_WITHIN, count_past_due, people_to_tell
from hiring.scoring.tallies import Tally
from tests.builders import BEST_ANSWERS, NOW, send
from tests.crowded import crowd
from tests.web.small_opening import ada, opening, owner  # noqa: F401 - fixtures

SECOND = timedelta(seconds=1)


def past_due(session, opening, now):
    return count_past_due(session, [opening.id], now=now, zone=UTC)


@pytest.fixture
def decided(session, small_house, ada):
    def decide(outcome=Outcome.NOT_ADVANCE, now=NOW):
        staff = small_house.staff[Role.OWNER]
        note_view(session, ada, staff=staff, now=now)
        found = openings.decide(
            session,
            ada,
            staff=staff,
            outcome=outcome,
            reason_code=ReasonCode.EXPERIENCE,
            reason="Others have done the same work.",
            considered="Work history and the interview.",
            now=now,
        )
        session.commit()
        return found

    return decide


@pytest.fixture
def mailing(app, monkeypatch, owner):
    """The owner's browser, where a mail server is set."""
    known = app.extensions["hiring_settings"]
    server = type(known.smtp_url)("smtp://127.0.0.1:1")
    changed = known.model_copy(update={"smtp_url": server})
    monkeypatch.setitem(app.extensions, "hiring_settings", changed)
    return owner


def told(owner, opening, decision, way, **fields):
    values = {f"d{decision.id.hex}-way": way, **fields}
    return send(owner, f"/openings/{opening.id}/tell", **values)


def test_who_took_part_waits_until_told(session, small_house, opening, ada, decided):
    small_house.submitted(ada, BEST_ANSWERS)
    assert [one.decision for one in people_to_tell(session, opening, zone=UTC)] == [None]

    decision = decided()
    assert [one.decision for one in people_to_tell(session, opening, zone=UTC)] == [decision]

    owner = small_house.staff[Role.OWNER]
    openings.tell(session, ada, decision, way=ToldBy.PHONE, staff=owner, now=NOW)
    assert people_to_tell(session, opening, zone=UTC) == []


def test_who_knows_to_be_on_hold_waits_on_for_an_answer(
    session, small_house, opening, ada, decided
):
    decision, owner = decided(Outcome.HOLD), small_house.staff[Role.OWNER]
    openings.tell(session, ada, decision, way=ToldBy.PHONE, staff=owner, now=NOW)

    assert [one.is_told for one in people_to_tell(session, opening, zone=UTC)] == [True]


def test_a_newer_decision_is_to_be_told_again(session, small_house, opening, ada, decided):
    first = decided(Outcome.ADVANCE)
    owner = small_house.staff[Role.OWNER]
    openings.tell(session, ada, first, way=ToldBy.PHONE, staff=owner, now=NOW)
    second = decided(now=NOW + SECOND)

    assert [one.decision for one in people_to_tell(session, opening, zone=UTC)] == [second]


def test_who_never_sent_answers_and_was_not_decided_about_does_not_wait(session, opening, ada):
    assert people_to_tell(session, opening, zone=UTC) == []


def test_people_are_due_by_the_date_of_the_opening_or_45_days_after_their_answers(
    session, small_house, opening, ada
):
    small_house.submitted(ada, BEST_ANSWERS)
    opening.decide_by = (NOW + timedelta(days=400)).date()
    session.commit()
    due = NOW + TELL_WITHIN

    assert people_to_tell(session, opening, zone=UTC)[0].due_at == due
    assert past_due(session, opening, now=due - SECOND) == {}
    assert past_due(session, opening, now=due + SECOND) == {opening.id: Tally(1)}


def test_the_date_of_the_opening_counts_where_it_comes_first(session, small_house, opening, ada):
    small_house.submitted(ada, BEST_ANSWERS)
    late = end_of(opening.decide_by, UTC) + SECOND

    assert people_to_tell(session, opening, zone=UTC)[0].is_overdue(late)
    assert past_due(session, opening, now=late) == {opening.id: Tally(1)}
    assert past_due(session, opening, now=late - SECOND) == {}


def test_all_who_wait_past_the_date_are_counted_before_it_a_hundred_are_enough(
    session, small_house, opening
):
    crowd(session, small_house, opening, 404, now=NOW)
    opening.decide_by = (NOW + timedelta(days=1)).date()
    session.commit()

    before, past = (past_due(session, opening, now=NOW + timedelta(days=days)) for days in (0, 2))

    assert before == {opening.id: Tally(100, has_more=True)}
    assert past == {opening.id: Tally(202)}


def test_who_was_decided_about_without_answers_is_due_from_the_day_of_being_added(
    session, small_house, opening, ada, decided
):
    decided()
    opening.decide_by = (NOW + timedelta(days=400)).date()
    session.commit()
    due = people_to_tell(session, opening, zone=UTC)[0].due_at

    assert past_due(session, opening, now=due) == {}
    assert past_due(session, opening, now=due + SECOND) == {opening.id: Tally(1)}


@pytest.mark.parametrize("way", ["phone", "in_person", "other"])
def test_a_person_who_was_told_by_somebody_is_noted(session, owner, opening, decided, way):
    decision = decided()
    told(owner, opening, decision, way)

    telling = session.exec(select(Telling)).one()
    assert (telling.decision_id, telling.way) == (decision.id, way)
    assert session.exec(select(Mail)).all() == []


def test_without_a_mail_server_nothing_can_be_sent(session, owner, opening, decided):
    decision = decided()
    text = owner.get(f"/openings/{opening.id}/tell").text

    assert 'value="mail"' not in text
    assert "No mail server is set" in text
    assert told(owner, opening, decision, "mail").status_code == 422
    assert session.exec(select(Telling)).all() == []


def test_what_was_told_stands_in_the_history(owner, opening, ada, decided):
    told(owner, opening, decided(), "phone")

    assert "told by phone" in owner.get(f"/candidates/{ada.id}").text


def test_a_page_of_an_older_decision_tells_nobody_of_the_newer_one(
    session, owner, opening, decided
):
    older = decided(Outcome.HOLD)
    decided(now=NOW + SECOND)
    told(owner, opening, older, "phone")

    assert session.exec(select(Telling)).all() == []


def test_the_list_names_who_is_overdue(session, small_house, owner, opening, ada):
    small_house.submitted(ada, BEST_ANSWERS)
    opening.decide_by = (datetime.now(UTC) - timedelta(days=1)).date()
    session.commit()

    assert "1 person should have heard by now." in owner.get(f"/openings/{opening.id}/tell").text


def test_nobody_waits(owner, opening):
    assert "Nobody waits" in owner.get(f"/openings/{opening.id}/tell").text


def test_the_desk_leads_to_where_people_are_told(owner, opening, decided):
    decided()
    desk = owner.get("/desk").text

    assert f'<a href="/openings/{opening.id}/tell">1 person was decided about' in desk
    assert "Decided, not told yet (1)" in owner.get(f"/openings/{opening.id}/tell").text


def test_the_desk_counts_who_should_have_heard(session, small_house, owner, opening, ada):
    small_house.submitted(ada, BEST_ANSWERS)
    opening.decide_by = (datetime.now(UTC) + timedelta(days=400)).date()
    session.commit()
    overdue = f'<a href="/openings/{opening.id}/tell">1 person should have heard from us by now'

    assert overdue in owner.get("/desk").text  # the answers are older than 45 days

    opening.decide_by = NOW.date()
    ada.withdrawn_at = NOW
    small_house.settle()
    assert overdue not in owner.get("/desk").text


def test_noting_that_somebody_was_told_promises_no_mail(owner, opening, decided):
    page = owner.get(f"/openings/{opening.id}/tell").text
    assert "Send and note" not in page

    told(owner, opening, decided(), "phone")
    text = owner.get(f"/openings/{opening.id}/tell").text

    assert "1 person is noted as told." in text
    assert "on its way" not in text


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_mail_names_no_score_and_cannot_be_clicked_elsewhere(
    mailing, session, small_house, opening, ada, decided, outcome, language
):
    opening.language = language
    decision = decided(outcome)
    words = {f"d{decision.id.hex}-own_words": "See www.trap.example/now\nAll the best"}
    told(mailing, opening, decision, "mail", **words)
    told(mailing, opening, decision, "mail", **words)  # twice is once

    mail = session.exec(select(Mail)).one()
    assert mail.language == language
    assert "All the best" in mail.body
    assert "www.trap.example" not in mail.body
    assert not any(sign.isdigit() for sign in mail.body.replace("[[link]]", ""))
    assert session.exec(select(Telling)).one().way == "mail"


def test_who_is_due_on_one_day_stands_in_the_order_that_the_reader_sees(
    session, small_house, opening, owner
):
    for name in ("Zoe Last", "Ada First", "Mia Middle"):
        small_house.submitted(small_house.candidate(opening, name=name), BEST_ANSWERS)
    staff, page = small_house.staff[Role.OWNER], f"/openings/{opening.id}/tell"
    seen = owner.get(page).text
    assert seen.index("Ada First") < seen.index("Mia Middle") < seen.index("Zoe Last")

    staff.sees_names = False
    session.commit()
    codes = [one.candidate.code for one in people_to_tell(session, opening, zone=UTC)]
    masked = owner.get(page).text
    assert sorted(codes, key=masked.index) == sorted(codes, key=str.casefold)
