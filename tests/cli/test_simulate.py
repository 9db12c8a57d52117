"""``hiring simulate`` as people type it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hiring import places
from tests.banks.folders import write_bank

QUICK = ("--replications", "4", "--sittings", "100", "--pooled-sittings", "10")
SHIPPED = ("customer-empathy", "1.0.0")
PAGE = Path(places.PACKAGE).parent / "docs" / "simulation.md"
FENCE = re.compile(r"^```(sh|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture
def small(place):
    return write_bank(place / "banks")


@pytest.fixture
def made(hiring, small, place):
    """What ``--out`` writes, by ending."""
    done = hiring("simulate", small, *QUICK, "--out", place / "out")
    assert done.exit_code == 0, done.output
    return {path.suffix: path.read_text(encoding="utf-8") for path in (place / "out").iterdir()}


def test_the_text_warns_before_it_says_anything(hiring, small):
    lines = hiring("simulate", small, *QUICK).stdout.splitlines()

    assert lines[0] == "A small bank 1.0.0: do our numbers tell the truth?"
    assert lines[2].startswith("Everybody here is simulated. These figures are no evidence")


def test_the_text_answers_every_question(hiring, small):
    said = hiring("simulate", small, *QUICK).stdout

    assert [line for line in said.splitlines() if line.endswith("?")][1:] == [
        "How exact is a score?",
        "Do the printed ranges hold the truth?",
        "May one candidate be called higher than another?",
        "What is a way of answering worth?",
        "What becomes of a true difference between two groups?",
        "How many candidates does a norm need?",
    ]


def test_a_bank_is_found_by_id_and_version(hiring):
    done = hiring("simulate", *SHIPPED, *QUICK)

    assert done.exit_code == 0
    assert "Customer empathy 1.0.0" in done.stdout


def test_json_alone_is_on_stdout_and_progress_on_stderr(hiring, small):
    done = hiring("simulate", small, *QUICK, "--format", "json")

    assert json.loads(done.stdout)["schema"] == "hiring-simulation-1"
    assert "Simulating" not in done.stdout
    assert "Simulating" in done.stderr


def test_the_same_command_gives_the_same_bytes(hiring, small):
    first, again = (hiring("simulate", small, *QUICK, "--format", "json") for _ in range(2))

    assert first.stdout == again.stdout


def test_another_seed_gives_other_figures(hiring, small):
    first, other = (
        json.loads(hiring("simulate", small, *QUICK, "--format", "json", "--seed", seed).stdout)
        for seed in ("1", "2")
    )

    assert first["findings"]["rungs"] != other["findings"]["rungs"]


def test_what_was_asked_stands_in_the_document(hiring, small):
    asked = ("--cut", "55", "--group-difference", "0.5", "--lasting", "0.25", "--selected", "0.3")
    said = hiring("simulate", small, *QUICK, *asked, "--format", "json").stdout
    study = json.loads(said)["study"]

    assert (study["cut_points"], study["selected_share"]) == (55.0, 0.3)
    assert study["assumptions"]["group_difference"] == 0.5
    assert study["assumptions"]["lasting_share"] == 0.25


def test_out_writes_the_three_and_says_where_on_stderr(hiring, small, place):
    done = hiring("simulate", small, *QUICK, "--out", place / "out")
    names = ["simulation.html", "simulation.json", "simulation.txt"]

    assert sorted(path.name for path in (place / "out").iterdir()) == names
    assert all(name in done.stderr for name in names)
    assert (place / "out" / "simulation.txt").read_text(encoding="utf-8") == done.stdout


def test_the_page_asks_for_nothing_outside_itself(made):
    assert re.findall(r"(?:src|href)=\"(?!data:|#)([^\"]*)\"", made[".html"]) == []
    assert "<script" not in made[".html"]
    assert "http" not in made[".html"]


class Texts(HTMLParser):
    """All that a page says."""

    def __init__(self):
        super().__init__()
        self.said = ""

    def handle_data(self, data):
        self.said += data


def test_every_figure_of_the_text_is_on_the_page(made):
    page = Texts()
    page.feed(made[".html"])
    figures = set(re.findall(r"\d+\.\d+", made[".txt"]))

    assert len(figures) > 50
    assert {one for one in figures if one not in page.said} == set()


def test_every_picture_has_a_name_and_a_table_beside_it(made):
    sections = re.findall(r"<section.*?</section>", made[".html"], re.DOTALL)
    drawn = [one for one in sections if 'role="img"' in one]

    assert len(drawn) == 4
    assert all("<table" in one for one in drawn)
    assert all(len(label) > 30 for label in re.findall(r"aria-label=\"([^\"]*)\"", made[".html"]))


def test_a_title_cannot_break_the_page(hiring, place):
    change = ("bank.toml", 'title = "A small bank"', 'title = "<b>Bank</b> & co"')
    folder = write_bank(place / "odd", change)
    page = hiring("simulate", folder, *QUICK, "--format", "html").stdout

    assert "&lt;b&gt;Bank&lt;/b&gt; &amp; co" in page
    assert "<b>Bank" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody", "1.0.0"), "There is no nobody 1.0.0 in"),
        (("customer-empathy", "9.9.9"), "There is no customer-empathy 9.9.9 in"),
        ((*SHIPPED, "--key", "7"), "There is no key “7”. Keys of this bank: 1"),
        ((*SHIPPED, "--form", "long"), "There is no form “long”. Forms of this bank: standard"),
        ((*SHIPPED, "--sittings", "50"), "choose --sittings in between"),
        ((*SHIPPED, "--replications", "1"), "choose --replications in between"),
        ((*SHIPPED, "--cut", "120"), "choose another --cut"),
        ((*SHIPPED, "--correlation", "0.9"), "choose a value in between"),
        ((*SHIPPED, "--lasting", "2"), "A share lies in 0..1"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(hiring, words, told):
    done = hiring("simulate", *words)

    assert done.exit_code == 1
    assert told in done.stderr
    assert done.stdout == ""


def test_a_bank_with_errors_gets_the_list_that_check_gives(hiring, place):
    change = ("keys/1.toml", "ratings = { a = 4, b = 1", "ratings = { a = 9, b = 1")
    folder = write_bank(place / "wrong", change)
    done, checked = hiring("simulate", folder), hiring("bank", "check", folder)

    assert done.exit_code == 1
    assert done.stderr == checked.stdout


def test_a_bank_without_a_key_is_told_to_write_one(hiring, small):
    (small / "keys" / "1.toml").unlink()

    assert "Write one in keys/1.toml" in hiring("simulate", small).stderr


def test_the_printed_tables_of_the_page_are_what_its_command_prints(hiring):
    blocks = FENCE.findall(PAGE.read_text(encoding="utf-8"))
    command = next(text for kind, text in blocks if kind == "sh")
    printed = hiring(*command.split()[1:]).stdout
    tables = [text for kind, text in blocks if kind == "text"]

    assert len(tables) >= 4
    assert [text for text in tables if text not in printed] == []
