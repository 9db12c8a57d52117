"""Many posts at the same moment: one answer wins, none is lost, and one score follows."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from hiring import jobs
from hiring.jobs import Job, JobState, Task
from hiring.jobs.records import start_over
from hiring.scoring import Score
from hiring.sittings import Answer, Sitting
from hiring.web.cookies import CANDIDATE_COOKIE
from tests.builders import form_token, page_token
from tests.web.first_page import all_of, begun, page_of

N_POSTS, N_SUBMITS = 50, 20
NEWER = "There is a newer answer to this scenario"


@pytest.fixture
def started(client, small_house):
    """A browser in which the sitting has begun."""
    return begun(client, small_house, small_house.candidate(small_house.opening("Parts desk")))


@pytest.fixture
def all_at_once(app, started):
    """Post each of these forms in a browser of its own, all at the same moment."""
    cookie = started.get_cookie(CANDIDATE_COOKIE).value

    def post_all(path, forms):
        start = Barrier(len(forms))

        def post(form):
            browser = app.test_client()
            browser.set_cookie(CANDIDATE_COOKIE, cookie)
            fields = {"csrf_token": form_token(browser), **form}
            start.wait()
            return browser.post(path, data=fields)

        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(post, forms))

    return post_all


def ratings(number):
    """Ratings that no other number below 256 has."""
    return {name: 1 + number // 4**place % 4 for place, name in enumerate("abcd")}


def ticked(page):
    found = re.findall(r'name="r_(.)" value="(.)"[^>]* checked', page.text)
    return {name: int(step) for name, step in found}


def test_of_fifty_answers_at_once_one_is_stored_and_the_others_come_back_filled_in(
    started, session, all_at_once
):
    sent = [ratings(number) for number in range(N_POSTS)]
    forms = [
        page_of(
            page_token(started, "/assessment/1"),
            {f"r_{name}": str(step) for name, step in one.items()},
        )
        for one in sent
    ]
    pages = all_at_once("/assessment/1", forms)

    (stored,) = all_of(session, Answer)
    losers = [(one, page) for one, page in zip(sent, pages, strict=True) if one != stored.value]
    assert stored.value in sent
    assert len(losers) == N_POSTS - 1
    assert {page.status_code for _one, page in losers} == {409}
    assert [ticked(page) for _one, page in losers] == [one for one, _page in losers]
    assert [NEWER in page.text for _one, page in losers] == [True] * len(losers)


def test_twenty_submissions_at_once_make_one_receipt_and_one_score(
    app, started, session, all_at_once, now
):
    pages = all_at_once("/assessment/submit", [{}] * N_SUBMITS)
    (job,) = [one for one in all_of(session, Job) if one.task == Task.SCORE_SITTING]
    for _run in range(2):
        start_over(session, job, now=now)
        session.commit()
        assert jobs.run_job(session, job.id, clock=lambda: now) is JobState.DONE

    assert {page.status_code for page in pages} == {302}
    assert {page.location.partition("?")[0] for page in pages} == {"/assessment/receipt"}
    (receipt,) = {sitting.receipt for sitting in all_of(session, Sitting)}
    assert receipt in started.get("/assessment/receipt").text
    assert len(all_of(session, Score)) == 1
