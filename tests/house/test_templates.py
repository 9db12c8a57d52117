"""Templates compile, escape, and say nothing that a translator could not reach."""

import re

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from hiring import places
from hiring.web.errors import PAGE_OF, PAGES

FOLDER = places.templates_folder()
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER), extensions=["jinja2.ext.i18n"], autoescape=True
)
LETTERS = re.compile(r"[^\W\d_]{2,}")
COMMENT = re.compile(r"<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
ENTITY = re.compile(r"&#?\w+;")
# Attributes that people see or hear.
SPOKEN = re.compile(r"(?:alt|title|placeholder|aria-label|aria-description)=\"([^\"]*)\"")
UNITS = {"UTC"}
ATTRIBUTE = re.compile(r"[a-z-]+=\"[^\"]*\"")  # macros also write attributes by themselves
# A control that a person fills in, written out or drawn by a macro of macros/forms.html.
TO_FILL = re.compile(
    r"_field\(|radios\(|checkbox\(|<(?:textarea|select)\b|<input(?![^>]*type=\"hidden\")"
)
DRAWS = re.compile(r"macros/charts\.html|class=\"chart\"")
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what an expression will put there


def source(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def plain_data(template):
    """What a template says by itself, with a hole for every expression and translated block."""
    parts, is_translated, first_word = [], False, False
    for _line, kind, value in ENVIRONMENT.lex(template):
        if kind == "data":
            parts.append(HOLE if is_translated else value)
        elif kind == "variable_begin":
            parts.append(HOLE)
        elif kind == "name" and first_word and value in {"trans", "endtrans"}:
            is_translated = value == "trans"
        first_word = kind == "block_begin" or (first_word and kind == "whitespace")
    return COMMENT.sub("", "".join(parts))


def untranslated(template):
    data = plain_data(template)
    outside = ATTRIBUTE.sub("", ENTITY.sub("", HOLE.join(TAG.split(data))))
    # A hole with a tail, such as "name-hint", is an identifier.
    texts = [text.strip() for text in re.sub(f"{HOLE}-[a-z]+", "", outside).split(HOLE)]
    return [t for t in [*texts, *SPOKEN.findall(data)] if set(LETTERS.findall(t)) - UNITS]


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def test_a_template_compiles(app_environment, name):
    assert app_environment.get_template(name)


@pytest.fixture(scope="module")
def app_environment(world):
    return world.app.jinja_env


def test_a_template_escapes(world, name):
    assert world.app.select_jinja_autoescape(name) is True


def test_nothing_is_marked_as_safe(name):
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", source(name))


def test_every_text_can_be_translated(name):
    assert untranslated(source(name)) == []


def test_no_expression_speaks_without_translation(name):
    tree = ENVIRONMENT.parse(source(name))
    spoken = [
        node.value
        for output in tree.find_all(nodes.Output)
        for node in output.nodes
        if isinstance(node, nodes.Const) and LETTERS.search(str(node.value))
    ]

    assert spoken == []


def test_nothing_is_styled_or_scripted_inside_a_page(name):
    # The content security policy would block it.
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)", source(name))


def test_every_form_that_changes_something_carries_a_token(name):
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", source(name), re.DOTALL)
    # A scenario's page carries a token of its own, and practice stores nothing.
    kinds = ("csrf", 'name="page" value="{{ token }}"', "try_practice")
    without = [form for form in forms if not any(kind in form for kind in kinds)]

    assert without == []


def test_our_own_words_answer_a_form_and_not_a_bubble_of_the_browser(name):
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", source(name), re.DOTALL)
    heads = {form: form[: form.index(">") + 1] for form in forms if TO_FILL.search(form)}

    assert [head for head in heads.values() if "novalidate" not in head] == []


def test_a_picture_of_figures_stands_beside_a_table(name):
    # The macros draw; the page that calls them has the table.
    if name == "macros/charts.html" or not DRAWS.search(source(name)):
        return

    assert "<table" in source(name)


def test_nothing_keeps_people_from_pasting(name):
    assert not re.search(r"onpaste|[\"'](?:before)?paste[\"']", source(name))


def test_every_template_is_used_by_something(root, name):
    if name in {f"errors/{page}.html" for page in (*PAGES, *PAGE_OF.values())}:
        return
    code = [path for edge in ("web", "cli") for path in root.glob(f"hiring/{edge}/**/*.py")]
    users = [*code, *FOLDER.rglob("*.html")]

    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in users)


def test_every_status_has_an_error_page():
    assert {f"errors/{status}.html" for status in PAGES} <= set(NAMES)


def test_no_script_listens_to_pasting():
    scripts = {path.name: path.read_text("utf-8") for path in places.STATIC.rglob("*.js")}

    assert len(scripts) > 5
    assert [name for name, text in scripts.items() if "paste" in text.lower()] == []


def test_the_check_for_translation_sees_what_it_should():
    text = '<p>Hello</p>{% trans %}Good day{% endtrans %}{{ _("Yes") }}<img alt="A bird">&nbsp;'

    assert untranslated(text) == ["Hello", "A bird"]
