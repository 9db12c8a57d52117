"""A candidate's papers and their pages say the same."""

from dataclasses import replace
from gettext import NullTranslations

import pytest

from hiring.briefs.facts import PageSize
from hiring.handouts.explanation_words import compose_explanation
from hiring.handouts.feedback_sheet import render_sheet
from hiring.handouts.feedback_words import compose_feedback
from hiring.handouts.form_text import form_text
from hiring.handouts.large_print import render_large_print
from hiring.handouts.plain_text import render_plain_text
from hiring.handouts.sheets import plain_text
from tests import builders
from tests.papers import tree_of
from tests.twins import blocks_of, only_on_page, only_on_paper, page_of


@pytest.fixture(scope="module")
def translators(english, french):
    return {"en": english, "fr": french}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_feedback_on_paper_and_on_screen_say_the_same(feedback, areas, translators, language):
    told = replace(feedback, areas=areas)
    content = compose_feedback(told, translators[language], language, contact="hr@example.org")
    page, tree = on_both(content, language)

    assert len(blocks_of(page)) > 20
    assert (only_on_page(page, tree), only_on_paper(page, tree)) == ([], [])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_explanation_in_all_its_forms_says_the_same(explanation, translators, language):
    content = compose_explanation(explanation, translators[language], language, contact="x")
    page, tree = on_both(content, language)
    assert len(blocks_of(page)) > 20
    assert (only_on_page(page, tree), only_on_paper(page, tree)) == ([], [])

    text = letters(plain_text(content))
    told = [
        block.text for one in content.sections for block in one.blocks if hasattr(block, "text")
    ]
    assert len(told) > 5
    assert [words for words in told if letters(words) not in text] == []


def on_both(content, language):
    """The page on screen and the tree of the paper."""
    page = page_of("candidate/sheet.html", language, sheet=content, audience="candidate")
    return page, tree_of(render_sheet(content))


def test_large_print_and_plain_text_hold_the_same_words(tmp_path):
    bank = builders.small_bank(tmp_path, builders.WITH_OPEN_TEXT).bank
    form = form_text(bank, "standard", title="Form", option_seed=7, translator=NullTranslations())
    pdf = render_large_print(form, paper=PageSize.A4, page_words="Page {page} of {pages}")

    text = letters(render_plain_text(form))
    said = [node.text for node in tree_of(pdf).walk() if node.marks]
    assert [words for words in said if letters(words) not in text] == []
    assert letters("".join(said)) == text


def letters(text):
    return "".join(char for char in text.casefold() if char.isalnum())
