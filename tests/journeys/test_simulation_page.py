"""The page of a simulation in a real browser: readable, complete, and on its own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hiring.cli import cli
from tests.journeys.walking import assert_fits, assert_no_barriers

pytestmark = pytest.mark.browser
WORDS = ("simulate", "customer-empathy", "1.0.0", "--replications", "4", "--sittings", "100")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("simulation")
    assert CliRunner().invoke(cli, [*WORDS, "--out", str(folder)]).exit_code == 0
    return (folder / "simulation.html").as_uri()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_barriers_and_fits(new_page, address, width, scheme):
    page = new_page(width=width, color_scheme=scheme)
    page.goto(address)

    assert_no_barriers(page)
    assert_fits(page)


def test_the_page_works_without_scripts_and_fetches_nothing(new_page, address):
    page = new_page(javascript=False)
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(address)

    assert [one for one in fetched if not one.startswith(("data:", address))] == []
    assert page.get_by_role("heading", level=1).is_visible()


def test_the_house_s_styles_travel_with_the_page(new_page, address):
    page = new_page()
    page.goto(address)
    paper = page.evaluate("getComputedStyle(document.body).getPropertyValue('--accent').trim()")

    assert paper == "#0b5563"
