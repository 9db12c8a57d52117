"""A scenario's media: there, of the right kind, and with words for who cannot see or hear."""

import re
from pathlib import Path

import pytest

from hiring.banks.check import judge
from hiring.banks.digests import content_digest, document_digest, scenario_digest
from hiring.banks.faults import BankFaultsError, Severity
from hiring.banks.loader import load_bank
from hiring.banks.localised import localise
from hiring.banks.schema import BankDocument, MediaKind
from tests.banks.folders import write_bank
from tests.banks.media import (
    BANK,
    FILM,
    FRENCH,
    FRENCH_ITEMS,
    PICTURE,
    SOUND,
    STEM,
    all_files,
    ogg,
    png,
    write_files,
    write_media_bank,
)

ALT, TRANSCRIPT = 'alt = "An empty shelf."', 'transcript = "Where are my parts?", '
CAPTIONS = ', captions = "call.vtt"'
OWN_WORDS = 'stem = """The parts for own-words are late. Marta calls you and asks."""'
PRACTICE = 'stem = """The parts for practice-size are late. Marta calls you and asks."""'

# What is spoiled, and by what; a piece of the message of the one fault.
FAULTS = [
    (BANK, ALT, "decorative = false", "“shelf.png” has no “alt”"),
    (BANK, ALT, f"{ALT}, decorative = true", "decorative and has an “alt”"),
    (BANK, ALT, 'alt = " "', "“alt” is empty"),
    (BANK, ALT, f"{ALT}{CAPTIONS}", "“captions” does not go with image"),
    (BANK, ALT, f'{ALT}, transcript = "Hush."', "“transcript” does not go with image"),
    (BANK, TRANSCRIPT, "", "“call.ogg” has no “transcript”"),
    (BANK, SOUND, SOUND.replace(CAPTIONS, ""), "“call.ogg” has no “captions”"),
    (BANK, TRANSCRIPT, f'{TRANSCRIPT}alt = "A call.", ', "“alt” does not go with audio"),
    (BANK, FILM, FILM.replace(CAPTIONS, ""), "“desk.webm” has no “captions”"),
    (BANK, FILM, FILM.replace(CAPTIONS, ", wordless = true"), "“wordless” does not go with video"),
    (BANK, FILM, FILM.replace("transcript", "transkript"), "not a field"),
    (BANK, '"shelf.png"', '"media/shelf.png"', "characters that do not fit"),
    (BANK, '"shelf.png"', '"../bank.toml"', "characters that do not fit"),
    (BANK, '"shelf.png"', '"no-such.png"', "There is no file “no-such.png”"),
    (BANK, 'kind = "image"', 'kind = "picture"', "unknown value"),
    (BANK, 'kind = "image"', 'kind = "video"', "“shelf.png” cannot serve as kind “video”"),
    (BANK, "call.vtt", "shelf.png", "“shelf.png” cannot serve as captions"),
    (BANK, FILM, f"{FILM}, {PICTURE}", "“shelf.png” is shown twice"),
    (BANK, PRACTICE, f"{PRACTICE}\nmedia = [{PICTURE}]", "serves for practice"),
    (FRENCH, 'alt = "Une étagère vide."', "", "“shelf.png” has no “alt” in this language"),
    (FRENCH, 'transcript = "Où sont mes pièces ?"', "", "“call.ogg” has no “transcript” in this"),
    (FRENCH, 'captions = "appel.vtt"', "", "“call.ogg” has no “captions” in this language"),
    (FRENCH, '"Une étagère vide."', '"Vide."\ncaptions = "appel.vtt"', "no “captions” in the bank"),
    (FRENCH, 'media."shelf.png"', 'media."x.png"', "shows no “x.png”"),
    (FRENCH, 'file = "appel.ogg"', 'file = "non.ogg"', "There is no file “non.ogg”"),
    (FRENCH, 'file = "appel.ogg"', 'file = "shelf.png"', "cannot serve as kind “audio”"),
]


@pytest.fixture
def loaded(tmp_path):
    return load_bank(write_media_bank(tmp_path))


def faults_of(folder):
    with pytest.raises(BankFaultsError) as caught:
        load_bank(folder)
    return caught.value.faults


@pytest.mark.parametrize(
    ("file", "old", "new", "message"), FAULTS, ids=[f"{n} {c[3]}" for n, c in enumerate(FAULTS)]
)
def test_a_fault_is_named_in_its_file(tmp_path, file, old, new, message):
    faults = faults_of(write_media_bank(tmp_path, (file, old, new)))

    assert any(
        (fault.file, fault.severity) == (file, Severity.ERROR)
        and message in fault.message
        and fault.remedy
        and fault.line is not None
        for fault in faults
    ), "\n".join(map(str, faults))


def test_everything_that_is_wrong_stands_in_one_report(tmp_path):
    folder = write_media_bank(
        tmp_path,
        (BANK, ALT, "decorative = false"),
        (BANK, 'cluster = "responding"', 'cluster = "giving"'),
        (FRENCH, 'file = "appel.ogg"', 'file = "non.ogg"'),
        files={"call.vtt": b"WEBVTT\n", "shelf.png": ogg(), "more.png": png()},
    )

    assert [(fault.file, fault.message) for fault in faults_of(folder)] == [
        (BANK, "Cluster “giving” is not declared."),
        (BANK, "“shelf.png” has no “alt”."),
        (FRENCH, "“shelf.png” has no “alt” in the bank."),
        (FRENCH, "There is no file “non.ogg” in the folder media."),
        ("media/call.vtt", "There are no captions in the file."),
        ("media/shelf.png", "The file's first bytes are not those of a .png file."),
        ("media/appel.ogg", "No scenario uses this file."),
        ("media/more.png", "No scenario uses this file."),
    ]


def test_a_scenario_that_cannot_be_read_makes_no_file_unused(tmp_path):
    folder = write_media_bank(tmp_path, (BANK, 'title = "Scene late-parts"', "title = 3"))

    assert [fault.place for fault in faults_of(folder)] == ["scenarios.late-parts.title"]


def test_a_translation_that_cannot_be_read_makes_no_file_unused(tmp_path):
    folder = write_media_bank(tmp_path)
    (folder / FRENCH).write_text("not toml", encoding="utf-8")

    assert [fault.file for fault in faults_of(folder)] == [FRENCH]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((BANK, ALT, "decorative = true"), id="a picture for decoration"),
        pytest.param((BANK, CAPTIONS, ", wordless = true"), id="a sound without words"),
    ],
)
def test_who_has_nothing_to_tell_needs_no_words(tmp_path, change):
    silence = [(FRENCH, 'alt = "Une étagère vide."', ""), (FRENCH, 'captions = "appel.vtt"', "")]
    folder = write_media_bank(tmp_path, change, silence["wordless" in change[2]])

    assert len(load_bank(folder).bank.get_scenario("late-parts").media) == 3


def test_one_file_may_serve_several_scenarios(tmp_path):
    change = (BANK, OWN_WORDS, f"{OWN_WORDS}\nmedia = [{PICTURE}]")
    words = '[scenarios.own-words.media."shelf.png"]\nalt = "Vide."\n'
    items = "[scenarios.own-words.items.responses]"
    loaded = load_bank(write_media_bank(tmp_path, change, (FRENCH, items, words + items)))

    assert loaded.bank.get_scenario("own-words").media[0].file == "shelf.png"


# --- what is written, and what names it ---


def test_media_are_loaded_with_the_digests_of_their_files(loaded):
    sound = loaded.bank.get_scenario("late-parts").media[1]

    assert (sound.kind, sound.file_digest, sound.captions_digest) == (
        MediaKind.AUDIO,
        loaded.media["call.ogg"].digest,
        loaded.media["call.vtt"].digest,
    )


def test_the_files_are_among_the_digests_of_all_files(loaded):
    assert loaded.file_digests["media/shelf.png"] == loaded.media["shelf.png"].digest


def test_a_digest_in_the_file_is_not_taken_at_its_word(tmp_path):
    claim = PICTURE.replace(" }", f', file_digest = "{"0" * 64}" }}')
    bank = load_bank(write_media_bank(tmp_path, (BANK, PICTURE, claim))).bank

    assert bank.get_scenario("late-parts").media[0].file_digest != "0" * 64


@pytest.mark.parametrize("name", ["shelf.png", "call.vtt"])
def test_another_file_is_another_content(tmp_path, loaded, name):
    content = (loaded.media[name].path).read_bytes() + b"\n"
    other = load_bank(write_media_bank(tmp_path / "other", files={name: content}))

    assert other.content_digest != loaded.content_digest


def test_another_film_makes_another_scenario_of_it_alone(tmp_path, loaded):
    bank = load_bank(write_media_bank(tmp_path / "other", files={"shelf.png": png() + b"\n"})).bank
    changed = [
        old.id
        for old, new in zip(loaded.bank.scenarios, bank.scenarios, strict=True)
        if scenario_digest(old) != scenario_digest(new)
    ]

    assert changed == ["late-parts"]


def test_another_file_of_a_translation_changes_the_translation_alone(tmp_path, loaded):
    other = load_bank(write_media_bank(tmp_path / "other", files={"appel.ogg": ogg(70)}))

    assert other.content_digest == loaded.content_digest
    assert document_digest(other.languages["fr"]) != document_digest(loaded.languages["fr"])


def test_a_bank_with_media_reads_back(loaded):
    assert BankDocument.model_validate_json(loaded.bank.model_dump_json()) == loaded.bank


def test_without_media_and_time_a_bank_is_written_as_ever(tmp_path):
    loaded = load_bank(write_bank(tmp_path))
    written = loaded.bank.model_dump(mode="json"), loaded.languages["fr"].model_dump(mode="json")

    for name in ("media", "minutes", "timing_rationale"):
        assert f"'{name}'" not in str(written)


def test_the_digest_of_a_bank_without_media_is_what_it_was(tmp_path):
    """Written down when there were neither media nor timed forms."""
    loaded = load_bank(write_bank(tmp_path))

    assert (content_digest(loaded.bank), document_digest(loaded.languages["fr"])) == (
        "58bd6ea953f75dedeb553cdcd05426bfe4b6f6161f54a20db6e1f4e1ec75e379",
        "798cf800cab58e06608c577ac42f10a39f9664a7a68326277c4517a1518eee53",
    )


# --- another language ---


def test_another_language_has_its_own_words_and_files(loaded):
    media = localise(loaded.bank, loaded.languages["fr"]).get_scenario("late-parts").media

    assert [(one.file, one.alt, one.transcript, one.captions) for one in media] == [
        ("shelf.png", "Une étagère vide.", None, None),
        ("appel.ogg", None, "Où sont mes pièces ?", "appel.vtt"),
        ("desk.webm", None, "Elle pose la boîte et attend.", "appel.vtt"),
    ]


def test_another_language_names_the_digests_of_its_files(loaded):
    media = localise(loaded.bank, loaded.languages["fr"]).get_scenario("late-parts").media

    assert (media[1].file_digest, media[2].file_digest) == (
        loaded.media["appel.ogg"].digest,
        loaded.media["desk.webm"].digest,
    )


# --- the guide for authors ---


def blocks(root, language):
    text = (root / "docs/private-banks.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_examples_of_the_guide_make_a_bank(tmp_path):
    root = Path(__file__).resolve().parents[2]
    (shown,), (told,) = blocks(root, "toml media"), blocks(root, "toml media fr")
    (timed,), (timed_in_french,) = blocks(root, "toml timed"), blocks(root, "toml timed fr")
    captions = next(one for one in blocks(root, "text") if one.startswith("WEBVTT"))
    folder = write_bank(
        tmp_path,
        (BANK, STEM, f"{STEM}\n{shown}"),
        (BANK, "[[scenarios]]", f"{timed}\n[[scenarios]]"),
        (FRENCH, FRENCH_ITEMS, f"{told}\n{FRENCH_ITEMS}"),
        (FRENCH, "[forms.standard]", f"{timed_in_french}\n[forms.standard]"),
    )
    files = {name: content for name, content in all_files().items() if name != "desk.webm"}
    write_files(folder, files | {"call.vtt": captions.encode()})

    bank = load_bank(folder).bank
    assert bank.get_form("quick").minutes == 45
    assert len(bank.get_scenario("late-parts").media) == 2


# --- what a second look is asked for ---


def test_words_about_protected_traits_are_found_in_media(tmp_path):
    folder = write_media_bank(tmp_path, (BANK, "Where are my parts?", "I am pregnant."))

    assert any("“pregnant”" in fault.message for fault in judge(load_bank(folder)))
