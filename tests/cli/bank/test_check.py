"""What `hiring bank check` says of banks, good, faulty and hostile ones."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.banks.folders import write_bank
from tests.banks.media import write_media_bank
from tests.cli.bank.files import BANK, GUIDE, KEY, PROJECT, SHIPPED, SHIPPED_WORDS, edit

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
