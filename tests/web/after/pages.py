"""Addresses and words of the pages after the questions."""

import html
import re

START, REVIEW, RECEIPT = "/assessment", "/assessment/review", "/assessment/receipt"
RIGHTS, TAKE_BACK, SURVEY = "/assessment/rights", "/assessment/take-back", "/assessment/survey"


def words(response):
    """The text of a page as people read it."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.text, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())
