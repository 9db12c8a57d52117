"""Staff pages between a phone and a desk, where tables are neither cards nor wide."""

import pytest

from tests.journeys.walking import assert_fits, sign_in

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 640, 700, 768, 860, 960, 1100)


@pytest.mark.parametrize("language", ["fr-FR", "es-ES"])
def test_a_list_of_longer_words_fits_every_window(new_page, demo, language):
    door = new_page()
    sign_in(door, demo.url, "recruiter@demo.example", demo.password)
    page = new_page(storage_state=door.context.storage_state(), locale=language)
    page.goto(f"{demo.url}/openings")
    page.get_by_role("link", name="Customer support").click()
    page.wait_for_url("**/openings/*")
    opening = page.url

    for address in (opening, f"{opening}?sort=score", f"{opening}/cut", f"{opening}/interviews"):
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert_fits(page)
