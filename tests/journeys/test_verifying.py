"""Staff check the code of a printed brief, with keys alone."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 360])
def test_the_code_on_a_printed_brief_is_checked_by_keyboard(demo, new_page, width):
    page = new_page(width=width)
    sign_in(page, demo.url, "interviewer@demo.example", demo.password)
    file = page.request.get(demo.url + _first_brief(page)).body()
    code = re.search(r"Code to verify: ([A-Z2-7]{4}(?:-[A-Z0-9]{4}){3})", _words(file)).group(1)

    page.goto(f"{demo.url}/verify")
    assert_no_barriers(page)
    page.get_by_label("Code to verify").focus()
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="The same", exact=True)).to_be_visible()
    assert_no_barriers(page)
    assert_fits(page)


def _first_brief(page):
    page.locator("a[href$='/brief']").first.click()
    return page.get_by_role("link", name=re.compile("Print the brief")).get_attribute("href")


def _words(pdf):
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
