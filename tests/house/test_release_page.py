"""The list for people before a release names pages, files and steps that there are."""

import re

import pytest

ADDRESS = re.compile(r"`(/[^`\s]*)`")


@pytest.fixture
def words(root):
    return (root / "docs" / "release.md").read_text(encoding="utf-8")


def test_every_page_that_people_are_sent_to_is_there(app, words):
    there = {rule.rule for rule in app.url_map.iter_rules()}

    named = set(ADDRESS.findall(words))
    assert len(named) > 5
    assert named - there == set()


def test_five_pages_of_three_audiences_are_heard(words):
    pages = words.split("## The pages")[1].split("##")[0]
    audiences = re.findall(r"^\| [^|]+ \| (\w+) \| `/", pages, re.MULTILINE)

    assert (len(audiences), len(set(audiences))) == (5, 3)


def test_every_step_has_a_place_for_what_was_seen(words):
    steps = re.findall(r"^## (\d)\.", words, re.MULTILINE)
    places = re.findall(r"^\| (\d) ", words.split("## What was seen")[1], re.MULTILINE)

    assert steps == ["1", "2", "3", "4", "5"]
    assert set(places) == set(steps)


def test_who_reads_the_front_page_finds_the_list(root):
    assert "docs/release.md" in (root / "README.md").read_text(encoding="utf-8")
