"""Without the permission no page names anybody, and scores stay readable."""

import io
import re

import pytest
from pypdf import PdfReader

from hiring.accounts import Role
from tests.house.test_routes import GETS, path_of  # noqa: F401 - a fixture

NAME, MAIL = "Quillfeather", "quill@feather.example"
STAFF_PAGES = [one for one in GETS if one.startswith(("recruiter.", "interviewer."))]


def words_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def reader(world):
    """Browsers of the owner, recruiter and interviewer, who see names or do not."""
    world.submitted.name, world.submitted.email = NAME, MAIL

    def open_as(role, *, sees_names):
        staff = world.members[role]
        staff.sees_names = sees_names
        world.session.commit()
        return world.client_of(staff)

    yield open_as
    for staff in world.members.values():
        staff.sees_names = True
    world.opening.is_blind = False
    world.session.commit()


@pytest.mark.parametrize("endpoint", STAFF_PAGES)
def test_no_page_names_anybody_to_who_may_not_know(world, reader, path_of, endpoint):
    role = Role.INTERVIEWER if endpoint.startswith("interviewer.") else Role.OWNER
    path = path_of(endpoint, world.submitted)
    answer = reader(role, sees_names=False).get(path)

    assert answer.status_code in {200, 302, 403, 404, 409}
    shown = answer.text if answer.mimetype != "application/pdf" else words_of(answer.data)
    assert NAME not in shown
    assert MAIL not in shown


def test_the_same_page_for_two_differs_in_names_mails_links_and_dates_only(world, reader, path_of):
    path = path_of("recruiter.candidate", world.submitted)
    seen = reader(Role.OWNER, sees_names=True).get(path).text
    masked = reader(Role.OWNER, sees_names=False).get(path).text

    score = re.compile(r"\d+ of 100 points, likely range \d+ to \d+")
    assert NAME in seen
    assert score.search(seen)[0] == score.search(masked)[0]
    assert seen.count("<svg") == masked.count("<svg")
    assert "[date hidden]" in masked
    assert "/c/" not in masked


@pytest.mark.parametrize(
    "endpoint", ["recruiter.links", "recruiter.links_file", "recruiter.receipts", "recruiter.case"]
)
def test_a_page_that_is_all_names_says_why_it_stays_closed(world, reader, path_of, endpoint):
    answer = reader(Role.RECRUITER, sees_names=False).get(path_of(endpoint, world.submitted))

    assert answer.status_code == 403
    assert "This page names people" in answer.text


@pytest.mark.parametrize(
    "endpoint",
    ["recruiter.opening", "recruiter.candidate", "recruiter.brief", "recruiter.people_to_hear"],
)
def test_a_blind_opening_names_nobody(world, reader, path_of, endpoint):
    browser = reader(Role.OWNER, sees_names=True)
    world.opening.is_blind = True
    world.session.commit()

    text = browser.get(path_of(endpoint, world.submitted)).text
    assert NAME not in text
    assert world.submitted.code in text
