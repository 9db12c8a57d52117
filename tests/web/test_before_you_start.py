"""The page before the start says everything a candidate wants to know, in plain words."""

import re

import pytest

from hiring.banks.plain_text import reading_grade
from hiring.openings import invitation_token
from hiring.openings.invitations import get_invitation_of

GRADE = 8


@pytest.fixture
def page(client, session, app, house, opening, candidate):
    """The words of the page, without mark-up."""
    secret = app.extensions["hiring_settings"].secret_key.get_secret_value()
    token = invitation_token(get_invitation_of(session, candidate.id), secret)
    session.commit()
    form = client.get(f"/c/{token}").get_data(as_text=True)
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', form).group(1)
    client.post(f"/c/{token}", data={"csrf_token": csrf})
    html = client.get("/assessment").get_data(as_text=True)
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("asks you to take this assessment for the opening", id="who asks and why"),
        pytest.param("judge how well different responses serve", id="what it measures"),
        pytest.param("Scenarios 26", id="how many scenarios"),
        pytest.param("About 35 minutes", id="typical time"),
        pytest.param("There is no time limit", id="longest time"),
        pytest.param("brings you back to where you were", id="stop and return"),
        pytest.param("A phone, a tablet or a computer", id="device"),
        pytest.param("We store your answers and when you gave them, for 365 days", id="storage"),
        pytest.param("see it beside other evidence", id="use and users of results"),
        pytest.param("A person decides, never a machine", id="who decides"),
        pytest.param("more comfortable conditions or another format", id="adjustments"),
        pytest.param("Questions? Write to", id="contact"),
    ],
)
def test_a_candidate_is_told(page, words):
    assert words in page


def test_it_reads_at_grade_8_or_below(page):
    assert reading_grade(page) <= GRADE
