"""Briefs and tables as files in a real browser: by keyboard, with a script and without."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser

LONG_MS = 300_000  # a worker lets everybody else go first


@pytest.fixture
def opening(demo, new_page):
    """An owner on the page of the demo's opening."""
    page = new_page(accept_downloads=True)
    sign_in(page, demo.url, "owner@demo.example", demo.password)
    page.goto(f"{demo.url}/openings")
    page.get_by_role("link", name="Customer support").click()
    page.wait_for_url("**/openings/*")
    return page


def looked_at(page):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barriers(page)
        assert_fits(page)


def press(page, role, name):
    page.get_by_role(role, name=name, exact=True).focus()
    page.keyboard.press("Enter")


def fetched(page, name):
    with page.expect_download() as download:
        press(page, "link", name)
    return Path(download.value.path()).read_bytes()


def test_two_briefs_are_made_watched_and_fetched_by_keyboard(opening):
    page = opening
    for number in range(2):
        page.locator("table input[type=checkbox]").nth(number).focus()
        page.keyboard.press("Space")
    press(page, "button", "Make their briefs")
    expect(page.get_by_role("heading", name="Briefs to print")).to_be_visible()
    looked_at(page)
    press(page, "button", "Make these briefs")
    expect(page.get_by_role("link", name="Fetch the archive")).to_be_visible(timeout=LONG_MS)
    press(page, "button", "Make one file for printing (PDF)")
    merged = page.get_by_role("link", name="Fetch one file for printing")
    expect(merged).to_be_visible(timeout=LONG_MS)
    looked_at(page)

    archive = zipfile.ZipFile(io.BytesIO(fetched(page, "Fetch the archive (ZIP)")))
    pdf = fetched(page, "Fetch one file for printing (PDF)")
    n_briefs = len(archive.namelist()) - 1
    assert 1 <= n_briefs <= 2
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2 * n_briefs


def test_a_table_is_made_and_fetched_and_a_profile_printed(opening):
    page = opening
    page.get_by_role("link", name="Amara Schmidt").click()
    press(page, "link", "Profile to print")
    page.wait_for_url("**/profile")
    looked_at(page)
    assert len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages) == 1
    code = page.locator(".each-sheet").text_content().split(" · ")[0]
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A6"))).pages]
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        assert code in sheet
        assert f"{number} / {len(sheets)}" in " ".join(sheet.split())
    page.go_back()
    page.locator("a.back").click()
    press(page, "link", "Export")
    page.wait_for_url("**/exports")
    page.get_by_label("CSV, for statistics programs").check()
    press(page, "button", "Make this table")
    file = page.get_by_role("link", name="Fetch the CSV file")
    expect(file).to_be_visible(timeout=LONG_MS)
    looked_at(page)

    assert fetched(page, "Fetch the CSV file").startswith(b"code,name,")
