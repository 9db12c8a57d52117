"""What authors of private banks meet: every command of ``hiring bank``, and their guide."""

import os
import re
import shlex
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from hiring import places
from hiring.accounts import Role
from hiring.app import create_app
from hiring.banks.check import judge
from hiring.banks.deriving import derive_key
from hiring.banks.loader import load_bank
from hiring.banks.lock import read_lock
from hiring.banks.schema import ItemFormat, LanguageDocument
from hiring.banks.versions import list_keys
from hiring.db import db
from tests import builders, stores
from tests.banks.folders import write_bank
from tests.banks.media import write_media_bank

BANK, KEY, GUIDE, FRENCH = "bank.toml", "keys/1.toml", "guide.toml", "languages/fr.toml"
PROJECT = Path(places.PACKAGE).parent
DOCS = PROJECT / "docs" / "private-banks.md"
STARTER = places.PACKAGE / "cli" / "starter"
SHIPPED = next(places.banks_folder().glob("customer-empathy/*"))
SHIPPED_WORDS = (SHIPPED.parent.name, SHIPPED.name)
NEW = ("bank", "new", "mine", "--id", "shop-service", "--title", "Shop service")
TITLE = (BANK, 'title = "A small bank"', 'title = "A little bank"')
TEXT = (BANK, "Call today and explain.", "Call at once and explain.")
TEXT_DIFFERS = (
    "practice-size/responses: option a was “Call today and explain.”, "
    "now “Call at once and explain.”."
)
REFUSED = (
    "small-bank 1.0.0 is published with another content. Published is frozen: "
    "raise the version and publish that."
)
RATING = (KEY, "ratings = { a = 4, b = 1", "ratings = { a = 3, b = 1")


@pytest.fixture
def mine(hiring, place):
    """The starter, as an author finds it."""
    assert hiring(*NEW).exit_code == 0
    return place / "mine" / "shop-service" / "1.0.0"


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- new ---


def test_the_starter_loads(mine):
    assert load_bank(mine).bank.id == "shop-service"


def test_the_starter_bears_the_author_s_title(mine):
    assert load_bank(mine).bank.title == "Shop service"


def test_the_starter_is_only_told_that_it_is_short(mine):
    assert [fault.message for fault in judge(load_bank(mine))] == [
        "The form takes about 5 minutes, not 25 to 35."
    ]


def test_the_starter_shows_every_format(mine):
    scenarios = load_bank(mine).bank.scored_scenarios

    assert {item.format for one in scenarios for item in one.items} == set(ItemFormat)


def test_the_starter_keeps_its_notes_for_authors(mine):
    assert "# must not give the key away" in (mine / BANK).read_text(encoding="utf-8")


def test_a_starter_in_another_language_loads_too(hiring, place):
    hiring("bank", "new", "ici", "--id", "accueil", "--title", "L'accueil", "--language", "fr")

    assert set(load_bank(place / "ici" / "accueil" / "1.0.0").guides) == {"fr"}


def test_a_title_with_quotes_stays_a_title(hiring, place):
    hiring("bank", "new", "mine", "--id", "quoted", "--title", 'Say "yes" \\ "no"')

    assert load_bank(place / "mine" / "quoted" / "1.0.0").bank.title == 'Say "yes" \\ "no"'


def test_a_folder_that_exists_is_not_written_into(hiring, mine):
    before = {file: file.read_bytes() for file in mine.rglob("*.toml")}

    result = hiring(*NEW)

    assert (result.exit_code, {file: file.read_bytes() for file in before}) == (1, before)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--id", "Shop Service", "small letters"),
        ("--id", "../up", "small letters"),
        ("--title", " ", "title"),
        ("--title", "Two\x1b[2J", "title"),
        ("--language", "English please", "language code"),
    ],
)
def test_a_word_that_does_not_fit_is_explained(hiring, place, option, value, words):
    result = hiring(*NEW, option, value)

    assert (result.exit_code, words in result.output, (place / "mine").exists()) == (2, True, False)


# --- check ---


def test_a_good_bank_passes(hiring, mine):
    assert hiring("bank", "check", mine).exit_code == 0


def test_warnings_fail_a_strict_check(hiring, mine):
    assert hiring("bank", "check", mine, "--strict").exit_code == 1


def test_a_bank_without_warnings_passes_a_strict_check(hiring):
    assert hiring("bank", "check", SHIPPED, "--strict").exit_code == 0


def test_every_error_is_named_at_once(hiring, mine):
    edit(
        mine / BANK, 'channel = "phone", stage = "delivery"', 'channel = "fax", stage = "delivery"'
    )
    edit(mine / KEY, "ratings = { a = 4", "ratings = { a = 9")
    edit(mine / GUIDE, "[scenarios.wrong-paint]", "[scenarios.wrong-pain]")

    output = hiring("bank", "check", mine).output

    assert output.startswith("4 errors:")


def test_an_error_has_file_line_place_message_and_remedy(hiring, mine):
    edit(mine / KEY, "ratings = { a = 4", "ratings = { a = 9")
    text = (mine / KEY).read_text(encoding="utf-8")
    line = text[: text.index("ratings = {")].count("\n") + 1

    assert hiring("bank", "check", mine).output == (
        f"1 error:\n\n{mine / KEY}:{line}  items.delivery-slips/responses.ratings\n"
        "  A rating lies outside 1 to 4. Use a step of the scale.\n"
    )


def test_an_error_ends_with_status_1(hiring, mine):
    edit(mine / BANK, "schema = 1", "schema = 2")

    assert hiring("bank", "check", mine).exit_code == 1


def test_a_warning_has_its_line(hiring, mine):
    edit(mine / BANK, "You sell paint.", "You sell paint. He is retired.")
    text = (mine / BANK).read_text(encoding="utf-8")
    line = text[: text.index('id = "wrong-paint"')].count("\n") + 1

    assert f"{mine / BANK}:{line}  scenarios.wrong-paint\n" in hiring("bank", "check", mine).output


def test_the_summary_says_what_a_form_holds(hiring, mine):
    assert hiring("bank", "check", mine).output.split("\n\n")[1].splitlines() == [
        "Standard form (standard)",
        "  Scenarios  6 and 1 to practise on",
        "  Formats    best_worst 1, emotion_mcq 1, pick_best 1, pick_n 1, rank_all 1, rate_each 1",
        "  Facets     listening 3, ownership 3",
        "  Clusters   delivering 3, responding 3",
        "  Anchors    6 of 6",
        "  Words      740",
        "  Minutes    about 5",
    ]


def test_a_bank_may_be_named_instead_of_its_folder(hiring):
    assert hiring("bank", "check", *SHIPPED_WORDS).output == hiring("bank", "check", SHIPPED).output


def test_a_private_bank_is_found_by_name_in_its_folder(hiring, mine, monkeypatch):
    monkeypatch.setenv("HIRING_BANK_DIRS", os.pathsep.join(["nowhere", "mine"]))

    assert hiring("bank", "check", "shop-service", "1.0.0").exit_code == 0


def test_a_name_that_stands_in_two_folders_is_refused(hiring, place, mine, monkeypatch):
    write_bank(place / "first")
    write_bank(place / "second")
    monkeypatch.setenv("HIRING_BANK_DIRS", os.pathsep.join(["first", "second"]))

    assert "several folders" in hiring("bank", "check", "small-bank", "1.0.0").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "There is no folder nowhere."),
        (["shop-service", "9.9.9"], "There is no shop-service 9.9.9"),
        (["mine/shop-service"], f"name one of its versions: {Path('mine/shop-service/1.0.0')}"),
    ],
)
def test_a_wrong_path_is_explained(hiring, mine, words, said):
    result = hiring("bank", "check", *words)

    assert (result.exit_code, said in result.output) == (1, True)


def test_a_text_cannot_steer_the_terminal(hiring, mine):
    edit(mine / BANK, 'title = "A table for Saturday"', 'title = "A \\u009b2J\\u202e table"')

    assert not set("\x1b\x9b\u202e").intersection(hiring("bank", "show", mine).output)


HOSTILE = {
    "brackets": (BANK, "a = " + "[" * 900_000),
    "quotes": (BANK, "a = " + '"' * 900_000),
    "dotted names": (BANK, ".".join("a" * 400_000) + " = 1"),
    "a long list": (BANK, "a = [" + "1," * 99_000 + "]"),
    "the same scenario": (BANK, '[[scenarios]]\nid = "abc"\n' * 12_000),
    "unknown fields": (BANK, "".join(f"x{n} = 1\n" for n in range(49_000))),
    "unknown items": (KEY, '[[items]]\nitem = "abc/x"\nmethod = "weights"\n' * 12_000),
    "not text": (BANK, "\udcff" * 1000),
}


@pytest.mark.parametrize(("file", "more"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_within_a_second(hiring, mine, file, more):
    text = (mine / file).read_text(encoding="utf-8") + more
    (mine / file).write_bytes(text.encode("utf-8", "surrogateescape"))

    started = time.process_time()
    result = hiring("bank", "check", mine)

    assert (result.exit_code, time.process_time() - started < 1) == (1, True)


def test_checking_needs_no_settings_and_no_app(mine):
    """A process of its own, as an author starts it, and what it imported on the way."""
    code = (
        "import sys\nfrom hiring.cli import cli\n"
        f"cli(['bank', 'check', {str(mine)!r}], standalone_mode=False)\n"
        "print(sorted({'flask', 'sqlalchemy', 'numpy'} & set(sys.modules)))"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT)}

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_bad_bank_ends_a_real_process_with_status_1(mine):
    edit(mine / BANK, "schema = 1", "schema = 2")

    done = subprocess.run(
        [sys.executable, "-m", "hiring", "bank", "check", mine],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )

    assert (done.returncode, done.stdout.startswith("1 error:"), done.stderr) == (1, True, "")


# --- show ---


def test_a_candidate_s_view_holds_every_option(hiring, mine):
    bank = load_bank(mine).bank
    shown = " ".join(hiring("bank", "show", mine).output.split())

    texts = [option.text for one in bank.scenarios for item in one.items for option in item.options]
    assert [text for text in texts if text not in shown] == []


def test_a_candidate_s_view_holds_no_reason(hiring, mine):
    key = load_bank(mine).latest_key
    shown = " ".join(hiring("bank", "show", mine).output.split())

    reasons = [reason for item in key.items for reason in item.rationale.values()]
    assert [reason for reason in reasons if reason in shown] == []


def test_an_author_s_view_holds_every_reason(hiring, mine):
    key = load_bank(mine).latest_key
    shown = " ".join(hiring("bank", "show", mine, "--key").output.split())

    reasons = [reason for item in key.items for reason in item.rationale.values()]
    assert [reason for reason in reasons if reason not in shown] == []


@pytest.mark.parametrize(
    "words",
    [
        "= 4, Very effective. She hears the truth",
        "= most effective. It takes up his view",
        "= between. True,",
        "= least effective. It gives a promise",
        "= place 1 of 4. It gives a date, a visit",
        "= weight 0.5. It offers something",
        "= to be chosen. It says early",
        "= not to be chosen. The tin",
        "Key: footrule counts for ownership, listening (half)",
        "No panel of experts has confirmed it yet.",
    ],
)
def test_an_author_s_view_says_how_options_are_keyed(hiring, mine, words):
    assert words in " ".join(hiring("bank", "show", mine, "--key").output.split())


def test_scenarios_stand_in_the_order_of_showing(hiring, mine):
    numbered = re.findall(
        r"^(\S.*?)\. .* \[([a-z-]+)\]$", hiring("bank", "show", mine).output, re.MULTILINE
    )

    assert numbered == [
        ("Practice", "practice-parcel"),
        ("1", "delivery-slips"),
        ("2", "charged-twice"),
        ("3", "printer-fourth-visit"),
        ("4", "small-car"),
        ("5", "wrong-paint"),
        ("6", "short-message"),
        ("Not in the default form", "own-words"),
    ]


def test_a_translation_can_be_read(hiring, place):
    folder = write_bank(place)

    assert "Les pièces sont en retard." in hiring("bank", "show", folder, "--language", "fr").output


def test_a_language_that_is_not_there_is_explained(hiring, mine):
    result = hiring("bank", "show", mine, "--language", "fr")

    assert (result.exit_code, "Languages of this bank: en" in result.output) == (1, True)


def test_a_key_that_is_not_there_is_explained(hiring, mine):
    (mine / KEY).unlink()

    assert "has no key yet" in hiring("bank", "show", mine, "--key").output


# --- diff ---


def test_a_difference_stands_in_its_group(hiring, place):
    old, new = write_bank(place), write_bank(place, TEXT, RATING, TITLE, version="1.1.0")

    assert hiring("bank", "diff", old, new).output.splitlines() == [
        "What a candidate would see changed",
        f"  {TEXT_DIFFERS}",
        "",
        "What would move scores",
        "  Key 1: late-parts/responses: ratings of a was 4, now 3.",
        "",
        "Added, removed or changed around it",
        "  The title changed.",
    ]


def test_a_difference_is_no_failure(hiring, place):
    old, new = write_bank(place), write_bank(place, TEXT, version="1.1.0")

    assert hiring("bank", "diff", old, new).exit_code == 0


def test_the_same_bank_says_the_same(hiring, place):
    old, new = write_bank(place), write_bank(place, version="1.1.0")

    assert hiring("bank", "diff", old, new).output == "The two versions say the same.\n"


# --- publish and list ---


def test_publishing_says_what_is_new(hiring, prepared, mine):
    assert hiring("bank", "publish", mine).output.splitlines() == [
        "Shop service (shop-service 1.0.0) is published.",
        "  new  content  en",
        "  new  key 1    theory, provisional",
        "  new  guide    en",
    ]


def test_publishing_again_changes_nothing(hiring, prepared, mine):
    hiring("bank", "publish", mine)

    assert hiring("bank", "publish", mine).output.splitlines()[1:] == [
        "  as before  content  en",
        "  as before  key 1    theory, provisional",
        "  as before  guide    en",
    ]


def test_a_second_key_is_added_to_a_published_version(hiring, prepared, mine):
    hiring("bank", "publish", mine)
    (mine / "keys" / "2.toml").write_bytes((mine / KEY).read_bytes())
    edit(mine / "keys" / "2.toml", 'key_version = "1"', 'key_version = "2"')
    edit(mine / "keys" / "2.toml", 'origin = "theory"', 'origin = "panel"')

    assert "  new        key 2    panel, provisional" in hiring("bank", "publish", mine).output


def test_other_words_under_a_published_version_are_refused(hiring, prepared, place):
    hiring("bank", "publish", write_bank(place / "old"))

    result = hiring("bank", "publish", write_bank(place / "new", TEXT))

    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            f"Error: Nothing was published: {REFUSED}",
            "What differs from the published version:",
            f"  {TEXT_DIFFERS}",
        ],
    )


def test_another_rating_under_a_published_key_is_refused(hiring, prepared, place):
    hiring("bank", "publish", write_bank(place / "old"))

    result = hiring("bank", "publish", write_bank(place / "new", RATING))

    assert (result.exit_code, "ratings of a was 4, now 3." in result.output) == (1, True)


def test_a_refused_bank_leaves_nothing_new_behind(hiring, prepared, place):
    hiring("bank", "publish", write_bank(place / "old"))
    before = hiring("bank", "list").output
    folder = write_bank(place / "new", RATING)
    (folder / "keys" / "2.toml").write_bytes((folder / KEY).read_bytes())
    edit(folder / "keys" / "2.toml", 'key_version = "1"', 'key_version = "2"')
    hiring("bank", "publish", folder)

    assert hiring("bank", "list").output == before


def test_what_is_not_taken_over_is_said(hiring, prepared, place):
    """The title lies outside the digest, so publishing it again is no error and has no effect."""
    hiring("bank", "publish", write_bank(place / "old"))

    output = hiring("bank", "publish", write_bank(place / "new", TITLE)).output

    assert output.endswith("were not taken over:\n  The title changed.\n")


def test_a_bank_with_errors_is_not_published(hiring, prepared, mine):
    edit(mine / BANK, "schema = 1", "schema = 2")

    assert (hiring("bank", "publish", mine).exit_code, "shop" in hiring("bank", "list").output) == (
        1,
        False,
    )


@pytest.mark.parametrize(
    ("options", "said"), [([], "private"), (["--private"], "private"), (["--public"], "public")]
)
def test_a_key_is_private_unless_the_author_says_otherwise(hiring, prepared, mine, options, said):
    hiring("bank", "publish", mine, *options)

    row = next(line for line in hiring("bank", "list").output.splitlines() if "shop" in line)
    assert row.split() == ["shop-service", "1.0.0", "1", "theory", "provisional", said, "en"]


def test_a_shipped_bank_is_public_whatever_is_said(hiring, place):
    hiring("upgrade")
    hiring("bank", "publish", *SHIPPED_WORDS, "--private")

    row = next(line for line in hiring("bank", "list").output.splitlines() if "empathy" in line)
    assert "public" in row.split()


def test_a_bank_that_waits_is_listed(hiring, prepared, mine, monkeypatch):
    monkeypatch.setenv("HIRING_BANK_DIRS", "mine")

    assert hiring("bank", "list").output.splitlines()[-2:] == [
        "In bank folders and not published",
        f"  shop-service  1.0.0  all of it  {Path('mine/shop-service/1.0.0')}",
    ]


def test_a_key_that_waits_is_listed(hiring, prepared, mine, monkeypatch):
    monkeypatch.setenv("HIRING_BANK_DIRS", "mine")
    hiring("bank", "publish", mine)
    (mine / "keys" / "2.toml").write_bytes((mine / KEY).read_bytes())

    assert "shop-service  1.0.0  key 2" in hiring("bank", "list").output


def test_a_bank_without_key_is_listed(hiring, prepared, mine):
    (mine / KEY).unlink()
    hiring("bank", "publish", mine)

    assert "shop-service      1.0.0    none" in hiring("bank", "list").output


@pytest.mark.parametrize("command", [["publish", SHIPPED], ["list"]])
def test_a_database_that_is_not_set_up_is_explained(hiring, command):
    result = hiring("bank", *command)

    assert (result.exit_code, "Run: hiring init" in result.output) == (1, True)


# --- lock ---


def test_locking_names_the_new_files(hiring, place):
    write_bank(place / "banks")

    output = hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks").output

    assert output.splitlines() == [
        "Locked small-bank/1.0.0/bank.toml",
        "Locked small-bank/1.0.0/guide.fr.toml",
        "Locked small-bank/1.0.0/guide.toml",
        "Locked small-bank/1.0.0/keys/1.toml",
        "Locked small-bank/1.0.0/languages/fr.toml",
        f"{Path('banks/published.lock')}: 5 new.",
    ]


def test_a_locked_file_that_changed_is_named(hiring, place):
    write_bank(place / "banks")
    hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks")
    write_bank(place / "banks", TITLE)

    result = hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks")

    assert (result.exit_code, "small-bank/1.0.0/bank.toml" in result.output) == (1, True)


def test_a_bank_with_errors_is_not_locked(hiring, place):
    write_bank(place / "banks", (BANK, "schema = 1", "schema = 2"))

    result = hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks")

    assert (result.exit_code, read_lock(place / "banks")) == (1, ())


# --- the guide ---


def blocks(language):
    text = DOCS.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_command_of_the_guide_works_as_printed(hiring, place, monkeypatch):
    """In the order of the guide; our own commands in this process, which is ten times as quick."""
    failed = []
    for line in "".join(blocks("sh")).splitlines():
        match shlex.split(line):
            case ["hiring", *words]:
                is_good = hiring(*words).exit_code == 0
            case ["export", setting]:
                monkeypatch.setenv(*setting.split("=", maxsplit=1))
                is_good = True
            case _:
                is_good = subprocess.run(["sh", "-c", line], check=False).returncode == 0
        failed += [] if is_good else [line]

    assert failed == []


def test_the_guide_shows_every_command():
    shown = set(re.findall(r"^hiring bank (\w+)", "\n".join(blocks("sh")), re.MULTILINE))

    assert shown == {"new", "check", "show", "diff", "publish", "list", "lock"}


def test_the_examples_of_the_guide_stand_in_the_starter():
    starter = "\n".join((STARTER / file).read_text(encoding="utf-8") for file in (BANK, KEY, GUIDE))

    assert [block for block in blocks("toml") if block not in starter] == []


def test_the_guide_shows_every_format_and_every_method():
    shown = "\n".join(blocks("toml"))
    expected = [f'format = "{one}"' for one in ItemFormat]
    expected += [
        f'method = "{item["method"]}"'
        for item in tomllib.loads((STARTER / KEY).read_text())["items"]
    ]

    assert [line for line in expected if line not in shown] == []


def test_the_translation_of_the_guide_has_the_right_form():
    (block,) = blocks("toml fr")

    assert LanguageDocument.model_validate(tomllib.loads(block)).language == "fr"


# --- pictures, sound and film; a form with a time limit ---


def test_media_are_shown_by_what_stands_for_them(hiring, place):
    shown = " ".join(hiring("bank", "show", write_media_bank(place / "media")).output.split())

    assert "[image: shelf.png] An empty shelf." in shown
    assert "[audio: call.ogg] Where are my parts?" in shown


def test_faulty_media_are_named_among_all_other_errors(hiring, place):
    folder = write_media_bank(place / "media", files={"call.ogg": b"RIFF", "more.svg": b"<svg/>"})
    result = hiring("bank", "check", folder)

    assert (result.exit_code, result.output.splitlines()[0]) == (1, "3 errors:")
    assert str(folder / "media" / "call.ogg") in result.output


def test_the_summary_says_which_form_has_a_limit(hiring, place):
    title = 'title = "Standard form"'
    timed = f'{title}\nminutes = 45\ntiming_rationale = "Calls are short."'
    folder = write_media_bank(place / "media", (BANK, title, timed))

    assert "Limit 45 minutes" in " ".join(hiring("bank", "check", folder).output.split())


def test_a_bank_with_media_is_published_once(hiring, prepared, place):
    folder = write_media_bank(place / "media")

    first, second = hiring("bank", "publish", folder), hiring("bank", "publish", folder)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "not taken over" not in second.output


# --- a key that was derived in the house ---


@pytest.fixture
def derived(hiring, prepared, place, mine):
    """A key of the published bank without its first item."""
    hiring("bank", "publish", mine)
    app = create_app(stores.settings_for(place / "var", ""))
    with app.app_context():
        session = db.session
        key = next(key for bank, key in list_keys(session) if bank.bank == "shop-service")
        found = derive_key(
            session,
            key,
            dropped=[key.document["items"][0]["item"]],
            reason="The keyed option cannot work.",
            actor=builders.add_staff(session, Role.OWNER).id,
            now=builders.NOW,
        )
        session.commit()
        version = found.key_version
    stores.close(app)
    return version


def test_a_derived_key_is_listed_after_the_key_of_the_file(hiring, derived):
    lines = [one.split() for one in hiring("bank", "list").output.splitlines()]
    assert [one[2] for one in lines if one[:1] == ["shop-service"]] == ["1", derived]


def test_a_derived_key_is_no_difference_to_the_files(hiring, derived, mine):
    result = hiring("bank", "publish", mine)

    assert result.exit_code == 0
    assert "not taken over" not in result.output
    assert derived not in result.output
