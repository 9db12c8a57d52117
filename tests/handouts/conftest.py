"""Feedback and explanation written by hand, so that each word can be looked for."""

import gettext
from datetime import UTC, date, datetime

import pytest

from hiring import places
from hiring.banks.schema import Item, ItemFormat, KeyOrigin, KeyStatus, Option
from hiring.feedback.closeness import Closeness
from hiring.feedback.explaining import Aside, Explanation, Group, OwnAnswer, Provenance
from hiring.feedback.facts import Area, Counts, Feedback, Frame, Result
from hiring.feedback.themes import Theme, Themes
from hiring.feedback.told import ToldAnswer, ToldAnswers
from hiring.psychometrics.reliability.differences import Difference
from hiring.psychometrics.reliability.precision import Rung
from hiring.sittings import AnswerState

SCALE = ("Very ineffective", "Rather ineffective", "Rather effective", "Very effective")


@pytest.fixture(scope="session")
def english():
    return gettext.NullTranslations()


@pytest.fixture(scope="session")
def french():
    return gettext.translation("messages", str(places.TRANSLATIONS), languages=["fr"])


@pytest.fixture(scope="session")
def frame():
    return Frame(
        candidate_name="Amara Okonkwo",
        candidate_code="C-7F2K",
        opening_title="Support, spring team",
        content_language="en",
        page_size="A4",
        decide_by=date(2026, 6, 13),
        is_simulated=False,
        bank_title="Customer empathy",
        bank_version="1.0.0",
        form_title="Standard form",
        key_version="1",
        key_origin=KeyOrigin.THEORY,
        key_status=KeyStatus.PROVISIONAL,
        sent_at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        scored_at=datetime(2026, 5, 4, 9, 31, tzinfo=UTC),
        is_scored_again=False,
    )


@pytest.fixture(scope="session")
def result():
    return Result(66.4, 66.4, (56.7, 76.1), Rung.PLANNED, 4)


@pytest.fixture(scope="session")
def counts():
    return Counts(n_answered=23, n_left_out=1, n_not_reached=2, n_void=0)


@pytest.fixture(scope="session")
def areas():
    return (
        Area("Reading", (Closeness.PARTLY, Closeness.NEAR), (61.0, 83.0)),
        Area("Responding", (Closeness.NEAR, Closeness.NEAR), (76.0, 92.0)),
    )


@pytest.fixture(scope="session")
def feedback(frame, result, counts):
    return Feedback(
        frame=frame,
        counts=counts,
        result=result,
        areas=(),
        answers=ToldAnswers(
            ToldAnswer("Brackets due on Thursday", Closeness.NEAR),
            ToldAnswer("Any news?", Closeness.FAR),
        ),
        themes=Themes(
            nearest=(
                Theme("listening", "Listening and validating", "Lets the feeling arrive."),
                Theme("perspective", "Perspective and curiosity", "Finds out how things look."),
            ),
            to_try=Theme("ownership", "Ownership", "Tells the truth early."),
            difference=Difference.NONE_DEPENDABLE,
        ),
    )


@pytest.fixture(scope="session")
def empty(feedback):
    """Hardly anything was answered."""
    return Feedback(
        frame=feedback.frame,
        counts=Counts(n_answered=0, n_left_out=2, n_not_reached=24, n_void=0),
        result=None,
        areas=(),
        answers=ToldAnswers(),
        themes=None,
    )


@pytest.fixture(scope="session")
def explanation(frame, result, counts):
    options = tuple(Option(id=name, text=f"Response {name}.") for name in "abc")
    rate = Item(
        id="one", format=ItemFormat.RATE_EACH, question="How good is each?", options=options
    )
    pick = Item(id="two", format=ItemFormat.PICK_BEST, question="Which is best?", options=options)
    text = Item(id="three", format=ItemFormat.OPEN_TEXT, question="What would you say?")
    answered, skipped = AnswerState.ANSWERED, AnswerState.SKIPPED
    return Explanation(
        frame=frame,
        measured=(Theme("listening", "Listening", "Lets the feeling arrive."),),
        counts=counts,
        result=result,
        areas=(),
        groups=(Group("Reading", 12, 10), Group("", 14, 13)),
        response_scale=SCALE,
        answers=(
            OwnAnswer(1, "Late parts", rate, answered, {"a": 4, "b": 1, "c": 3}, None),
            OwnAnswer(2, "Long queue", pick, answered, "b", Aside.NEUTRALISED),
            OwnAnswer(3, "Wrong bill", pick, skipped, None, None),
            OwnAnswer(4, "Own words", text, answered, "I am sorry.", Aside.NOT_RATED),
            OwnAnswer(5, "Last call", rate, AnswerState.NOT_REACHED, None, Aside.DROPPED),
        ),
        provenance=Provenance(
            started_at=datetime(2026, 5, 3, 18, 0, tzinfo=UTC),
            score_code="K7QM4T2X9R3D",
            precision_code="AB12",
            precision_at=datetime(2026, 5, 4, tzinfo=UTC),
            package_version="0.3.0",
            scoring_version=1,
            receipt="ABCDE-FGHJK",
        ),
    )
