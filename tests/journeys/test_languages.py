"""The whole attempt in each language the pages speak, from the link to one's rights."""

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from hiring import places
from tests.journeys.answers import is_at
from tests.journeys.shops import TEXT
from tests.journeys.walking import answer_scenario, assert_fits

pytestmark = pytest.mark.browser

DIRECTIONS = {"fr": "ltr", "es": "ltr", "ar": "rtl"}
LEAST_WORDS, LEAST_READ = 3, 100
AFTERWARDS = ("feedback", "survey", "rights", "help")
WORDS = "I would call back and say when."
HOLE = re.compile(r"%\(\w+\)[sd]|<[^>]+>|\n")
# All that is read or read out, but for what says of itself that it is in English.
READ = """() => {
    const page = document.documentElement.cloneNode(true);
    page.querySelectorAll("[lang=en], script, style, textarea").forEach((one) => one.remove());
    const names = ["aria-label", "title", "alt", "placeholder"];
    return [page, ...page.querySelectorAll("*")].flatMap((one) =>
        names.map((name) => one.getAttribute(name)).filter(Boolean)
    ).concat(page.textContent).join("\\n").replace(/\\s+/g, " ");
}"""


@pytest.mark.parametrize("language", DIRECTIONS)
def test_the_assessment_speaks_one_language_from_the_link_to_the_rights(
    new_page, small_shop, language
):
    page = new_page(width=360, locale=language)
    page.goto(small_shop.fresh_link())
    left = _look(page, language)
    page.locator("#invitation button").first.click()
    page.wait_for_url("**/assessment")
    left |= _look(page, language)
    page.locator("form[action$='/assessment/start'] button").click()
    for position in range(1, TEXT + 1):
        is_at(page, position)
        left |= _look(page, language)
        _answer(page)
    is_at(page, "review")
    left |= _look(page, language)
    page.locator("form[action$='/assessment/submit'] button").click()
    is_at(page, "receipt")
    left |= _look(page, language)
    for name in AFTERWARDS:
        page.goto(f"{small_shop.url}/assessment/{name}")
        is_at(page, name)
        left |= _look(page, language)

    assert left == set()


def _look(page, language):
    """Look at the page's language, direction and width; what is left of English on it."""
    assert_fits(page)
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == DIRECTIONS[language]
    read = page.evaluate(READ)
    assert len(read) > LEAST_READ
    name = page.url.rsplit("/", 1)[1]
    return {(name, words) for words in _english(language) if words in read}


def _answer(page):
    answer_scenario(page)
    words, boxes = page.locator("textarea"), page.locator("input[type=checkbox]")
    for n in range(min(2, boxes.count())):
        boxes.nth(n).check()
    if words.count():
        words.fill(WORDS)
    page.locator("form[data-answer] .actions button").first.click()


@cache
def _english(language):
    """Pieces of our English sentences that are no words of the language."""
    file = places.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as catalogue:
        messages = [one for one in read_po(catalogue) if one.id]
    own = "\n".join(str(one.string) for one in messages)
    ids = (one.id if isinstance(one.id, tuple) else (one.id,) for one in messages)
    pieces = {piece.strip() for forms in ids for form in forms for piece in HOLE.split(form)}
    return sorted(one for one in pieces if len(one.split()) >= LEAST_WORDS and one not in own)
