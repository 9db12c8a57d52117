"""What a brief says, before it is set on paper."""

from dataclasses import fields, replace
from gettext import NullTranslations

import pytest

from hiring.banks.schema import KeyStatus
from hiring.briefs.content import MAX_WORDS_SIDE_ONE, compose, count_side_one_words
from hiring.briefs.facts import (
    BriefFacts,
    DayFacts,
    IntervalKind,
    NoScoreReason,
    PageSize,
    PrecisionFacts,
    ProvenanceFacts,
)
from hiring.psychometrics.reliability.precision import Rung


def test_the_facts_of_a_brief_have_no_place_for_anything_protected():
    assert names_of(BriefFacts) == {
        "employer", "opening_title", "candidate_name", "candidate_code", "language", "page_size",
        "is_simulated", "provenance", "days", "precision", "score", "no_score_reason", "clusters",
        "area_names", "nearest", "furthest", "questions", "verification_code", "verify_hint",
        "contact", "norm_group", "replaced", "bank_language", "guide_language", "not_offered",
    }  # fmt: skip
    assert names_of(ProvenanceFacts) == {
        "bank_title", "bank_version", "form_title", "key_version", "key_origin", "key_status",
        "is_key_public", "package_version",
    }  # fmt: skip
    assert names_of(DayFacts) == {"taken_on", "scored_on", "valid_until"}
    assert names_of(PrecisionFacts) == {"rung", "n_sittings", "made_on", "code"}


def names_of(facts):
    return {field.name for field in fields(facts)}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_side_one_of_the_longest_brief_holds_at_most_250_words(longest, translations, language):
    content = compose(replace(longest, language=language), translations[language])

    assert count_side_one_words(content) <= MAX_WORDS_SIDE_ONE


def test_the_score_is_never_stated_without_its_range(facts, in_english):
    statement = in_english(facts).side_one.score_statement

    assert statement == "66 of 100 points, likely range 57 to 75"


def test_a_brief_without_a_number_says_so_and_keeps_the_questions(facts, in_english):
    content = in_english(replace(facts, score=None, no_score_reason=NoScoreReason.TOO_FEW_ANSWERS))

    assert content.side_one.profile is None
    assert "too few answers for a number" in content.side_one.score_sentences[0]
    assert len(content.side_two.questions) == 4


def test_a_sealed_brief_names_the_seal_and_shows_no_figure(facts, in_english):
    one = in_english(replace(facts, score=None, no_score_reason=NoScoreReason.SEALED)).side_one

    assert one.profile is None
    assert "The number stays sealed until your scorecard is filed." in one.cautions


def test_a_score_and_a_reason_for_none_exclude_each_other(facts):
    with pytest.raises(ValueError, match="not both"):
        replace(facts, no_score_reason=NoScoreReason.SEALED)


@pytest.mark.parametrize(
    ("rung", "sentence"),
    [
        (Rung.MEASURED, "Precision: measured. The error comes from 60 sittings of this form."),
        (Rung.POOLED, "Precision: pooled. The error is estimated from 60 sittings of this form."),
        (
            Rung.PLANNED,
            "Precision: planned. Until there are enough sittings, the error is assumed.",
        ),
    ],
)
def test_the_rung_of_precision_is_said_in_words(facts, in_english, rung, sentence):
    real = replace(with_rung(facts, rung), is_simulated=False)
    assert sentence in in_english(real).side_one.cautions


def with_rung(facts, rung):
    return replace(facts, precision=replace(facts.precision, rung=rung))


def test_precision_from_simulated_sittings_says_so(facts, in_english):
    simulated = replace(with_rung(facts, Rung.POOLED), is_simulated=True)
    sentence = "Precision: pooled, from 60 simulated sittings of this form."
    assert sentence in in_english(simulated).side_one.cautions


def test_a_true_score_interval_is_explained_as_one(facts, in_english):
    score = replace(facts.score, interval_kind=IntervalKind.TRUE_SCORE)

    sentence = in_english(replace(facts, score=score)).side_one.score_sentences[0]

    assert sentence.endswith("The true score lies in the likely range, 9 chances in 10.")


def test_a_provisional_key_is_labelled_and_explained(facts, in_english):
    content = in_english(facts)

    assert "Provisional key" in content.labels
    assert any("not yet confirmed" in caution for caution in content.side_one.cautions)


def test_a_confirmed_key_on_real_answers_needs_no_label(facts, in_english):
    confirmed = replace(facts.provenance, key_status=KeyStatus.CONFIRMED)
    content = in_english(replace(facts, provenance=confirmed, is_simulated=False))

    assert content.labels == ()


def test_simulated_answers_are_labelled(facts, in_english):
    assert "Simulated data" in in_english(facts).labels


def test_a_missing_norm_group_is_printed_as_none(facts, in_english):
    assert any("no norms" in line for line in in_english(facts).footer)


def test_the_footer_names_what_the_brief_rests_on(facts, in_english):
    footer = " ".join(in_english(facts).footer)

    for part in (
        "Confidential",
        "Customer empathy 1.0.0",
        "key 1",
        "Standard form",
        "software 0.1.0",
        "precision 3F9A-21C0 (60 sittings, 1 October 2026)",
        "Answered 12 October 2026",
        "scored 13 October 2026",
        "valid until 12 October 2027",
        "days by UTC",
        "K7QM-4T2X-9R3D-HV5C",
    ):
        assert part in footer


@pytest.mark.parametrize(
    ("language", "page_size", "day"),
    [
        ("en", PageSize.A4, "12 October 2026"),
        ("en", PageSize.LETTER, "12 October 2026"),
        ("fr", PageSize.A4, "12 octobre 2026"),
        ("es", PageSize.A4, "12 de octubre de 2026"),
    ],
)
def test_dates_are_written_as_readers_of_the_language_do(facts, language, page_size, day):
    content = compose(replace(facts, language=language, page_size=page_size), NullTranslations())

    assert content.date_line.endswith(day)


def test_core_questions_do_not_depend_on_the_candidate(facts, in_english):
    other = replace(
        facts,
        candidate_name="Someone Else",
        nearest=facts.furthest,
        furthest=facts.nearest,
        score=replace(facts.score, total_points=31.0),
    )

    assert in_english(other).side_two.questions == in_english(facts).side_two.questions


def test_short_answers_are_told_in_full(facts, in_english):
    one = replace(facts, nearest=facts.nearest[:1], furthest=())

    note = in_english(one).side_one.groups[0].notes[0]

    assert [choice.text for choice in note.choices] == [
        "“Call her today and say plainly what you know.”",
        "“Wait until the supplier confirms.”",
    ]


def test_a_shortened_quote_ends_in_dots_within_its_quotation_marks(longest, in_english):
    note = in_english(longest).side_one.groups[0].notes[0]

    assert note.choices[0].text.endswith("…”")


def test_the_probes_of_the_furthest_answers_always_stay(longest, in_english):
    furthest = in_english(longest).side_one.groups[1].notes

    assert [note.probe for note in furthest] == [answer.probe for answer in longest.furthest]
