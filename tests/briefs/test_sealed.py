"""A sealed brief: questions and evidence without any number, and the same code to verify."""

import io
import re
from dataclasses import fields, is_dataclass, replace

import pytest
from pypdf import PdfReader

from hiring.briefs.content import MAX_WORDS_SIDE_ONE, compose, count_side_one_words
from hiring.briefs.document import render
from hiring.briefs.evidence import in_order_of_form
from hiring.briefs.facts import BriefKind, NoScoreReason, PageSize, QuestionFacts
from hiring.briefs.sources import brief_facts
from hiring.scoring import find_scores, score_sitting
from tests.builders import NOW

LONG = QuestionFacts(
    text="Why? " * 120, probe="How? " * 80, weak="w " * 200, fair="f " * 200, strong="s " * 200
)


def sealed(facts):
    """As the sources hand it over: no number, and answers in the order of the form."""
    return replace(
        facts,
        score=None,
        no_score_reason=NoScoreReason.SEALED,
        clusters=(),
        nearest=(),
        furthest=(*facts.nearest, *facts.furthest),
    )


def texts(value):
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


@pytest.fixture
def scored(session, house, opening):
    def make(name, seed, skill):
        candidate = house.candidate(opening, name)
        sitting = house.submitted(candidate, house.drawn_answers(seed, skill))
        score_sitting(session, sitting.id, now=NOW)
        session.commit()
        (score,) = find_scores(session, [sitting.id]).values()
        return candidate, score

    return make


def test_side_one_of_a_sealed_brief_holds_no_digit(facts, in_english):
    one = in_english(sealed(facts)).side_one

    assert one.profile is None
    told = [text for group in one.groups for note in group.notes for text in note.texts("Ask:")]
    assert [text for text in texts(replace(one, groups=())) if re.search(r"\d", text)] == []
    assert [group.heading for group in one.groups] == ["Answers to ask about"]
    assert told


def test_a_sealed_brief_does_not_say_which_answers_are_near_the_key(facts, in_english):
    content = in_english(sealed(facts))

    assert content.kind is BriefKind.SEALED
    assert "Score sealed" in content.labels
    assert not any("key" in group.heading for group in content.side_one.groups)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_longest_sealed_brief_holds_at_most_250_words(longest, translations, language):
    content = compose(replace(sealed(longest), language=language), translations[language])

    assert count_side_one_words(content) <= MAX_WORDS_SIDE_ONE


@pytest.mark.parametrize("page_size", PageSize)
def test_a_sealed_brief_with_the_longest_own_questions_has_two_sides(facts, in_english, page_size):
    longest = replace(sealed(facts), page_size=page_size, questions=(LONG,) * 4)
    pdf = PdfReader(io.BytesIO(render(in_english(longest))))

    assert len(pdf.pages) == 2


@pytest.mark.parametrize("skill", [0.1, 0.9])
def test_nothing_of_a_score_enters_the_sealed_facts(session, scored, translations, skill):
    candidate, score = scored("Ada", 3, skill)
    common = {"employer": "E", "contact": "C", "translator": translations["en"]}
    full = brief_facts(session, candidate, **common)
    closed = brief_facts(session, candidate, **common, is_sealed=True)

    assert full.score is not None
    assert full.score.total_points == score.total
    assert (closed.score, closed.clusters, closed.nearest) == (None, (), ())
    assert closed.no_score_reason is NoScoreReason.SEALED
    assert len(closed.furthest) == 4


def test_the_code_on_the_sealed_paper_is_that_of_the_full_one(session, scored, translations):
    candidate, score = scored("Ada", 3, 0.5)
    common = {"employer": "E", "contact": "C", "translator": translations["en"]}
    full, closed = (brief_facts(session, candidate, **common, is_sealed=one) for one in (0, 1))

    assert closed.verification_code == full.verification_code
    assert closed.verification_code.replace("-", "").startswith(score.code)


def test_sealed_answers_stand_in_the_order_of_the_form_and_are_always_four():
    names, points = ["a", "b", "c", "d", "e"], [1.0, None, 0.2, 1.0, 1.0]

    assert in_order_of_form(names, points, {"e", "c"}) == ["a", "c", "d", "e"]
    assert in_order_of_form(names, points, {"a", "c", "d", "e"}) == ["a", "c", "d", "e"]
    assert in_order_of_form(names[:2], points[:2], {"a"}) == ["a"]
