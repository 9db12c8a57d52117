"""A bank in another language keeps its ids and falls back where words are missing."""

import pytest

from hiring.banks.loader import load_bank
from hiring.banks.localised import available_languages, localise
from tests.banks.folders import write_bank


@pytest.fixture
def loaded(tmp_path):
    return load_bank(write_bank(tmp_path))


@pytest.fixture
def french(loaded):
    return localise(loaded.bank, loaded.languages["fr"])


def test_without_a_language_the_bank_stays_as_it_is(loaded):
    assert localise(loaded.bank, None) == loaded.bank


@pytest.mark.parametrize(
    ("read", "words"),
    [
        pytest.param(lambda bank: bank.language, "fr", id="language"),
        pytest.param(lambda bank: bank.title, "Une petite banque", id="title"),
        pytest.param(lambda bank: bank.intended_use, "Pour les tests.", id="intended use"),
        pytest.param(lambda bank: bank.response_scale[3], "Très bien", id="response scale"),
        pytest.param(lambda bank: bank.facets[0].name, "F listening", id="facet"),
        pytest.param(lambda bank: bank.clusters[1].name, "Livrer", id="cluster"),
        pytest.param(lambda bank: bank.forms[0].title, "Version standard", id="form"),
        pytest.param(lambda bank: bank.scenarios[1].title, "Scène late-parts", id="scenario"),
        pytest.param(lambda bank: bank.scenarios[1].persona.role, "Planificatrice", id="persona"),
        pytest.param(lambda bank: bank.scenarios[1].items[0].question, "Que dire ?", id="item"),
        pytest.param(lambda bank: bank.scenarios[1].items[0].options[2].text, "Choix c", id="opt"),
    ],
)
def test_each_part_is_in_the_asked_language(french, read, words):
    assert read(french) == words


def test_ids_and_their_order_stay(loaded, french):
    assert [
        (scenario.id, item.id, item.format, [option.id for option in item.options])
        for scenario in french.scenarios
        for item in scenario.items
    ] == [
        (scenario.id, item.id, item.format, [option.id for option in item.options])
        for scenario in loaded.bank.scenarios
        for item in scenario.items
    ]


@pytest.mark.parametrize("part", ["facets", "clusters", "forms", "scenarios"])
def test_a_part_without_translation_keeps_the_banks_words(loaded, part):
    language = loaded.languages["fr"].model_copy(update={part: {}})

    assert getattr(localise(loaded.bank, language), part) == getattr(loaded.bank, part)


def test_a_scale_of_another_length_is_not_used(loaded):
    language = loaded.languages["fr"].model_copy(update={"response_scale": ("Mal", "Bien")})

    assert localise(loaded.bank, language).response_scale == loaded.bank.response_scale


@pytest.mark.parametrize(
    ("translated", "words"),
    [
        pytest.param('timing_rationale = "Tout va vite."\n', "Tout va vite.", id="translated"),
        pytest.param("", "All is quick.", id="not translated"),
    ],
)
def test_the_reason_of_a_timed_form_may_be_translated(tmp_path, translated, words):
    own, french = 'title = "Standard form"', 'title = "Version standard"'
    timed = f'{own}\nminutes = 30\ntiming_rationale = "All is quick."'
    changes = ("bank.toml", own, timed), ("languages/fr.toml", french, f"{french}\n{translated}")
    loaded = load_bank(write_bank(tmp_path, *changes))

    form = localise(loaded.bank, loaded.languages["fr"]).default_form
    assert (form.minutes, form.timing_rationale) == (30, words)


def test_the_banks_own_language_comes_first(loaded):
    assert available_languages(loaded.bank, ["fr", "de", "en"]) == ("en", "de", "fr")
