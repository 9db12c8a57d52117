"""What people do on pages: fill in whatever a scenario asks, sign in, look for barriers."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


def assert_no_barriers(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA, or of good practice, that a machine can find."""
    page.wait_for_load_state()  # what is not there yet is no barrier, nor does it show one
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def assert_fits(page: Page) -> None:
    """No sideways scrolling. A page that is still being swapped for the next has no width yet."""
    page.wait_for_load_state()
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert too_wide <= 0, f"{page.url} is {too_wide} px too wide"


def open_invitation(page: Page, link: str) -> None:
    """Follow a link to the page "Before you start"."""
    page.goto(link)
    page.get_by_role("button", name="Show me what to expect").click()


def start_assessment(page: Page, link: str, *, position: int = 1) -> None:
    """Follow a link to a scenario, by default the first."""
    open_invitation(page, link)
    page.get_by_role("button", name="Start without practice").click()
    page.wait_for_url("**/assessment/1")
    if position > 1:
        page.goto(page.url.replace("/assessment/1", f"/assessment/{position}"))
    page.wait_for_load_state()


def answer_scenario(page: Page, *, turn: int = 0) -> None:
    """Choose something for every control of the scenario; ``turn`` varies the choice."""
    names = page.locator("form[data-answer] input[type=radio]").evaluate_all(
        "inputs => [...new Set(inputs.map(input => input.name))]"
    )
    for n, name in enumerate(names):
        choices = page.locator(f"input[name={name}]")
        choices.nth((turn + n) % choices.count()).check()
    _rank(page, turn)


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    """Sign in as a member of staff, until the next page is there."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: not address.endswith("/sign-in"))


def _rank(page: Page, turn: int) -> None:
    places = page.locator("form[data-answer] select")
    for n in range(places.count()):
        places.nth(n).select_option(str((turn + n) % places.count() + 1))
