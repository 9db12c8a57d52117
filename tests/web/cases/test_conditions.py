"""Conditions are set on the page of a candidate, and shown there."""

import re

import pytest
from sqlmodel import select

from hiring import cases
from hiring.accounts import Role
from hiring.conditions import Agreed, find_conditions
from hiring.openings import Candidate
from hiring.openings.records import Administration
from tests.builders import send
from tests.web.cases.asking import ask, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_conditions_are_set_on_the_candidates_page_and_shown_there(session, desk_of, person):
    recruiter = desk_of(Role.RECRUITER)
    path = f"/candidates/{person.id}"
    send(recruiter, f"{path}/adjusted", extra_percent="100", extra_minutes="0", large_print="y")

    assert find_conditions(session, person.id).extra_percent == 100
    page = recruiter.get(path).text
    assert re.search(r'<option selected value="100">', page)
    assert re.search(r'name="large_print"[^>]*checked', page)
    send(recruiter, f"{path}/adjusted", extra_percent="0")
    assert not re.search(r'name="is_adjusted"[^>]*checked', recruiter.get(path).text)


def test_faulty_conditions_come_back(session, desk_of, person):
    recruiter = desk_of(Role.RECRUITER)
    found = send(recruiter, f"/candidates/{person.id}/adjusted", extra_minutes="9999")

    assert found.status_code == 422
    assert 'href="#extra_minutes"' in found.text
    assert find_conditions(session, person.id) is None


@pytest.mark.parametrize(
    ("time", "named"),
    [
        ({"extra_percent": "50"}, "50 percent more"),
        ({"extra_minutes": "10"}, "10 minutes on top"),
        ({"extra_percent": "25", "extra_minutes": "1"}, "25 percent more, 1 minute on top"),
    ],
)
def test_no_limit_and_more_time_are_both_named_and_come_back(session, desk_of, person, time, named):
    path = f"/candidates/{person.id}/adjusted"
    found = send(desk_of(Role.RECRUITER), path, is_untimed="y", **time)

    assert found.status_code == 422
    assert 'href="#is_untimed"' in found.text
    assert f"more time is chosen as well ({named})" in plain(found)
    assert find_conditions(session, person.id) is None


def test_who_has_more_time_and_wishes_for_no_limit_gets_a_form_that_can_be_sent(
    session, desk_of, started, person, only_case, staff, now
):
    more = Agreed(extra_percent=50)
    cases.set_conditions(session, person, more, staff=staff[Role.RECRUITER], now=now)
    session.commit()
    ask(started, "no_time_limit")
    desk, case = desk_of(Role.RECRUITER), only_case()
    page = desk.get(f"/requests/{case.id}").text

    assert re.search(r'name="is_untimed"[^>]*checked', page)
    assert re.search(r'<option selected value="0">', page)


def test_what_is_adjusted_otherwise_outlives_a_cleared_condition(session, person, desk_of):
    browser, path = desk_of(Role.RECRUITER), f"/candidates/{person.id}"
    send(browser, f"{path}/adjusted", large_print="y", is_adjusted="y")
    assert re.search(r'name="is_adjusted"[^>]*checked', browser.get(path).text)
    send(browser, f"{path}/adjusted", is_adjusted="y")

    session.expire_all()
    assert session.get(Candidate, person.id).is_adjusted


def test_a_request_goes_by_the_form_of_the_sitting(
    session, started, person, opening, desk_of, only_case, published
):
    ask(started, "large_print")
    terms = session.exec(
        select(Administration).where(Administration.opening_id == opening.id)
    ).one()
    session.add(
        Administration(
            opening_id=opening.id,
            number=terms.number + 1,
            bank_version_id=published.bank_version_id,
            key_version_id=published.id,
            form_id="standard",
        )
    )
    session.commit()

    text = desk_of(Role.RECRUITER).get(f"/requests/{only_case().id}").text
    assert 'name="extra_minutes"' in text
    assert "This test has no time limit" not in text
