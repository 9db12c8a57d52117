"""Two versions of a bank, told apart in plain words."""

import pytest

from hiring.banks.diff import compare_banks
from hiring.banks.loader import load_bank
from tests.banks.folders import write_bank
from tests.banks.media import FILM, PICTURE, SOUND, png, write_media_bank

BANK, KEY, GUIDE, FRENCH = "bank.toml", "keys/1.toml", "guide.toml", "languages/fr.toml"

SCALE_CHANGED = (
    "The response scale was “Very bad”, “Rather bad”, “Rather good”, “Very good”, "
    "now “Bad”, “Rather bad”, “Rather good”, “Very good”."
)
CONTENT = [
    (
        (BANK, "Very bad", "Bad"),
        SCALE_CHANGED,
    ),
    (
        (BANK, 'title = "Standard form"', 'title = "Form"'),
        "Form standard: the title was “Standard form”, now “Form”.",
    ),
    (
        (BANK, '["late-parts", "wrong-bill"', '["wrong-bill", "late-parts"'),
        "Form standard: the order of the scenarios changed.",
    ),
    (
        (BANK, 'title = "Scene late-parts"', 'title = "Parts"'),
        "Scenario late-parts: the title was “Scene late-parts”, now “Parts”.",
    ),
    (
        (BANK, "The parts for late-parts are", "They are"),
        "Scenario late-parts: the stem changed.",
    ),
    (
        (BANK, 'role = "Planner"', 'role = "Buyer"'),
        "Scenario practice-size: the person changed.",
    ),
    (
        (BANK, 'channel = "phone"', 'channel = "chat"'),
        "Scenario practice-size: the setting changed.",
    ),
    (
        (BANK, "What about late-parts?", "What now?"),
        "late-parts/responses: the question was “What about late-parts?”, now “What now?”.",
    ),
    (
        (BANK, "Call today and explain.", "Ring."),
        "practice-size/responses: option a was “Call today and explain.”, now “Ring.”.",
    ),
    (
        (BANK, "max_words = 150", "max_words = 100"),
        "own-words/responses: the longest answer in words was 150, now 100.",
    ),
]

SCORING = [
    (
        (KEY, "a = 4, b = 1", "a = 3, b = 1"),
        "Key 1: late-parts/responses: ratings of a was 4, now 3.",
    ),
    (
        (KEY, ", listening = 0.5", ""),
        "Key 1: late-parts/responses: facets of listening was 0.5, now none.",
    ),
    (
        (KEY, 'worst = "d"', 'worst = "c"'),
        "Key 1: wrong-bill/responses: worst was “d”, now “c”.",
    ),
    (
        (KEY, '["a", "d"]', '["a", "c"]'),
        "Key 1: two-steps/responses: members was “a”, “d”, now “a”, “c”.",
    ),
]

AROUND = [
    ((BANK, 'intended_use = "For', 'intended_use = "Only for'), "The intended use changed."),
    ((BANK, "anchor = true", "anchor = false"), "Scenario practice-size is no longer an anchor."),
    ((BANK, 'themes = ["delay", ', "themes = ["), "Scenario practice-size: the themes changed."),
    (
        (KEY, '"provisional"', '"confirmed"'),
        "Key 1: the status was “provisional”, now “confirmed”.",
    ),
    ((KEY, '{ a = "So."', '{ a = "Or."'), "Key 1: late-parts/responses: the rationale changed."),
    ((FRENCH, "Choix a", "Autre choix"), "Translation fr changed."),
    ((GUIDE, "A scene.", "Another scene."), "Guide en changed."),
]


def difference(tmp_path, *changes, version="1.0.1"):
    old = load_bank(write_bank(tmp_path / "old"))
    return compare_banks(old, load_bank(write_bank(tmp_path / "new", *changes, version=version)))


def test_a_new_number_alone_is_no_difference(tmp_path):
    assert difference(tmp_path).is_empty


@pytest.mark.parametrize(("change", "sentence"), CONTENT)
def test_what_a_candidate_sees_is_told_in_the_first_group(tmp_path, change, sentence):
    found = difference(tmp_path, change)

    assert (found.content, found.scoring, found.around) == ((sentence,), (), ())


@pytest.mark.parametrize(("change", "sentence"), SCORING)
def test_what_moves_scores_is_told_in_the_second_group(tmp_path, change, sentence):
    found = difference(tmp_path, change)

    assert (found.content, found.scoring, found.around) == ((), (sentence,), ())


@pytest.mark.parametrize(("change", "sentence"), AROUND)
def test_what_lies_around_is_told_in_the_third_group(tmp_path, change, sentence):
    found = difference(tmp_path, change)

    assert (found.content, found.scoring, found.around) == ((), (), (sentence,))


def test_another_format_is_seen_and_moves_scores(tmp_path):
    found = difference(tmp_path, (BANK, 'format = "pick_best"', 'format = "emotion_mcq"'))

    sentence = "lost-order/responses: the format was “pick_best”, now “emotion_mcq”."
    assert (found.content, found.scoring) == ((sentence,), (sentence,))


def test_another_cluster_moves_scores(tmp_path):
    found = difference(
        tmp_path,
        (BANK, 'cluster = "delivering"', 'cluster = "responding"'),
        (KEY, "ownership = 1.0, listening = 0.5", "ownership = 0.5, listening = 1.0"),
    )

    assert "Scenario late-parts: the cluster was “delivering”, now “responding”." in found.scoring


def test_a_scenario_that_left_the_form_is_told_twice(tmp_path):
    found = difference(tmp_path, (BANK, '"wrong-bill", ', ""))

    assert (found.content, found.scoring) == (
        ("Form standard no longer holds wrong-bill.",),
        ("Form standard: scores rest on other scenarios.",),
    )


def test_a_renamed_scenario_is_one_removed_and_one_added(tmp_path):
    rename = [
        (BANK, '"late-parts"', '"new-parts"'),
        (BANK, 'id = "late-parts"', 'id = "new-parts"'),
        (KEY, "late-parts/", "new-parts/"),
        (GUIDE, "scenarios.late-parts", "scenarios.new-parts"),
        ("guide.fr.toml", "scenarios.late-parts", "scenarios.new-parts"),
        (FRENCH, "[scenarios.late-parts]", "[scenarios.new-parts]"),
        (FRENCH, "[scenarios.late-parts.", "[scenarios.new-parts."),
    ]

    assert difference(tmp_path, *rename).around[:2] == (
        "Scenario new-parts was added.",
        "Scenario late-parts was removed.",
    )


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (FRENCH, "Translation fr was removed."),
        (KEY, "Key 1 was removed."),
        ("guide.fr.toml", "Guide fr was removed."),
    ],
)
def test_a_removed_file_is_told(tmp_path, file, sentence):
    old = load_bank(write_bank(tmp_path / "old"))
    folder = write_bank(tmp_path / "new")
    (folder / file).unlink()

    assert compare_banks(old, load_bank(folder)).around == (sentence,)


def test_a_time_limit_and_its_reason_are_told(tmp_path):
    title = 'title = "Standard form"'
    timed = f'{title}\nminutes = 20\ntiming_rationale = "Calls are short."'

    assert difference(tmp_path, (BANK, title, timed)).content == (
        "Form standard: the limit in minutes was none, now 20.",
        "Form standard: the reason why it is timed was none, now “Calls are short.”.",
    )


@pytest.mark.parametrize(
    ("changes", "files", "sentence"),
    [
        ([(BANK, "An empty shelf.", "A shelf.")], {}, "shelf.png or its words changed."),
        ([], {"shelf.png": png() + b"\n"}, "shelf.png or its words changed."),
        ([(BANK, f"{SOUND},\n  {FILM}", f"{FILM},\n  {SOUND}")], {}, "the order of the media ch"),
    ],
)
def test_changed_media_are_told(tmp_path, changes, files, sentence):
    old = load_bank(write_media_bank(tmp_path / "old"))
    new = load_bank(write_media_bank(tmp_path / "new", *changes, files=files))

    (found,) = compare_banks(old, new).content
    assert found.startswith(f"Scenario late-parts: {sentence}")


def test_media_that_came_or_went_are_told(tmp_path):
    told = '[scenarios.late-parts.media."shelf.png"]\nalt = "Une étagère vide."\n'
    old = load_bank(write_media_bank(tmp_path / "old"))
    less = (BANK, f"{PICTURE},\n", "\n"), (FRENCH, told, "")
    new = load_bank(write_media_bank(tmp_path / "new", *less, files={"shelf.png": None}))

    assert [compare_banks(*pair).content for pair in ((old, new), (new, old))] == [
        ("Scenario late-parts: media: it no longer holds shelf.png.",),
        ("Scenario late-parts: media: it now holds shelf.png.",),
    ]
