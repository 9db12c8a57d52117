"""A percentile on a brief: with its range, its people and its origin, or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from hiring.briefs import norms
from hiring.briefs.facts import NoScoreReason
from hiring.norm_groups import People
from tests.briefs.conftest import norm_group


@pytest.fixture
def compared(facts):
    return replace(facts, norm_group=norm_group())


def sentences(content):
    return " ".join(content.side_one.score_sentences)


def test_the_percentile_is_said_with_its_range_its_people_and_its_meaning(compared, in_english):
    assert (
        "Percentile 65 (likely 45 to 80): among 140 people, about 65 in 100 score lower."
    ) in sentences(in_english(compared))


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (People.APPLICANTS, " 140 applicants, "),
        (People.INCUMBENTS, " 140 people in the job, "),
    ],
)
def test_the_brief_says_who_the_people_were(facts, in_english, people, words):
    group = replace(norm_group(), people=people)
    assert words in " ".join(in_english(replace(facts, norm_group=group)).footer)


def test_the_foot_says_where_the_percentile_comes_from(compared, in_english):
    assert (
        "norms: Support applicants, spring 2026, 140 applicants and people in the job, Customer "
        "support, English, French, 3 openings, answered 3 March 2026 to 9 May 2026, "
        "frozen 11 May 2026, code 9F3A21C0; percentile: ties count half"
    ) in " ".join(in_english(compared).footer)


def test_without_a_number_there_is_no_percentile(compared, in_english):
    sealed = replace(compared, score=None, no_score_reason=NoScoreReason.SEALED)
    assert "ercentile" not in sentences(in_english(sealed))


def test_without_a_group_there_is_no_percentile(facts, in_english):
    assert "ercentile" not in sentences(in_english(facts))


def test_every_way_to_count_is_found_by_whoever_translates():
    found = extract_from_file("python", Path(norms.__file__))
    plurals = {message[0] for _line, message, _comments, _context in found if len(message) == 2}

    assert {
        "{n} opening",
        "{n} applicant",
        "{n} person in the job",
        "{n} applicant or person in the job",
    } == plurals
