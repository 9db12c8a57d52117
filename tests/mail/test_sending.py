"""Mail leaves for a real server: whole, to the right person, without anybody's trap in it."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from hiring import jobs, mail, openings, retention
from hiring.errors import SettingsError
from hiring.jobs import Job, JobState
from hiring.jobs.mails import WORTH_SENDING
from hiring.mail import LINK, Mail, MailServer, MailState, list_mail
from hiring.openings.invitations import get_invitation_of
from hiring.places import PACKAGE
from hiring.queue import send_unserved
from tests import stores
from tests.builders import BEST_ANSWERS, NOW

OURS = "https://hiring.example.org"
SENDER = "Hiring <hiring@example.org>"
# It would leave an attribute in either kind of quotes, make an element, and run.
MARK = "'\"><img src=x onerror=xss()>"


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(small_house, opening):
    return small_house.candidate(opening, "Ada Example", "ada@example.org")


@pytest.fixture
def post(tmp_path, smtp_url):
    """Settings of a house with a mail server."""
    return stores.settings_for(tmp_path, "", smtp_url=smtp_url, mail_from=SENDER, public_url=OURS)


@pytest.fixture
def queue(session):
    def put(candidate, *, subject="Hello", body=f"Your page: {LINK}", key="one"):
        row = mail.queue_mail(
            session,
            candidate,
            kind="test",
            subject=subject,
            body=body,
            language="en",
            unique_key=key,
            now=NOW,
        )
        job = jobs.ask_to_send(session, row, now=NOW)
        session.commit()
        return row, job

    return put


def work(session, settings, job):
    state = run_job_at(session, job, NOW, jobs.runners_with(settings))
    session.expire_all()
    return state


def run_job_at(session, job, moment, runners):
    return jobs.run_job(session, job.id, clock=lambda: moment, runners=runners)


def test_a_mail_arrives_with_its_words(session, queue, ada, post, postbox):
    _row, job = queue(ada, subject="Grüße", body="Zeile eins\nŽluťoučký\n")
    work(session, post, job)

    (got,) = postbox.messages
    assert (got["Subject"], got["To"], got["From"]) == (
        "Grüße",
        "Ada Example <ada@example.org>",
        SENDER,
    )
    assert got.get_content_type() == "text/plain"
    assert got.get_content().splitlines() == ["Zeile eins", "Žluťoučký"]


def test_a_mail_that_left_says_so(session, queue, ada, post):
    row, job = queue(ada)

    assert work(session, post, job) is JobState.DONE
    assert (row.state, row.sent_at) == (MailState.SENT.value, NOW)


def test_a_second_run_sends_nothing(session, queue, ada, post, postbox):
    row, job = queue(ada)
    work(session, post, job)
    mail.send_mail(session, row.id, envelope=jobs.envelope_of(post), now=NOW)

    assert len(postbox.messages) == 1


def test_asking_twice_gives_one_mail(session, queue, ada):
    first, second = queue(ada)[0], queue(ada, subject="Other")[0]

    assert first.id == second.id
    assert [row.subject for row in list_mail(session, ada.id)] == ["Hello"]


def test_a_mail_sent_again_after_a_crash_is_known_by_its_name(session, queue, ada, post, postbox):
    row, _job = queue(ada)
    for _ in range(2):
        mail.send_mail(session, row.id, envelope=jobs.envelope_of(post), now=NOW)
        session.rollback()  # the process ended before it could note that the mail had left

    assert len({got["Message-ID"] for got in postbox.messages}) == 1
    assert len(postbox.messages) == 2


def test_a_server_that_refuses_is_asked_again(session, queue, ada, post, postbox):
    postbox.n_refusals = 1
    row, job = queue(ada)
    assert work(session, post, job) is JobState.QUEUED
    assert session.get_one(Job, job.id).error == "MailNotSentError: the mail server answered 451"

    assert work(session, post, job) is JobState.DONE
    assert row.state == MailState.SENT.value


@pytest.mark.parametrize("why", ["the person", "the words", "the address"])
def test_what_is_refused_for_good_is_not_tried_again(session, queue, ada, post, postbox, why):
    match why:
        case "the person":
            postbox.unknown = ada.email
        case "the words":
            postbox.n_refusals, postbox.refusal = 9, "554 not taken"
        case "the address":
            ada.email = "no address"
    row, job = queue(ada)

    assert work(session, post, job) is JobState.FAILED
    fault = jobs.find_fault(session, row)
    codes = {"the person": 550, "the words": 554, "the address": None}
    assert (fault.is_final, fault.is_refused, fault.code) == (True, True, codes[why])
    assert "ada" not in session.get_one(Job, job.id).error
    assert jobs.send_again(session, row, now=NOW)


def test_a_password_that_is_not_taken_is_tried_again(session, queue, ada, post, smtp_url):
    server = smtp_url.replace("//", "//me:secret@")
    row, job = queue(ada)
    work(session, post.model_copy(update={"smtp_url": type(post.smtp_url)(server)}), job)

    assert session.get_one(Job, job.id).state == JobState.QUEUED.value
    assert not jobs.find_fault(session, row).is_final


def test_an_absent_server_names_no_address_in_the_error(session, queue, ada, tmp_path):
    settings = stores.settings_for(
        tmp_path, "", smtp_url="smtp://127.0.0.1:1", mail_from=SENDER, public_url=OURS
    )
    row, job = queue(ada)
    work(session, settings, job)

    stored = session.get_one(Job, job.id)
    assert stored.due_at == NOW + timedelta(seconds=10)
    assert "ada" not in stored.error
    assert row.state == MailState.QUEUED.value


def test_without_a_server_the_mail_waits_for_a_person(session, queue, ada, tmp_path):
    row, job = queue(ada)

    assert work(session, stores.settings_for(tmp_path, ""), job) is JobState.DONE
    assert (row.state, row.sent_at) == (MailState.NO_SERVER.value, None)


def test_a_server_that_is_away_is_asked_for_a_day(session, queue, ada, tmp_path):
    settings = stores.settings_for(
        tmp_path, "", smtp_url="smtp://127.0.0.1:1", mail_from=SENDER, public_url=OURS
    )
    _row, job = queue(ada)
    tries, runners = [NOW], jobs.runners_with(settings)
    while run_job_at(session, job, tries[-1], runners) is JobState.QUEUED:
        tries.append(session.get_one(Job, job.id, populate_existing=True).due_at)

    assert max(after - before for before, after in pairwise(tries)) == timedelta(hours=1)
    assert timedelta(hours=24) <= tries[-1] - NOW <= timedelta(hours=25)
    assert session.get_one(Job, job.id).state == JobState.FAILED.value


@pytest.fixture
def unserved(session, queue, ada, tmp_path):
    """A mail that was to be sent while there was no server."""
    row, job = queue(ada)
    work(session, stores.settings_for(tmp_path, ""), job)
    return row


def test_what_waits_for_a_server_is_sent_once_there_is_one(session, unserved, post, postbox):
    send_unserved(session, post, now=NOW)
    (job_id,) = jobs.due_job_ids(session, NOW)

    assert work(session, post, session.get_one(Job, job_id)) is JobState.DONE
    assert (unserved.state, len(postbox.messages)) == (MailState.SENT.value, 1)


def test_what_waits_for_a_server_waits_while_there_is_none(session, unserved, tmp_path):
    send_unserved(session, stores.settings_for(tmp_path, ""), now=NOW)

    assert unserved.state == MailState.NO_SERVER.value


@pytest.mark.parametrize("change", ["old", "no address", "taken back"])
def test_what_is_no_longer_worth_sending_is_left_to_people(
    session, small_house, unserved, ada, post, change
):
    match change:
        case "old":
            unserved.queued_at = NOW - WORTH_SENDING - timedelta(days=1)
        case "no address":
            ada.email = None
        case "taken back":
            sitting = small_house.submitted(ada, BEST_ANSWERS)
            sitting.voided_at, unserved.unique_key = NOW, f"receipt:{sitting.id}"
    session.commit()
    send_unserved(session, post, now=NOW)

    assert unserved.state == MailState.NO_SERVER.value


def test_a_mail_that_was_given_up_can_be_sent_again_once(session, queue, ada, post, postbox):
    row, job = queue(ada)
    job.state = JobState.FAILED.value
    session.commit()
    again = [jobs.send_again(session, row, now=NOW), jobs.send_again(session, row, now=NOW)]
    session.commit()
    work(session, post, job)

    assert again == [True, False]
    assert len(postbox.messages) == 1
    assert not jobs.send_again(session, row, now=NOW)


def test_only_what_could_not_be_sent_is_listed(session, small_house, opening, queue, ada, post):
    sent, sent_job = queue(ada)
    work(session, post, sent_job)
    _waiting, _job = queue(ada, key="waiting")
    given_up, job = queue(ada, key="given up")
    job.state = JobState.FAILED.value
    session.commit()

    assert sent.state == MailState.SENT.value
    assert [one.mail.id for one in jobs.list_unsent(session, [opening])] == [given_up.id]
    assert jobs.count_unsent(session, [opening]) == 1
    other = small_house.opening("Other")
    assert (jobs.list_unsent(session, [other]), jobs.count_unsent(session, [other])) == ([], 0)


def test_nobody_is_written_to_without_an_address(queue, small_house, opening):
    assert queue(small_house.candidate(opening, "No Address")) == (None, None)


@pytest.mark.parametrize(
    "nasty",
    [
        "Ada\r\nBcc: all@example.org",
        "Ada\nSubject: x\n\nbody",
        "Ada\u2028X",
        'A"d\x00a\r\n\r\n.\r\n',
    ],
)
def test_line_breaks_in_a_name_or_a_subject_start_no_header(
    session, queue, small_house, opening, post, postbox, nasty
):
    candidate = small_house.candidate(opening, nasty, "ada@example.org")
    _row, job = queue(candidate, subject=f"For {nasty}", body=f"Dear {nasty}\r\n.\r\nQUIT")
    assert work(session, post, job) is JobState.DONE

    (got,) = postbox.messages
    assert [len(got.get_all(name, [])) for name in ("Bcc", "Subject", "To")] == [0, 1, 1]
    ((_sender, to, _raw),) = postbox.raw
    assert to == ["ada@example.org"]
    assert "QUIT" in got.get_content()


@pytest.mark.parametrize("address", ["ada@example.org\r\nRCPT TO:<x@y.z>", "not an address", "@"])
def test_an_address_that_is_none_is_never_written_to(
    session, queue, small_house, opening, post, postbox, address
):
    candidate = small_house.candidate(opening, "Ada", address)
    _row, job = queue(candidate)
    work(session, post, job)

    assert postbox.messages == []
    assert address not in session.get_one(Job, job.id).error


def test_the_only_addresses_in_a_mail_are_our_own(session, queue, ada, post, postbox):
    body = (
        f"{LINK} {OURS}/help https://evil.example/x http://hiring.example.org.evil.example "
        "www.evil.example javascript://alert"
    )
    _row, job = queue(ada, body=body)
    work(session, post, job)

    words = postbox.messages[0].get_content().split()
    assert [word for word in words if "://" in word or word.startswith("www")] == [
        words[0],
        f"{OURS}/help",
        "www",
    ]
    assert words[0].startswith(f"{OURS}/c/")
    assert "evil.example" not in postbox.messages[0].get_content()


TRAPS = ["evil.example/login", "mailto:me@evil.example", "evil.example", LINK, "me@evil.example"]


@pytest.mark.parametrize("trap", TRAPS)
def test_what_is_typed_into_a_title_becomes_no_link(
    session, small_house, opening, ada, post, postbox, trap
):
    opening.title = f"Support {trap}"
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    jobs.end_of_sitting(session, sitting.id, now=NOW)
    session.commit()
    for _ in range(2):
        for job_id in jobs.due_job_ids(session, NOW):
            work(session, post, session.get_one(Job, job_id))

    words = postbox.messages[0].get_content()
    assert trap not in words
    assert not re.search(r"evil\.|mailto:\S|\w@\w", words)
    assert words.count(f"{OURS}/c/") == 1


def test_marks_in_names_and_titles_arrive_as_letters_of_a_plain_text(
    session, small_house, opening, ada, post, postbox
):
    opening.title, ada.name = f"Support {MARK}", f"Ada {MARK}"
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    jobs.end_of_sitting(session, sitting.id, now=NOW)
    session.commit()
    for _ in range(2):
        for job_id in jobs.due_job_ids(session, NOW):
            work(session, post, session.get_one(Job, job_id))

    (got,) = postbox.messages
    assert (got.is_multipart(), got.get_content_type()) == (False, "text/plain")
    assert MARK in " ".join(got.get_content().split())
    assert got["To"].addresses[0].addr_spec == "ada@example.org"


def test_messages_are_made_in_one_place_and_have_no_part_that_a_browser_would_parse():
    texts = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    making = [path.name for path, text in texts.items() if "EmailMessage()" in text]
    parts = re.compile(r"add_alternative|add_attachment|MIME(?:Text|Multipart)|subtype=")

    assert making == ["sending.py"]
    assert [path.name for path, text in texts.items() if parts.search(text)] == []


@pytest.mark.parametrize("trap", ["evil.example/login", "mailto:me@evil.example"])
def test_a_trap_in_the_words_of_a_mail_cannot_be_clicked(session, queue, ada, post, postbox, trap):
    _row, job = queue(ada, body=f"Dear Ada, see {trap}")
    work(session, post, job)

    assert trap not in postbox.messages[0].get_content()


@pytest.mark.parametrize(
    "title", ["Conseiller h/f", "Shift 08:30 to 17:00", "Team 2.0, St. Gallen"]
)
def test_a_usual_title_stays_as_it_is(title):
    assert mail.without_links(title) == title


def test_the_link_is_the_candidates_own_and_stands_in_no_table(
    app, session, queue, ada, post, postbox
):
    row, job = queue(ada)
    work(session, post, job)
    token = openings.invitation_token(get_invitation_of(session, ada.id), stores.SECRET)
    with app.test_request_context():
        path = app.url_for("candidate.invitation", token=token)

    assert f"{OURS}{path}" in postbox.messages[0].get_content()
    assert token not in row.body


def test_an_erased_person_gets_no_mail(session, queue, ada, post, postbox):
    _row, job = queue(ada)
    retention.erase(session, [ada], now=NOW)
    session.commit()

    assert work(session, post, job) is JobState.DONE
    assert postbox.messages == []


def test_a_server_address_is_read():
    server = MailServer.from_url("smtp://me%40x:p%3Aw@mail.example.org")
    assert (server.host, server.port, server.user, server.password, server.is_tls) == (
        "mail.example.org",
        587,
        "me@x",
        "p:w",
        False,
    )
    assert MailServer.from_url("smtps://mail.example.org").port == 465
    assert MailServer.from_url(" ") is None
    assert "p:w" not in repr(server)


@pytest.mark.parametrize(
    "url", ["http://x:pw@h", "smtp://:pw@", "pw@mail.example.org", "smtp://h:pw", "smtp://h/pw"]
)
def test_what_is_no_server_address_is_refused_without_being_repeated(url):
    with pytest.raises(SettingsError) as caught:
        MailServer.from_url(url)
    assert "pw" not in str(caught.value)


def test_a_server_without_a_sender_is_refused_at_the_start(tmp_path):
    settings = stores.settings_for(tmp_path, "", smtp_url="smtp://127.0.0.1:25")

    with pytest.raises(SettingsError, match="HIRING_MAIL_FROM"):
        jobs.runners_with(settings)


def test_a_password_never_travels_in_the_clear(session, queue, ada, post, monkeypatch):
    # The server of this test offers no encryption; only its host name makes it look foreign.
    monkeypatch.setattr("hiring.mail.sending.LOCAL_HOSTS", set())
    server = post.smtp_url.get_secret_value().replace("//", "//me:secret@")
    _row, job = queue(ada)
    work(session, post.model_copy(update={"smtp_url": type(post.smtp_url)(server)}), job)

    assert "no encryption" in session.get_one(Job, job.id).error


def test_the_receipt_is_written_and_sent_when_answers_come_in(
    session, small_house, ada, post, postbox
):
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    jobs.end_of_sitting(session, sitting.id, now=NOW)
    jobs.end_of_sitting(session, sitting.id, now=NOW)
    session.commit()
    for _ in range(2):
        for job_id in jobs.due_job_ids(session, NOW):
            work(session, post, session.get_one(Job, job_id))

    (got,) = postbox.messages
    words = got.get_content()
    assert sitting.receipt in got["Subject"]
    days = ("4 May 2026", "13 June 2026")
    for told in (sitting.receipt, *days, f"{OURS}/c/", "copy of your data"):
        assert told in words
    assert "Ada" not in words


def test_a_receipt_closed_by_the_clock_says_so(session, small_house, ada, post, postbox):
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    sitting.closed_by = "server"
    jobs.end_of_sitting(session, sitting.id, now=NOW)
    session.commit()
    for _ in range(2):
        for job_id in jobs.due_job_ids(session, NOW):
            work(session, post, session.get_one(Job, job_id))

    assert "Your time was up." in postbox.messages[0].get_content()


def test_nothing_is_written_for_somebody_without_an_address(session, small_house, opening):
    sitting = small_house.submitted(small_house.candidate(opening), BEST_ANSWERS)
    jobs.end_of_sitting(session, sitting.id, now=NOW)
    session.commit()

    assert len(jobs.due_job_ids(session, NOW)) == 1
    assert session.get(Mail, sitting.id) is None
