"""The catalogues of messages: whole, exact and compiled."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from hiring import places
from hiring.web.language import SUPPORTED

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = SUPPORTED[1:]  # the first language is that of the messages themselves
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}")


@pytest.fixture(scope="session")
def messages():
    """Every message of the code and the templates; plural ones as a pair."""
    with (places.TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "_l": None}
    return {found[2] for found in extract_from_dir(ROOT, methods, options, keywords)}


@pytest.fixture(scope="session", params=TRANSLATED)
def catalogue(request):
    path = places.TRANSLATIONS / request.param / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, request.param)


def test_every_message_of_the_pages_is_in_the_catalogue(messages, catalogue):
    assert {message for message in messages if message not in catalogue} == set()


def test_the_catalogue_holds_nothing_that_no_page_says(messages, catalogue):
    assert {one.id for one in _entries(catalogue)} - messages == set()


def test_every_message_is_translated(catalogue):
    assert [one.id for one in _entries(catalogue) if not all(_forms(one.string))] == []


def test_no_translation_waits_for_a_second_look(catalogue):
    assert [one.id for one in _entries(catalogue) if one.fuzzy] == []


def test_translations_keep_the_places_for_names_and_figures(catalogue):
    assert [one.id for one in _entries(catalogue) if _places(one.id) != _places(one.string)] == []


def test_every_plural_form_of_the_language_is_there(catalogue):
    assert [(one.id, faults) for one, faults in catalogue.check()] == []


def test_the_compiled_catalogue_says_what_the_readable_one_says(catalogue):
    folder = places.TRANSLATIONS / str(catalogue.locale) / "LC_MESSAGES"
    with (folder / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)

    told = [one for one in _entries(catalogue) if _spoken(compiled, one.id) != one.string]

    assert [one.id for one in told] == []


def _entries(catalogue):
    for message in catalogue:
        if message.id:
            message.id = message.id if isinstance(message.id, str) else tuple(message.id)
            yield message


def _forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


def _places(text):
    return [sorted(PLACEHOLDER.findall(form)) for form in _forms(text)]


def _spoken(compiled, message):
    """What a page would show, in the shape the catalogue holds it."""
    if isinstance(message, str):
        return compiled.gettext(message)
    return tuple(compiled.ngettext(*message, n) for n in (1, 2))
