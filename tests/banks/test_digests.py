"""Digests name what is said, not how it is written down."""

import hashlib

import pytest

from hiring.banks.digests import (
    canonical_document,
    canonical_json,
    content_digest,
    document_digest,
    file_digest,
)
from hiring.banks.loader import load_bank
from hiring.banks.schema import KeyDocument
from tests.banks.folders import FACETS, write_bank

BANK, KEY, GUIDE, FRENCH = "bank.toml", "keys/1.toml", "guide.toml", "languages/fr.toml"
REASON = 'rationale = { a = "So."'
TIMED = 'minutes = 30\ntiming_rationale = "Calls end within minutes."'
NAME_ROLE = 'name = "Marta Lind", role = "Planner"'
ROLE_NAME = 'role = "Planner", name = "Marta Lind"'


def digests(folder):
    loaded = load_bank(folder)
    return loaded.content_digest, loaded.scoring_digests["1"]


@pytest.fixture
def before(tmp_path):
    return digests(write_bank(tmp_path / "before"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((BANK, NAME_ROLE, ROLE_NAME), id="order of names in a table"),
        pytest.param((BANK, "schema = 1", "# a comment\nschema   =  1"), id="comments and spaces"),
        pytest.param((BANK, 'intended_use = "For', 'intended_use = "Only for'), id="intended use"),
        pytest.param((BANK, 'themes = ["delay", ', "themes = ["), id="themes"),
        pytest.param((BANK, "anchor = true", "anchor = false"), id="anchor"),
        pytest.param((BANK, 'definition = "Hears', 'definition = "Notes'), id="definition"),
        pytest.param((FRENCH, "Choix a", "Autre choix"), id="a language"),
        pytest.param((GUIDE, "A scene.", "Another scene."), id="a guide"),
        pytest.param((KEY, REASON, 'rationale = { a = "Because."'), id="a rationale"),
        pytest.param((KEY, "Test authors", "Others"), id="authors"),
        pytest.param((KEY, '"provisional"', '"confirmed"'), id="a confirmed key"),
        pytest.param((KEY, '["a", "d"]', '["d", "a"]'), id="order of a keyed set"),
        pytest.param((KEY, "a = 4, b = 1", "b = 1, a = 4"), id="order of ratings"),
        pytest.param((KEY, "ownership = 1.0", "ownership = 1"), id="1 for 1.0"),
    ],
)
def test_neither_digest_changes_with(tmp_path, before, change):
    assert digests(write_bank(tmp_path, change)) == before


def test_a_removed_language_changes_no_digest(tmp_path, before):
    folder = write_bank(tmp_path)
    (folder / FRENCH).unlink()

    assert digests(folder) == before


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((BANK, "Call today", "Ring today"), id="an option"),
        pytest.param((BANK, "Very bad", "Bad"), id="the scale's words"),
        pytest.param((BANK, "The parts for late-parts", "All parts"), id="a stem"),
        pytest.param((BANK, 'name = "Marta Lind"', 'name = "Ana Lind"'), id="a persona"),
        pytest.param((BANK, 'channel = "phone"', 'channel = "chat"'), id="a setting"),
        pytest.param((BANK, "What about late-parts?", "What now?"), id="a question"),
        pytest.param((BANK, "max_words = 150", "max_words = 100"), id="room for words"),
        pytest.param((BANK, 'title = "Standard form"', 'title = "Form"'), id="a form's title"),
        pytest.param((BANK, "Call today", "Call  today"), id="a space"),
        pytest.param(
            (BANK, 'title = "Standard form"', 'title = "Standard form"\n' + TIMED), id="a limit"
        ),
    ],
)
def test_only_the_content_digest_changes_with(tmp_path, change, before):
    content, scoring = digests(write_bank(tmp_path, change))

    assert (content != before[0], scoring == before[1]) == (True, True)


def test_another_practice_scenario_changes_the_content_digest(tmp_path, before):
    bank = load_bank(write_bank(tmp_path)).bank
    form = bank.default_form.model_copy(update={"practice": None})

    assert content_digest(bank.model_copy(update={"forms": (form,)})) != before[0]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((KEY, "a = 4, b = 1", "a = 1, b = 4"), id="ratings"),
        pytest.param((KEY, '["c", "a", "b", "d"]', '["a", "c", "b", "d"]'), id="an order"),
        pytest.param((KEY, 'best = "a"', 'best = "b"'), id="the best option"),
        pytest.param((KEY, 'worst = "d"', 'worst = "c"'), id="the worst option"),
        pytest.param((KEY, "b = 0.5", "b = 0.4"), id="a weight"),
        pytest.param((KEY, '["a", "d"]', '["a", "c"]'), id="members"),
        pytest.param((KEY, ", listening = 0.5", ""), id="a facet"),
    ],
)
def test_only_the_scoring_digest_changes_with(tmp_path, change, before):
    content, scoring = digests(write_bank(tmp_path, change))

    assert (content == before[0], scoring != before[1]) == (True, True)


def test_another_cluster_changes_the_scoring_digest(tmp_path, before):
    folder = write_bank(
        tmp_path,
        (BANK, 'cluster = "delivering"', 'cluster = "responding"'),
        (KEY, "ownership = 1.0, listening = 0.5", "ownership = 0.5, listening = 1.0"),
    )

    assert digests(folder)[1] != before[1]


def test_another_format_changes_both(tmp_path, before):
    folder = write_bank(tmp_path, (BANK, 'format = "pick_best"', 'format = "emotion_mcq"'))

    after = digests(folder)
    assert (after[0] != before[0], after[1] != before[1]) == (True, True)


def test_another_scenario_in_the_form_changes_both(tmp_path, before):
    after = digests(write_bank(tmp_path, (BANK, '"wrong-bill", ', "")))

    assert (after[0] != before[0], after[1] != before[1]) == (True, True)


def test_the_digests_do_not_name_the_version(tmp_path, before):
    assert digests(write_bank(tmp_path, version="1.0.1")) == before


def test_a_translation_has_a_digest_of_its_own(tmp_path):
    first = load_bank(write_bank(tmp_path / "a")).languages["fr"]
    second = load_bank(write_bank(tmp_path / "b", (FRENCH, "Choix a", "Autre"))).languages["fr"]

    assert document_digest(first) != document_digest(second)


def test_canonical_json_sorts_names_and_keeps_letters():
    assert canonical_json({"b": "é", "a": [1, 2.5, None]}) == '{"a":[1,2.5,null],"b":"é"}'


def test_canonical_json_refuses_what_json_cannot_say():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_composed_and_decomposed_letters_stay_apart():
    assert canonical_json("\u00e9") != canonical_json("e\u0301")


def test_a_canonical_document_reads_back(tmp_path):
    key = load_bank(write_bank(tmp_path)).keys["1"]

    assert KeyDocument.model_validate_json(canonical_document(key)) == key


def test_a_file_digest_is_the_sha_256_of_its_bytes(tmp_path):
    (tmp_path / "file").write_bytes(b"bytes")

    assert file_digest(tmp_path / "file") == hashlib.sha256(b"bytes").hexdigest()


def test_the_small_bank_uses_its_facets(tmp_path):
    key = load_bank(write_bank(tmp_path)).keys["1"]

    assert {facet for item in key.items for facet in item.facets} == set(FACETS)


def test_a_key_that_sets_nothing_aside_is_written_as_ever(tmp_path):
    key = load_bank(write_bank(tmp_path)).keys["1"]

    assert {"dropped", "neutralised"}.isdisjoint(key.model_dump())


@pytest.mark.parametrize("field", ["dropped", "neutralised"])
def test_setting_an_item_aside_changes_the_scoring_digest_alone(tmp_path, before, field):
    line = f'{field} = ["late-parts/responses"]'
    change = (KEY, 'status = "provisional"', f'status = "provisional"\n{line}')
    after = digests(write_bank(tmp_path, change))

    assert (after[0] == before[0], after[1] != before[1]) == (True, True)


def test_the_order_of_dropped_items_does_not_matter(tmp_path):
    names = ["late-parts/responses", "wrong-bill/responses"]
    found = []
    for number, listed in enumerate((names, names[::-1])):
        change = (KEY, 'status = "provisional"', f'status = "provisional"\ndropped = {listed}')
        found.append(digests(write_bank(tmp_path / str(number), change)))

    assert found[0] == found[1]


def test_a_key_with_items_set_aside_reads_back(tmp_path):
    line = 'dropped = ["late-parts/responses"]'
    change = (KEY, 'status = "provisional"', f'status = "provisional"\n{line}')
    key = load_bank(write_bank(tmp_path, change)).keys["1"]

    assert KeyDocument.model_validate_json(canonical_document(key)) == key
