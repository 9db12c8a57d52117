"""Invitations, reminders and the news of a closing: once each, by day, never too late."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from hiring import cases, jobs, mail, openings
from hiring.accounts import Role
from hiring.handouts.letters import LetterFacts, invitation_letter, reminder_letter
from hiring.jobs import Job, letters
from hiring.mail import Mail, MailState
from hiring.openings.invitations import get_invitation_of
from hiring.queue import ask_to_remind
from hiring.sittings import leaving
from tests import stores
from tests.builders import BEST_ANSWERS, NOW

PARIS = ZoneInfo("Europe/Paris")
OURS = "https://hiring.example.org"
END = NOW + timedelta(days=14)


@pytest.fixture
def post(tmp_path, smtp_url):
    """Settings of a house in Paris with a mail server."""
    return stores.settings_for(
        tmp_path,
        "",
        smtp_url=smtp_url,
        mail_from="Hiring <hiring@example.org>",
        public_url=OURS,
        time_zone="Europe/Paris",
        contact="jobs@example.org",
    )


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(small_house, opening):
    return small_house.candidate(opening, "Ada Example", "ada@example.org", expires_at=END)


@pytest.fixture
def run(session, post):
    """What the worker does at a moment: asks for reminders, then runs whatever is due."""

    def run_at(moment, settings=post):
        runners = jobs.runners_with(settings)
        ask_to_remind(session, settings, now=moment)
        for _ in range(2):  # what is asked for may ask for more
            for job_id in jobs.due_job_ids(session, moment):
                jobs.run_job(session, job_id, clock=lambda: moment, runners=runners)
        session.expire_all()

    return run_at


@pytest.fixture
def live(run):
    """Two weeks, by the hour or in longer steps; ``events`` happen at their moment."""

    def live_through(events=(), days=15, step=6):
        waiting = dict(events)
        for hour in range(0, days * 24, step):
            moment = NOW + timedelta(hours=hour)
            for due in [one for one in waiting if one <= moment]:
                waiting.pop(due)()
            run(moment)

    return live_through


@pytest.fixture
def invite(session, post):
    def invite_now(*people, number=1, settings=post, now=NOW):
        n_new = letters.invite(session, people, settings=settings, now=now, number=number)
        session.commit()
        return n_new

    return invite_now


def sent(session):
    query = select(Mail).where(Mail.state == "sent").order_by(col(Mail.sent_at))
    return [(one.kind, one.sent_at) for one in session.exec(query)]


def test_over_two_weeks_there_are_an_invitation_and_two_reminders_by_day(
    session, ada, invite, live, postbox
):
    invite(ada)
    live(step=1)

    assert [kind for kind, _at in sent(session)] == ["invitation", "reminder", "reminder"]
    first, half, last = (at for _kind, at in sent(session))
    assert half - first == timedelta(days=7)
    assert last == END - timedelta(days=1)
    assert len(postbox.messages) == 3
    slots = session.exec(select(Job).where(Job.task == "remind")).all()
    assert len({one.unique_key for one in slots}) == len(slots) == 15 * 13


def test_by_night_nobody_is_reminded_but_the_next_morning(
    session, small_house, opening, invite, live
):
    late = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)  # 3 o'clock in Paris
    invite(small_house.candidate(opening, "Bo", "bo@example.org", expires_at=late))
    live(step=1)

    reminders = [at.astimezone(PARIS) for kind, at in sent(session) if kind == "reminder"]
    assert all(8 <= at.hour < 21 for at in reminders)
    assert reminders[1].isoformat() == "2026-05-17T08:30:00+02:00"


@pytest.mark.parametrize("act", ["sends", "withdraws", "closing", "revoked", "turned off", "held"])
def test_nobody_is_reminded_for_nothing(
    session, small_house, opening, ada, invite, live, post, act
):
    def happen():
        owner = small_house.staff[Role.OWNER]
        match act:
            case "sends":
                small_house.submitted(ada, BEST_ANSWERS)
            case "withdraws":
                leaving.withdraw(session, ada, now=NOW)
            case "closing":
                openings.close_opening(session, opening, staff=owner, now=NOW)
            case "revoked":
                link = get_invitation_of(session, ada.id)
                openings.revoke(session, link, opening=opening, actor=owner, now=NOW)
            case "turned off":
                opening.has_reminders = False
            case "held":
                cases.open_case(session, ada, cases.CaseKind.ADJUSTMENT, words="Time", now=NOW)
        session.commit()

    invite(ada)
    live({NOW + timedelta(days=6): happen})

    assert [kind for kind, _at in sent(session)] == ["invitation"]


def test_who_is_at_work_is_reminded_that_it_is_saved(session, small_house, ada, invite, live):
    invite(ada)
    live({NOW + timedelta(days=2): lambda: small_house.sitting(ada)}, days=8)

    body = session.exec(select(Mail.body).where(Mail.kind == "reminder")).one()
    assert "Every answer that reached us is saved." in body
    assert "You can start until" not in body


def test_what_was_overtaken_in_the_queue_does_not_leave(session, small_house, ada, invite, run):
    invite(ada)
    small_house.submitted(ada, BEST_ANSWERS)
    run(NOW)

    assert [one.state for one in mail.list_mail(session, ada.id)] == [MailState.DROPPED.value]


def test_a_reminder_that_waits_for_the_server_does_not_leave_by_night(
    session, ada, invite, run, postbox
):
    invite(ada)
    run(NOW)
    evening = NOW + timedelta(days=7, hours=9)  # 20:30 in Paris
    postbox.n_refusals = 1
    run(evening)
    for hour in range(1, 16):
        run(evening + timedelta(hours=hour))

    reminder = next(at for kind, at in sent(session) if kind == "reminder")
    assert reminder.astimezone(PARIS).hour == 8


def test_who_was_not_invited_by_mail_is_not_reminded(session, ada, live):
    live(days=8)

    assert sent(session) == []


def test_without_a_server_nobody_is_asked_to_remind(session, run, tmp_path):
    run(NOW, stores.settings_for(tmp_path, ""))

    assert session.exec(select(Job)).all() == []


def test_each_invitation_is_written_once(session, small_house, opening, ada, invite):
    nobody = small_house.candidate(opening, "No Address")

    assert [invite(ada, nobody), invite(ada, nobody), invite(ada, number=2)] == [1, 0, 1]
    assert [one.kind for one in mail.list_mail(session, ada.id)] == ["invitation"] * 2


def test_sending_again_keeps_the_link_working(session, ada, invite, run, postbox):
    invite(ada)
    invite(ada, number=2)
    run(NOW)

    links = {
        word
        for message in postbox.messages
        for word in message.get_content().split()
        if word.startswith(f"{OURS}/c/")
    }
    assert (len(postbox.messages), len(links)) == (2, 1)


def test_closing_is_told_once_to_who_was_invited_and_has_not_started(
    session, small_house, opening, ada, invite, run, post
):
    begun = small_house.candidate(opening, "Bo", "bo@example.org", expires_at=END)
    by_hand = small_house.candidate(opening, "Cy", "cy@example.org", expires_at=END)
    invite(ada, begun)
    run(NOW)
    small_house.sitting(begun)
    owner = small_house.staff[Role.OWNER]
    told = []
    for _ in range(2):
        openings.close_opening(session, opening, staff=owner, now=NOW)
        told.append(letters.tell_closed(session, opening, settings=post, now=NOW))
        run(NOW)
        openings.reopen_opening(session, opening, staff=owner, now=NOW)

    kinds = [{one.kind for one in mail.list_mail(session, p.id)} for p in (ada, begun, by_hand)]
    assert told == [1, 0]
    assert kinds == [{"invitation", "closed"}, {"invitation"}, set()]


def test_a_refusal_is_kept_in_the_server_s_words(session, ada, invite, run, postbox):
    postbox.unknown = ada.email
    invite(ada)
    run(NOW)

    (row,) = mail.list_mail(session, ada.id)
    assert (row.state, row.server_words) == ("refused", "no such user")
    job = session.exec(select(Job).where(Job.task == "send_mail")).one()
    assert (job.state, job.error) == ("failed", "MailRefusedError: the mail server answered 550")
    postbox.unknown = ""
    assert jobs.send_again(session, row, now=NOW)
    session.commit()
    run(NOW)
    assert (row.state, row.server_words) == ("sent", None)


@pytest.mark.parametrize(
    ("language", "hello"), [("en", "Hello,"), ("fr", "Bonjour"), ("es", "Hola")]
)
def test_an_invitation_speaks_the_language_of_the_opening(opening, post, language, hello):
    words = invitation_letter(LetterFacts(opening, language, END), post)

    assert words.body.startswith(hello)
    assert opening.title in words.subject + words.body
    assert mail.LINK in words.body


def test_another_language_gets_english_and_says_so(opening, post):
    words = reminder_letter(LetterFacts(opening, "ar", END), post)

    first, second = words.body.split("\n\n")[:2]
    assert first
    assert second == "Hello,"


def test_the_words_of_the_place_stand_in_the_invitation(opening, post):
    opening.place = "eu_uk"
    body = invitation_letter(LetterFacts(opening, "en", END), post).body

    assert "legitimate interest" in body
    assert "You can start until Monday, 18 May 2026." in body


def test_a_thousand_invitations_are_left_to_the_sweep(session, small_house, opening, invite):
    people = [
        small_house.candidate(opening, f"P {n}", f"p{n}@example.org", expires_at=END)
        for n in range(25)
    ]
    session.info.pop(jobs.PENDING_JOBS, None)

    assert invite(*people) == 25
    assert session.info.get(jobs.PENDING_JOBS, []) == []
    assert len(jobs.due_job_ids(session, NOW)) == 25
