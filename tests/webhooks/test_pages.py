"""The pages for owners: registering, the key shown once, the log, and the notice on the desk."""

import html
import re
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring import jobs
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.db import db
from hiring.jobs import Job, Task
from hiring.jobs import outside as telling
from hiring.webhooks import EventKind, WebhookDelivery, WebhookEndpoint
from hiring.webhooks.sending import SILENCE
from tests import stores
from tests.builders import BEST_ANSWERS, NOW, send, sign_in
from tests.webhooks.conftest import HOST

pytestmark = stores.only_once

KEY = re.compile(r"whsec_[\w+/=]+")
PAGE = "/other-systems"


@pytest.fixture
def settings(database_url, data_dir, allowed):
    return stores.settings_for(data_dir, database_url, webhook_hosts=", ".join(allowed))


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(small_house, opening):
    return small_house.candidate(opening)


@pytest.fixture
def owner(app, session, small_house):
    return sign_in(session, app.test_client(), small_house.staff[Role.OWNER])


@pytest.fixture
def happened(session, registered, ada):
    """Something that the address hears of, which nobody has sent yet."""
    jobs.tell_outside(session, EventKind.SITTING_FINISHED, ada.id, subject=ada.id, now=NOW)
    session.commit()
    return session.exec(select(WebhookDelivery)).one()


@pytest.fixture
def work(session, outside):
    """Runs what is due of it at a moment."""

    def run(at=NOW):
        runners = {Task.TELL_OUTSIDE: partial(telling.tell_one, outside)}
        for one in jobs.due_job_ids(session, at):
            jobs.run_job(session, one, clock=lambda: at, runners=runners)
        session.expire_all()

    return run


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_an_owner_finds_the_way_registers_an_address_and_sees_its_key_once(
    session, opening, owner, address
):
    assert f'href="{PAGE}"' in owner.get("/openings").text
    made = send(owner, PAGE, address=f" {address} ", events=["sitting.finished", "sitting.scored"])

    (key,) = set(KEY.findall(made.text))
    assert made.headers["Cache-Control"] == "no-store"
    endpoint = session.exec(select(WebhookEndpoint)).one()
    assert (endpoint.address, len(endpoint.events)) == (address, 2)
    for path in (PAGE, f"{PAGE}/{endpoint.id}"):
        shown = owner.get(path)
        assert address in shown.text
        assert key not in shown.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Write a whole web address"),
        ("http://hooks.example.org/in", "Begin the address with https://"),
        ("https://me:word@hooks.example.org/in", "Leave out the name and password"),
        ("https://evil.example/in", "This host may not be called"),
    ],
)
def test_an_address_that_cannot_be_called_is_refused_in_words(session, owner, typed, told):
    answer = send(owner, PAGE, address=typed, events="sitting.finished")

    assert answer.status_code == 422
    assert told in words(answer)
    assert session.exec(select(WebhookEndpoint)).all() == []


def test_without_an_event_nothing_is_registered(session, owner, address):
    answer = send(owner, PAGE, address=address)

    assert answer.status_code == 422
    assert "Choose at least one event" in words(answer)
    assert f'value="{address}"' in answer.text


def test_sending_the_form_twice_registers_once(session, owner, address):
    for status in (200, 422):
        assert send(owner, PAGE, address=address, events="sitting.scored").status_code == status

    assert len(session.exec(select(WebhookEndpoint)).all()) == 1


def test_the_log_shows_what_was_sent_what_was_answered_and_the_next_try(
    owner, happened, registered, work, receiver, ada
):
    path = f"{PAGE}/{registered[0].id}"
    assert "nothing yet" in words(owner.get(path))
    receiver.answers = [500]
    work()
    failed = words(owner.get(path))
    work(NOW + timedelta(minutes=1))
    taken = words(owner.get(path))

    assert "The answer was 500." in failed
    assert "Next try:" in failed
    assert "Has taken nothing since" in failed
    assert "Send again" not in failed
    assert "Taken The answer was 204." in taken
    assert f'"candidate":"{ada.code}"' in taken
    assert "Send again" in taken


def test_a_message_is_sent_again_by_hand(session, owner, happened, registered, work, receiver):
    work()
    path = f"{PAGE}/messages/{happened.id}/again"
    send(owner, path)
    told = words(owner.get(f"{PAGE}/{registered[0].id}"))
    send(owner, path)
    twice = words(owner.get(f"{PAGE}/{registered[0].id}"))
    work(once_all_is_due(session))

    assert "The message is on its way again." in told
    assert "Nothing was sent: the message is on its way already" in twice
    assert "webhook.told_again" in set(session.exec(select(AuditEntry.act)))
    assert len(receiver.got) == 2
    assert receiver.got[0][1]["webhook-id"] == receiver.got[1][1]["webhook-id"]


def test_an_owner_switches_an_address_off_and_on_and_nothing_is_lost(
    session, owner, happened, registered, work, receiver
):
    path = f"{PAGE}/{registered[0].id}"
    send(owner, f"{path}/off")
    work()
    assert receiver.got == []
    assert "Kept until the address is switched on" in words(owner.get(path))

    send(owner, f"{path}/on")
    assert "1 message that waited leaves within a minute." in words(owner.get(path))
    work(once_all_is_due(session))
    assert len(receiver.got) == 1


def once_all_is_due(session):
    """A moment after every job became due: pages read the clock of the machine."""
    return max(job.due_at for job in session.exec(select(Job))) + timedelta(seconds=1)


def test_an_address_that_was_silent_for_days_stands_on_every_owners_desk(
    app, session, small_house, opening, owner, happened, work, receiver
):
    receiver.answers = [503, 503]
    recruiter = sign_in(session, app.test_client(), small_house.join(opening, Role.RECRUITER))
    work()
    assert "switched off" not in words(owner.get("/desk"))
    work(NOW + SILENCE)

    told = words(owner.get("/desk"))
    assert f"{HOST}:" in told
    assert "took no message for days and was switched off" in told
    assert "1 message is kept for it" in told
    assert "switched off" not in words(recruiter.get("/desk"))


def test_messages_that_were_given_up_stand_on_the_desk(
    session, opening, owner, happened, work, receiver
):
    receiver.answers = [400]
    job = session.exec(select(Job).where(Job.task == Task.TELL_OUTSIDE.value)).one()
    job.attempts = 25
    session.commit()
    work()

    assert "1 message to another system was given up" in words(owner.get("/desk"))


def test_a_new_key_is_shown_with_how_long_the_old_one_signs_too(owner, registered):
    endpoint, old = registered
    shown = send(owner, f"{PAGE}/{endpoint.id}/key")

    (new,) = set(KEY.findall(shown.text))
    assert new != old
    assert "messages are signed with the old key as well" in words(shown)


def test_a_removed_address_is_gone(owner, registered):
    path = f"{PAGE}/{registered[0].id}"
    answer = send(owner, f"{path}/remove")

    assert answer.location == PAGE
    assert "is told nothing any more" in words(owner.get(PAGE))
    assert owner.get(path).status_code == 404


def test_where_no_host_may_be_called_the_page_says_who_can_change_that(app, owner, monkeypatch):
    settings = app.extensions["hiring_settings"]
    nobody = settings.model_copy(update={"webhook_hosts": ""})
    monkeypatch.setitem(app.extensions, "hiring_settings", nobody)
    shown = owner.get(PAGE)

    assert "HIRING_WEBHOOK_HOSTS" in words(shown)
    assert 'name="address"' not in shown.text


def test_sending_answers_in_calls_nobody_and_stores_the_message_with_the_act(
    app, session, small_house, ada, registered, receiver
):
    small_house.sitting(ada, BEST_ANSWERS)
    client = app.test_client()
    send(client, f"/c/{small_house.token(ada)}")
    answer = send(client, "/assessment/submit")

    assert answer.location == "/assessment/receipt"
    assert session.exec(select(WebhookDelivery.kind)).one() == "sitting.finished"
    assert receiver.got == []


def test_who_has_not_registered_anything_pays_one_question_at_the_end_of_a_sitting(
    app, session, small_house, ada
):
    sitting_id, ada_id, asked = small_house.submitted(ada, BEST_ANSWERS).id, ada.id, []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        kind = EventKind.SITTING_FINISHED
        jobs.tell_outside(session, kind, ada_id, subject=sitting_id, now=NOW)
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert len(asked) == 1


def test_the_log_goes_on_page_by_page(session, owner, registered, ada):
    for n in range(60):
        subject = UUID(int=n + 1)
        jobs.tell_outside(session, EventKind.SITTING_SCORED, ada.id, subject=subject, now=NOW)
    session.commit()
    path = f"{PAGE}/{registered[0].id}"

    assert "50 messages, newest first" in words(owner.get(path))
    assert f'href="{path}?skip=50"' in owner.get(path).text
    assert "10 messages, newest first" in words(owner.get(f"{path}?skip=50"))
    assert "There are no older messages." in words(owner.get(f"{path}?skip=500"))
    assert owner.get(f"{path}?skip=x").status_code == 200
