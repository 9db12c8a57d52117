"""The catalogues of messages: whole, exact and compiled."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from hiring import places
from hiring.web.language import FOR_STAFF, SUPPORTED

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = SUPPORTED[1:]  # the first language is that of the messages themselves
FOR_CANDIDATES = set(SUPPORTED) - set(FOR_STAFF)  # staff do not read these languages here
# Where candidates' words stand, beside what these files take in from others.
CANDIDATES_FILES = (
    "templates/base.html",
    "templates/candidate/*.html",
    "templates/errors/*.html",
    "templates/public/*.html",
    "hiring/feedback/*.py",
    "hiring/handouts/*.py",
    "hiring/mail/*.py",
    "hiring/web/candidate/*.py",
    "hiring/web/public.py",
)
TAKEN_IN = re.compile(r'from "(macros/\w+\.html)" import|from (hiring\.web\.\w+) import')
INSIDE_MARKS = re.compile(r"«\s*|\s*»")
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


@pytest.fixture(scope="session")
def candidates_messages():
    """Every message that a candidate may come to read."""
    return {message for path in candidates_files() for message in _said_in(path)}


def test_candidates_read_no_sentence_of_more_than_25_words(candidates_messages):
    """Our own measure for short sentences; figures and names that are filled in count as words."""
    forms = [form for message in candidates_messages for form in _forms(message)]
    sentences = [one for form in forms for one in re.split(r"(?<=[.!?:;])\s+", form)]

    assert len(sentences) > 1000
    assert [one for one in sentences if len(one.split()) > 25] == []


def candidates_files():
    """The files that speak to candidates, with all shared ones that they take words from."""
    waiting = [path for pattern in CANDIDATES_FILES for path in ROOT.glob(pattern)]
    found = set()
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting += _taken_in(path) - found
    return found


def _taken_in(path):
    """The macros and the modules for all audiences that a file imports."""
    named = TAKEN_IN.findall(path.read_text(encoding="utf-8"))
    paths = {_path_of(macros, module) for macros, module in named}
    return {one for one in paths if one.is_file()}


def _path_of(macros, module):
    return ROOT / ("templates/" + macros if macros else module.replace(".", "/") + ".py")


def test_words_that_candidates_share_with_staff_count_as_theirs():
    names = {str(path.relative_to(ROOT)) for path in candidates_files()}

    assert {"templates/macros/cases.html", "hiring/web/case_words.py"} <= names
    assert names.isdisjoint({"hiring/web/norm_words.py", "hiring/web/desks.py"})
    assert not [name for name in names if "recruiter" in name or "analyst" in name]


def test_every_message_is_translated(catalogue, candidates_messages):
    is_partial = str(catalogue.locale) in FOR_CANDIDATES
    wanted = [one for one in _entries(catalogue) if not is_partial or one.id in candidates_messages]
    assert len(wanted) > 300
    assert [one.id for one in wanted if not all(_forms(one.string))] == []


def test_quotation_marks_stand_as_the_language_writes_them(catalogue):
    """«…» close to the words in Spanish and Arabic, with narrow no-break spaces in French."""
    blank = "\u202f" if str(catalogue.locale) == "fr" else ""
    told = [(one.id, form) for one in _entries(catalogue) for form in _forms(one.string)]

    wrong = [
        id_ for id_, form in told if {*INSIDE_MARKS.findall(form)} - {"«" + blank, blank + "»"}
    ]
    assert wrong == []
    assert [id_ for id_, form in told if re.search('[“”"]', form)] == []


def test_no_translation_waits_for_a_second_look(catalogue):
    assert [one.id for one in _entries(catalogue) if one.fuzzy] == []


def test_translations_keep_the_places_for_names_and_figures(catalogue):
    filled = [one for one in _entries(catalogue) if all(_forms(one.string))]
    lost = [one.id for one in filled if set(map(tuple, _places(one.string))) != _wanted(one.id)]

    assert lost == []


def test_every_plural_form_of_the_language_is_there(catalogue):
    assert [(one.id, faults) for one, faults in catalogue.check()] == []


def test_the_compiled_catalogue_says_what_the_readable_one_says(catalogue):
    folder = places.TRANSLATIONS / str(catalogue.locale) / "LC_MESSAGES"
    with (folder / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)

    filled = [one for one in _entries(catalogue) if all(_forms(one.string))]
    told = [one for one in filled if _spoken(compiled, one, catalogue) != one.string]

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


def _wanted(message):
    """The places that every form has; a language may have more forms than the message."""
    return set(map(tuple, _places(message)))


def _said_in(path):
    method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
    options = {"encoding": "utf-8"}
    found = extract_from_file(method, path, {**DEFAULT_KEYWORDS, "_l": None}, options=options)
    return [message for _line, message, _comments, _context in found]


def _spoken(compiled, one, catalogue):
    """What a page would show, in the shape the catalogue holds it."""
    if isinstance(one.id, str):
        return compiled.gettext(one.id)
    first = {compiled.plural(n): n for n in range(200, -1, -1)}
    return tuple(compiled.ngettext(*one.id, first[n]) for n in range(catalogue.num_plurals))
