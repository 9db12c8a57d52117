"""While people rate an answer in somebody's own words: candidates are told so, not of a lack."""

import html
import io
import re
import zipfile

import pytest

from tests.builders import send
from tests.rated import rated_house

RATING = "People are still rating what you wrote in your own words."

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def rated(session, staff, small_folder):
    return rated_house(session, staff, small_folder)


@pytest.fixture
def browser(client, rated):
    """A browser of somebody who answered everything, in part in their own words."""
    send(client, f"/c/{rated.house.token(rated.person())}")
    return client


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_an_explanation_says_what_is_waited_for_and_counts_what_was_answered(browser):
    page = plain(browser.get("/assessment/explanation").text)

    assert RATING in page
    assert "You answered every scenario." in page
    assert "four fifths" not in page
    assert "did not answer" not in page


def test_so_does_the_copy_of_the_data(browser):
    archive = zipfile.ZipFile(io.BytesIO(send(browser, "/assessment/data").data))
    page = plain(archive.read("my-data.html").decode())

    assert RATING in page
    assert "too few answers" not in page
