"""``hiring report``: the same report from the command line."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("prepared")
BANK = ("customer-empathy", "1.0.0")


def test_it_makes_the_report_and_says_what_it_stands_on(hiring):
    result = hiring("report", *BANK)

    assert result.exit_code == 0
    assert "Technical report: Standard form" in result.output
    assert "Provisional key" in result.output
    assert "Sittings with a number (N)" in result.output


def test_it_writes_paper_and_figures(hiring, place):
    hiring("report", *BANK, "--pdf", place / "r.pdf", "--json", place / "r.json")

    assert (place / "r.pdf").read_bytes().startswith(b"%PDF")
    told = json.loads((place / "r.json").read_text("utf-8"))
    assert told["report"]["form"]["bank"] == "customer-empathy"
    assert len(told["digest"]) == 64


def test_a_simulated_report_says_so(hiring):
    assert "Simulated data" in hiring("report", *BANK, "--simulated").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("no-such-bank", "1.0.0"), "No bank no-such-bank 1.0.0", id="bank"),
        pytest.param((*BANK, "--key", "99"), "has no key 99. It has: 1", id="key"),
        pytest.param((*BANK, "--form", "short"), "no form short. It has: standard", id="form"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(hiring, words, told):
    result = hiring("report", *words)

    assert result.exit_code == 1
    assert told in result.output
