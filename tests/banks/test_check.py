"""What loads, but should be looked at before it is published."""

import pytest

from hiring.banks.check import judge
from hiring.banks.faults import Severity
from hiring.banks.loader import load_bank
from hiring.banks.protected_words import PROTECTED_WORDS
from hiring.banks.schema import Item, ItemFormat, Theme
from hiring.banks.summary import n_marks, summarise
from hiring.web.language import FOR_STAFF
from tests.banks.folders import write_bank

BANK, KEY, GUIDE, FRENCH = "bank.toml", "keys/1.toml", "guide.toml", "languages/fr.toml"
FORM = 'scenarios = ["late-parts", "wrong-bill", "long-queue", "lost-order", "two-steps"'
LATE_STEM = "The parts for late-parts are late."
OPTION = "Call today and explain."
THEMES = (BANK, 'themes = ["delay", "customer_wrong"]', 'themes = ["everyday"]')
TITLE = 'title = "Standard form"'
LIMIT = '\nminutes = 1\ntiming_rationale = "Calls end within minutes."'
HARD_WORDS = "Considerable organisational complications necessitated immediate reconsideration."


def warnings_of(folder):
    return judge(load_bank(folder))


def says(faults, file, place, message):
    return any(
        fault.file == file and place in fault.place and message in fault.message for fault in faults
    )


# What is changed, and where; file, place and a piece of the warning that then appears.
WARNINGS = [
    ([(BANK, LATE_STEM, "word " * 151)], BANK, "late-parts.stem", "more than 150"),
    ([(BANK, LATE_STEM, HARD_WORDS)], BANK, "late-parts.stem", "grade"),
    ([(BANK, OPTION, "So."), (BANK, OPTION, "So.")], BANK, "late-parts.items", "1 to 4 words"),
    ([(BANK, OPTION, "word " * 201)], BANK, "practice-size.items.responses", "more than 200"),
    ([(BANK, FORM, FORM + ', "own-words"')], BANK, "forms.standard", "open question"),
    ([(BANK, "anchor = true", "anchor = false")] * 3, BANK, "forms", "Only 4 of 6"),
    ([THEMES] * 6, BANK, "forms.standard", "1 of 6 scenarios are about a delay"),
    ([THEMES] * 6, BANK, "forms.standard", "1 of 6 scenarios are about a customer who is wrong"),
    ([(KEY, 'order = ["c", "a"', 'order = ["a", "c"')], KEY, "", "place 1 in 3 of 5"),
    ([(KEY, "d = 2 }", "d = 3 }")], KEY, "", "No option is keyed “2”"),
    ([(KEY, "b = 1, c = 3", "b = 2, c = 3")], KEY, "", "Only 1 of 4 ratings"),
    ([(BANK, '"wrong-bill", ', "")], KEY, "", "“listening” has 2 scenarios"),
    ([(BANK, LATE_STEM, "She is pregnant.")], BANK, "scenarios.late-parts", "“pregnant”"),
    ([(BANK, OPTION, "Ask HOW OLD she is.")], BANK, "scenarios.practice-size", "“how old”"),
    ([(BANK, 'role = "Planner"', 'role = "Retired"')], BANK, "practice-size", "“retired”"),
    ([(BANK, TITLE, TITLE + LIMIT)], BANK, "standard.minutes", "1 minutes for about 2"),
    ([(FRENCH, "Choix a", "Demander sa religion")], FRENCH, "practice-size", "“religion”"),
    ([(GUIDE, "Tell me.", "Tell me your age.")], GUIDE, "questions.question-1", "“age”"),
    ([(GUIDE, "What did you weigh up?", "Which church?")], GUIDE, "late-parts", "“church”"),
    ([(GUIDE, "A scene.", "A scene " * 10)], GUIDE, "late-parts.gist", "20 words"),
    ([(GUIDE, "What did you weigh up?", "Why " * 23)], GUIDE, "late-parts.probe", "23 words"),
]


@pytest.mark.parametrize(
    ("changes", "file", "place", "message"), WARNINGS, ids=[case[3] for case in WARNINGS]
)
def test_a_change_brings_its_warning(tmp_path, changes, file, place, message):
    before = warnings_of(write_bank(tmp_path / "before"))
    after = warnings_of(write_bank(tmp_path / "after", *changes))

    assert (says(before, file, place, message), says(after, file, place, message)) == (False, True)


def test_the_small_bank_is_told_what_it_lacks(tmp_path):
    assert [fault.message for fault in warnings_of(write_bank(tmp_path))] == [
        "The form takes about 3 minutes, not 25 to 35.",
        "Facet “self-awareness” has 0 scenarios in the form, fewer than 1.",
    ]


def test_judgements_are_warnings(tmp_path):
    faults = warnings_of(write_bank(tmp_path))

    assert {fault.severity for fault in faults} == {Severity.WARNING}


def test_a_word_with_a_reason_is_allowed(tmp_path):
    folder = write_bank(
        tmp_path,
        (BANK, LATE_STEM, "She is pregnant."),
        (BANK, 'title = "Scene late-parts"', 'title = "S"\nallowed_words = { Pregnant = "Seat." }'),
    )

    assert not says(warnings_of(folder), BANK, "late-parts", "protected")


@pytest.mark.parametrize("language", FOR_STAFF)
def test_protected_traits_are_known_in_every_language_that_banks_are_written_in(language):
    assert len(PROTECTED_WORDS[language]) > 80


def test_a_spanish_word_about_a_protected_trait_is_warned(tmp_path):
    own = [(file, 'language = "en"', 'language = "es"') for file in (BANK, GUIDE)]
    folder = write_bank(tmp_path, *own, (BANK, LATE_STEM, "Está embarazada."))

    assert says(warnings_of(folder), BANK, "late-parts", "embarazada")


def test_a_bank_without_key_is_warned(tmp_path):
    folder = write_bank(tmp_path)
    (folder / KEY).unlink()

    assert says(warnings_of(folder), "keys", "", "no scoring key")


def test_a_bank_without_guide_is_warned(tmp_path):
    folder = write_bank(tmp_path)
    (folder / GUIDE).unlink()

    assert says(warnings_of(folder), GUIDE, "", "no interview guide")


def test_the_reading_level_is_left_alone_in_other_languages(tmp_path):
    folder = write_bank(
        tmp_path,
        (BANK, 'language = "en"', 'language = "de"'),
        (BANK, LATE_STEM, HARD_WORDS),
        (GUIDE, 'language = "en"', 'language = "de"'),
    )

    assert not says(warnings_of(folder), BANK, "late-parts.stem", "grade")


def test_short_words_for_feelings_may_differ_more(tmp_path):
    """Two words against four: too unequal for responses, not for feelings."""
    changes = [(BANK, OPTION, "Call today.")] * 7
    faults = warnings_of(write_bank(tmp_path, *changes))

    assert (
        says(faults, BANK, "late-parts.items", "2 to 4 words"),
        says(faults, BANK, "short-call.items", "2 to 4 words"),
    ) == (True, False)


@pytest.fixture
def summary(tmp_path):
    loaded = load_bank(write_bank(tmp_path))
    return summarise(loaded.bank, loaded.latest_key, loaded.bank.default_form)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        pytest.param(lambda one: one.n_scenarios, 6, id="scenarios"),
        pytest.param(lambda one: one.n_anchors, 6, id="anchors"),
        pytest.param(lambda one: one.formats[ItemFormat.RATE_EACH], 1, id="formats"),
        pytest.param(lambda one: one.facets["listening"], 3, id="facets"),
        pytest.param(lambda one: one.clusters["delivering"], 3, id="clusters"),
        pytest.param(lambda one: one.themes[Theme.DELAY], 6, id="themes"),
    ],
)
def test_a_summary_counts_the_form(summary, read, value):
    assert read(summary) == value


def test_words_of_the_form_include_practice(summary):
    """Seven scenes; title 2, person 2 + 1 + 4, stem 11, question 3, options 16."""
    assert summary.words == 7 * (2 + 2 + 1 + 4 + 11 + 3 + 16)


def test_minutes_are_reading_and_marks(summary):
    """Marks: practice 4, rate 4, best and worst 2, rank 4, pick 1, two of four 2, emotion 1."""
    assert summary.minutes == pytest.approx(273 / 230 + 18 * 5 / 60)


def test_writing_counts_by_its_longest_answer(tmp_path):
    loaded = load_bank(write_bank(tmp_path, (BANK, FORM, FORM + ', "own-words"')))
    form = loaded.bank.default_form

    longer = summarise(loaded.bank, None, form).minutes
    assert longer == pytest.approx(273 / 230 + 1.5 + 23 / 230 + 150 / 20)


def test_a_summary_without_key_has_no_facets(tmp_path):
    bank = load_bank(write_bank(tmp_path)).bank

    assert dict(summarise(bank, None, bank.default_form).facets) == {}


def test_an_open_question_takes_no_marks():
    item = Item(id="why", format=ItemFormat.OPEN_TEXT, question="Why?", max_words=100)

    assert n_marks(item) == 0
