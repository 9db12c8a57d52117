"""From the act to the receiver: written with the act, sent by a worker, tried again, never lost."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlmodel import Session, select

from hiring import jobs, retention, webhooks
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.config import Settings
from hiring.jobs import Job, JobState, Task
from hiring.jobs import outside as telling
from hiring.jobs.running import PATIENCE
from hiring.scoring import find_score
from hiring.webhooks import (
    DeliveryState,
    EventKind,
    OffReason,
    Outside,
    WebhookDelivery,
    WebhookEndpoint,
)
from hiring.webhooks.sending import LONGEST_REST, SHORTEST_REST, SILENCE
from hiring.webhooks.verifying import SeenInMemory, verify
from tests import stores
from tests.builders import BEST_ANSWERS, NOW
from tests.webhooks.conftest import OURS

NAME, MAIL = "Sentinel Example-Person", "sentinel@example.org"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(small_house, opening):
    return small_house.candidate(opening, NAME, MAIL)


@pytest.fixture
def happen(session, ada):
    """Has something happen that other systems hear of; the jobs that tell them."""
    subjects = iter([ada.id, *(UUID(int=n) for n in range(1, 100))])

    def act(kind=EventKind.SITTING_FINISHED, now=NOW):
        before = set(ids(session))
        jobs.tell_outside(session, kind, ada.id, subject=next(subjects), now=now)
        session.commit()
        return [session.get_one(Job, one) for one in ids(session) if one not in before]

    return act


def ids(session):
    query = select(Job.id).where(Job.task == Task.TELL_OUTSIDE.value)
    return session.exec(query.order_by(Job.created_at, Job.id)).all()


@pytest.fixture
def work(session, outside):
    """Runs a job at a moment; how it stands then."""

    def run(job, at=NOW, how=outside):
        runners = {Task.TELL_OUTSIDE: partial(telling.tell_one, how)}
        state = jobs.run_job(session, job.id, clock=lambda: at, runners=runners)
        session.expire_all()
        return state

    return run


def rows(session):
    return list(session.exec(select(WebhookDelivery).order_by(WebhookDelivery.happened_at)))


def row_of(session, job):
    return session.get_one(WebhookDelivery, UUID(job.arguments["delivery_id"]))


def test_an_event_arrives_signed_with_codes_and_a_link(
    session, registered, happen, work, receiver, ada
):
    (job,) = happen()

    assert work(job) is JobState.DONE
    (_path, headers, body) = receiver.got[0]
    event = verify(headers, body, keys=[registered[1]], seen=SeenInMemory(), now=NOW)
    told = json.loads(body)
    assert told == {
        "id": event,
        "type": "sitting.finished",
        "timestamp": NOW.isoformat(),
        "data": {
            "opening": str(ada.opening_id),
            "candidate": ada.code,
            "link": f"{OURS}/candidates/{ada.id}",
        },
    }
    row = row_of(session, job)
    assert (row.state, row.answer_code, row.n_tries) == ("delivered", 204, 1)
    assert row.body.encode() == body


def test_the_link_is_a_page_of_ours(app, ada):
    path = f"/candidates/{ada.id}"
    with app.test_request_context():
        endpoint, _values = app.url_map.bind("localhost").match(path)

    assert endpoint == "recruiter.candidate"


def test_no_name_address_answer_or_score_leaves(
    session, small_house, registered, ada, work, receiver
):
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    jobs.end_of_sitting(session, sitting.id, now=NOW)
    session.commit()
    for one in session.exec(select(Job).where(Job.task == Task.SCORE_SITTING.value)).all():
        jobs.run_job(session, one.id, clock=lambda: NOW)
    for one in ids(session):
        work(session.get_one(Job, one))

    told = [json.loads(body) for *_rest, body in receiver.got]
    assert {one["type"] for one in told} == {"sitting.finished", "sitting.scored"}
    assert {*told[0], *told[0]["data"]} == {
        "id", "type", "timestamp", "data", "opening", "candidate", "link"
    }  # fmt: skip
    text = " ".join(json.dumps(one) for one in told)
    score = find_score(session, sitting.id)
    assert score.total is not None
    assert not [
        word for word in (NAME, MAIL, str(round(score.total, 1)), score.code) if word in text
    ]


def test_an_act_that_is_undone_is_told_to_nobody(session, registered, ada):
    jobs.tell_outside(session, EventKind.SITTING_FINISHED, ada.id, subject=ada.id, now=NOW)
    session.rollback()

    assert (rows(session), ids(session)) == ([], [])


def test_the_same_act_is_told_once(session, registered, ada):
    for _ in range(2):
        jobs.tell_outside(session, EventKind.SITTING_FINISHED, ada.id, subject=ada.id, now=NOW)
        session.commit()

    assert len(rows(session)) == len(ids(session)) == 1


def test_an_address_hears_what_it_asked_for_only(session, staff, address, allowed, happen):
    webhooks.register(
        session,
        address,
        [EventKind.SITTING_SCORED],
        allowed=allowed,
        owner=staff[Role.OWNER],
        secret=stores.SECRET,
        now=NOW,
    )

    assert happen(EventKind.SITTING_FINISHED) == []
    assert len(happen(EventKind.SITTING_SCORED)) == 1


def test_made_up_candidates_are_told_of_nowhere(session, registered, ada, happen):
    ada.is_simulated = True
    session.commit()

    assert happen() == []


def test_nothing_is_called_while_the_act_is_written(registered, happen, receiver):
    happen()

    assert receiver.got == []


def test_a_refused_event_is_tried_again_with_the_same_id_and_words(
    session, registered, happen, work, receiver
):
    receiver.answers = [500]
    (job,) = happen()

    assert work(job) is JobState.QUEUED
    row = row_of(session, job)
    assert (row.state, row.answer_code, row.call_fault) == ("waiting", 500, "status")
    assert work(job, NOW + MINUTE) is JobState.DONE
    (first, second) = receiver.got
    assert first[2] == second[2]
    assert first[1]["webhook-id"] == second[1]["webhook-id"] == str(row.id)
    assert int(second[1]["webhook-timestamp"]) - int(first[1]["webhook-timestamp"]) == 60


def test_a_worker_that_dies_before_it_noted_the_yes_sends_it_again_under_the_same_id(
    session, new_session, registered, happen, work, receiver, outside
):
    (job,) = happen()
    died = new_session()
    webhooks.deliver(died, row_of(died, job).id, outside=outside, now=NOW)
    died.rollback()
    work(job)

    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1
    assert len(receiver.got) == 2


def test_while_an_address_rests_nothing_is_tried_and_no_try_is_counted(
    session, registered, happen, work, receiver
):
    receiver.answers = [503]
    (first,), (second,) = happen(), happen()
    work(first)
    state = work(second, NOW + SHORTEST_REST / 2)

    session.refresh(second)
    assert (state, second.attempts, second.error) == (JobState.QUEUED, 0, None)
    assert second.due_at == NOW + SHORTEST_REST
    assert row_of(session, second).n_tries == 0
    assert len(receiver.got) == 1


def test_a_refusal_of_one_event_does_not_keep_the_others(
    session, registered, happen, work, receiver
):
    receiver.answers = [400]
    (first,), (second,) = happen(), happen()

    assert work(first) is JobState.QUEUED
    assert work(second, NOW) is JobState.DONE


def test_an_address_rests_as_long_as_it_was_silent_and_an_hour_at_most(
    session, registered, happen, work, receiver
):
    endpoint = registered[0]
    for since, rest in ((0, SHORTEST_REST), (20, 20 * MINUTE), (600, LONGEST_REST)):
        receiver.answers, endpoint.retry_at = [503], None
        session.commit()
        (job,) = happen()
        work(job, NOW + since * MINUTE)
        session.refresh(endpoint)
        assert endpoint.retry_at == NOW + since * MINUTE + rest


def test_once_an_address_is_back_everything_that_waits_leaves(
    session, registered, happen, work, receiver
):
    receiver.answers = [503]
    (first,), (second,) = happen(), happen()
    work(first)
    work(second)
    (third,) = happen()
    assert work(third, NOW + MINUTE) is JobState.DONE

    assert set(jobs.due_job_ids(session, NOW + MINUTE)) >= {first.id, second.id}
    for job in (first, second):
        assert work(job, NOW + MINUTE) is JobState.DONE
    assert registered[0].failing_since is None


def test_an_event_that_is_refused_while_others_are_taken_keeps_its_count_of_tries(
    session, registered, happen, work, receiver
):
    receiver.answers = [400, 204, 400]
    (refused,), (taken,) = happen(), happen()
    work(refused)
    assert work(taken, NOW) is JobState.DONE
    assert work(refused, NOW) is JobState.QUEUED

    session.refresh(refused)
    assert refused.attempts == row_of(session, refused).n_tries == 2


def test_what_another_worker_learns_of_the_address_meanwhile_counts(
    session, registered, happen, work, receiver, make_caller
):
    endpoint = registered[0]
    endpoint.failing_since = NOW - MINUTE
    session.commit()

    def look_up(_host, _port):
        with Session(session.get_bind()) as other:
            other.get_one(WebhookEndpoint, endpoint.id).failing_since = None
            other.commit()
        return ["127.0.0.1"]

    receiver.answers = [503]
    (job,) = happen()
    caller = replace(make_caller(), resolve=look_up)
    work(job, how=Outside(caller=caller, secret=stores.SECRET, public_url=OURS))

    session.refresh(endpoint)
    assert row_of(session, job).answer_code == 503
    assert (endpoint.failing_since, endpoint.retry_at) == (NOW, NOW + SHORTEST_REST)


@pytest.fixture
def given_up(session, registered, happen, work, receiver):
    """An event that was tried until the end."""
    (job,) = happen()
    at, most = NOW, PATIENCE[Task.TELL_OUTSIDE].max_attempts
    receiver.answers = [400] * most
    job.attempts = most - 1
    session.commit()
    assert work(job, at) is JobState.FAILED
    receiver.answers = []
    return job


def test_an_event_that_was_given_up_stays_and_a_person_may_send_it_again(
    session, given_up, work, receiver
):
    assert jobs.count_given_up(session) == 1
    row = row_of(session, given_up)
    assert jobs.told(session, [row])[0].is_given_up

    assert jobs.tell_again(session, row, now=NOW)
    assert not jobs.tell_again(session, row, now=NOW)
    session.commit()
    assert work(given_up) is JobState.DONE
    assert jobs.count_given_up(session) == 0
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1


def test_an_event_that_was_taken_can_be_sent_once_more(session, registered, happen, work, receiver):
    (job,) = happen()
    work(job)
    assert jobs.tell_again(session, row_of(session, job), now=NOW)
    session.commit()
    work(job)

    assert len(receiver.got) == 2
    assert receiver.got[0][2] == receiver.got[1][2]


def test_tries_go_on_for_longer_than_it_takes_to_switch_an_address_off():
    patience = PATIENCE[Task.TELL_OUTSIDE]
    waits = [timedelta(seconds=5 * 2**n) for n in range(1, patience.max_attempts)]

    assert sum((min(one, patience.longest_wait) for one in waits), timedelta()) > SILENCE


def test_after_days_of_silence_an_address_is_switched_off_and_keeps_everything(
    session, staff, registered, happen, work, receiver
):
    endpoint, late = registered[0], NOW + SILENCE
    receiver.answers = [503, 503]
    (first,) = happen()
    work(first)
    assert jobs.silent_endpoints(session) == []
    work(first, late)
    (second,) = happen(now=late)

    assert work(second, late) is JobState.DONE
    assert (endpoint.off_at, endpoint.off_reason) == (late, "silence")
    (silent,) = jobs.silent_endpoints(session)
    assert silent.n_waiting == 2
    switched = session.exec(
        select(AuditEntry).where(AuditEntry.act == "webhook.switched_off")
    ).one()
    assert (switched.actor, switched.details) == ("system", {"reason": "silence"})

    webhooks.switch_on(session, endpoint, owner=staff[Role.OWNER], now=late)
    assert jobs.tell_all_waiting(session, endpoint, now=late) == 2
    session.commit()
    assert {work(job, late) for job in (first, second)} == {JobState.DONE}
    assert {row.state for row in rows(session)} == {DeliveryState.DELIVERED.value}


def test_what_a_worker_left_while_the_address_was_off_leaves_once_it_is_on(
    session, staff, registered, happen, work
):
    """It was switched on after the worker had looked, and before the worker had ended."""
    endpoint, owner = registered[0], staff[Role.OWNER]
    (job,) = happen()
    webhooks.switch_off(session, endpoint, reason=OffReason.OWNER, actor=owner.id, now=NOW)
    session.commit()
    assert work(job) is JobState.DONE
    jobs.wake_forgotten(session, now=NOW)
    session.commit()
    assert work(job) is None

    webhooks.switch_on(session, endpoint, owner=owner, now=NOW)
    jobs.wake_forgotten(session, now=NOW)
    session.commit()
    assert work(job) is JobState.DONE
    assert row_of(session, job).state == DeliveryState.DELIVERED.value


def test_where_nothing_waits_nothing_is_failing(session, registered, ada, happen, work, receiver):
    """Else a fault weeks later would count as one of weeks."""
    receiver.answers = [503]
    (job,) = happen()
    work(job)
    assert registered[0].failing_since == NOW
    retention.erase(session, [ada], now=NOW)
    jobs.wake_forgotten(session, now=NOW)
    session.commit()

    assert registered[0].failing_since is None


def test_what_waits_for_a_removed_address_is_dropped(session, staff, registered, happen, work):
    (job,) = happen()
    webhooks.remove(session, registered[0], owner=staff[Role.OWNER], now=NOW)
    session.commit()

    assert work(job) is JobState.DONE
    assert row_of(session, job).state == DeliveryState.DROPPED.value
    assert happen() == []


def test_what_waited_while_an_address_was_off_is_dropped_with_it(
    session, staff, registered, happen, work
):
    """Nothing tries it any more, and a copy of somebody's data would call it waiting for ever."""
    endpoint, owner = registered[0], staff[Role.OWNER]
    (sent,), (waiting,) = happen(), happen()
    assert work(sent) is JobState.DONE
    webhooks.switch_off(session, endpoint, reason=OffReason.OWNER, actor=owner.id, now=NOW)
    session.commit()
    assert work(waiting) is JobState.DONE
    assert row_of(session, waiting).state == DeliveryState.WAITING.value
    webhooks.remove(session, endpoint, owner=owner, now=NOW)
    session.commit()

    assert row_of(session, waiting).state == DeliveryState.DROPPED.value
    assert row_of(session, sent).state == DeliveryState.DELIVERED.value


def test_of_somebody_erased_nothing_is_left_to_tell(
    session, registered, ada, happen, work, receiver
):
    (job,) = happen()
    retention.erase(session, [ada], now=NOW)
    session.commit()

    assert work(job) is JobState.DONE
    assert (rows(session), receiver.got) == ([], [])


def test_with_another_secret_of_the_house_nothing_leaves_unsigned(
    session, registered, happen, work, receiver, make_caller
):
    (job,) = happen()
    work(job, how=Outside(make_caller(), "another secret of the house, long", OURS))

    assert row_of(session, job).call_fault == "no_key"
    assert receiver.got == []


def test_what_went_wrong_is_told_without_the_address(session, registered, happen, work, receiver):
    receiver.answers = [500]
    (job,) = happen()
    work(job)
    session.refresh(job)

    assert job.error == "WebhookNotTakenError: status 500"


def test_events_that_wait_and_were_given_up_are_counted(session, given_up, happen):
    happen()
    figures = jobs.work_at(session, NOW)

    assert (figures.n_webhooks_waiting, figures.n_webhooks_failed) == (1, 1)


def test_a_worker_reaches_a_receiver_inside_by_the_settings_and_the_systems_own_trust(
    session, staff, happen, receiver, certificate, tmp_path, monkeypatch
):
    # Nothing of the test in between: the system looks up the name and checks the certificate.
    host = f"localhost:{receiver.server_port}"
    told = {"webhook_hosts": host, "webhook_private_hosts": "localhost", "public_url": OURS}
    settings = stores.settings_for(tmp_path, "", **told)
    webhooks.register(
        session,
        f"https://{host}/in",
        list(EventKind),
        allowed=settings.allowed_webhook_hosts,
        owner=staff[Role.OWNER],
        secret=stores.SECRET,
        now=NOW,
    )
    session.commit()
    (job,) = happen()
    runners = jobs.runners_with(settings)

    jobs.run_job(session, job.id, clock=lambda: NOW, runners=runners)
    assert row_of(session, job).call_fault == "no_trust"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "it.pem"))
    jobs.run_job(session, job.id, clock=lambda: NOW + MINUTE, runners=runners)
    session.expire_all()
    assert row_of(session, job).state == DeliveryState.DELIVERED.value
    assert len(receiver.got) == 1


def test_the_settings_say_who_may_be_called():
    settings = Settings(
        webhook_hosts="Hooks.example.org:443, inner.example.org:8443",
        webhook_private_hosts="inner.example.org",
        _env_file=None,
    )
    caller = telling.outside_of(settings).caller

    assert caller.allowed == {"hooks.example.org", "inner.example.org:8443"}
    assert "inner.example.org" in caller.private_hosts
    assert "hooks.example.org" not in caller.private_hosts


@pytest.mark.parametrize("text", ["https://hooks.example.org", "hooks.example.org/in", "a b"])
def test_a_setting_that_is_no_host_is_refused(text):
    with pytest.raises(ValueError, match="names of hosts"):
        Settings(webhook_hosts=text, _env_file=None)
