"""What candidates read: kind words, uncertainty beside every figure, nothing about the key."""

from dataclasses import replace
from gettext import translation

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po

from hiring import places
from hiring.banks.schema import KeyOrigin, KeyStatus
from hiring.feedback.closeness import Closeness
from hiring.feedback.facts import Counts
from hiring.feedback.themes import Theme
from hiring.handouts.explanation_words import compose_explanation
from hiring.handouts.feedback_words import compose_feedback
from hiring.handouts.sheets import plain_text
from hiring.psychometrics.reliability.differences import Difference
from hiring.psychometrics.reliability.precision import Rung
from tests.builders import shipped_bank
from tests.kind_words import unkind_words

SOURCES = [
    *sorted((places.PACKAGE / "handouts").glob("feedback*.py")),
    *(places.PACKAGE / "handouts" / f"{name}.py" for name in ("explanation_words", "own_words")),
    *(places.PACKAGE / "handouts" / f"{name}.py" for name in ("result_words", "suggestions")),
    places.PACKAGE / "web" / "candidate" / "feedback_views.py",
]


@pytest.fixture
def say(english):
    return lambda found: plain_text(compose_feedback(found, english, "en", contact="Ms Day"))


def joined(text):
    return " ".join(text.split())


def messages():
    """Every sentence of ours that a candidate can read here."""
    keywords = {**DEFAULT_KEYWORDS, "_l": None}
    for path in SOURCES:
        for found in extract_from_file("python", path, keywords=keywords):
            text = found[1]
            yield from (text,) if isinstance(text, str) else text


def test_no_sentence_of_ours_judges_a_person_or_compares_people():
    found = [text for text in messages() if unkind_words(text, "en")]

    assert len(list(messages())) > 80
    assert found == []


def test_no_theme_of_the_shipped_bank_does_either():
    bank = shipped_bank().bank
    told = [words for facet in bank.facets for words in (facet.name, facet.definition)]
    told += [cluster.name for cluster in bank.clusters]

    assert len(told) > 10
    assert [words for words in told if unkind_words(words, "en")] == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_translation_is_there_and_does_neither(language):
    path = places.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        entries = {}
        for one in read_po(file, language):
            forms = [one.string] if isinstance(one.string, str) else [*one.string]
            entries |= dict.fromkeys([one.id] if isinstance(one.id, str) else one.id, forms)

    assert [text for text in messages() if not all(entries.get(text) or [""])] == []
    told = [form for text in messages() for form in entries[text]]
    assert [form for form in told if unkind_words(form, language)] == []


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_sheet_does_either(feedback, areas, empty, language):
    translator = translation("messages", str(places.TRANSLATIONS), [language], fallback=True)
    told = [feedback, replace(feedback, areas=areas), empty]
    told += [replace(feedback, result=replace(feedback.result, rung=rung)) for rung in Rung]

    for one in told:
        sheet = plain_text(compose_feedback(one, translator, language, contact="Ms Day"))
        assert len(sheet) > 500
        assert unkind_words(sheet, language) == []


@pytest.mark.parametrize(
    "words",
    [
        "66 of 100 points, likely range 57 to 76",
        "your result could move within this range",
        "too few people have taken this test form",
        "You did not answer 3 scenarios. They count as no credit in the total.",
        "Here you came nearest to the scoring key.",
        "quite different from it",
        "One thing to try",
        "chance alone could have put them in this order",
        "How to read this",
        "It is one input among several. A person decides, never a machine.",
        "no panel of experts has confirmed it yet",
        "Provisional key",
        "Write to Ms Day.",
    ],
)
def test_feedback_says(say, feedback, words):
    assert words in joined(say(feedback))


def test_areas_that_may_be_told_take_the_place_of_single_answers(say, feedback, areas):
    text = joined(say(replace(feedback, areas=areas)))

    assert "Reading: How near the scoring key: partly close to close" in text
    assert "Responding: How near the scoring key: close · Likely range, points: 76 to 92" in text


def test_too_few_answers_give_kind_words_and_no_number(say, empty):
    text = joined(say(empty))

    assert "There is no number, and that is all right." in text
    assert "You answered 0 of 26 scenarios" in text
    assert "That says nothing about you." in text
    assert "points" not in text
    assert "One thing to try" not in text
    assert "How to read this" in text


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        (Rung.MEASURED, "The range was measured on 240 sittings of this form."),
        (Rung.POOLED, "The range is estimated from 240 sittings of this form."),
        (Rung.PLANNED, "The range is assumed"),
    ],
)
def test_each_rung_is_said_in_words(say, feedback, rung, words):
    assert words in joined(
        say(replace(feedback, result=replace(feedback.result, rung=rung, n_sittings=240)))
    )


def test_a_measured_result_says_no_figure_without_a_range(say, feedback):
    result = replace(feedback.result, rung=Rung.MEASURED, total=72.0)
    text = joined(say(replace(feedback, result=result)))

    assert "The figure above is estimated from the answers and allows for chance." in text
    assert "72" not in text


def test_while_people_rate_what_was_written_nobody_is_told_of_too_few_answers(
    explanation, feedback, english, say
):
    waiting = replace(explanation.frame, is_being_rated=True)
    told = replace(explanation, frame=waiting, result=None, counts=Counts(26, 0, 0, 0))
    plain = plain_text(compose_explanation(told, english, "en", contact="Ms Day"))

    for text in (plain, say(replace(feedback, frame=waiting, result=None, themes=None))):
        assert "People are still rating what you wrote in your own words." in joined(text)
        assert "at least four fifths" not in joined(text)


def test_made_up_people_are_told_so(say, feedback):
    result = replace(feedback.result, rung=Rung.POOLED)
    made_up = replace(feedback, frame=replace(feedback.frame, is_simulated=True), result=result)

    text = joined(say(made_up))
    assert text.startswith("Feedback · Simulated data")
    assert "4 simulated sittings" in text


@pytest.mark.parametrize("difference", Difference)
def test_every_order_of_themes_speaks_of_these_answers_only(say, feedback, difference):
    themes = replace(feedback.themes, difference=difference)

    assert "In your answers" in joined(say(replace(feedback, themes=themes)))


@pytest.mark.parametrize("closeness", Closeness)
def test_a_closeness_is_told_of_the_ratings_together(say, feedback, closeness):
    answers = replace(
        feedback.answers, nearest=replace(feedback.answers.nearest, closeness=closeness)
    )

    assert "Taken together, your ratings were" in joined(say(replace(feedback, answers=answers)))


@pytest.mark.parametrize("origin", KeyOrigin)
@pytest.mark.parametrize("status", KeyStatus)
def test_whose_view_it_is_follows_the_key(say, feedback, origin, status):
    text = joined(
        say(replace(feedback, frame=replace(feedback.frame, key_origin=origin, key_status=status)))
    )

    assert ("provisional" in text) == (status is KeyStatus.PROVISIONAL)
    assert "The scoring key says how well each response works." in text
    stands = status is KeyStatus.CONFIRMED or origin is KeyOrigin.PANEL
    assert stands == ("experts" in text.replace("no panel of experts", ""))


def test_who_has_withdrawn_is_promised_no_answer(explanation, english):
    left = replace(explanation, frame=replace(explanation.frame, has_withdrawn=True))
    text = joined(plain_text(compose_explanation(left, english, "en", contact="Ms Day")))

    assert "you need not wait for an answer" in text
    assert "You hear from the employer" not in text


def test_every_theme_of_the_shipped_bank_has_something_to_try_of_its_own(say, feedback):
    told = set()
    for facet in shipped_bank().bank.facets:
        theme = Theme(facet.id, facet.name, facet.definition)
        told.add(
            say(replace(feedback, themes=replace(feedback.themes, to_try=theme))).split(
                facet.definition.split()[-1]
            )[-1]
        )
        assert "Look for one moment" not in say(
            replace(feedback, themes=replace(feedback.themes, to_try=theme))
        )
    assert len(told) == len(shipped_bank().bank.facets)


def test_a_theme_of_another_bank_brings_its_definition(say, feedback):
    theme = Theme("courage", "Courage", "Says what is hard to say.")
    text = joined(say(replace(feedback, themes=replace(feedback.themes, to_try=theme))))

    assert "Says what is hard to say. Look for one moment this week to practise it" in text


def test_what_was_taken_out_does_not_count_and_is_told_so(say, feedback):
    voided = replace(feedback, counts=Counts(25, 0, 0, 1))

    assert "1 scenario was taken out and does not count." in joined(say(voided))


def test_feedback_reads_as_it_was_agreed(say, feedback):
    golden = places.PACKAGE.parent / "tests" / "handouts" / "feedback.txt"

    assert say(feedback) == golden.read_text(encoding="utf-8")


def test_an_explanation_reads_as_it_was_agreed(explanation, english):
    told = compose_explanation(
        explanation, english, "en", contact="Ms Day", rights_address="https://x.example/rights"
    )
    golden = places.PACKAGE.parent / "tests" / "handouts" / "explanation.txt"

    assert plain_text(told) == golden.read_text(encoding="utf-8")


def test_an_explanation_without_a_number_still_explains(explanation, english):
    told = compose_explanation(replace(explanation, result=None), english, "en", contact="Ms Day")

    text = joined(plain_text(told))
    assert "There is no number" in text
    assert "Who decides" in text


def test_lines_of_plain_text_are_short_and_hold_every_word(explanation, english):
    told = compose_explanation(explanation, english, "en", contact="Ms Day")
    lines = plain_text(told).splitlines()

    assert max(map(len, lines)) <= 72
