"""Every sentence for people goes through the catalogue, and the French one is complete."""

import ast
from io import BytesIO

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from hiring import places
from hiring.web.language import NAMES, SUPPORTED

FOLDER = places.TRANSLATIONS / "fr" / "LC_MESSAGES"
HOW_TO = "run: make translations, fill in the empty entries, run it again"
# What people read when it is handed to one of these as bare text.
SPEAKERS = {"flash"}
ANYWHERE = ("hiring/web/**/*.py", "hiring/briefs/**/*.py")


@pytest.fixture(scope="module")
def catalogue():
    path = FOLDER / "messages.po"
    assert path.exists(), f"there is no French catalogue; {HOW_TO}"
    with path.open("rb") as stream:
        return read_po(stream, locale="fr")


@pytest.fixture(scope="module")
def extracted():
    """Message (or its two forms) → where it is said."""
    root = places.PACKAGE.parent
    with (places.TRANSLATIONS / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)
    found = {}
    for file, line, message, _comments, _context in extract_from_dir(
        root,
        methods,
        options,
        keywords=DEFAULT_KEYWORDS | {"_l": None},
        directory_filter=lambda path: "/." not in str(path) and "node_modules" not in str(path),
    ):
        found.setdefault(message, f"{file}:{line}")
    return found


def said(message):
    """A catalogue entry's id: one text, or the singular of two."""
    return message if isinstance(message, str) else message[0]


def strings(found):
    """Sentence → its forms in the other language."""
    return {
        said(m.id): [m.string] if isinstance(m.string, str) else [*m.string] for m in found if m.id
    }


def test_there_is_something_to_translate(extracted):
    assert len(extracted) > 100


def test_the_catalogue_knows_every_sentence(catalogue, extracted):
    known = {said(message.id) for message in catalogue if message.id}
    missing = {where: text for text, where in extracted.items() if said(text) not in known}

    assert missing == {}, HOW_TO


def test_every_sentence_is_translated(catalogue):
    empty = [text for text, forms in strings(catalogue).items() if not all(forms)]

    assert empty == [], HOW_TO


def test_no_translation_is_a_guess(catalogue):
    assert [said(message.id) for message in catalogue if message.id and message.fuzzy] == []


def test_translations_keep_what_is_filled_in(catalogue):
    faults = {said(m.id): list(map(str, errors)) for m, errors in catalogue.check()}

    assert faults == {}


def test_the_compiled_catalogue_is_up_to_date(catalogue):
    path = FOLDER / "messages.mo"
    assert path.exists(), f"the French catalogue is not compiled; {HOW_TO}"
    fresh = BytesIO()
    write_mo(fresh, catalogue)

    with path.open("rb") as stream:
        stored = strings(read_mo(stream))
    fresh.seek(0)
    assert stored == strings(read_mo(fresh)), HOW_TO


def test_every_language_of_the_interface_has_a_catalogue_or_is_the_source():
    folders = {path.name for path in places.TRANSLATIONS.iterdir() if path.is_dir()}

    assert set(SUPPORTED) == folders | {"en"}


def test_every_language_of_the_interface_has_a_name():
    assert set(SUPPORTED) <= set(NAMES)


def calls(root):
    """Every call in the edges that speak, with where it stands."""
    for pattern in ANYWHERE:
        for path in root.glob(pattern):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    yield path.relative_to(root).as_posix(), node


def name_of(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_text(node):
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_nothing_is_flashed_without_translation(root):
    bare = [
        (file, c.lineno) for file, c in calls(root) if name_of(c) in SPEAKERS and is_text(c.args[0])
    ]

    assert bare == []


def test_every_label_of_a_form_can_be_translated(root):
    fields = [(file, c) for file, c in calls(root) if name_of(c).endswith("Field") and c.args]
    bare = [(file, c.lineno) for file, c in fields if is_text(c.args[0])]

    assert fields
    assert bare == []


def test_every_complaint_of_a_form_can_be_translated(root):
    validators = {"InputRequired", "DataRequired", "Email", "ValidationError"}
    complaints = [
        (file, c, [*c.args, *(k.value for k in c.keywords if k.arg == "message")])
        for file, c in calls(root)
        if name_of(c) in validators
    ]

    assert complaints
    assert [(f, c.lineno) for f, c, texts in complaints if any(map(is_text, texts))] == []


def test_sentences_are_not_put_together_before_translation(root):
    translators = {"_", "_l", "gettext", "ngettext", "lazy_gettext"}
    joined = [
        (file, c.lineno)
        for file, c in calls(root)
        if name_of(c) in translators and c.args and isinstance(c.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert joined == []
