"""The brief on screen says what the brief on paper says."""

import html
import re
from dataclasses import fields, is_dataclass, replace

import pytest
from flask import Flask, render_template
from flask_babel import Babel
from flask_wtf import CSRFProtect

from hiring.briefs.content import compose
from hiring.briefs.document import render
from hiring.places import STATIC, templates_folder
from tests import twins
from tests.papers import tree_of

# Words about the paper itself, and of its own key to the chart.
PAPER_ONLY = {
    "page_numbers",
    "letters_note",
    "shortened_note",
    "language",
    "kind",
    "bank_language",
    "guide_language",
    "page_size",
    "frame",
    "estimate",
}


@pytest.fixture(scope="module")
def page_of():
    app = Flask("hiring", template_folder=str(templates_folder()), static_folder=str(STATIC))
    app.secret_key = "for this test only, thirty-two characters"
    Babel(app)
    CSRFProtect(app)

    def rendered(content):
        with app.test_request_context("/"):
            return render_template("interviewer/brief.html", brief=content, audience="staff")

    return rendered


def texts_in(value):
    """Every string of a brief, page furniture left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in PAPER_ONLY:
                yield from texts_in(getattr(value, field.name))


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_page_holds_every_text_of_the_brief(longest, translations, page_of, language):
    content = compose(replace(longest, language=language), translations[language])

    page = plain(html.unescape(re.sub(r"<[^>]+>", "", page_of(content))))

    # Figures and alternatives stand in attributes or captions; both count.
    source = plain(html.unescape(page_of(content)))
    missing = [t for t in texts_in(content) if plain(t) not in page and plain(t) not in source]
    assert missing == []


def test_the_page_says_which_language_the_brief_is_in(facts, translations, page_of):
    content = compose(replace(facts, language="fr"), translations["fr"])

    assert '<article lang="fr">' in page_of(content)


def test_a_hostile_name_is_only_text_on_the_page(facts, in_english, page_of):
    page = page_of(in_english(replace(facts, candidate_name="<script>alert(1)</script>")))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_brief_without_a_number_draws_no_chart(facts, in_english, page_of):
    sealed = replace(facts, score=None, no_score_reason="sealed")

    assert '<svg class="chart"' not in page_of(in_english(sealed))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_brief_on_paper_and_on_screen_say_the_same(longest, translations, language):
    content = compose(replace(longest, language=language), translations[language])
    page = twins.page_of("interviewer/brief.html", language, brief=content, audience="staff")
    tree = tree_of(render(content))

    assert len(twins.blocks_of(page)) > 50
    assert twins.only_on_page(page, tree) == []
    assert twins.only_on_paper(page, tree) == []
